"""Probabilities of pairs corrected by what a clerk said of a sample of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.pairs import Pairs
from undercount.link.sample_sheet import SampleAnswers

Floats = NDArray[np.float64]

_BEFORE: Final = np.array([1.0, 1.0, 0.0])  # no correction
_SPREAD: Final = np.array([0.5, 0.5, 2.0])
_EDGE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Calibration:
    """log odds q = low ln p - high ln(1 - p) + shift: beta calibration (Kull et al. 2017).

    `low` bends the probabilities near 0 and `high` those near 1; neither is negative, so that a
    pair ranked above another stays there. (1, 1, 0) changes nothing.

    Attributes:
        low: power of p.
        high: power of 1 - p.
        shift: of the log odds.
        n: pairs it rests on.
        unsure: how many of them the clerk could not tell.
    """

    low: float
    high: float
    shift: float
    n: int
    unsure: int

    def log_odds(self, probability: Floats) -> Floats:
        """Corrected natural log odds of probabilities, any shape."""
        found: Floats = _terms(probability) @ np.array([self.low, self.high, self.shift])
        return found

    def apply(self, pairs: Pairs) -> Pairs:
        """The pairs with corrected probabilities, and Bayes factors moved with them.

        A log Bayes factor moves by as much as the log odds, less the log of how many times more
        links there are in all: that part is the prior's, which the draws learn from the pairs.
        """
        p = np.clip(pairs.probability, _EDGE, 1 - _EDGE)
        odds = self.log_odds(pairs.probability)
        q = np.maximum(1 / (1 + np.exp(-odds)), _EDGE)
        moved = odds - np.log(p) + np.log1p(-p)
        for among in (pairs.within, ~pairs.within):
            if among.any():
                moved[among] -= np.log(q[among].sum() / p[among].sum())
        return replace(pairs, probability=q, weight=pairs.weight + moved / np.log(2.0))


def calibrate(pairs: Pairs, answers: SampleAnswers) -> Calibration:
    """Fits the correction to a clerk's answers.

    Logistic regression on (ln p, -ln(1 - p), 1) with normal priors about no correction (standard
    deviations 0.5, 0.5 and 2), so that few answers change little. The pairs count alike: they
    were drawn by their probability alone, which the regression holds, so weights by band would
    only add noise (Gelman 2007). A pair the clerk cannot tell counts half as one person and half
    as two.

    Assumes the clerk is right, and that the error of a probability depends on it alone.

    Source: Kull, Silva Filho & Flach (2017), Electronic Journal of Statistics 11, 5052–5080.
    """
    from scipy.optimize import minimize

    terms = _terms(pairs.probability[answers.sample.pair])
    same = answers.same

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = terms @ at
        away = (at - _BEFORE) / _SPREAD
        value = np.logaddexp(0.0, odds) - same * odds
        slope = terms.T @ (1 / (1 + np.exp(-odds)) - same) + away / _SPREAD
        return float(value.sum() + 0.5 * (away**2).sum()), slope

    bounds = [(0.0, None), (0.0, None), (None, None)]
    low, high, shift = minimize(loss, _BEFORE, jac=True, bounds=bounds, method="L-BFGS-B").x
    return Calibration(float(low), float(high), float(shift), len(same), answers.unsure)


def _terms(probability: Floats) -> Floats:
    p = np.clip(probability, _EDGE, 1 - _EDGE)
    return np.stack([np.log(p), -np.log1p(-p), np.ones_like(p)], axis=-1)
