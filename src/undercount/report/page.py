"""What a report is made of: plain results, and nothing that has to be looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from undercount.ledger.entry import Entry
from undercount.reconcile.result import Conflict, Reconciled
from undercount.results import Caution, EstimateSet, NotEstimable
from undercount.units import ClaimType


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about numbers that states none: that the true one is higher, or is disputed.

    Attributes:
        document: path inside the project.
        sentence: the words themselves.
        type: what is claimed, in the ledger's vocabulary.
    """

    document: str
    sentence: str
    type: ClaimType


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document that was read.

    Attributes:
        path: path inside the project.
        sha256: hash of the bytes as received.
        title: its title, or None.
        published: day of publication, or None.
        outlet: who published it, or None.
        cautions: what went less than well in reading it, in words.
    """

    path: str
    sha256: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything one report shows.

    Attributes:
        title: the project's title.
        series: each reconciled series, or why there is none.
        estimates: each question about people nobody counted, with its answers.
        entries: the ledger; its ids are what the page's links point to.
        conflicts: figures that do not fit together.
        statements: sentences claiming that a number is too low, too high or disputed.
        documents: what was read.
        rejected: how many numbers were read and set aside as dates, ages, money and the like.
        cautions: what a reader of the whole page must know.
        suppress_below: counts of people in estimates below this are not printed.
        provenance: version, seed, when, hashes of inputs; a nested dict becomes a nested list.

    Raises:
        ValueError: two entries share an id, or a surface does not stand where its entry says.
    """

    title: str
    series: tuple[Reconciled | NotEstimable, ...] = ()
    estimates: tuple[EstimateSet, ...] = ()
    entries: tuple[Entry, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    statements: tuple[Statement, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    rejected: int = 0
    cautions: tuple[Caution, ...] = ()
    suppress_below: int = 10
    provenance: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A highlight on the wrong words would be worse than no page: the page's promise is that
        # a number leads to where it was said.
        seen: set[str] = set()
        for entry in self.entries:
            if entry.id in seen:
                raise ValueError(f"two ledger entries have the id {entry.id!r}")
            seen.add(entry.id)
            if entry.sentence is None or entry.offset is None:
                continue
            end = entry.offset + len(entry.figure.surface)
            if entry.sentence[entry.offset : end] != entry.figure.surface:
                raise ValueError(
                    f"entry {entry.id!r}: {entry.figure.surface!r} does not stand at "
                    f"{entry.offset} of its sentence"
                )
