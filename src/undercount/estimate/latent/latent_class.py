"""The number of people from lists that overlap, people being of kinds nobody has observed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate import progress
from undercount.estimate.compiled import announced
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import quantile
from undercount.estimate.latent.words import CITATION, assumptions, cautions, not_converged
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import nobody_unseen, unusable
from undercount.histories import CaptureHistories
from undercount.results import Estimate, Interval, NotEstimable

# What counts as converged (Vehtari et al. 2021), as hardly converged, and as refused.
R_HAT, WORST_R_HAT = 1.01, 1.05
EFFECTIVE, FEWEST_EFFECTIVE = 400.0, 100.0
# Monte-Carlo error of the median and of both ends, as a share of each: four seeds then lie
# within about 2% of each other.
PRECISION = 0.004
# Steps of a sum over cells, classes and lists after which sampling ends: about a minute.
_MOST_WORK = 1e11
# Gradients in a sweep, about, for that purpose; and the fewest draws of a chain worth the wait.
_GRADIENTS = 30
_FEWEST_DRAWS = 400


@dataclass(frozen=True, slots=True)
class LatentClass:
    """The number of people, who are of unobserved classes that differ in their chances of capture.

    A person of class k is on list j with chance lambda_jk, the lists being independent within a
    class; the cell x has the chance sum_k pi_k prod_j lambda_jk**x_j (1 - lambda_jk)**(1 - x_j)
    (Manrique-Vallier 2016, equation 2). Prior: lambda_jk uniform; pi_k = V_k prod_(h<k) (1 - V_h),
    V_k ~ Beta(1, alpha), the last of `classes` taking what is left; alpha ~ Gamma(shape, rate);
    1/N on the total, with no upper limit. It is improper, but one person observed is enough for
    the posterior to be proper. With one class the lists are independent.

    Each draw is a Gibbs sweep over counts by cell and class, exchanges of labels, and a Hamiltonian
    trajectory over weights and chances with members and total summed out. Chains start far apart
    and grow by half until the total has R-hat below 1.01, 400 effective draws in bulk and
    tail, and a Monte-Carlo error of median and both ends below 0.4% of each; or until `most_draws`.
    Then R-hat above 1.05 or fewer than 100 effective draws is refused, anything between told. The
    point is the posterior median, the interval has equal tails; both are people.

    Assumes that nobody joins or leaves, records of one person are linked without error, and
    nothing but the classes makes lists depend on each other. Known failure: a class that is hardly
    ever listed leaves no trace in the table, so the upper end rests on the prior; and lists that
    exclude each other look like classes.

    Attributes:
        classes: most classes; 10 is plenty for up to six lists.
        shape: of the Gamma prior of alpha.
        rate: of the same.
        chains: 2 or more; four by default.
        warmup: sweeps of each chain that are not used.
        draws: draws of each chain before convergence is first judged.
        most_draws: draws of each chain after which sampling ends.

    Raises:
        InputError: a setting out of its range; in `fit`, a level that is not between 0 and 1 or a
            seed below 0.

    >>> kosovo = [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27]
    >>> table = CaptureHistories(("EXH", "ABA", "OSCE", "HRW"), np.array(kosovo))
    >>> fit = LatentClass(most_draws=2500).fit(table)
    >>> round(fit.point, -3), fit.diagnostics["r_hat"] < 1.01
    (10000.0, True)
    """

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    chains: int = 4
    warmup: int = 1000
    draws: int = 2500
    most_draws: int = 80000

    def __post_init__(self) -> None:
        for name, least in (("classes", 1), ("chains", 2), ("warmup", 100), ("draws", 100)):
            if getattr(self, name) < least:
                raise InputError(f"{name} {getattr(self, name)} is below {least}")
        if self.most_draws < self.draws:
            raise InputError(f"most_draws {self.most_draws} is below draws {self.draws}")
        for name in ("shape", "rate"):
            if not (getattr(self, name) > 0 and math.isfinite(getattr(self, name))):
                raise InputError(
                    f"a {name} of {getattr(self, name)} is not above 0", "Give 0.25, for example"
                )

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The posterior from one table; the same seed gives the same draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        n = data.n_observed
        refused = unusable(data, CITATION, origin) or self._refused(data, origin)
        if refused is not None:
            return refused
        ends = ((1 - level) / 2, 0.5, (1 + level) / 2)
        draws, found = self._sample(data, ends, seed)
        lower, median, upper = (float(end) for end in np.quantile(draws, ends))
        if found["r_hat"] > WORST_R_HAT or self._fewest(found) < FEWEST_EFFECTIVE:
            return not_converged(found, n, data.check(), origin)
        if upper == n:
            return nobody_unseen(CITATION, n, origin, data.check())
        found["unseen"] = median - n
        return Estimate(
            point=median,
            interval=Interval(lower, upper, level, "posterior"),
            n_observed=n,
            method=CITATION,
            assumptions=assumptions(data, self.classes),
            cautions=(
                *data.check(),
                *cautions(found, self, n, upper),
                *far_extrapolation(median - n, n),
            ),
            diagnostics=found,
            provenance=origin,
            draws=draws,
        )

    def _refused(self, data: CaptureHistories, origin: dict[str, Any]) -> NotEstimable | None:
        """Why these lists cannot be told apart from classes, or are too much to sample."""
        n_lists = len(data.lists)
        if n_lists == 2 and self.classes > 1:
            return NotEstimable(
                "Two lists cannot tell classes of people from lists that depend on each other.",
                "A third list; or classes=1, which takes the two lists to be independent.",
                CITATION,
                data.n_observed,
                data.check(),
                origin,
            )
        if self._most(data) < min(self.draws, _FEWEST_DRAWS):
            cells = np.count_nonzero(data.counts)
            return NotEstimable(
                f"{cells:,} different combinations of {n_lists} lists are too many to sample.",
                "Fewer lists, or fewer classes.",
                CITATION,
                data.n_observed,
                data.check(),
                origin,
            )
        return None

    def _most(self, data: CaptureHistories) -> int:
        """The most draws of each chain that the size of the table allows."""
        cells = int(np.count_nonzero(data.counts))
        sweep = self.chains * _GRADIENTS * self.classes * len(data.lists) * cells
        return min(self.most_draws, int(_MOST_WORK / sweep) - self.warmup)

    def _sample(
        self, data: CaptureHistories, ends: tuple[float, ...], seed: int
    ) -> tuple[NDArray[np.float64], dict[str, Any]]:
        """Totals, shape (chain, draw), and the diagnostics by which sampling has ended."""
        from undercount.estimate.latent import gibbs

        on, counts = occupied_cells(data)
        most = self._most(data)
        rngs = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(self.chains)]
        states = [self._start(rng, at, len(on)) for at, rng in enumerate(rngs)]
        prior = (self.shape, self.rate)
        steps = []
        with announced(gibbs.run):
            for rng, (psi, theta) in zip(rngs, states, strict=True):
                unused = np.empty(self.warmup), np.empty(self.warmup, dtype=np.int64)
                steps.append(gibbs.run(rng, psi, theta, on, counts, *prior, 0.05, True, *unused))
        totals = np.empty((self.chains, 0))
        occupied = np.empty((self.chains, 0), dtype=np.int64)
        while True:
            size = min(max(self.draws, totals.shape[1] // 2), most - totals.shape[1])
            more = np.empty((self.chains, size)), np.empty((self.chains, size), dtype=np.int64)
            for at, (rng, (psi, theta)) in enumerate(zip(rngs, states, strict=True)):
                block = more[0][at], more[1][at]
                gibbs.run(rng, psi, theta, on, counts, *prior, steps[at], False, *block)
            totals = np.concatenate([totals, data.n_observed + more[0]], axis=1)
            occupied = np.concatenate([occupied, more[1]], axis=1)
            progress.tell("sampling", totals.shape[1])
            found = self._diagnostics(totals, occupied, ends)
            if totals.shape[1] >= most or (
                found["r_hat"] < R_HAT
                and self._fewest(found) >= EFFECTIVE
                and found["monte_carlo_error"] <= PRECISION
            ):
                return totals, found

    def _start(
        self, rng: np.random.Generator, chain: int, n_lists: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log weights and logits from the prior, alpha going from few classes to many by chain."""
        alpha = 0.2 * 50 ** (chain / (self.chains - 1))
        sticks = rng.beta(1, alpha, size=self.classes - 1).clip(1e-12, 1 - 1e-12)
        left = np.concatenate([[0.0], np.cumsum(np.log1p(-sticks))])
        psi = left + np.concatenate([np.log(sticks), [0.0]])
        return psi, rng.logistic(size=(self.classes, n_lists))

    def _diagnostics(
        self, draws: NDArray[np.float64], occupied: NDArray[np.int64], ends: tuple[float, ...]
    ) -> dict[str, Any]:
        from undercount.estimate import convergence

        return {
            "r_hat": convergence.r_hat(draws),
            "ess_bulk": convergence.ess_bulk(draws),
            "ess_tail": convergence.ess_tail(draws),
            "monte_carlo_error": max(_error(draws, end) for end in ends),
            "chains": draws.shape[0],
            "draws": draws.shape[1],
            "classes_used": float(occupied.mean()),
            "all_classes_used": float((occupied == self.classes).mean()),
            "prior": (
                f"chances of capture uniform; {self.classes} classes by stick-breaking with alpha "
                f"~ Gamma({self.shape:g}, {self.rate:g}); 1/N on the total, without limit"
            ),
        }

    @staticmethod
    def _fewest(found: dict[str, Any]) -> float:
        return float(min(found["ess_bulk"], found["ess_tail"]))


def _error(draws: NDArray[np.float64], end: float) -> float:
    """Monte-Carlo error of a quantile as a share of it; half a person, the least step, is none."""
    from undercount.estimate import convergence

    error = convergence.quantile_error(draws, end)
    return 0.0 if error <= 0.5 else error / float(np.quantile(draws, end))


def occupied_cells(data: CaptureHistories) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Lists by occupied cell, shape (t, c), 0 or 1, and people, shape (c,).

    Lists go by size, then by name: their order in the table then changes no draw.
    """
    order = sorted(range(len(data.lists)), key=lambda j: (int(data.sizes[j]), data.lists[j]))
    cells = np.flatnonzero(data.counts)
    on = np.array([cells >> j & 1 for j in order])
    by_code = np.argsort(2 ** np.arange(len(order)) @ on, kind="stable")
    return np.ascontiguousarray(on[:, by_code].astype(np.float64)), data.counts[cells[by_code]]
