"""A lower bound from the people met once and twice: Chao's estimator."""

from __future__ import annotations

import math
from dataclasses import dataclass

from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import unusable
from undercount.histories import CaptureHistories, CountData
from undercount.results import Assumption, Caution, Estimate, NotEstimable

_METHOD = "Chao's lower bound (Chao 1987)"


@dataclass(frozen=True, slots=True)
class Chao:
    """At least how many people there are, whatever their differences.

    N = n + c f1**2 / (2 f2), with f1 people met once and f2 twice. For a register c = 1 (Chao
    1987); for t lists, where f counts the lists a person is on, c = (t - 1) / t (Chao 1989).
    Variance f2 (c r**2 / 2 + c**2 r**3 + c**2 r**4 / 4), r = f1 / f2; log-normal interval.

    Assumes a closed population and linkage without error, and that a meeting does not change the
    chance of the next; people may differ as they like in that chance, which is why it is a lower
    bound. Known failure: people sent away after the first meeting inflate f1, and the bound with
    it. Without a person met twice, or once, it is refused.

    Raises:
        InputError: the level is not between 0 and 1.

    People apprehended without papers in the Netherlands, 1995 (van der Heijden et al. 2003):

    >>> import numpy as np
    >>> met = CountData(np.arange(1, 7), np.array([1645, 183, 37, 13, 1, 1]))
    >>> fit = Chao().fit(met)
    >>> [round(x, 1) for x in (fit.point, fit.interval.lower, fit.interval.upper)]
    [9273.5, 8084.7, 10690.1]
    """

    def fit(
        self, data: CountData | CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The bound from one register or one table of lists; `seed` is recorded, not used."""
        quantile(level)
        origin = provenance(self, level, seed)
        cautions = [Caution("lower-bound", "This is a lower bound: there may be many more people.")]
        if isinstance(data, CaptureHistories):
            refused = unusable(data, _METHOD, origin)
            if refused is not None:
                return refused
            f1, f2 = (int(data.frequencies[k]) for k in (1, 2))
            share = (len(data.lists) - 1) / len(data.lists)
            cautions += data.check()
        else:
            f1, f2, share = data.met(1), data.met(2), 1.0
        n = data.n_observed
        if f1 == 0 or f2 == 0:
            times = "once" if f1 == 0 else "twice"
            return NotEstimable(
                f"Nobody was met exactly {times}: the bound rests on people met once and twice.",
                "A longer period, or a further list, in which people are met again.",
                _METHOD,
                n,
                tuple(cautions),
                origin,
            )
        unseen, se = _chao(f1, f2, share)
        return Estimate(
            point=n + unseen,
            interval=lognormal(n, unseen, se, level),
            n_observed=n,
            method=_METHOD,
            assumptions=(
                Assumption("Nobody enters or leaves the population in the period."),
                Assumption("Meetings of one person are recognised as such, and no two persons'."),
                Assumption("Being met does not change a person's chance of being met again."),
            ),
            cautions=tuple(cautions),
            diagnostics={"se": se, "unseen": unseen, "f1": f1, "f2": f2},
            provenance=origin,
        )


def _chao(f1: int, f2: int, c: float) -> tuple[float, float]:
    """Unseen people and the standard error of the total."""
    r = f1 / f2
    variance = f2 * (c * r**2 / 2 + c**2 * r**3 + c**2 * r**4 / 4)
    return c * f1**2 / (2 * f2), math.sqrt(variance)
