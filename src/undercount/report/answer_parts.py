"""What the page shows of each answer: a series or a set of estimates with its pictures."""

from __future__ import annotations

import json
from dataclasses import dataclass

from markupsafe import Markup

from undercount.reconcile.own_prints import Vintage
from undercount.reconcile.result import Point, Reconciled
from undercount.report.answers import Extremes, extremes
from undercount.report.forest_chart import chart_estimates
from undercount.report.forest_chart import describe as describe_estimates
from undercount.report.language import say
from undercount.report.linkage import LinkagePart, linkage_part, linked_rows
from undercount.report.overlap_part import OverlapPart, overlap_part
from undercount.report.page import Page
from undercount.report.series_chart import NARROW, WIDE, chart_series, thinned
from undercount.report.series_chart import describe as describe_series
from undercount.report.series_notes import (
    FalsePrecision,
    Refusal,
    Stretch,
    false_precision,
    other_cautions,
    refusals,
    stretches,
    vintages,
)
from undercount.report.suppress import ShownRow, shown_rows, too_few
from undercount.report.svg import key, mark_order
from undercount.report.words import people, short_day, span
from undercount.results import Caution, Estimate, EstimateSet, NotEstimable


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """A reconciled series with its pictures and what it tells beside its answers.

    `few`: fewer people than the page prints; then no computed number of it is shown.
    """

    series: Reconciled
    wide: Markup
    narrow: Markup
    described: str
    keys: dict[str, Markup]
    few: bool
    ids: tuple[str, ...]
    false: tuple[FalsePrecision, ...]
    refusals: tuple[Refusal, ...]
    vintages: tuple[Vintage, ...]
    stretches: tuple[Stretch, ...]
    cautions: tuple[Caution, ...]
    points: str


@dataclass(frozen=True, slots=True)
class EstimatesPart:
    """A set of estimates with its pictures and the rows that may be printed."""

    name: str
    title: str
    rows: tuple[ShownRow, ...]
    wide: Markup
    narrow: Markup
    described: str
    between: Extremes | None
    linkage: LinkagePart | None
    overlaps: OverlapPart | None
    observed: tuple[tuple[int, str, str], ...]


def series_part(series: Reconciled, linked: frozenset[str], suppress_below: int) -> SeriesPart:
    """A series as it is shown; `linked` are the ids of figures with a row in the ledger."""
    return SeriesPart(
        series,
        _drawn(chart_series(series, width=WIDE, linked=linked)),
        _drawn(chart_series(series, width=NARROW, linked=linked)),
        describe_series(series),
        {source: _drawn(key(i)) for source, i in mark_order(series.sources).items()},
        too_few(series, suppress_below),
        tuple(item.figure_id for item in series.observations),
        false_precision(series, (WIDE, NARROW)),
        refusals(series),
        vintages(series),
        stretches(series),
        other_cautions(series),
        _by_day(series.points),
    )


def _by_day(points: tuple[Point, ...]) -> str:
    """Days of a series as JSON for the script: [day, median, lower, upper, words]."""
    told = [
        [
            point.day.toordinal(),
            round(point.median, 1),
            round(point.lower, 1),
            round(point.upper, 1),
            say(
                "{name}: {median} ({ends})",
                name=short_day(point.day),
                median=people(point.median),
                ends=span(point.lower, point.upper),
            ),
        ]
        for point in thinned(points)
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def estimates_part(estimates: EstimateSet, page: Page) -> EstimatesPart:
    """A set of estimates as it is shown, without the rows that may not be printed."""
    rows = shown_rows(estimates, page.suppress_below)
    facts = page.linkages.get(estimates.name)
    if facts:
        rows = linked_rows(rows, facts)
    answered = tuple((row.label, row.answer) for row in rows if row.answer is not None)
    shown = EstimateSet(estimates.name, answered, estimates.title)
    return EstimatesPart(
        estimates.name,
        estimates.title or estimates.name,
        rows,
        _drawn(chart_estimates(shown, width=WIDE)),
        _drawn(chart_estimates(shown, width=NARROW)),
        describe_estimates(shown),
        extremes(rows),
        linkage_part(facts, estimates.name, rows) if facts else None,
        overlap_part(page.overlaps[estimates.name], estimates.name)
        if estimates.name in page.overlaps
        else None,
        _observed(answered),
    )


def _observed(
    rows: tuple[tuple[str, Estimate | NotEstimable], ...],
) -> tuple[tuple[int, str, str], ...]:
    """People observed, each number once, with the file they stand in and its hash."""
    found = [
        (it.n_observed, str(it.provenance.get("file", "")), str(it.provenance.get("sha256", "")))
        for _, it in rows
        if isinstance(it, Estimate)
    ]
    return tuple(dict.fromkeys(found))


def _drawn(markup: str) -> Markup:
    # Our own SVG: `svg.tag` escapes every attribute and `svg.label` every text.
    return Markup(markup)
