"""What a reader of a fitted family must know, in words that give no small number away."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from undercount.estimate.chao import Chao
from undercount.estimate.register.fitting import Fitted
from undercount.histories import CountData
from undercount.results import Assumption, Caution, NotEstimable

# A rate that rests on fewer further meetings than this is hardly known.
_FEW: Final = 5
_RATES: Final = {
    "poisson": "People alike in the covariates are met at one rate.",
    "geometric": "People alike in the covariates differ in their rate by an exponential law.",
    "negbin": "People alike in the covariates differ in their rate by a gamma law.",
}
_ONES: Final = {
    "zero-truncated-one-inflated": "A share of all people is met exactly once, whatever their "
    "rate, and cannot be missed.",
    "one-inflated-zero-truncated": "A share of the people met left or hid after the first "
    "meeting, whatever their rate.",
    "zero-one-truncated": "Those met twice or more tell the rate of all; those met once need not "
    "follow it.",
    "zero-truncated-hurdle": "Of the people met, a share is met exactly once; the law holds for "
    "the others.",
    "hurdle-zero-truncated": "Of all people, a share is met exactly once; the law holds for the "
    "others.",
}


def rate_assumption(
    made: Fitted, data: CountData, level: float
) -> tuple[Assumption, list[Caution]]:
    """The assumption on rates; one rate is judged by the lower bound that does without it."""
    form, _, law = made.family.name.rpartition("-")
    text = " ".join(filter(None, (_RATES[law], _ONES.get(form))))
    bound = Chao().fit(data, level)
    if form or isinstance(bound, NotEstimable) or made.total.point >= bound.point:
        return Assumption(text), []
    caution = Caution(
        "below-chao",
        f"This is below Chao's lower bound of {bound.point:,.0f}: people seem to differ in their "
        "rate more than the model allows.",
    )
    why = f"Chao's lower bound is {bound.interval.lower:,.0f} to {bound.interval.upper:,.0f}"
    fails = made.total.point < bound.interval.lower
    return Assumption(text, "fails" if fails else "untestable", why), [caution]


def cautions_of(made: Fitted, fit: dict[str, Any]) -> list[Caution]:
    """Penalties, levels that hang on few meetings, silent levels, and counts that do not `fit`."""
    found = []
    if made.firth == ("asked",):
        text = "This fit maximises Firth's penalised likelihood, as was asked."
        found.append(Caution("firth", text))
    elif made.firth:
        again = "again" if made.family.informs == 1 else "more than twice"
        text = (
            f"{' and '.join(made.firth)}: nobody was met {again}, so that maximum likelihood has "
            "no finite answer; Firth's penalty gives one, which rests on the penalty and not on "
            "data."
        )
        found.append(Caution("firth", text))
    if made.silent:
        text = (
            f"{' and '.join(made.silent)}: nobody was met more than once, so nobody unseen is "
            "added for them."
        )
        found.append(Caution("silent-levels", text))
    return [*found, *_few_repeats(made), *_misfit(fit)]


def _few_repeats(made: Fitted) -> list[Caution]:
    table, informs = made.table, made.family.informs
    again = table.by_group(table.people * np.maximum(table.y - informs, 0))
    people = table.by_group(table.people * (table.y >= informs))
    totals = table.by_group(table.people * made.total.each)
    beyond = "" if informs == 1 else " beyond the second"
    return [
        Caution(
            "few-repeats",
            f"{name}: its rate rests on fewer than {_FEW} further meetings{beyond}, and "
            f"{_share(totals[inside].sum() / totals.sum())} of the total with it.",
        )
        for name, inside in table.levels
        if again[inside].sum() < _FEW and people[inside].sum() > 0
    ]


def _share(part: float) -> str:
    """A share in tenths: anything finer would give a small group's number away."""
    if part < 0.1:
        return "less than a tenth"
    return "nearly all" if part > 0.9 else f"about {10 * part:.0f} in 10 people"


def _misfit(told: dict[str, Any]) -> list[Caution]:
    if told["p_value"] is None or told["p_value"] >= 0.01:
        return []
    text = (
        "The counts do not follow this family (chi-square "
        f"{told['chi_square']:.1f} on {told['df']} degrees of freedom): compare families."
    )
    return [Caution("misfit", text)]
