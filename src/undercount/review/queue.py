"""What a screen of decisions asks of the room whose decisions it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Protocol

Which = Literal["waiting", "second", "disputed", "decided", "all"]
WHICH: Final[tuple[Which, ...]] = ("waiting", "second", "disputed", "decided", "all")

MOST: Final = 50
"""Items asked for at once; more is refused."""


class Queue(Protocol):
    """Things that wait for a person, and what one person decides on them.

    Who decides is fixed when the queue is made and never comes from the browser. What is not in
    order (no such item, a word outside the vocabulary) is an `InputError` with all its problems,
    and nothing is kept then.

    Attributes:
        name: "figures", "links" or "tracing".
        closed: why nobody can decide here, in words, or None.
    """

    name: str
    closed: str | None

    def ids(self, which: Which, order: str) -> list[str]:
        """Ids in order; cheap, for thousands are asked for at once.

        "waiting": nobody decided, or what was decided has lapsed. "second": others decided and I
        did not. "disputed": two people hold different versions. "decided": I did. "all": each.
        An empty `order` is the queue's own.
        """

    def items(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """What the screen shows, `MOST` at most, in the order asked for; unknown ids are left out.

        JSON values. Each has "id", "version" (a digest of what is shown) and "versions": what each
        person holds now, [{"by", "decision", "why", "at", "changes", "judgement"}]. It is empty
        for a second reading, which is blind.
        """

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        """Append a decision; once this returns, it is on the disk.

        Args:
            decision: {"key", "id", "decision", "why", "version", "changes", "undoes"}. The same
                key again appends nothing. "undone" takes back a decision of one's own: the one
                whose key (or number, "judgement") `undoes` names, or one's latest on the item.

        Returns:
            {"id", "standing", "versions", "disputed", "waiting"}: the decision that holds now,
            what each person holds, whether two differ, and how many items wait.
        """

    def summary(self) -> dict[str, Any]:
        """For the dashboard: {"waiting", "second", "disputed", "decided", "today"}.

        Counts of ids, and "today": {person: {decision: how many}}.
        """

    def readings(self) -> dict[str, dict[str, str]]:
        """For agreement: item to person to the decision she came to by herself."""
