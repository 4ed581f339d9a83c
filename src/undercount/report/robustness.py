"""A robustness check as one self-contained page, and as a section of another."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from undercount.project.atomic import write_text
from undercount.report.chart import chart_css
from undercount.report.environment import environment, template_text
from undercount.report.forest_chart import chart_estimates
from undercount.report.language import say, speaking
from undercount.report.robustness_charts import chart_pairs, chart_spread, tips
from undercount.report.sentences import local
from undercount.report.series_chart import NARROW, WIDE
from undercount.report.words import anchor_id, fixed
from undercount.results import Estimate, EstimateSet
from undercount.results.robustness import CRITICISM, Robustness
from undercount.results.robustness_checks import NoCurve, NotDone, OddsRatios, PairCurve, Spread
from undercount.results.robustness_words import (
    EXPLAINED,
    WHY_EXPLAINED,
    ends_shown,
    odds,
    signed,
    small,
    span,
)

# Models in the table; all of those found are drawn and in the JSON.
_LISTED = 50


def render_robustness(
    made: Robustness, *, title: str = "", suppress_below: int = 10, language: str = "en"
) -> str:
    """The checks as one self-contained HTML document, under the policy of the project's report.

    Args:
        made: the checks.
        title: of the page; the name of the estimate, or its lists, if empty.
        suppress_below: numbers of people on one list alone, or on one list, are not printed below
            this; of a table of fewer people nothing is.
        language: of the page's own words, ISO 639-1.

    Returns:
        HTML, to be written as UTF-8.
    """
    with speaking(language):
        return _page(made, title, suppress_below)


def _page(made: Robustness, title: str, suppress_below: int) -> str:
    css = chart_css() + template_text("page.css") + robustness_css()
    return (
        _environment()
        .get_template("robustness_page.html")
        .render(
            title=title or made.name or say("The lists {lists}", lists=", ".join(made.lists)),
            css=Markup(css),
            style_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
            section=robustness_section(made, suppress_below=suppress_below),
            provenance={"version": "", "seed": "", **made.provenance},
            suppress_below=suppress_below,
        )
    )


def write_robustness(
    made: Robustness,
    path: str | os.PathLike[str],
    *,
    title: str = "",
    suppress_below: int = 10,
    language: str = "en",
) -> Path:
    """`render_robustness` to a file that is never seen half-written.

    Raises:
        OSError: the folder cannot be written; an older page is then still whole.
    """
    target = Path(path)
    html_text = render_robustness(
        made, title=title, suppress_below=suppress_below, language=language
    )
    write_text(target, html_text)
    return target


def robustness_section(
    made: Robustness, *, suppress_below: int = 10, heading: str = "", rests: str = ""
) -> Markup:
    """The checks as one `<section>`, for a page whose style holds `robustness_css`.

    `rests` is the id of the part of that page with the people who were observed.

    Its ids begin with "robustness-" and the name of the estimate, so that a page may hold several.
    """
    few = made.n_observed < suppress_below
    name = made.name or "estimate"
    drawn = {} if few else _drawings(made, name, suppress_below)
    return Markup(
        _environment()
        .get_template("robustness.html")
        .render(
            made=made,
            id=anchor_id("robustness", name),
            heading=heading or say("How far this may be trusted"),
            rests=rests,
            few=few,
            suppress_below=suppress_below,
            listed=made.spread.models[:_LISTED] if isinstance(made.spread, Spread) else (),
            spread_drawn=drawn.get("spread"),
            pairs_drawn=drawn.get("pairs"),
            left_out_drawn=drawn.get("left_out"),
            left_out_hidden=not isinstance(made.left_out, NotDone)
            and any(item.only_on_it < suppress_below for item in made.left_out),
            methods_drawn=drawn.get("methods"),
            criticism=CRITICISM,
            star=EXPLAINED,
            why_explained=WHY_EXPLAINED,
        )
    )


def robustness_css() -> str:
    """The style that a page with a robustness section needs beside that of the report."""
    return template_text("robustness.css")


def _drawings(made: Robustness, name: str, suppress_below: int) -> dict[str, tuple[Markup, Markup]]:
    found: dict[str, tuple[Markup, Markup]] = {}
    spread, pairs, answer = made.spread, made.odds_ratios, made.answer
    if isinstance(spread, Spread) and isinstance(answer, Estimate):
        interval = answer.interval
        found["spread"] = _both(lambda w: chart_spread(spread, interval, name=name, width=w))
    if isinstance(pairs, OddsRatios) and any(isinstance(it, PairCurve) for it in pairs.pairs):
        found["pairs"] = _both(lambda w: chart_pairs(pairs, made.n_observed, name=name, width=w))
    if not isinstance(made.left_out, NotDone):
        # The picture shows how many were observed, and so how many were on the list alone.
        rows = tuple(
            (say("without {list}", list=item.left_out), item.answer)
            for item in made.left_out
            if isinstance(item.answer, Estimate) and item.only_on_it >= suppress_below
        )
        if rows and isinstance(answer, Estimate):
            all_lists = (say("all lists"), made.methods.rows[0][1])
            left_out = EstimateSet(f"{name}-left-out", (all_lists, *rows), say("Without each list"))
            found["left_out"] = _both(lambda w: chart_estimates(left_out, width=w))
    answered = tuple(row for row in made.methods if isinstance(row[1], Estimate))
    if answered:
        methods = EstimateSet(f"{name}-methods", answered, say("Methods side by side"))
        found["methods"] = _both(lambda w: chart_estimates(methods, width=w))
    return found


def _both(draw: Callable[[int], str]) -> tuple[Markup, Markup]:
    """A picture for desks and one for phones; our own SVG, whose texts are escaped."""
    return Markup(draw(WIDE)), Markup(draw(NARROW))


@cache
def _environment() -> jinja2.Environment:
    """The report's environment with what this section says besides."""
    made = environment().overlay()
    made.tests = {
        **made.tests,
        "undone": lambda value: isinstance(value, NotDone),
        "uncurved": lambda value: isinstance(value, NoCurve),
    }
    made.globals = {
        **made.globals,
        "between": lambda low, high: local(span(low, high)),
        "ends_shown": lambda item, below: local(ends_shown(item, below)),
        "odds": lambda value: local(odds(value)),
        "share": lambda value: fixed(value, ".0%"),
        "signed": lambda value: local(signed(value)),
        "small": lambda n, below: local(small(n, below)),
        "tips": tips,
    }
    return made
