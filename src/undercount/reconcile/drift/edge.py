"""A descent with both figures at hand, and what a question answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from undercount.reconcile.stated import Stated, subject


@dataclass(frozen=True, slots=True)
class Edge:
    """One descent.

    Attributes:
        parent: the figure that was first.
        child: the one that comes of it.
        how: how the number was carried on, as `Descent.how`.
        line: the parent and what it comes of in turn, up to the root.
        reasons: the signs of the descent, in words.
        earlier: the figures of the root's quantity, for what is told against a former one.
    """

    parent: Stated
    child: Stated
    how: str
    line: Sequence[Stated] = ()
    reasons: Sequence[str] = ()
    earlier: Sequence[Stated] = ()

    @property
    def copied(self) -> bool:
        """Whether the texts tie the two, not the number alone."""
        return any(reason.startswith("text") for reason in self.reasons)

    @property
    def about(self) -> str:
        """The child's number and what it counts."""
        return f"{self.child.number} ({subject(self.parent)})"


@dataclass(frozen=True, slots=True)
class Change:
    """What a question found.

    Attributes:
        kind: "hedge", "period", "ratio", "source", "unit", "measure", "definition", "digits" or
            "wording".
        change: what happened, such as "hedge_dropped" or "period_widened".
        text: one neutral sentence.
    """

    kind: str
    change: str
    text: str


def told(row: Stated) -> str:
    """The sentence around a figure; for a typed row its fields and note as a sentence."""
    if row.entry.sentence and row.figure.origin != "table":
        return row.entry.sentence
    figure = row.figure
    place = f", {figure.place}" if figure.place else ""
    said = f" according to {figure.claimant}" if figure.claimant else ""
    people = figure.population or subject(row)
    note = f" Note: {figure.note}" if figure.note else ""
    return f"{row.outlet}: {row.said} {people}{place}, {row.when},{said}.{note}".replace(",.", ".")
