"""How often an interval holds the truth, by simulation."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.results import Estimate
from undercount.testing.one_register import SimulatedRegister
from undercount.testing.protocol import Estimator, RegisterEstimator
from undercount.testing.simulate import Simulated


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """What came of each simulated table; `nan` in a row where the method gave no estimate.

    Attributes:
        truth: shape (r,), people.
        point: shape (r,), estimated people.
        lower: shape (r,), people.
        upper: shape (r,), people; `inf` where the data set no upper end.
        level: the stated level of the intervals.
    """

    truth: NDArray[np.float64]
    point: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    level: float

    @property
    def replicates(self) -> int:
        """Simulated tables."""
        return len(self.truth)

    @property
    def estimated(self) -> int:
        """Tables with an estimate."""
        return int(np.isfinite(self.point).sum())

    @property
    def not_estimable(self) -> int:
        """Tables without an estimate."""
        return self.replicates - self.estimated

    @property
    def covered(self) -> int:
        """Estimates whose interval holds the truth; its ends are in it."""
        with np.errstate(invalid="ignore"):
            return int(((self.lower <= self.truth) & (self.truth <= self.upper)).sum())

    @property
    def share(self) -> float | None:
        """The coverage: covered of those estimated; None without an estimate."""
        return self.covered / self.estimated if self.estimated else None

    @property
    def standard_error(self) -> float | None:
        """Monte Carlo standard error of `share`, with two successes and failures added.

        The addition (Agresti & Coull 1998) keeps it from being 0 where all or none are covered.
        """
        if not self.estimated:
            return None
        tried = self.estimated + 4
        likely = (self.covered + 2) / tried
        return math.sqrt(likely * (1 - likely) / tried)

    def together(self, other: Coverage) -> Coverage:
        """The replicates of both, such as those of two processes."""
        if self.level != other.level:
            raise InputError(f"intervals of levels {self.level} and {other.level} do not add up")
        return Coverage(
            np.concatenate([self.truth, other.truth]),
            np.concatenate([self.point, other.point]),
            np.concatenate([self.lower, other.lower]),
            np.concatenate([self.upper, other.upper]),
            self.level,
        )

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain values; None where there is no estimate, or no finite width.

        `relative_bias` is the mean of (point - truth) / truth, `rmse` the root of the mean
        squared error in people, the widths are in people.
        """
        known = np.isfinite(self.point)
        error = self.point[known] - self.truth[known]
        width = self.upper[known] - self.lower[known]
        some = bool(known.any())

        def finite(value: float) -> float | None:
            return float(value) if math.isfinite(value) else None

        return {
            "level": self.level,
            "replicates": self.replicates,
            "estimated": self.estimated,
            "not_estimable": self.not_estimable,
            "covered": self.covered,
            "coverage": self.share,
            "standard_error": self.standard_error,
            "relative_bias": float((error / self.truth[known]).mean()) if some else None,
            "rmse": float(np.sqrt((error**2).mean())) if some else None,
            "mean_width": finite(width.mean()) if some else None,
            "median_width": finite(np.median(width)) if some else None,
        }


def coverage(
    settings: Estimator | RegisterEstimator,
    simulate: Callable[[int], Simulated] | Callable[[int], SimulatedRegister],
    replicates: int = 200,
    level: float = 0.95,
    seed: int = 1,
    *,
    first: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Coverage:
    """Fits one method to many simulated tables and counts how often its interval is right.

    Replicate i draws from seeds made of (`seed`, i) alone, so the replicates 0 to 99 here and
    `first=100` in another process are the 200 of one run; put them `together`.

    Args:
        settings: any object with `fit(histories, level, seed)`.
        simulate: a table and its truth from a seed, such as
            `lambda seed: simulate_histories(1000, (0.3, 0.2, 0.2), seed=seed)`, or a register,
            `lambda seed: simulate_register(1000, 0.5, seed=seed)`.
        replicates: tables, 1 or more.
        level: of the intervals.
        seed: 0 or more.
        first: number of the first replicate.
        progress: called after each replicate with those done and all.

    Raises:
        InputError: fewer than one replicate, or what `simulate` and `fit` raise.
    """
    if replicates < 1 or seed < 0 or first < 0:
        raise InputError("replicates must be 1 or more, the seed and the first 0 or more")
    rows = np.full((4, replicates), np.nan)
    for i in range(replicates):
        to_draw, to_fit = child_seeds(seed, first + i)
        made = simulate(to_draw)
        rows[0, i] = made.people
        # Lists or a register: whoever gives method and simulation gives what fits together.
        answer = settings.fit(made.histories, level=level, seed=to_fit)  # type: ignore[arg-type]
        if isinstance(answer, Estimate):
            rows[1:, i] = answer.point, answer.interval.lower, answer.interval.upper
        if progress is not None:
            progress(i + 1, replicates)
    return Coverage(rows[0], rows[1], rows[2], rows[3], level)


def child_seeds(seed: int, replicate: int) -> tuple[int, int]:
    """Two seeds that depend on nothing but these two numbers: to simulate, and to fit."""
    first, second = np.random.SeedSequence([seed, replicate]).generate_state(2)
    return int(first), int(second)
