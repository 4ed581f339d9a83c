"""The number of people from lists that overlap, averaged over graphs of dependence."""

from __future__ import annotations

import math
from dataclasses import dataclass

from undercount.errors import InputError
from undercount.estimate.dark_posterior import NEGLIGIBLE, DarkPosterior, dark_posterior
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import quantile
from undercount.estimate.loglinear_words import assumptions
from undercount.estimate.notation import format_model, hierarchy
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import unusable
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution, Estimate, Interval, NotEstimable

_METHOD = "Average over decomposable graphs, hyper-Dirichlet prior (Madigan & York 1997)"
_PRIOR = "1/N on the total, at least one person unseen; all graphs alike"
_FEWEST, _MOST = 3, 7
_TOP = 8
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

    The posterior is followed until less than a ten-thousandth is left in the last tenth of its
    grid. Its tail falls so slowly with the default `delta` that it has no finite mean: the `mean`
    in the diagnostics is that of the grid, up to `most_unseen`.

    Assumes that nobody joins or leaves, records of one person are linked without error, people
    differ in their chance of being listed only as the graphs allow, and no dependence of all lists
    beyond them. Known failure: sparse overlaps, where the answer moves with `delta`, and posteriors
    with two peaks, whose median may lie where no graph puts the total; a caution tells of them.

    Attributes:
        delta: prior people in each cell; None for 2**-t.
        most_unseen: the most people on no list that the prior allows; None for no limit.

    Raises:
        InputError: a setting that is not above 0; in `fit`, a level that is not between 0 and 1.

    >>> kosovo = [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27]
    >>> import numpy as np
    >>> table = CaptureHistories(("EXH", "ABA", "OSCE", "HRW"), np.array(kosovo))
    >>> fit = ModelAverage().fit(table)
    >>> round(fit.point, -1), fit.diagnostics["top_graphs"][0]["graph"]
    (12600.0, '[EXH,ABA,OSCE][EXH,OSCE,HRW]')
    """

    delta: float | None = None
    most_unseen: int | None = None

    def __post_init__(self) -> None:
        if self.delta is not None and not (self.delta > 0 and math.isfinite(self.delta)):
            raise InputError(f"a delta of {self.delta} is not above 0", "Give 0.03, for example")
        if self.most_unseen is not None and self.most_unseen < 10:
            raise InputError(
                f"most_unseen {self.most_unseen} is below 10", "Leave it out for no limit"
            )

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The posterior from one table; `seed` is recorded, nothing is drawn."""
        quantile(level)
        origin = provenance(self, level, seed)
        refused = unusable(data, _METHOD, origin)
        if refused is not None:
            return refused
        n, n_lists = data.n_observed, len(data.lists)
        if not _FEWEST <= n_lists <= _MOST:
            few = n_lists < _FEWEST
            return NotEstimable(
                "Two lists cannot tell which graph of dependence holds."
                if few
                else f"The graphs over {n_lists} lists are too many to sum: seven lists are most.",
                "A third list." if few else "Merge lists so that seven or fewer remain.",
                _METHOD,
                n,
                data.check(),
                origin,
            )
        delta = 2.0**-n_lists if self.delta is None else self.delta
        found = dark_posterior(data.counts, delta, self.most_unseen)
        median, lower, upper = map(found.quantile, (0.5, (1 - level) / 2, (1 + level) / 2))
        modes = [
            {"point": n + at, "probability": share} for at, share in found.modes(_LEAST, _VALLEY)
        ]
        return Estimate(
            point=n + median,
            interval=Interval(n + lower, n + upper, level, "posterior"),
            n_observed=n,
            method=_METHOD,
            # The complete graph is in the average: what then says anything of the unseen is the
            # prior, and not that the lists do not all interact.
            assumptions=(
                *assumptions(data)[:2],
                Assumption("The lists depend on each other as some decomposable graph says."),
                Assumption("Before the data, every graph is as likely as any other."),
            ),
            cautions=(*data.check(), *_cautions(found, modes), *far_extrapolation(median, n)),
            diagnostics={
                "mean": n + found.mean,
                "modes": modes,
                "top_graphs": _top(found, data.lists),
                "delta": delta,
                "prior": _PRIOR,
                "unseen": median,
                "most_unseen": float(found.nodes[-1]),
                "at_grid_end": found.at_end,
            },
            provenance=origin,
        )


def _top(found: DarkPosterior, lists: tuple[str, ...]) -> list[dict[str, str | float]]:
    """The most probable graphs by their cliques."""
    from undercount.estimate.graphs import cliques

    best = found.by_graph.argsort(kind="stable")[::-1][:_TOP]
    return [
        {
            "graph": format_model(
                hierarchy(cliques(found.families[i], len(lists)), len(lists)), lists
            ),
            "probability": float(found.by_graph[i]),
        }
        for i in best
    ]


def _cautions(found: DarkPosterior, modes: list[dict[str, float]]) -> list[Caution]:
    made = []
    if found.at_end > NEGLIGIBLE:
        text = (
            f"{found.at_end:.1%} of the posterior lies in the last tenth of the grid, which ends "
            f"at {found.nodes[-1]:,.0f} unseen: the median and the upper end rest on that limit."
        )
        made.append(Caution("posterior-touches-grid-end", text))
    if len(modes) > 1:
        totals = ", ".join(f"{m['point']:,.0f} ({m['probability']:.0%})" for m in modes)
        text = f"The posterior has {len(modes)} peaks, at totals of {totals}: read them all."
        made.append(Caution("bimodal-posterior", text))
    return made
