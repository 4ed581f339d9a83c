"""Two lists: Chapman's estimator."""

from __future__ import annotations

import math
from dataclasses import dataclass

from undercount.errors import InputError
from undercount.estimate.draws import lognormal_draws
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, normal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import NOBODY, nobody_unseen, unusable
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Estimate, NotEstimable

_METHOD = "Chapman's estimator for two lists (Chapman 1951; variance: Seber 1970)"


@dataclass(frozen=True, slots=True)
class Chapman:
    """The number of people from two independent lists.

    N = (n1 + 1)(n2 + 1) / (m + 1) - 1 with n1, n2 people on each list and m on both; variance
    (n1 + 1)(n2 + 1)(n1 - m)(n2 - m) / ((m + 1)**2 (m + 2)) (Chapman 1951; Seber 1970). The
    interval is log-normal in the unseen, and the draws, shape (1, 4000), follow the same law; the
    normal interval stands in the diagnostics.

    Assumes a closed population, linkage without error, independent lists and, on one of them at
    least, the same chance for everybody. Two lists leave nothing to test independence with.
    Known failure: lists that feed each other put N too low, links that were missed too high. A
    list inside the other is refused: the formula would say that nobody is missing.

    Raises:
        InputError: the table does not hold two lists, or the level is not between 0 and 1.

    >>> import numpy as np
    >>> fit = Chapman().fit(CaptureHistories(("A", "B"), np.array([0, 150, 80, 50])))
    >>> round(fit.point, 1), round(fit.interval.lower), round(fit.interval.upper)
    (515.3, 438, 630)
    """

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one table of two lists; `seed` is for the order of the draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        if len(data.lists) > 2:
            raise InputError(
                f"Chapman's estimator takes two lists, not {len(data.lists)}",
                "Use loglinear, or leave only two list columns",
            )
        refused = unusable(data, _METHOD, origin)
        if refused is not None:
            return refused
        (n1, n2), m = data.sizes.tolist(), int(data.counts[3])
        unseen, se = _chapman(n1, n2, m)
        if m in (n1, n2):
            small, large = data.lists if m == n1 else data.lists[::-1]
            return NotEstimable(
                f"Everybody on {small} is also on {large}, so the two lists leave nobody out "
                "by construction.",
                "A list that was made independently of the other two.",
                _METHOD,
                data.n_observed,
                data.check(),
                origin,
            )
        if unseen < NOBODY:
            return nobody_unseen(_METHOD, data.n_observed, origin, data.check())
        point = data.n_observed + unseen
        return Estimate(
            point=point,
            interval=lognormal(data.n_observed, unseen, se, level),
            n_observed=data.n_observed,
            method=_METHOD,
            assumptions=(
                Assumption("Nobody enters or leaves the population in the period of the lists."),
                Assumption("Records of one person are linked, and no two persons' are."),
                Assumption(
                    "Being on one list does not change the chance of being on the other.",
                    why="two lists leave nothing to test it with",
                ),
                Assumption("On one of the lists at least, everybody has the same chance to be."),
            ),
            cautions=(*data.check(), *far_extrapolation(unseen, data.n_observed)),
            diagnostics={
                "se": se,
                "unseen": unseen,
                "on_both": m,
                "lincoln_petersen": n1 * n2 / m,
                "normal": normal(data.n_observed, point, se, level).to_dict(),
            },
            provenance=origin,
            draws=lognormal_draws(data.n_observed, unseen, se, seed),
        )


def _chapman(n1: int, n2: int, m: int) -> tuple[float, float]:
    """Unseen people and the standard error of the total."""
    total = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    return total - (n1 + n2 - m), math.sqrt(variance)
