"""What a report is made of: plain results, and nothing that has to be looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from undercount.histories.facts import LinkageFacts
from undercount.histories.published import Published
from undercount.ledger import Entry, Figure, SourceDocument, Statement
from undercount.reconcile.balance import Balance
from undercount.reconcile.drift import Drift
from undercount.reconcile.lineage import Lineage
from undercount.reconcile.needs import WhatIf
from undercount.reconcile.repair import Repair
from undercount.reconcile.result import Conflict, Reconciled
from undercount.results import EstimateSet, NotEstimable
from undercount.results.robustness import Robustness
from undercount.results.tracing import TracingTotals


@dataclass(frozen=True, slots=True)
class Page:
    """Everything one report shows.

    Attributes:
        title: the project's title.
        series: each reconciled series, or why there is none.
        estimates: each question about people nobody counted, with its answers.
        checks: how far some of the estimates may be trusted.
        entries: the ledger; its ids are what the page's links point to.
        as_read: by the id of a figure that a person corrected, the figure as it was read.
        lineage: which figure comes of which.
        drifts: what changed on the way.
        repairs: what arithmetic says of figures.
        balances: (title, balance): claims about people who come, stay and go.
        what_ifs: (title, what would be needed under stated arrivals and exits, or why that
            cannot be said).
        conflicts: figures that do not fit together.
        statements: claims that a number is too low, too high or disputed; quotes and posts among
            them are not shown.
        documents: what was read.
        suppress_below: computed counts of people below this are not printed.
        linkages: by the name of an estimate, the linkage that its lists come from.
        overlaps: by the name of an estimate, people by the lists of its table, as they may be
            printed.
        tracing: numbers about the tracing of families, or None.
        provenance: version, seed, when, hashes of inputs; a nested dict becomes a nested list.

    Raises:
        ValueError: two entries share an id, or a surface does not stand where its entry says.
    """

    title: str
    series: tuple[Reconciled | NotEstimable, ...] = ()
    estimates: tuple[EstimateSet, ...] = ()
    checks: tuple[Robustness, ...] = ()
    entries: tuple[Entry, ...] = ()
    as_read: dict[str, Figure] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)
    drifts: tuple[Drift, ...] = ()
    repairs: tuple[Repair, ...] = ()
    balances: tuple[tuple[str, Balance], ...] = ()
    what_ifs: tuple[tuple[str, WhatIf | str], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    statements: tuple[Statement, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    suppress_below: int = 10
    provenance: dict[str, Any] = field(default_factory=dict)
    linkages: dict[str, LinkageFacts] = field(default_factory=dict)
    overlaps: dict[str, Published] = field(default_factory=dict)
    tracing: TracingTotals | None = None

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
