"""A figure as the ledger holds it: with its id, its sentence and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from undercount.ledger.records import Figure

Decision = Literal["suggested", "accepted", "rejected", "unsure"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger as other rooms see it.

    Attributes:
        id: stable as long as the sentence around the figure does not change.
        figure: the figure itself.
        decision: "suggested" by the machine until a person decides; what a person typed by hand
            is "accepted".
        sentence: the sentence the figure stands in, or None for a hand row.
        offset: where `figure.surface` begins inside `sentence`, or None.
        title: title of the document, or of the publication named by hand.
        published: day the document was published, or None.
        corrected: fields of the figure that a person changed; the rest is as the machine read it.
    """

    id: str
    figure: Figure
    decision: Decision
    sentence: str | None = None
    offset: int | None = None
    title: str | None = None
    published: date | None = None
    corrected: tuple[str, ...] = ()
