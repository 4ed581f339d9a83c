"""One thing that a person decided on a figure, as it was appended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from undercount.ledger.corrections import texts

Act = Literal["accepted", "rejected", "unsure", "corrected", "suggested", "undone"]
ACTS: Final[tuple[Act, ...]] = (
    "accepted", "rejected", "unsure", "corrected", "suggested", "undone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of what people decided; rows are only ever appended.

    Attributes:
        id: its number; a later row has a higher one.
        figure: the figure it is about.
        decision: "corrected" is accepted with `changes`; "undone" takes back the row that `undoes`
            names; "suggested" takes back all that anybody decided before it.
        by: who.
        why: in words, or "".
        at: when, ISO 8601, UTC.
        undoes: number of the row that it takes back, or None.
        key: what whoever decided called it, so that sending it twice appends it once; or None.
        changes: field to what it should say, or None for nothing; words with the span that they
            have in the document today: {"text", "start", "end"}.
        undone: whether its author has taken it back.
        lapsed: whether the figure is gone, or reads otherwise than this person saw and left it.
    """

    id: int
    figure: str
    decision: Act
    by: str
    why: str
    at: str
    undoes: int | None = None
    key: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict, hash=False)
    undone: bool = False
    lapsed: bool = False

    @property
    def says(self) -> tuple[object, ...]:
        """What two people must have in common to be of one mind."""
        return self.decision, *sorted(texts(self.changes).items())


def versions_of(judgements: Iterable[Judgement]) -> dict[str, dict[str, Judgement]]:
    """What each person holds of each figure, the latest last.

    Args:
        judgements: oldest first.
    """
    found: dict[str, dict[str, Judgement]] = {}
    for judgement in judgements:
        if judgement.undone or judgement.decision == "undone":
            continue
        held = found.setdefault(judgement.figure, {})
        if judgement.decision == "suggested":
            held.clear()
            continue
        # Taken out first: who decides again comes last.
        held.pop(judgement.by, None)
        held[judgement.by] = judgement
    return {
        figure: kept
        for figure, held in found.items()
        if (kept := {by: item for by, item in held.items() if not item.lapsed})
    }


def differ(versions: Mapping[str, Judgement]) -> bool:
    """Whether two people hold different things of a figure."""
    return len({version.says for version in versions.values()}) > 1
