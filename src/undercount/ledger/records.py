"""The rows of the ledger: figures, rejected numbers, quotes, posts, claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from undercount.units import (
    Accuracy,
    Anchor,
    ClaimantClass,
    ClaimType,
    Detection,
    Directness,
    Kind,
    Measure,
    PlaceRole,
    Quantifier,
    Rejection,
    Status,
    Unit,
)

Origin = Literal["read", "hand", "table", "model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that somebody said of some people, in words of its source.

    `surface`, `hedge`, `population`, `claimant`, `artefact`, `relay`, `place` and `period` are
    verbatim. Who speaks is a chain: claimant → artefact → relay → publisher.
    Spans are code points of the document's text: `text[start:end] == surface`. A figure typed by
    hand has no span; its `row` is the line of `hand/figures.csv`.

    Attributes:
        surface: the number as written, with "%", "million", "times", never the hedge.
        value: percent 0-100, ratio and change as factors; None for vague numbers and ranges.
        low: lower end of what the words allow.
        high: upper end of what the words allow.
        document: path inside the project, or None for a hand row without a document.
        start: first code point, or None.
        end: one past the last code point, or None.
        sentence_start: where the sentence around it begins, or None.
        sentence_end: where it ends, or None.
        origin: "read" by machine, typed by "hand", from a "table" of a document, or proposed by a
            language "model" and checked against the text.
        quantity: the series it speaks to, such as "camp_population", or None.
        source: the claimant's name after aliases, such as "prefecture", or None.
        period_start: first day it speaks of, or None.
        period_end: last day it speaks of, or None.
        publisher: outlet or body that printed it (publisher is not claimant), or None.
        published: day it was printed, of a figure typed by hand; a document has its own; or None.
        title: title of what it was printed in, or None.
        url: address of the page it was found on, kept as a citation and never opened, or None.
        note: what the person who typed it remarked, or None.
        row: line in `hand/figures.csv`, or None.
        confidence: 0 to 1, that number, population, claimant and measure are all right; or None.
        relay: who passed the claimant's number on ("the ministry, citing the agency"), or None.
        directness: "quoted" in the claimant's words, the document's "own" number, "reported" by
            its outlet, "relayed" through another body, or "unsourced".
        place_role: whether people are at the place, came from it, went to it, or via it; or None.
        country: ISO 3166-1 alpha-3 code of the place, or None where it is not known.
        region: ISO 3166-2 code of the first-level division the place lies in, or None.
        period_accuracy: how long a time the period's words mean.
        period_anchor: what dates it: "stated" in full, counted from the day of "publication", or
            the reporting period of the "document".
        spans: where each verbatim field stands: field name to (start, end) in code points.
        confidences: field name to the share of such readings that are right, 0 to 1.
    """

    surface: str
    value: float | None
    low: float | None
    high: float | None
    kind: Kind = "count"
    hedge: str | None = None
    quantifier: Quantifier = "exact"
    unit: Unit = "person"
    population: str | None = None
    measure: Measure = "unknown"
    status: Status = "asserted"
    claimant: str | None = None
    claimant_class: ClaimantClass = "unknown"
    artefact: str | None = None
    place: str | None = None
    period: str | None = None
    detection: Detection = "unknown"
    document: str | None = None
    start: int | None = None
    end: int | None = None
    sentence_start: int | None = None
    sentence_end: int | None = None
    origin: Origin = "read"
    quantity: str | None = None
    source: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    publisher: str | None = None
    published: date | None = None
    title: str | None = None
    url: str | None = None
    note: str | None = None
    row: int | None = None
    confidence: float | None = None
    relay: str | None = None
    directness: Directness = "unsourced"
    place_role: PlaceRole | None = None
    country: str | None = None
    region: str | None = None
    period_accuracy: Accuracy = "unknown"
    period_anchor: Anchor = "none"
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)
    confidences: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A number that nobody stated, which the words imply: "doubled to 6,400" means about 3,200.

    Never a figure: no series and no total is made of it.

    Attributes:
        start: first code point of the words that imply it.
        end: one past their last.
        of_start: `start` of the stated figure it is worked out from.
        low: lower end of what the words imply.
        high: upper end.
        rule: how it was worked out, in words.
        period: of the implied number, verbatim, or None.
    """

    start: int
    end: int
    of_start: int
    low: float
    high: float
    rule: str
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that is no figure, with the reason: a date, an age, a road, money."""

    start: int
    end: int
    surface: str
    why: Rejection


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said: between quotation marks, or retold in a reporting clause.

    Attributes:
        start: first code point of what was said, marks left out.
        end: one past the last.
        speaker: who said it, verbatim, pronouns resolved, or None where nobody is named.
        direct: whether it stands between quotation marks.
        role: what the speaker is ("spokeswoman", "mayor"), verbatim, or None.
        organisation: whom the speaker speaks for, verbatim, or None.
        speaker_start: where the words that name the speaker begin, or None.
        speaker_end: one past their last, or None.
        cue_start: where the verb of speech begins, or None.
        cue_end: one past its last, or None.
    """

    start: int
    end: int
    speaker: str | None
    direct: bool = True
    role: str | None = None
    organisation: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """An embedded post of a social network, with its handle, display name and day."""

    start: int
    end: int
    handle: str
    name: str | None
    date: date | None
    role: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence about numbers: that the true one is higher, that a figure is disputed."""

    start: int
    end: int
    type: ClaimType


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read in one document.

    Attributes:
        document: path inside the project (or as given on the command line).
        sha256: hash of the bytes as received.
        text: what was read; every span counts its code points.
        encoding: how the bytes were decoded.
        language: ISO 639-1 code.
        published: day of publication, or None.
        outlet: who published it, or None.
        title: title, or None.
        cautions: what went less than well ("encoding guessed"), in words.
        pages: where each page of a PDF begins in the text; empty for what has no pages.
    """

    document: str
    sha256: str
    text: str
    encoding: str = "utf-8"
    language: str = "en"
    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    cautions: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = field(default=())
    rejected: tuple[Rejected, ...] = field(default=())
    quotes: tuple[Quote, ...] = field(default=())
    posts: tuple[Post, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
    derived: tuple[Derived, ...] = field(default=())
    pages: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A document as the ledger lists it, without its text.

    Attributes:
        path: path inside the project.
        sha256: hash of the bytes as received.
        encoding: how the bytes were decoded.
        language: ISO 639-1 code.
        published: day of publication, or None.
        outlet: who published it, or None.
        title: its title, or None.
        cautions: what went less than well in reading it, in words.
        figures: how many figures were read in it.
        rejected: how many numbers were set aside as dates, ages, money and the like.
        pages: where each page of a PDF begins in the text; empty for what has no pages.
    """

    path: str
    sha256: str
    encoding: str = "utf-8"
    language: str = "en"
    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    cautions: tuple[str, ...] = ()
    figures: int = 0
    rejected: int = 0
    pages: tuple[int, ...] = ()
