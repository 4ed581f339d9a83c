"""The profile likelihood of the unseen in a heterogeneity model (Cormack 1992)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtri

from undercount.estimate.heterogeneity.fit import (
    Design,
    HeterogeneityFit,
    Totals,
    maximum,
    moments,
)

# Where the likelihood has not fallen enough at this many times the people observed or estimated,
# the data set no upper end.
_FAR = 1e6
_FEWEST = 1e-3
# Above it Stirling's series is exact to rounding.
_LARGE = 1e5
# Nearer to the best than this, in standard normals, the likelihood's rounding tells nothing.
_LOST = 1e-4
# Draws reach this many standard errors to either side; the curve is read at so many points a side.
_REACH, _POINTS = 3.7, 24


class UnseenProfile:
    """The signed root of the multinomial profile likelihood against the logarithm of the unseen.

    With u people in the unseen cell the model is fitted to all 2**t cells, which gives
    l(u) = log N! - log u! + sum x log(mu / N) + u log(mu_0 / N), N = n + u. The signed root
    r(u) = sign(u - best) sqrt(2 (l(best) - l(u))) is about standard normal.

    Attributes:
        best: the multinomial estimate of the unseen, near the Poisson one but not the same.
    """

    __slots__ = ("_at", "_best_log", "_model", "_most", "_n", "_seen", "_top", "best")

    def __init__(
        self,
        totals: Totals,
        model: Design,
        fit: HeterogeneityFit,
    ) -> None:
        """Find the top.

        Args:
            totals: of the table.
            model: its columns.
            fit: the model fitted to the observed cells, where the search begins.
        """
        self._seen, self._model = totals, model
        self._at = fit.at
        self._n = float(totals.frequencies.sum())
        self._most = math.log(_FAR * max(self._n, fit.unseen))
        middle = math.log(max(fit.unseen, _FEWEST))
        found = minimize_scalar(
            lambda u: -self._likelihood(u),
            bounds=(middle - 1.5, middle + 1.0),
            method="bounded",
            options={"xatol": 1e-6},
        )
        self._best_log, self._top = float(found.x), -float(found.fun)
        self.best = math.exp(self._best_log)

    def ends(self, level: float) -> tuple[float, float]:
        """The unseen that the likelihood does not rule out; 0 and `inf` where it sets no end."""
        z = float(ndtri(0.5 + level / 2))
        low, high = self._where(-z), self._where(z)
        return (
            0.0 if low is None else math.exp(low),
            math.inf if high is None else math.exp(high),
        )

    def draws(self, normal: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The unseen at each standard normal, r(u) = z; None where the data set no upper end.

        Args:
            normal: shape (draws,).
        """
        low, high = self._where(-_REACH), self._where(_REACH)
        if high is None:
            return None
        low = math.log(_FEWEST) if low is None else low
        below = np.linspace(low, self._best_log, _POINTS)[:-1]
        above = np.linspace(self._best_log, high, _POINTS)[1:]
        roots = [*map(self._root, below), 0.0, *map(self._root, above)]
        logs = [*below, self._best_log, *above]
        drawn: NDArray[np.float64] = np.exp(np.interp(normal, np.maximum.accumulate(roots), logs))
        return drawn

    def _where(self, z: float) -> float | None:
        """log u with r(u) = z, or None where r does not reach it."""
        step = math.copysign(0.5, z)
        inner, outer = self._best_log, self._best_log + step

        def beyond(log_unseen: float) -> float:
            return self._root(log_unseen) - z

        if abs(z) < _LOST:
            return inner
        while beyond(outer) * step < 0:
            if outer < math.log(_FEWEST) or outer > self._most:
                return None
            inner, outer = outer, outer + 2 * step
        return float(brentq(beyond, inner, outer, xtol=1e-9))

    def _root(self, log_unseen: float) -> float:
        fall = max(0.0, 2 * (self._top - self._likelihood(log_unseen)))
        return math.copysign(math.sqrt(fall), log_unseen - self._best_log)

    def _likelihood(self, log_unseen: float) -> float:
        u, n = math.exp(log_unseen), self._n
        frequencies = self._seen.frequencies.copy()
        frequencies[0] = u
        with_unseen = replace(self._seen, frequencies=frequencies)
        self._at, _ = maximum(with_unseen, self._model, self._at)
        # With Stirling's remainder s(m) = log m! - m log m + m, and the total of the fitted means
        # n + u, l is s(n + u) - s(u) + the likelihood of the observed cells + u log(mu_0 / u)
        # - (mu_0 - u): nothing that grows with u is taken from its like.
        value, score, _ = moments(self._model, self._seen, self._at)
        over = score[self._model.intercept]
        return float(_remainder(n + u) - _remainder(u) + value + u * math.log1p(over / u) - over)


def _remainder(m: float) -> float:
    if m > _LARGE:
        return 0.5 * math.log(2 * math.pi * m) + 1 / (12 * m)
    return math.lgamma(m + 1) - m * math.log(m) + m
