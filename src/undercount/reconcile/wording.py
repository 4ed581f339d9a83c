"""The sentences of a reconciled series: what fixes its level, what it assumes, what to heed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import log
from typing import Final

import numpy as np

from undercount.ledger.aliases import fold
from undercount.reconcile.answer import drift_of
from undercount.reconcile.intervention import Intervention
from undercount.reconcile.misfit import Settled
from undercount.reconcile.mode import Fitted
from undercount.reconcile.model import Model
from undercount.reconcile.predictive import Checks
from undercount.reconcile.result import LeftOut, Observation, Point, Without
from undercount.reconcile.said import Said, numeral, spell
from undercount.results import Assumption, Caution
from undercount.units import percent

TWO_FIGURES: Final = (
    "Two or more accepted figures of the same unit and measure, each with a day; better, figures "
    "of two sources whose dates overlap, and one count that is taken to cover everybody."
)
NO_FIGURES: Final = (
    "Accepted figures of this quantity and place: type them into hand/figures.csv, or accept in "
    "review what was read."
)
ONE_ANCHOR: Final = (
    "A choice which of the two counts everybody; the other is then one source among others, and "
    "the series says how far it is off. If people came or went between them, give those days as "
    "an intervention."
)
NOT_CONVERGED: Final = "The fit did not converge: no settings of the model suit these figures."
CHECK_FIGURES: Final = (
    "A look at the smallest and the largest figures and their days: one that is wrong by several "
    "orders of magnitude may be the cause."
)
_FAR_DAYS = 30
_NAMED = 4
# A check that fewer than one replicate in a hundred passes is told.
_ODD = 0.01


def too_few(usable: int, given: int) -> str:
    """Why there is no series."""
    if given == usable:
        some = "There is no figure" if given == 0 else "There is only one figure"
        return f"{some}; a series needs two."
    if given == 1:
        return "The only figure cannot be used; a series needs two."
    some = "None" if usable == 0 else "Only one"
    return f"{some} of the {given} figures can be used; a series needs two."


def fixed_by(figures: Sequence[Said], anchors: Sequence[str], left_out: Sequence[LeftOut]) -> str:
    """One sentence on what fixes the level."""
    sources = {figure.source for figure in figures}
    anchors = [anchor for anchor in anchors if anchor in sources]
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


def fixed_by_whole(anchored: bool) -> str:
    """The same sentence for a part of a whole."""
    how = "the anchors of the whole" if anchored else "a convention: no source counts everybody"
    return f"The level is that of the whole times this part's share; the whole is fixed by {how}."


def assumptions(
    settled: Settled, part: int, interventions: Sequence[Intervention]
) -> tuple[Assumption, ...]:
    """What must be true for the band to mean what it says, and what the figures say of it."""
    fixing = (
        "Every anchor counts everybody, up to a few people in a hundred."
        if settled.fitted.model.anchors.any()
        else "The sources' biases average out: they do not all miss the same people."
    )
    habits = "Each source keeps its way of counting over the whole series."
    if settled.drifting:
        names = " and ".join(the(settled.fitted.model.sources[k]) for k in settled.drifting)
        kept = Assumption(habits, "fails", f"The figures of {names} drift against the others.")
    else:
        kept = Assumption(habits)
    gradually = "Between the dates of figures the number changes gradually"
    if interventions:
        names = "; ".join(item.name for item in interventions)
        gradually += f", except during: {names}"
    made = [
        Assumption(fixing),
        kept,
        Assumption(f"{gradually}."),
        Assumption("Sources err independently of each other once copies are merged."),
        Assumption('Hedges mean what the table of hedges says, such as "almost" 0.9 to 1 times.'),
    ]
    if part >= 0:
        made.append(Assumption("A source counts a part much as it counts the whole."))
    return tuple(made)


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
    elif int(model.anchors[model.rows.source[: model.figures]].sum()) == 1:
        text = "A single figure fixes the level; an error in it moves the whole series."
        cautions.append(Caution("one-figure-fixes-level", text))
    if len(model.sources) == 1:
        text = (
            "One source only: its bias cannot be told from the level, nor a drift of its habit "
            "from a change of the number."
        )
        cautions.append(Caution("one-source", text))
    return cautions


def misfit_cautions(
    settled: Settled, checks: Checks, figures: Sequence[Said], part: int
) -> list[Caution]:
    """Drift and heavy tails that the fit makes room for, and what it still does not suit."""
    model = settled.fitted.model
    cautions = []
    for place, k in enumerate(settled.drifting):
        factor = drift_of(settled.fitted, k)
        text = (
            f"The figures of {the(model.sources[k])} drift against the others, by a factor of "
            f"{factor:.2f} from its first to its last; the bands make room for it."
        )
        if settled.rivals and place == 0:
            names = " or ".join(the(model.sources[one]) for one in settled.rivals)
            text += f" It may be {names} that drifts instead: the figures hardly tell."
        cautions.append(Caution("house-drift", text))
    mine = np.flatnonzero(model.rows.part[: model.figures] == part).tolist()
    odd = [figures[mine.index(k)] for k in settled.odd if k in mine]
    if odd:
        names = "; ".join(figure.words() for figure in odd[:_NAMED])
        more = f" and {len(odd) - _NAMED} more" if len(odd) > _NAMED else ""
        text = (
            "Heavy tails: some figures lie further from all others than their source's scatter "
            f"allows and count for less: {names}{more}."
        )
        cautions.append(Caution("heavy-tails", text))
    if checks.scatter < _ODD:
        text = (
            "The figures scatter more than series made by the model do "
            f"({_in_hundred(checks.scatter)} scatter as much)."
        )
        cautions.append(Caution("check-scatter", text))
    for name, share in checks.drift.items():
        if share < _ODD and name not in {model.sources[k] for k in settled.drifting}:
            text = (
                f"The figures of {the(name)} drift more than series made by the model do "
                f"({_in_hundred(share)} drift as much)."
            )
            cautions.append(Caution("check-drift", text))
    if checks.jump < _ODD and checks.jump_days is not None:
        first, last = (
            date.fromordinal(model.origin) + timedelta(days=int(day)) for day in checks.jump_days
        )
        text = (
            f"Between {spell(first)} and {spell(last)} the number changes more suddenly than a "
            f"gradual walk does ({_in_hundred(checks.jump)} of its series jump as much): was there "
            "an intervention to be given?"
        )
        cautions.append(Caution("sudden-change", text))
    return cautions


def _in_hundred(share: float) -> str:
    return "fewer than 1 in 100" if share < _ODD else f"{100 * share:.0f} in 100"


def without_cautions(answers: Sequence[Point], without: Sequence[Without]) -> list[Caution]:
    """Sources without which an answer would leave its band, or the band would double."""
    told: dict[str, str] = {}
    by_day = {point.day: point for point in answers}
    for row in without:
        point = by_day[row.day]
        wide = log(row.upper / row.lower) > 2 * log(point.upper / point.lower)
        if not wide and point.lower <= row.median <= point.upper:
            continue
        told.setdefault(
            row.source,
            f"Much hangs on {the(row.source)}: without it {spell(row.day)} would be "
            f"{numeral(row.median)} ({numeral(row.lower)} to {numeral(row.upper)}), not "
            f"{numeral(point.median)} ({numeral(point.lower)} to {numeral(point.upper)}).",
        )
    return [Caution("one-source-fixes-level", text) for text in told.values()]


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
