"""The sentences of a reconciled series: what fixes its level, what it assumes, what to heed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from undercount.ledger.aliases import fold
from undercount.reconcile.mode import Fitted
from undercount.reconcile.model import Model
from undercount.reconcile.result import LeftOut, Observation, Point
from undercount.reconcile.said import Said, numeral, spell
from undercount.results import Assumption, Caution
from undercount.units import percent

TWO_FIGURES: Final = (
    "Two or more accepted figures of the same unit and measure, each with a day; better, figures "
    "of two sources whose dates overlap, and one count that is taken to cover everybody."
)
NOT_CONVERGED: Final = "The fit did not converge: no settings of the model suit these figures."
CHECK_FIGURES: Final = (
    "A look at the smallest and the largest figures and their days: one that is wrong by several "
    "orders of magnitude may be the cause."
)
_FAR_DAYS = 30
_NAMED = 4


def too_few(usable: int, given: int) -> str:
    """Why there is no series."""
    some = "No figure" if usable == 0 else "Only one figure"
    return f"{some} of the {given} given can be used; a series needs two."


def fixed_by(figures: Sequence[Said], anchors: Sequence[str], left_out: Sequence[LeftOut]) -> str:
    """One sentence on what fixes the level."""
    if not anchors:
        return (
            "Nothing fixes the level: no source is taken to count everybody, so the sources' "
            "biases are assumed to cancel out on average."
        )
    counts = [figure for figure in figures if figure.source in anchors]
    days = sorted({figure.day for figure in counts})
    when = spell(days[0]) if len(days) == 1 else f"{spell(days[0])} to {spell(days[-1])}"
    names = " and ".join(the(anchor) for anchor in anchors)
    alone = "it alone is" if len(anchors) == 1 else "they alone are"
    first = f"The level is fixed by {names} of {when}: {alone} taken to count everybody"
    if not left_out or len(anchors) > 1:
        return f"{first}."
    row = left_out[-1]
    return (
        f"{first}; without it the other sources would put {spell(row.day)} at "
        f"{numeral(row.median)} ({numeral(row.lower)} to {numeral(row.upper)}), where it counted "
        f"{numeral(row.value)}."
    )


def the(source: str) -> str:
    """A source inside a sentence: an article before a common noun, none before a name."""
    return source if source[:1].isupper() or source.startswith("the ") else f"the {source}"


def assumptions(anchors: Sequence[str]) -> tuple[Assumption, ...]:
    """What must be true for the band to mean what it says."""
    fixing = (
        "Every anchor counts everybody, up to a few people in a hundred."
        if anchors
        else "The sources' biases average out: they do not all miss the same people."
    )
    return (
        Assumption(fixing),
        Assumption("Each source keeps its way of counting over the whole series."),
        Assumption("Between the dates of figures the number changes gradually."),
        Assumption("Sources err independently of each other once copies are merged."),
        Assumption('Hedges mean what the table of hedges says, such as "almost" 0.9 to 1 times.'),
    )


def level_cautions(model: Model, asked: Sequence[str]) -> list[Caution]:
    """What a reader must know about the height of the curve."""
    cautions = []
    known = {fold(source) for source in model.sources}
    missing = [name for name in asked if fold(name) not in known]
    if missing:
        text = f"No usable figure of the anchor {' or '.join(missing)} is in the series."
        cautions.append(Caution("anchor-missing", text))
    if not model.anchors.any():
        text = (
            "No anchor: the level is a convention (house effects average zero); only differences "
            "between sources and changes over time rest on the figures."
        )
        cautions.append(Caution("level-by-convention", text))
    elif int(model.anchors[model.source].sum()) == 1:
        text = "A single figure fixes the level; an error in it moves the whole series."
        cautions.append(Caution("one-figure-fixes-level", text))
    if len(model.sources) == 1:
        text = "One source only: its bias cannot be told from the level."
        cautions.append(Caution("one-source", text))
    return cautions


def fit_cautions(
    observations: Sequence[Observation],
    answers: Sequence[Point],
    seen: tuple[date, date],
    fitted: Fitted,
    level: float,
) -> list[Caution]:
    """What the fit itself gives reason to heed."""
    cautions = []
    outside = [row for row in observations if row.high < row.lower or row.low > row.upper]
    if outside:
        names = "; ".join(
            f"{numeral(row.value)} of {spell(row.day)} ({row.source}, expected "
            f"{numeral(row.lower)} to {numeral(row.upper)})"
            for row in outside[:_NAMED]
        )
        more = f" and {len(outside) - _NAMED} more" if len(outside) > _NAMED else ""
        text = (
            "Outside what the model expects of their own source "
            f"({percent(level)} band): {names}{more}."
        )
        cautions.append(Caution("figure-outside", text))
    for point in answers:
        away = max((seen[0] - point.day).days, (point.day - seen[1]).days)
        if away > _FAR_DAYS:
            edge = "before the first" if point.day < seen[0] else "after the last"
            text = f"{spell(point.day)} lies {away} days {edge} figure: the band is mostly guess."
            cautions.append(Caution("far-from-figures", text))
    if not fitted.posterior.converged:
        text = "The interval figures did not settle; treat the bands as rough."
        cautions.append(Caution("not-converged", text))
    return cautions
