"""What each answer takes for granted and how it was computed, gathered for the end of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from undercount.reconcile.result import Reconciled
from undercount.report.balances import BalancePart
from undercount.report.linkage import in_words
from undercount.report.needs import WhatIfPart
from undercount.report.series_notes import other_diagnostics, other_provenance
from undercount.report.suppress import ShownRow
from undercount.report.words import anchor_id, row_label
from undercount.results import Assumption, Estimate

Told = tuple[tuple[Assumption, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Assumed:
    """One answer's assumptions and its computing.

    Attributes:
        title: what was asked.
        place: id of this part.
        answer: id of the part of the page with the answer.
        assumptions: (assumption, rows that make it); no rows where all of them do.
        figures: ids of the figures the answer rests on.
        basis: id of the part with what its numbers rest on.
        computed: (row, settings and diagnostics).
    """

    title: str
    place: str
    answer: str
    assumptions: Told
    figures: tuple[str, ...]
    basis: str
    computed: tuple[tuple[str, dict[str, Any]], ...]


def assumed_of_series(series: Reconciled, few: bool) -> Iterator[Assumed]:
    """Of a series; nothing where it is too small to be printed."""
    if few or not (series.assumptions or series.diagnostics or series.provenance):
        return
    computed = (other_diagnostics(series), other_provenance(series))
    yield Assumed(
        series.title,
        anchor_id("assumes-series", series.name),
        anchor_id("series", series.name),
        _of_all(series.assumptions),
        tuple(item.figure_id for item in series.observations),
        anchor_id("figures", series.name),
        tuple(("", made) for made in computed if made),
    )


def assumed_of_estimates(name: str, title: str, rows: Sequence[ShownRow]) -> Iterator[Assumed]:
    """Of a set of estimates; what several rows assume is told once, with their names."""
    answers = [
        (row_label(in_words(row.label)), row.answer)
        for row in rows
        if isinstance(row.answer, Estimate)
    ]
    alike: dict[Assumption, list[str]] = {}
    for label, answer in answers:
        for item in answer.assumptions:
            alike.setdefault(item, []).append(label)
    computed = tuple((label, it.provenance) for label, it in answers if it.provenance)
    if alike or computed:
        yield Assumed(
            title,
            anchor_id("assumes-estimate", name),
            anchor_id("estimate", name),
            tuple(
                (item, tuple(labels) if len(labels) < len(answers) else ())
                for item, labels in alike.items()
            ),
            (),
            anchor_id("counts", name),
            computed,
        )


def assumed_of_balance(part: BalancePart, place: int) -> Iterator[Assumed]:
    """Of claims that must add up."""
    if part.made.assumptions:
        yield Assumed(
            part.title,
            f"assumes-balance-{place}",
            f"balance-{place}",
            _of_all(part.made.assumptions),
            part.ids,
            f"claims-of-balance-{place}",
            (),
        )


def assumed_of_what_if(part: WhatIfPart) -> Iterator[Assumed]:
    """Of a what-if."""
    if isinstance(part.made, str) or not (part.assumptions or part.made.provenance):
        return
    yield Assumed(
        part.title,
        f"assumes-{part.id}",
        part.id,
        _of_all(part.assumptions),
        (),
        part.basis,
        (("", part.made.provenance),) if part.made.provenance else (),
    )


def _of_all(items: Sequence[Assumption]) -> Told:
    return tuple((item, ()) for item in items)
