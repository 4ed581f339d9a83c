"""What a model proposes, what of it was accepted, and what was refused with which reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from undercount.read.endpoint.standing import Standing

TEXT_FIELDS: Final = ("population", "claimant", "place", "period")
"""Fields that must stand in the document word for word."""

FIELDS: Final = (*TEXT_FIELDS, "measure", "hedge")
"""All fields a proposal may carry."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One figure as a model gives it, believed in nothing yet.

    Attributes:
        sentence_id: number of the sentence, counted from 1 over the document.
        sentence: the sentence, word for word.
        number: the number in it, as written.
        value: what it amounts to, or None.
        words: the number with the words right beside it, or None; tells apart two numbers alike.
        fields: population, claimant, place, period, measure, hedge, as far as given.
    """

    sentence_id: int
    sentence: str
    number: str
    value: float | None = None
    words: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal whose number stands where it says, as our own grammar reads it too.

    Attributes:
        proposal: what the model gave.
        standing: the number of our grammar: its span, value and hedge are the ones that count.
        sentence_start: where its sentence begins.
        sentence_end: where it ends.
        spans: the text fields found in the document: field name to (start, end).
        measure: the measure proposed, or None.
        dropped: the fields that were not taken, with the reason.
    """

    proposal: Proposal
    standing: Standing
    sentence_start: int
    sentence_end: int
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)
    measure: str | None = None
    dropped: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal that was not taken.

    Attributes:
        given: what the model gave, shortened.
        reason: why it was refused, in words.
    """

    given: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that a model proposed for one document.

    Attributes:
        accepted: in the order of the document.
        refused: in the order given.
        sent: how many code points of the document were sent.
        requests: how many requests were answered.
    """

    accepted: tuple[Accepted, ...] = ()
    refused: tuple[Refused, ...] = ()
    sent: int = 0
    requests: int = 0
