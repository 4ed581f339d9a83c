"""A small honest estimator, to be broken in the tests one promise at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from undercount.histories import CaptureHistories
from undercount.results import Estimate, Interval, NotEstimable


@dataclass(frozen=True, slots=True)
class Toy:
    """f1**2 / (2 f2) unseen, between half and double, with draws: of any table of lists."""

    draws: int = 50

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        f1, f2 = data.frequencies[1], data.frequencies[2] if len(data.lists) > 1 else 0
        if not f2:
            return NotEstimable("Nobody is on just two lists.", "Lists that overlap.")
        return self.answer(data, float(f1**2 / (2 * f2)), level, seed)

    def answer(self, data: CaptureHistories, unseen: float, level: float, seed: int) -> Estimate:
        n = data.n_observed
        drawn = n + unseen * np.random.default_rng(seed).uniform(0.5, 2, (1, self.draws))
        interval = Interval(n + unseen / 2, n + unseen * 2, level, "half and double")
        return Estimate(n + unseen, interval, n, "Toy", draws=drawn)
