"""Who decided what: on an item, today, and by herself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol


class Made(NamedTuple):
    """One decision of one person, as every queue keeps it.

    Attributes:
        item: its id.
        by: who decided.
        decision: the word.
        at: when, ISO 8601.
        undone: whether it was taken back.
    """

    item: str
    by: str
    decision: str
    at: str
    undone: bool


class Kept(Protocol):
    """A decision in the words that the ledger, links and tracing have in common."""

    @property
    def by(self) -> str:
        """Who."""

    @property
    def decision(self) -> str:
        """The word."""

    @property
    def why(self) -> str:
        """In words, or an empty text."""

    @property
    def at(self) -> str:
        """When, ISO 8601."""


def version_of(
    kept: Kept, number: int | None, changes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What one person holds of an item, as every queue tells it; `number` is its row's."""
    return {
        "by": kept.by, "decision": kept.decision, "why": kept.why, "at": kept.at,
        "changes": dict(changes or {}), "judgement": number,
    }  # fmt: skip


def decided_today(made: Iterable[Made]) -> dict[str, dict[str, int]]:
    """What each person decided today, by the clock of this machine."""
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    # Times are kept in UTC and in one form, so that their letters are in order of time.
    since = midnight.astimezone(UTC).isoformat(timespec="seconds")
    found: dict[str, Counter[str]] = {}
    for one in made:
        if one.at >= since:
            found.setdefault(one.by, Counter())[one.decision] += 1
    return {by: dict(counts) for by, counts in found.items()}


def first_readings(made: Iterable[Made]) -> dict[str, dict[str, str]]:
    """What each person decided on each item by herself, before she saw what others had.

    Her first decision counts. One that she took back does not, unless somebody else had decided
    before her: then the other's decision was before her eyes when she took hers back. Who first
    decides where two others differ has seen both, and is left out.
    """
    found: dict[str, dict[str, str]] = {}
    for one in made:
        told = found.setdefault(one.item, {})
        if one.by in told:
            continue
        others = {decision for by, decision in told.items() if by != one.by}
        if len(others) > 1 or (one.undone and not others):
            continue
        told[one.by] = one.decision
    return {item: told for item, told in found.items() if told}
