"""The whole page as one text, and on disk."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import get_args

from markupsafe import Markup

from undercount.ledger import Statement
from undercount.project.atomic import write_text
from undercount.reconcile.result import Reconciled
from undercount.report.answer_parts import SeriesPart, estimates_part, series_part
from undercount.report.assumed import (
    assumed_of_balance,
    assumed_of_estimates,
    assumed_of_series,
    assumed_of_what_if,
)
from undercount.report.balances import balance_part
from undercount.report.chart import chart_css
from undercount.report.environment import environment, template_text
from undercount.report.language import say, speaking
from undercount.report.ledger_rows import ledger_rows
from undercount.report.lineage import lineage_section
from undercount.report.needs import what_if_part
from undercount.report.page import Page
from undercount.report.repairs import repair_section
from undercount.report.traces import Traces
from undercount.report.words import anchor_id
from undercount.results import NotEstimable
from undercount.units import ClaimType, Quantifier, hedge_interval

CLAIMS: dict[ClaimType, str] = {
    "undercount": "The true number is higher",
    "exceeds_official": "There are more than officials say",
    "overcount": "The true number is lower",
    "disputes": "A figure is disputed",
    "trend_up": "The number is rising",
    "trend_down": "The number is falling",
}
# A ledger of so many figures is open; a longer one opens group by group.
_FEW = 12
_SCRIPTS = ("peek.js", "search.js", "series.js")
HEDGES: tuple[tuple[Quantifier, str], ...] = (
    ("exact", "1,000"),
    ("approx", "about 1,000"),
    ("almost", "almost 1,000"),
    ("more_than", "more than 1,000"),
    ("at_least", "at least 1,000"),
    ("at_most", "up to 1,000"),
    ("less_than", "fewer than 1,000"),
)


def render(page: Page, *, interactive: bool = False, language: str = "en") -> str:
    """The report as one self-contained HTML document.

    No request to any host, no inline style: the page's content security policy allows its one
    style sheet, by hash, the one script of an interactive page, by hash too, and nothing else.
    Every text of a source is escaped, and characters that act unseen are written out (`visible`).

    Args:
        page: what to show.
        interactive: whether the page carries a script: a search of the ledger, sources on and
            off, values under the pointer, the words of a number without losing the place.
        language: of the page's own words, ISO 639-1; what sources said stays as they said it.

    Returns:
        HTML, to be written as UTF-8.

    Raises:
        ValueError: there is no catalogue of this language.
    """
    with speaking(language):
        return _render(page, interactive)


def _render(page: Page, interactive: bool) -> str:
    linked = frozenset(entry.id for entry in page.entries)
    groups = ledger_rows(page)
    # Imported here: the section of the checks is built on this module.
    from undercount.report.robustness import robustness_css, robustness_section

    css = chart_css() + template_text("page.css") + (robustness_css() if page.checks else "")
    css += template_text("interactive.css") if interactive else ""
    script = "".join(template_text(name) for name in _SCRIPTS) if interactive else ""
    checked = {entry.id for entry in page.entries if entry.decision == "accepted"}
    parts = [
        series_part(item, linked, page.suppress_below) if isinstance(item, Reconciled) else item
        for item in page.series
    ]
    shown = [part for part in parts if isinstance(part, SeriesPart)]
    estimates = [estimates_part(item, page) for item in page.estimates]
    balances = [balance_part(title, made) for title, made in page.balances]
    what_ifs = [
        what_if_part(title, made, i, page.suppress_below)
        for i, (title, made) in enumerate(page.what_ifs)
    ]
    rows = {row.id: row for found in groups.values() for row in found}
    return (
        environment()
        .get_template("page.html")
        .render(
            page=page,
            css=Markup(css),
            style_hash=_hash(css),
            interactive=interactive,
            script=Markup(script),
            script_hash=_hash(script),
            trace=Traces(rows),
            series=shown,
            no_series=[part for part in parts if isinstance(part, NotEstimable)],
            estimates=estimates,
            verdicts={
                made.name: made.verdict.plain
                for made in page.checks
                if made.n_observed >= page.suppress_below
            },
            checks=[
                robustness_section(
                    made,
                    suppress_below=page.suppress_below,
                    heading=say("{name}: how far this may be trusted", name=made.name),
                    rests=next(
                        (anchor_id("counts", it.name) for it in estimates if it.title == made.name),
                        "",
                    ),
                )
                for made in page.checks
            ],
            groups=groups,
            speakers=sorted({row.who for row in rows.values()}, key=str.casefold),
            standings=list(dict.fromkeys(row.decision for row in rows.values())),
            ledger_open=len(page.entries) <= _FEW,
            conflicts=[item for item in page.conflicts if checked.issuperset(item.figures)],
            unchecked=[item for item in page.conflicts if not checked.issuperset(item.figures)],
            rows=rows,
            lineage=lineage_section(page, rows),
            repairs=repair_section(page),
            balances=balances,
            what_ifs=what_ifs,
            methods=[
                *(it for part in shown for it in assumed_of_series(part.series, part.few)),
                *(
                    it
                    for part in estimates
                    for it in assumed_of_estimates(part.name, part.title, part.rows)
                ),
                *(
                    it
                    for i, part in enumerate(balances, start=1)
                    for it in assumed_of_balance(part, i)
                ),
                *(it for part in what_ifs for it in assumed_of_what_if(part)),
            ],
            claims=_claims(page.statements),
            documents={document.path: document for document in page.documents},
            hedges=[(say(said), hedge_interval(word, 1000)) for word, said in HEDGES],
            set_aside=sum(document.rejected for document in page.documents),
            people_named=len({row.who for row in rows.values()}),
        )
    )


def write(
    page: Page,
    path: str | os.PathLike[str],
    *,
    interactive: bool = False,
    language: str = "en",
) -> Path:
    """Render a page to a file that is never seen half-written.

    Args:
        page: what to show.
        path: the HTML file to make or replace; its folder is made where it is missing.
        interactive: as for `render`.
        language: of the page's own words.

    Returns:
        The path written.

    Raises:
        OSError: the folder cannot be written; an older page is then still whole.
    """
    target = Path(path)
    write_text(target, render(page, interactive=interactive, language=language))
    return target


def _claims(statements: tuple[Statement, ...]) -> dict[str, list[Statement]]:
    groups = {
        say(CLAIMS[kind]): [statement for statement in statements if statement.type == kind]
        for kind in sorted(get_args(ClaimType), key=list(CLAIMS).index)
    }
    return {heading: found for heading, found in groups.items() if found}


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
