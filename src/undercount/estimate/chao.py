"""A lower bound from the people met once and twice: Chao's estimator."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.draws import lognormal_draws
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.register.formula import checked, formula
from undercount.estimate.register.words import MEETINGS
from undercount.estimate.unusable import NOBODY, nobody_unseen, unusable
from undercount.histories import CaptureHistories, CountData
from undercount.results import Caution, Estimate, NotEstimable

_METHOD = "Chao's lower bound (Chao 1987, 1989)"
_BOUND = (
    "This is a lower bound, unless people once met are less often met again: there may be many "
    "more people."
)
_BOUND_OF_LISTS = (
    "This is a lower bound, unless being on one list keeps people off others: there may be many "
    "more people."
)


@dataclass(frozen=True, slots=True)
class Chao:
    """At least how many people there are, whatever their differences.

    One register, with f1 people met once and f2 twice: N = n + f1**2 / (2 f2) (Chao 1987). Lists,
    with Z_j people on list j alone, f1 their sum and f2 people on two lists:
    N = n + (f1**2 - sum Z_j**2) / (2 f2) (Chao 1989, without its correction of f2), which lets
    lists differ in size; with two lists it is Lincoln and Petersen's. The variance is that of the
    delta method with N multinomial, for a register f2 (r**2 / 2 + r**3 + r**4 / 4), r = f1 / f2;
    the interval is log-normal in the unseen, and the draws, shape (1, 4000), follow the same law.

    Assumes a closed population and linkage without error, and that a meeting does not change the
    chance of the next; people may differ as they like in that chance, which is why it is a lower
    bound. With covariates, of a register only, log l = X beta is fitted to those met once or twice
    by logistic regression, and each of them adds 1 / (l + l**2 / 2) people (Böhning, Vidal-Diez,
    Lerdsuwansri, Viwatwongkasem & Arnold 2013): a bound that is higher where the covariates tell
    who is met rarely. Known failure: people sent away after the first meeting, or lists that
    exclude each other, inflate f1 and the bound with it. Without people met once and twice it is
    refused.

    Attributes:
        covariates: columns of a register or a formula, as of `ZeroTruncated`; none for lists.

    Raises:
        InputError: the level is not between 0 and 1, a formula that is not understood, or
            covariates with lists.

    People apprehended without papers in the Netherlands, 1995 (van der Heijden et al. 2003):

    >>> met = CountData(np.arange(1, 7), np.array([1645, 183, 37, 13, 1, 1]))
    >>> fit = Chao().fit(met)
    >>> [round(x, 1) for x in (fit.point, fit.interval.lower, fit.interval.upper)]
    [9273.5, 8084.7, 10690.1]
    """

    covariates: tuple[str, ...] | str = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "covariates", checked(self.covariates))

    def fit(
        self, data: CountData | CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The bound from one register or one table of lists; `seed` is for the order of draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        on_lists = isinstance(data, CaptureHistories)
        cautions = [Caution("lower-bound", _BOUND_OF_LISTS if on_lists else _BOUND)]
        if self.covariates:
            return self._with_covariates(data, level, seed, origin)
        if isinstance(data, CaptureHistories):
            refused = unusable(data, _METHOD, origin)
            if refused is not None:
                return refused
            once = data.counts[1 << np.arange(len(data.lists))].astype(np.float64)
            f2, apart = int(data.frequencies[2]), once
            cautions += data.check()
        else:
            once = np.array([data.met(1)], dtype=np.float64)
            f2, apart = data.met(2), np.zeros(1)
        n, f1 = data.n_observed, int(once.sum())
        unseen, se = _chao(once, apart, f2, n) if f2 else (0.0, 0.0)
        if unseen == 0:
            return NotEstimable(
                _why_none(isinstance(data, CaptureHistories), f2),
                "A longer period, or a further list, in which people are met again.",
                _METHOD,
                n,
                tuple(cautions),
                origin,
            )
        if unseen < NOBODY:
            return nobody_unseen(_METHOD, n, origin, cautions)
        return Estimate(
            point=n + unseen,
            interval=lognormal(n, unseen, se, level),
            n_observed=n,
            method=_METHOD,
            assumptions=MEETINGS,
            cautions=(*cautions, *far_extrapolation(unseen, n)),
            diagnostics={"se": se, "unseen": unseen, "f1": f1, "f2": f2},
            provenance=origin,
            draws=lognormal_draws(n, unseen, se, seed),
        )

    def _with_covariates(
        self, data: CountData | CaptureHistories, level: float, seed: int, origin: dict[str, Any]
    ) -> Estimate | NotEstimable:
        if isinstance(data, CaptureHistories):
            what = "Chao's bound takes covariates of one register, not of lists"
            raise InputError(what, "Leave them out, or estimate in strata with by")
        # These know Chao's bound themselves.
        from undercount.estimate.register.families.once_or_twice import CHAO
        from undercount.estimate.register.rare import fit_rare

        bound = (Caution("lower-bound", _BOUND),)
        text = formula(self.covariates)
        return fit_rare(CHAO, data, text, MEETINGS, bound, level, seed, origin)


def _why_none(on_lists: bool, f2: int) -> str:
    if on_lists:
        missing = "people on one list alone from two lists" if f2 else "people on just two lists"
        return (
            "The bound rests on people on one list alone, from two lists at least, and on people "
            f"on just two lists; there are no {missing}."
        )
    missing = "once" if f2 else "twice"
    return f"The bound rests on people met once and twice; nobody was met just {missing}."


def _chao(
    once: NDArray[np.float64], apart: NDArray[np.float64], f2: int, n: int
) -> tuple[float, float]:
    """Unseen people and the standard error of the total.

    Args:
        once: shape (k,), people met once: in one register k = 1, on lists those on each alone.
        apart: shape (k,), those of them whom a meeting of the same kind cannot have met again.
        f2: people met twice.
        n: people observed.
    """
    again = (once.sum() - apart) / f2
    unseen = float(once @ again) / 2
    # Total = sum a x over the cells, homogeneous of degree one, so that its variance under a
    # multinomial is sum a**2 x - N; a is 1 where people were met three times or more.
    variance = once @ (1 + again) ** 2 + f2 * (1 - unseen / f2) ** 2
    variance += (n - once.sum() - f2) - (n + unseen)
    return unseen, math.sqrt(variance)
