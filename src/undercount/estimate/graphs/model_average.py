"""The number of people from lists that overlap, averaged over graphs of dependence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.graphs.dark_posterior import NEGLIGIBLE, DarkPosterior, dark_posterior
from undercount.estimate.graphs.sampling import MOST_SAMPLED, Sampled, sample_graphs
from undercount.estimate.graphs.words import (
    at_the_limit,
    best_graphs,
    ends,
    not_converged,
    sampling_words,
    told,
)
from undercount.estimate.intervals import quantile
from undercount.estimate.loglinear.words import assumptions
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import unusable
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Estimate, Interval, NotEstimable

_METHOD = "Average over decomposable graphs, hyper-Dirichlet prior (Madigan & York 1997)"
_PRIOR = "1/N on the total, at least one person unseen; all graphs alike"
_FEWEST, _MOST_SUMMED = 3, 7
NO_LIMIT = "no limit"
# A larger share of the posterior in the last tenth below the limit, and the answer is the limit.
_MOST_AT_END = 0.5
_DRAWS = 4000
# Beyond it the gamma functions of the prior drown those of the people.
_MOST_DELTA = 1e6
# Beyond it the rounding of the gamma functions is no longer small beside the likelihood.
_MOST_LIMIT = 1e12
# A peak with less of the posterior around it, or parted by a shallower valley, is no second mode.
_LEAST, _VALLEY = 0.05, 0.8


@dataclass(frozen=True, slots=True)
class ModelAverage:
    """The number of people, averaged over all decomposable graphs of dependence between lists.

    In a graph with cliques C and separators S the chance of the table with n0 people unseen is the
    number of its orders times prod m(C) / prod m(S), and for a set of lists m is the
    Dirichlet-multinomial chance of its margin: with prior d a cell, A in all, and people n_c by
    cell, G(A) / G(N + A) times the product of G(n_c + d) / G(d) (Madigan & York 1997, section 2).
    Prior: `delta` people in each of the 2**t cells, summed to the margins; all graphs alike; 1/N on
    the total, as in the R package dga of Johndrow, Lum & Ball. All 8, 61, 822, 18,154, 617,675
    graphs of 3 to 7 lists are summed. The point is the posterior median, the interval has equal
    tails; both are people.

    The prior ends at ten people unseen for each one seen. Where more than a ten-thousandth of the
    posterior lies in the last tenth below that, the limit moves the answer: a caution and
    `without_limit` in the diagnostics give the answer without it. Where more than half lies there,
    the answer would be the limit, and there is none. The tail falls so slowly with the default
    `delta` that it has no finite mean: `mean` in the diagnostics goes up to the limit.

    The graphs over eight to ten lists are too many to sum and are sampled instead, by Metropolis
    steps of one edge (Giudici & Green 1999); see `graph_sampling`. Chains that do not agree give
    no answer.

    Assumes that nobody joins or leaves, records of one person are linked without error, people
    differ in their chance of being listed only as the graphs allow, and no dependence of all lists
    beyond them. Known failure: sparse overlaps, where the answer moves with `delta`, and posteriors
    with two peaks, whose median may lie where no graph puts the total; a caution tells of them.

    Attributes:
        delta: prior people in each cell; None for 2**-t.
        most_unseen: the most people on no list that the prior allows; None for ten for each
            person seen, "no limit" for as far as the posterior goes.

    Raises:
        InputError: a setting that is not above 0; in `fit`, a level that is not between 0 and 1.

    >>> kosovo = [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27]
    >>> table = CaptureHistories(("EXH", "ABA", "OSCE", "HRW"), np.array(kosovo))
    >>> fit = ModelAverage().fit(table)
    >>> round(fit.point, -1), fit.diagnostics["top_graphs"][0]["graph"]
    (12600.0, '[EXH,ABA,OSCE][EXH,OSCE,HRW]')
    """

    delta: float | None = None
    most_unseen: int | Literal["no limit"] | None = None

    def __post_init__(self) -> None:
        if self.delta is not None and not 0 < self.delta <= _MOST_DELTA:
            raise InputError(
                f"a delta of {self.delta} is not above 0 and at most a million",
                "Give 0.03, for example",
            )
        if isinstance(self.most_unseen, str):
            wrong = self.most_unseen != NO_LIMIT
        else:
            wrong = self.most_unseen is not None and not 10 <= self.most_unseen <= _MOST_LIMIT
        if wrong:
            raise InputError(
                f"most_unseen {self.most_unseen} is neither 10 to 1e12 people nor '{NO_LIMIT}'",
                "Leave it out for ten for each person seen",
            )

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The posterior from one table; with the same seed the same draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        refused = unusable(data, _METHOD, origin)
        if refused is not None:
            return refused
        n, n_lists = data.n_observed, len(data.lists)

        def refuse(reason: str, helps: str) -> NotEstimable:
            return NotEstimable(reason, helps, _METHOD, n, data.check(), origin)

        if n_lists < _FEWEST:
            return refuse("Two lists cannot tell which graph of dependence holds.", "A third list.")
        if n_lists > MOST_SAMPLED:
            return refuse(
                f"The graphs over {n_lists} lists are too many to sum or to sample: "
                f"{MOST_SAMPLED} lists are most.",
                f"Merge lists so that {MOST_SAMPLED} or fewer remain.",
            )
        delta = 2.0**-n_lists if self.delta is None else self.delta
        limit = self._limit(n)
        found, draws, sampled = _posterior(data.counts, delta, limit, seed)
        if sampled is not None and not sampled.converged:
            return refuse(*not_converged(sampled))
        if found.at_end > _MOST_AT_END:
            return refuse(*at_the_limit(found))
        free = None
        if found.at_end > NEGLIGIBLE and limit < math.inf:
            free = _without_limit(data.counts, delta, level, seed)
        answer = ends(found, n, level)
        modes = [
            {"point": n + at, "probability": share} for at, share in found.modes(_LEAST, _VALLEY)
        ]
        return Estimate(
            point=answer["point"],
            interval=Interval(answer["lower"], answer["upper"], level, "posterior"),
            n_observed=n,
            method=_METHOD,
            # The complete graph is in the average: what then says anything of the unseen is the
            # prior, and not that the lists do not all interact.
            assumptions=(
                *assumptions(data)[:2],
                Assumption("The lists depend on each other as some decomposable graph says."),
                Assumption("Before the data, every graph is as likely as any other."),
            ),
            cautions=(
                *data.check(),
                *told(found, modes, free),
                *far_extrapolation(answer["point"] - n, n),
            ),
            diagnostics={
                "mean": n + found.mean,
                "modes": modes,
                "top_graphs": best_graphs(found, data.lists),
                "delta": delta,
                "prior": _PRIOR,
                "unseen": answer["point"] - n,
                "most_unseen": found.end,
                "at_grid_end": found.at_end,
                "without_limit": free,
                "sampling": None if sampled is None else sampling_words(sampled),
            },
            provenance=origin,
            draws=n + draws,
        )

    def _limit(self, n_observed: int) -> float:
        if self.most_unseen is None:
            return max(10.0 * n_observed, 10.0)
        return math.inf if isinstance(self.most_unseen, str) else float(self.most_unseen)


def _posterior(
    counts: NDArray[np.int64], delta: float, limit: float, seed: int
) -> tuple[DarkPosterior, NDArray[np.float64], Sampled | None]:
    """The posterior, draws of it, and how it was sampled if it was."""
    if len(counts) <= 2**_MOST_SUMMED:
        found = dark_posterior(counts, delta, limit)
        return found, found.draw(_DRAWS, seed)[np.newaxis], None
    sampled = sample_graphs(counts, delta, limit, seed)
    return sampled.posterior, sampled.draws, sampled


def _without_limit(
    counts: NDArray[np.int64], delta: float, level: float, seed: int
) -> dict[str, float] | None:
    """Point and interval on a grid that goes on; None where it ends in the upper end."""
    if len(counts) <= 2**_MOST_SUMMED:
        found, converged = dark_posterior(counts, delta), True
    else:
        sampled = sample_graphs(counts, delta, math.inf, seed)
        found, converged = sampled.posterior, sampled.converged
    if found.at_end > (1 - level) / 2 or not converged:
        return None
    return ends(found, int(counts.sum()), level)
