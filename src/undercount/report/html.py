"""The whole page as one text, and on disk."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import jinja2
from markupsafe import Markup

from undercount.ledger import Statement
from undercount.project.atomic import write_text
from undercount.reconcile.own_prints import Vintage
from undercount.reconcile.result import Point, Reconciled
from undercount.report import words
from undercount.report.answers import Extremes, extremes, nearest
from undercount.report.balances import balance_part
from undercount.report.chart import chart_css
from undercount.report.forest_chart import chart_estimates, near_best
from undercount.report.forest_chart import describe as describe_estimates
from undercount.report.ledger_rows import LedgerRow, ledger_rows
from undercount.report.lineage import lineage_section
from undercount.report.linkage import (
    LinkagePart,
    in_words,
    linkage_part,
    linked_rows,
)
from undercount.report.needs import what_if_part
from undercount.report.page import Page
from undercount.report.repairs import repair_section
from undercount.report.series_chart import NARROW, WIDE, chart_series
from undercount.report.series_chart import describe as describe_series
from undercount.report.series_notes import (
    FalsePrecision,
    Refusal,
    Stretch,
    false_precision,
    other_cautions,
    other_diagnostics,
    other_provenance,
    refusals,
    stretches,
    vintages,
)
from undercount.report.suppress import ShownRow, shown_rows, too_few
from undercount.report.svg import key, mark_order
from undercount.results import Caution, Estimate, EstimateSet, NotEstimable
from undercount.units import ClaimType, Quantifier, hedge_interval, percent
from undercount.visible import visible

_CLAIMS: dict[ClaimType, str] = {
    "undercount": "The true number is higher",
    "exceeds_official": "There are more than officials say",
    "overcount": "The true number is lower",
    "disputes": "A figure is disputed",
    "trend_up": "The number is rising",
    "trend_down": "The number is falling",
}
_HEDGES: tuple[tuple[Quantifier, str], ...] = (
    ("exact", "1,000"),
    ("approx", "about 1,000"),
    ("almost", "almost 1,000"),
    ("more_than", "more than 1,000"),
    ("at_least", "at least 1,000"),
    ("at_most", "up to 1,000"),
    ("less_than", "fewer than 1,000"),
)


@dataclass(frozen=True, slots=True)
class _SeriesPart:
    """A reconciled series with its pictures and what it tells beside its answers.

    `few`: fewer people than the page prints; then no computed number of it is shown.
    """

    series: Reconciled
    wide: Markup
    narrow: Markup
    described: str
    keys: dict[str, Markup]
    few: bool
    false: tuple[FalsePrecision, ...]
    refusals: tuple[Refusal, ...]
    vintages: tuple[Vintage, ...]
    stretches: tuple[Stretch, ...]
    cautions: tuple[Caution, ...]
    diagnostics: dict[str, object]
    provenance: dict[str, object]


@dataclass(frozen=True, slots=True)
class _EstimatesPart:
    """A set of estimates with its pictures and the rows that may be printed."""

    name: str
    title: str
    rows: tuple[ShownRow, ...]
    wide: Markup
    narrow: Markup
    described: str
    between: Extremes | None
    linkage: LinkagePart | None


def render(page: Page) -> str:
    """The report as one self-contained HTML document.

    No script, no request to any host, no inline style: the page's content security policy allows
    its one style sheet, by hash, and nothing else. Every text of a source is escaped, and
    characters that act unseen are written out (`visible`).

    Args:
        page: what to show.

    Returns:
        HTML, to be written as UTF-8.
    """
    linked = frozenset(entry.id for entry in page.entries)
    groups = ledger_rows(page)
    # Imported here: the section of the checks is built on this module.
    from undercount.report.robustness import robustness_css, robustness_section

    css = chart_css() + template_text("page.css") + (robustness_css() if page.checks else "")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    checked = {entry.id for entry in page.entries if entry.decision == "accepted"}
    parts = [
        _series_part(item, linked, page.suppress_below) if isinstance(item, Reconciled) else item
        for item in page.series
    ]
    rows = {row.id: row for found in groups.values() for row in found}
    return (
        environment()
        .get_template("page.html")
        .render(
            page=page,
            css=Markup(css),
            style_hash=digest,
            series=[part for part in parts if isinstance(part, _SeriesPart)],
            no_series=[part for part in parts if isinstance(part, NotEstimable)],
            estimates=[_estimates_part(item, page) for item in page.estimates],
            verdicts={
                made.name: made.verdict.plain
                for made in page.checks
                if made.n_observed >= page.suppress_below
            },
            checks=[
                robustness_section(
                    made,
                    suppress_below=page.suppress_below,
                    heading=f"{made.name}: how far this may be trusted",
                )
                for made in page.checks
            ],
            groups=groups,
            conflicts=[item for item in page.conflicts if checked.issuperset(item.figures)],
            unchecked=[item for item in page.conflicts if not checked.issuperset(item.figures)],
            rows=rows,
            lineage=lineage_section(page, rows),
            repairs=repair_section(page),
            balances=[balance_part(title, made) for title, made in page.balances],
            what_ifs=[
                what_if_part(title, made, i, page.suppress_below)
                for i, (title, made) in enumerate(page.what_ifs)
            ],
            claims=_claims(page.statements),
            documents={document.path: document for document in page.documents},
            hedges=[(said, hedge_interval(word, 1000)) for word, said in _HEDGES],
            set_aside=sum(document.rejected for document in page.documents),
            people_named=len({row.who for row in rows.values()}),
        )
    )


def write(page: Page, path: str | os.PathLike[str]) -> Path:
    """Render a page to a file that is never seen half-written.

    Args:
        page: what to show.
        path: the HTML file to make or replace; its folder is made where it is missing.

    Returns:
        The path written.

    Raises:
        OSError: the folder cannot be written; an older page is then still whole.
    """
    target = Path(path)
    write_text(target, render(page))
    return target


def _series_part(series: Reconciled, linked: frozenset[str], suppress_below: int) -> _SeriesPart:
    return _SeriesPart(
        series,
        _drawn(chart_series(series, width=WIDE, linked=linked)),
        _drawn(chart_series(series, width=NARROW, linked=linked)),
        describe_series(series),
        {source: _drawn(key(i)) for source, i in mark_order(series.sources).items()},
        too_few(series, suppress_below),
        false_precision(series, (WIDE, NARROW)),
        refusals(series),
        vintages(series),
        stretches(series),
        other_cautions(series),
        other_diagnostics(series),
        other_provenance(series),
    )


def _estimates_part(estimates: EstimateSet, page: Page) -> _EstimatesPart:
    rows = shown_rows(estimates, page.suppress_below)
    facts = page.linkages.get(estimates.name)
    if facts:
        rows = linked_rows(rows, facts)
    answered = tuple((row.label, row.answer) for row in rows if row.answer is not None)
    shown = EstimateSet(estimates.name, answered, estimates.title)
    return _EstimatesPart(
        estimates.name,
        estimates.title or estimates.name,
        rows,
        _drawn(chart_estimates(shown, width=WIDE)),
        _drawn(chart_estimates(shown, width=NARROW)),
        describe_estimates(shown),
        extremes(rows),
        linkage_part(facts, estimates.name, rows) if facts else None,
    )


def _claims(statements: tuple[Statement, ...]) -> dict[str, list[Statement]]:
    groups = {
        _CLAIMS[kind]: [statement for statement in statements if statement.type == kind]
        for kind in sorted(get_args(ClaimType), key=list(_CLAIMS).index)
    }
    return {heading: found for heading, found in groups.items() if found}


def _drawn(markup: str) -> Markup:
    # Our own SVG: `svg.tag` escapes every attribute and `svg.label` every text.
    return Markup(markup)


def template_text(name: str) -> str:
    """A file beside the templates, such as a style sheet, as it stands."""
    return (files("undercount.report") / "templates" / name).read_text(encoding="utf-8")


def _seen(value: Any) -> Any:
    """Write unseen characters out, whatever a template prints; markup is ours already."""
    return visible(value) if type(value) is str else value


@cache
def environment() -> jinja2.Environment:
    """Templates that escape every text and write unseen characters out."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("undercount.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        anchor=lambda name, kind: words.anchor_id(kind, name),
        counted=words.counted,
        day=words.day,
        in_words=in_words,
        iso_day=lambda text: words.day(date.fromisoformat(text)),
        number=words.number,
        people=words.people,
        percent=percent,
        plain=words.plain,
        short_day=words.short_day,
    )
    environment.tests.update(
        estimate=lambda value: isinstance(value, Estimate),
        nested=lambda value: isinstance(value, dict),
    )
    environment.globals.update(
        near_best=near_best,
        nearest=_nearest,
        period=words.period,
        span=words.span,
    )
    return environment


def _nearest(series: Reconciled, answer: Point, rows: dict[str, LedgerRow]) -> list[Any]:
    """The nearest figures to an answer, each with its row of the ledger or None."""
    return [(item, rows.get(item.figure_id)) for item in nearest(series, answer)]
