"""The rows of the ledger: figures, rejected numbers, quotes, posts, claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from undercount.units import (
    ClaimantClass,
    ClaimType,
    Detection,
    Kind,
    Measure,
    Quantifier,
    Rejection,
    Status,
    Unit,
)

Origin = Literal["read", "hand", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that somebody said of some people, in words of its source.

    `surface`, `hedge`, `population`, `claimant`, `artefact`, `place` and `period` are verbatim.
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
        origin: "read" by machine, typed by "hand", or from a "table" of a document.
        quantity: the series it speaks to, such as "camp_population", or None.
        source: the claimant's name after aliases, such as "prefecture", or None.
        period_start: first day it speaks of, or None.
        period_end: last day it speaks of, or None.
        publisher: outlet or body that printed it (publisher is not claimant), or None.
        title: title of what it was printed in, or None.
        url: address of the page it was found on, kept as a citation and never opened, or None.
        note: what the person who typed it remarked, or None.
        row: line in `hand/figures.csv`, or None.
        confidence: between 0 and 1 for the whole record, or None.
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
    title: str | None = None
    url: str | None = None
    note: str | None = None
    row: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that is no figure, with the reason: a date, an age, a road, money."""

    start: int
    end: int
    surface: str
    why: Rejection


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks. `speaker` is verbatim, or None where nobody is named."""

    start: int
    end: int
    speaker: str | None
    direct: bool = True


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
