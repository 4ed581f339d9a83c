"""One register: zero-truncated Poisson regression with the Horvitz-Thompson total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scipy.special import gammaln

from undercount.estimate.chao import Chao
from undercount.estimate.covariates import Groups, parse_covariates, tabulate
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, normal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.register.truncated_poisson import (
    PoissonFit,
    fit_poisson,
    horvitz_thompson,
    separated,
)
from undercount.estimate.register.words import MEETINGS
from undercount.estimate.unusable import NOBODY, nobody_unseen
from undercount.histories import CountData
from undercount.results import Assumption, Caution, Estimate, NotEstimable

_METHOD = "Zero-truncated Poisson regression (van der Heijden et al. 2003)"
# A rate that rests on fewer further meetings than this is hardly known.
_FEW = 5


@dataclass(frozen=True, slots=True)
class ZeroTruncatedPoisson:
    """The number of people behind one register, from how often each was met.

    A person is met y times, Poisson with rate l, log l = X beta, and is in the register if y > 0.
    Each person observed stands for 1 / (1 - exp(-l)) people: N is their sum (Horvitz & Thompson).
    Point, variance and normal interval as in van der Heijden, Bustami, Cruyff, Engbersen & van
    Houwelingen (2003), Statistical Modelling 3:305-322; the log-normal interval, which fits the
    skew better, stands in the diagnostics.

    Covariates are categorical, additive and in treatment coding. Assumes a closed population,
    that people alike in the covariates are met at one rate, and that a meeting does not change
    the next. Known failure: any difference in the rates that the covariates miss puts N too low
    (a caution compares it with Chao's bound), and removal after the first meeting too high. A
    level of which nobody was met twice has no finite estimate and is refused; one with few further
    meetings gets a caution, for it may carry much of the total.

    Attributes:
        covariates: names of columns, or a formula such as "gender+age"; none for one rate.

    Raises:
        InputError: a formula with anything but names and `+`, or a name the data do not hold.

    >>> import numpy as np
    >>> met = CountData(np.arange(1, 7), np.array([1645, 183, 37, 13, 1, 1]))
    >>> fit = ZeroTruncatedPoisson().fit(met)
    >>> [round(x) for x in (fit.point, fit.interval.lower, fit.interval.upper)]
    [7080, 6363, 7797]
    """

    covariates: tuple[str, ...] | str = ()

    def __post_init__(self) -> None:
        text = self.covariates if isinstance(self.covariates, str) else "+".join(self.covariates)
        object.__setattr__(self, "covariates", parse_covariates(text))

    def fit(self, data: CountData, level: float = 0.95, seed: int = 1) -> Estimate | NotEstimable:
        """The estimate from one register; `seed` is recorded, nothing is drawn."""
        quantile(level)
        origin = provenance(self, level, seed)
        n = data.n_observed
        if n == 0:
            return NotEstimable(
                "The register counts nobody.", "People met at least once.", _METHOD, 0, (), origin
            )
        groups = tabulate(data, tuple(self.covariates))
        apart = separated(groups.design, groups.people, groups.meetings)
        if apart.any():
            reason, helps = _why_infinite(groups)
            return NotEstimable(reason, helps, _METHOD, n, (), origin)
        fit = fit_poisson(groups.design, groups.people, groups.meetings)
        if fit is None:
            reason = "The maximum likelihood fit did not converge."
            return NotEstimable(reason, "Fewer covariates.", _METHOD, n, (), origin)
        totals, se = horvitz_thompson(fit, groups.design, groups.people)
        point = float(totals.sum())
        if point - n < NOBODY:
            return nobody_unseen(_METHOD, n, origin)
        rate, cautions = _against_chao(data, point, level)
        return Estimate(
            point=point,
            interval=normal(n, point, se, level),
            n_observed=n,
            method=_METHOD,
            assumptions=(*MEETINGS, rate),
            cautions=(
                *cautions,
                *_few_repeats(groups, totals),
                *far_extrapolation(point - n, n),
            ),
            diagnostics=_diagnostics(data, fit, groups, totals, se)
            | {"lognormal": lognormal(n, point - n, se, level).to_dict()},
            provenance=origin,
        )


def _diagnostics(
    data: CountData, fit: PoissonFit, groups: Groups, totals: Any, se: float
) -> dict[str, Any]:
    loglik = fit.loglik - float(data.counts @ gammaln(data.captures + 1.0))
    return {
        "se": se,
        "unseen": float(totals.sum()) - data.n_observed,
        "coefficients": dict(zip(groups.columns, fit.beta.tolist(), strict=True)),
        "loglik": loglik,
        "aic": 2 * len(fit.beta) - 2 * loglik,
        "by_level": {
            name: {
                "observed": int(groups.people[inside].sum()),
                "met_again": int((groups.meetings - groups.people)[inside].sum()),
                "total": float(totals[inside].sum()),
            }
            for name, inside in groups.levels
        },
    }


def _why_infinite(groups: Groups) -> tuple[str, str]:
    again = groups.meetings - groups.people
    if again.sum() == 0:
        return (
            "Nobody was met more than once: any number of unseen people fits.",
            "A longer period, in which some are met again.",
        )
    levels = [name for name, inside in groups.levels if again[inside].sum() == 0]
    if levels:
        return (
            f"Nobody with {' or '.join(levels)} was met again, so their rate is estimated as 0 "
            "and their number as infinite.",
            "Merge such a level with one like it, or leave its covariate out.",
        )
    return (
        "Some combinations of the covariates hold nobody who was met again, so their rate is "
        "estimated as 0 and their number as infinite.",
        "Fewer covariates, or levels merged with others like them.",
    )


def _few_repeats(groups: Groups, totals: Any) -> list[Caution]:
    """Levels that hang on few meetings; in words that do not tell how many people there were."""
    again = groups.meetings - groups.people
    made = []
    for name, inside in groups.levels:
        if again[inside].sum() < _FEW:
            text = (
                f"{name}: its rate rests on fewer than {_FEW} further meetings, and "
                f"{_share(totals[inside].sum() / totals.sum())} of the total with it."
            )
            made.append(Caution("few-repeats", text))
    return made


def _share(part: float) -> str:
    """A share in tenths: anything finer would give a small group's number away."""
    if part < 0.1:
        return "less than a tenth"
    return "nearly all" if part > 0.9 else f"about {10 * part:.0f} in 10 people"


def _against_chao(data: CountData, point: float, level: float) -> tuple[Assumption, list[Caution]]:
    """The assumption of one rate, judged by the lower bound that does without it."""
    text = "People alike in the covariates are met at one rate."
    bound = Chao().fit(data, level)
    if isinstance(bound, NotEstimable) or point >= bound.point:
        return Assumption(text), []
    caution = Caution(
        "below-chao",
        f"This is below Chao's lower bound of {bound.point:,.0f}: people seem to differ in their "
        "rate more than the model allows.",
    )
    why = f"Chao's lower bound is {bound.interval.lower:,.0f} to {bound.interval.upper:,.0f}"
    fails = point < bound.interval.lower
    return Assumption(text, "fails" if fails else "untestable", why), [caution]
