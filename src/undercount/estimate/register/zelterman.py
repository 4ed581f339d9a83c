"""A rate from the people met once and twice: Zelterman's estimator."""

from __future__ import annotations

import math
from dataclasses import dataclass

from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.register.families.once_or_twice import ZELTERMAN
from undercount.estimate.register.formula import checked, formula
from undercount.estimate.register.rare import fit_rare
from undercount.estimate.register.words import MEETINGS
from undercount.estimate.unusable import NOBODY, nobody_unseen
from undercount.histories import CountData
from undercount.results import Assumption, Estimate, NotEstimable

_METHOD = "Zelterman's estimator (Zelterman 1988; variance: Böhning 2008)"
_ONE_RATE = Assumption("People met once or twice are met at one rate, those unseen with them.")


@dataclass(frozen=True, slots=True)
class Zelterman:
    """The number of people from the rate at which those met once are met twice.

    N = n / (1 - exp(-l)) with l = 2 f2 / f1, f1 people met once and f2 twice (Zelterman 1988).
    Variance n G (1 + n G l**2 (1 / f1 + 1 / f2)) with G = exp(-l) / (1 - exp(-l))**2 (Böhning
    2008); the interval is log-normal in the unseen.

    With covariates log l = X beta is fitted to those met once or twice by logistic regression, and
    everybody stands for 1 / (1 - exp(-l)) people (Böhning & van der Heijden 2009).

    Takes one register only: on lists, f counts the lists a person is on, and lists differ in size
    where meetings with one register do not. Assumes a closed population and that those met rarely
    are met at one Poisson rate. Known failure: where many differ in their rate it overshoots, and
    people sent away after the first meeting send it far up. Without people met once and twice it
    is refused.

    Attributes:
        covariates: columns or a formula, as of `ZeroTruncated`.

    Raises:
        InputError: the level is not between 0 and 1, or a formula that is not understood.

    People apprehended without papers in the Netherlands, 1995 (van der Heijden et al. 2003):

    >>> import numpy as np
    >>> met = CountData(np.arange(1, 7), np.array([1645, 183, 37, 13, 1, 1]))
    >>> fit = Zelterman().fit(met)
    >>> [round(x, 1) for x in (fit.point, fit.interval.lower, fit.interval.upper)]
    [9424.6, 8198.6, 10888.3]
    """

    covariates: tuple[str, ...] | str = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "covariates", checked(self.covariates))

    def fit(self, data: CountData, level: float = 0.95, seed: int = 1) -> Estimate | NotEstimable:
        """The estimate from one register; `seed` is recorded, nothing is drawn."""
        quantile(level)
        origin = provenance(self, level, seed)
        if self.covariates:
            text, assumptions = formula(self.covariates), (*MEETINGS, _ONE_RATE)
            return fit_rare(ZELTERMAN, data, text, assumptions, (), level, seed, origin)
        n, f1, f2 = data.n_observed, data.met(1), data.met(2)
        if f1 == 0 or f2 == 0:
            return NotEstimable(
                f"Nobody was met exactly {'once' if f1 == 0 else 'twice'}: the rate rests on "
                "people met once and twice.",
                "A longer period in which people are met again.",
                _METHOD,
                n,
                (),
                origin,
            )
        unseen, se, rate = _zelterman(n, f1, f2)
        if unseen < NOBODY:
            return nobody_unseen(_METHOD, n, origin)
        return Estimate(
            point=n + unseen,
            interval=lognormal(n, unseen, se, level),
            n_observed=n,
            method=_METHOD,
            assumptions=(*MEETINGS, _ONE_RATE),
            cautions=far_extrapolation(unseen, n),
            diagnostics={"se": se, "unseen": unseen, "rate": rate, "f1": f1, "f2": f2},
            provenance=origin,
        )


def _zelterman(n: int, f1: int, f2: int) -> tuple[float, float, float]:
    """Unseen people, standard error of the total, meetings a person."""
    rate = 2 * f2 / f1
    seen = -math.expm1(-rate)
    g = math.exp(-rate) / seen**2
    variance = n * g * (1 + n * g * rate**2 * (1 / f1 + 1 / f2))
    return n * math.exp(-rate) / seen, math.sqrt(variance), rate
