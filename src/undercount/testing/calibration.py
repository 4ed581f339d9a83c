"""Whether a Bayesian method's posterior is its posterior: simulation-based calibration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrc

from undercount.errors import InputError
from undercount.results import Estimate
from undercount.testing.coverage import child_seeds
from undercount.testing.protocol import Estimator
from undercount.testing.simulate import Simulated

# Tables of uniform ranks behind the p-value, which so is at least 1 / (1 + _NULL).
_NULL = 4000


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Where the truth lay among the draws, table by table.

    Attributes:
        ranks: shape (r,), int64: draws below the truth, 0 to `kept`; one for each estimate.
        kept: draws of each posterior that were compared.
        not_estimable: tables without an estimate.
        p_value: how often correct posteriors give ranks as uneven as these; below 0.01, say,
            the posterior is wrong.
    """

    ranks: NDArray[np.int64]
    kept: int
    not_estimable: int
    p_value: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values: the p-value, the numbers, and the ranks in ten bins of equal width."""
        edges = np.linspace(-0.5, self.kept + 0.5, 11)
        return {
            "p_value": self.p_value,
            "replicates": len(self.ranks) + self.not_estimable,
            "not_estimable": self.not_estimable,
            "kept": self.kept,
            "ranks_in_tenths": np.histogram(self.ranks, edges)[0].tolist(),
        }


def calibration(
    settings: Estimator,
    simulate: Callable[[int], Simulated],
    replicates: int = 200,
    kept: int = 99,
    seed: int = 1,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Ranks of truths drawn from the prior among the draws of their posteriors.

    If `simulate` draws the number of people and all else from the very prior that the method
    states, and then a table from its model, the rank of the true number among `kept` independent
    draws is uniform on 0 to `kept` (Talts, Betancourt, Simpson, Vehtari & Gelman 2018, theorem
    1). Ranks heaped in the middle show a posterior that is too wide, at the ends one that is too
    narrow, on one side one that is biased. Draws equal to the truth are put on either side by
    lot. Tables that are refused take nothing away: the refusal depends on the table alone.

    The p-value is that of the largest departure of the ranks' distribution function from the
    uniform one, each point judged by its binomial law (Säilynoja, Bürkner & Vehtari 2022, section
    2), against 4,000 simulated sets of uniform ranks.

    Known failure: draws of a Markov chain depend on each other; `kept` of them, evenly spaced over
    all chains, are taken, so give it chains several times as long as `kept` in effective draws.

    Args:
        settings: any object with `fit(histories, level, seed)` whose estimates have draws.
        simulate: from a seed a truth out of the prior, and a table. Draw the table from a seed
            of its own; one random stream used for both ties them together.
        replicates: tables, 1 or more.
        kept: draws of each posterior to compare, 1 or more.
        seed: 0 or more; replicate i draws from (`seed`, i) alone.
        progress: called after each replicate with those done and all.

    Raises:
        InputError: an estimate has fewer than `kept` draws, or there was no estimate at all.
    """
    if replicates < 1 or kept < 1 or seed < 0:
        raise InputError("replicates and kept must be 1 or more, the seed 0 or more")
    ranks = []
    for i in range(replicates):
        to_draw, to_fit = child_seeds(seed, i)
        made = simulate(to_draw)
        answer = settings.fit(made.histories, seed=to_fit)
        if isinstance(answer, Estimate):
            # Not the seed of the fit, whose numbers drew the draws.
            ranks.append(_rank(answer, made.people, kept, child_seeds(to_fit, i)[0]))
        if progress is not None:
            progress(i + 1, replicates)
    if not ranks:
        raise InputError("no simulated table had an estimate", "Simulate larger tables")
    found = np.array(ranks, dtype=np.int64)
    return Calibration(found, kept, replicates - len(ranks), uniformity(found, kept, seed))


def _rank(answer: Estimate, people: int, kept: int, seed: int) -> int:
    """Draws below the truth, out of `kept` spaced evenly over all chains."""
    found = 0 if answer.draws is None else answer.draws.size
    if answer.draws is None or found < kept:
        hint = "Only methods that keep draws can be calibrated: ask for more of them"
        raise InputError(f"{found} draws are fewer than the {kept} to compare", hint)
    # Chain by chain, so that even spacing takes as many from each.
    draws = answer.draws.ravel()[np.linspace(0, found - 1, kept).astype(np.int64)]
    ties = int((draws == people).sum())
    return int((draws < people).sum() + np.random.default_rng(seed).integers(ties + 1))


def uniformity(ranks: NDArray[np.int64], kept: int, seed: int = 1) -> float:
    """P-value of ranks against the uniform law on 0 to `kept`.

    Args:
        ranks: shape (r,), each 0 to `kept`.
        kept: the highest rank.
        seed: of the simulated sets of ranks.

    >>> uniformity(np.arange(100), 99) > 0.9, uniformity(np.full(100, 50), 99) < 0.001
    (True, True)
    """
    n = len(ranks)
    below = np.arange(1, kept + 1) / (kept + 1)
    at_most = np.arange(n + 1)[:, np.newaxis]
    # tails[k, j]: the smaller tail of k of n ranks being below j + 1.
    upper = np.where(at_most > 0, bdtrc(np.maximum(at_most - 1, 0), n, below), 1.0)
    tails = np.minimum(bdtr(at_most, n, below), upper)

    def departures(found: NDArray[np.int64]) -> NDArray[np.float64]:
        rows = np.arange(len(found))[:, np.newaxis] * (kept + 1)
        counted = np.bincount((found + rows).ravel(), minlength=len(found) * (kept + 1))
        heaped = counted.reshape(len(found), kept + 1).cumsum(axis=1)[:, :-1]
        return np.asarray(tails[heaped, np.arange(kept)].min(axis=1))

    null = departures(np.random.default_rng(seed).integers(kept + 1, size=(_NULL, n)))
    # Departures are few different numbers, equal but for rounding.
    as_uneven = int((null <= departures(ranks[np.newaxis])[0] * (1 + 1e-9)).sum())
    return (1 + as_uneven) / (1 + _NULL)
