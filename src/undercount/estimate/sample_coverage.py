"""How much the lists overlap: the sample coverage approach of Chao and Tsay."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.draws import lognormal_draws
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import NOBODY, nobody_unseen, unusable
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution, Estimate, NotEstimable

_METHOD = "Sample coverage (Chao & Tsay 1998; Tsay & Chao 2001; Chao et al. 2001)"
# With a smaller coverage the estimate is too unstable to use (Chao et al. 2001).
_ENOUGH = 0.55
# "Relatively large" for a standard error, as a share of the total: then the one-step bound.
_UNSTABLE = 1 / 3


@dataclass(frozen=True, slots=True)
class SampleCoverage:
    """The number of people from how much t lists overlap, three at least, without a model.

    With Z_j people on list j alone and n_j on it in all, the coverage C = 1 - mean(Z_j / n_j) is
    the share of a list's people whom the others know. With D = n - mean(Z_j) people known when one
    list is left out, N0 = D / C would hold for independent lists. Dependence of lists j and k is
    measured by N n_jk / (n_j n_k) - 1, n_jk people on both. With w_jk the people on j and on no
    third list, less those of k alone, and sums over ordered pairs,

        N = N0 + sum w_jk (N n_jk / (n_j n_k) - 1) / (t C),

    which is solved for N (Chao & Tsay 1998, equation 20). Where C is below 55% that is too unstable
    (Chao et al. 2001); the equation is then applied twice, from N0 on, which gives the one-step
    estimate, a lower bound where lists attract each other and an upper one where they repel. The
    same is done where the standard error exceeds a third of the total. All three stand in the
    diagnostics.

    The standard error is that of the delta method with N multinomial, where the authors use a
    bootstrap: for N0 and the one-step estimate of the table below the two agree within 3%. The
    interval is log-normal in the unseen; the draws, shape (1, 4000), follow the same law.

    Assumes that nobody joins or leaves, records of one person are linked without error, and
    dependence of three lists and more follows from that of pairs (its remainder is left out).
    Known failure: a small overlap, which extrapolates from few people. Two lists are refused:
    their overlap cannot tell dependence from a small population.

    Raises:
        InputError: the level is not between 0 and 1.

    Hepatitis A in Taiwan, 1995, three lists, 271 cases (Chao et al. 2001):

    >>> cases = CaptureHistories(("P", "Q", "E"), np.array([0, 69, 55, 21, 63, 17, 18, 28]))
    >>> fit = SampleCoverage().fit(cases)
    >>> round(fit.diagnostics["independent"]["point"]), round(fit.point)
    (407, 508)
    """

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one table; `seed` is for the order of the draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        refused = unusable(data, _METHOD, origin)
        if refused is not None:
            return refused
        n = data.n_observed
        if len(data.lists) < 3:
            return NotEstimable(
                "The overlap of two lists cannot tell dependence from a small population.",
                "A third list.",
                _METHOD,
                n,
                data.check(),
                origin,
            )
        coverage, found = _sample_coverage(data.counts.astype(np.float64), len(data.lists))
        high = found.get("high_coverage")
        # A total below the people observed is no instability: it is refused below.
        stable = high is not None and (high[0] < n or high[1] <= _UNSTABLE * high[0])
        name = "high_coverage" if coverage >= _ENOUGH and stable else "one_step"
        point, se = found[name]
        unseen = point - n
        if unseen <= -NOBODY:
            return NotEstimable(
                f"Fewer people are estimated ({point:,.0f}) than were observed: the lists repel "
                "each other too much for this method.",
                "Log-linear models, which can take lists that exclude each other into account.",
                _METHOD,
                n,
                data.check(),
                origin,
            )
        if unseen < NOBODY:
            return nobody_unseen(_METHOD, n, origin, data.check())
        said = list(data.check())
        if name == "one_step":
            said += _bound(coverage, point, found["independent"][0])
        return Estimate(
            point=point,
            interval=lognormal(n, unseen, se, level),
            n_observed=n,
            method=_METHOD,
            assumptions=(
                Assumption("Nobody enters or leaves the population in the period of the lists."),
                Assumption(
                    "Records of one person are linked across the lists, and no two persons' are."
                ),
                Assumption("What three lists or more have in common follows from their pairs."),
                Assumption(
                    "The lists overlap enough to see how they depend on each other.",
                    "holds" if name == "high_coverage" else "fails",
                    f"the estimated sample coverage is {coverage:.0%}"
                    + ("" if coverage < _ENOUGH or stable else ", but what follows is unstable"),
                ),
            ),
            cautions=(*said, *far_extrapolation(unseen, n)),
            diagnostics={
                "estimator": name,
                "coverage": coverage,
                "se": se,
                "unseen": unseen,
                **{kind: {"point": total, "se": error} for kind, (total, error) in found.items()},
            },
            provenance=origin,
            draws=lognormal_draws(n, unseen, se, seed),
        )


def _bound(coverage: float, point: float, independent: float) -> list[Caution]:
    if coverage < _ENOUGH:
        text = (
            f"Only {coverage:.0%} of a list's people are known to the others; below {_ENOUGH:.0%} "
            "how the lists depend on each other cannot be told well."
        )
        low = Caution("low-coverage", text)
    else:
        text = (
            "The estimate for lists that overlap enough is unstable here; the one-step estimate "
            "stands in for it."
        )
        low = Caution("unstable-estimate", text)
    if point >= independent * (1 - 1e-9):  # Equal but for rounding.
        text = "This is a lower bound if the lists attract each other, as they seem to."
        return [low, Caution("lower-bound", text)]
    text = "This is an upper bound if the lists repel each other, as they seem to."
    return [low, Caution("upper-bound", text)]


def _sample_coverage(
    counts: NDArray[np.float64], n_lists: int
) -> tuple[float, dict[str, tuple[float, float]]]:
    """Coverage, and (total, standard error) of the three estimators by name.

    Each total is a function of degree one of the cells, so with g its gradient its variance under
    a multinomial is sum g**2 x - N; g follows the equations below by the chain rule.

    Args:
        counts: shape (2**t,), people by cell.
        n_lists: t, 3 or more.

    Returns:
        `independent`, `one_step`, and `high_coverage` where its equation has a solution.
    """
    t, bits = n_lists, 1 << np.arange(n_lists)
    cells = np.flatnonzero(counts)
    x = counts[cells]
    on = ((cells[:, np.newaxis] & bits) > 0).astype(np.float64)
    k = on.sum(axis=1)
    single, double = on * (k == 1)[:, np.newaxis], on * (k == 2)[:, np.newaxis]
    n, alone = x @ on, x @ single
    both = on.T @ (on * x[:, np.newaxis])
    ratio = both / np.outer(n, n)
    only = double.T @ (double * x[:, np.newaxis])
    weight = alone[:, np.newaxis] + alone + 2 * only
    np.fill_diagonal(ratio, 0.0)
    np.fill_diagonal(weight, 0.0)

    d = x.sum() - alone.mean()
    coverage = 1 - float((alone / n).mean())
    # `a` and `b`: the sums of w and of w n_jk / (n_j n_k) over ordered pairs, divided by t.
    a, b = weight.sum() / (2 * t), float((weight * ratio).sum()) / (2 * t)
    g_d = 1 - (k == 1) / t
    g_c = (on @ (alone / n**2) - single @ (1 / n)) / t
    g_a = ((t - 1) * (k == 1) + 2 * (k == 2)) / t
    g_b = (
        single @ ratio.sum(axis=1)
        + ((double @ ratio) * double).sum(axis=1)
        + ((on @ (weight / np.outer(n, n))) * on).sum(axis=1) / 2
        - on @ ((weight * ratio).sum(axis=1) / n)
    ) / t

    def error(total: float, gradient: NDArray[np.float64]) -> float:
        return math.sqrt(max(0.0, float(gradient**2 @ x) - total))

    first = d / coverage
    gradient = (g_d - first * g_c) / coverage
    found = {"independent": (first, error(first, gradient))}
    total = first
    for _ in range(2):
        stepped = (d - a + b * total) / coverage
        gradient = (g_d - g_a + total * g_b + b * gradient - stepped * g_c) / coverage
        total = stepped
    found["one_step"] = (total, error(total, gradient))
    if coverage > b:
        total = (d - a) / (coverage - b)
        gradient = (g_d - g_a + total * g_b - total * g_c) / (coverage - b)
        found["high_coverage"] = (total, error(total, gradient))
    return coverage, {name: (float(point), se) for name, (point, se) in found.items()}
