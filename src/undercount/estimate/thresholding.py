"""The number of people from lists whose pairwise interactions are thresholded."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from undercount.errors import InputError
from undercount.estimate.convergence import ess_bulk, ess_tail, r_hat
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import quantile
from undercount.estimate.loglinear.notation import term_name
from undercount.estimate.loglinear.words import assumptions
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import NOBODY, nobody_unseen, unusable
from undercount.histories import CaptureHistories
from undercount.results import Caution, Estimate, Interval, NotEstimable

_METHOD = "Bayesian thresholding of pairwise interactions (Silverman 2020)"
_PRIOR = "flat on the intercept and the lists, normal (0, {}) on each interaction"
_FEWEST, _MOST = 3, 10
_CHAINS, _DRAWS = 4, 2500
# How many times as long the chains may become before they are given up.
_LONGER = (1, 2, 4, 8)
_WORST_R_HAT, _FEWEST_EFFECTIVE = 1.01, 1000
# Degrees of freedom of the proposal: tails heavier than those of the posterior.
_TAILS = 8
# Logs of people beyond which nothing is counted any more.
_FAR = 50.0
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thresholding:
    """The number of people by a Poisson model whose weak interactions are set to nothing.

    With x_c people in each observed cell, log E(x_c) = a + sum of b_i over the lists of c + sum of
    c_ij over its pairs; exp(a) is the expected number on no list. Prior: flat on a and b, normal
    with mean 0 and variance `prior_variance` on each c_ij. A first posterior holds all pairs; those
    whose posterior mean is less than `threshold` standard deviations from 0 are left out, and the
    posterior of the rest is the answer (Silverman 2020, section 5). The point is its median, the
    interval has equal tails.

    Both posteriors are log-concave. They are sampled by four chains that propose from a t law with
    the centre and width of the posterior and accept after Metropolis and Hastings, up to 20,000
    draws long; R-hat above 1.01 or fewer than 1,000 effective draws is then refused. Draws of the
    answer have shape (4, 2500), people.

    Assumes that nobody joins or leaves, records of one person are linked without error, and no
    interaction of three lists or more. Known failure: the interval takes the pairs that were kept
    as given, though other data would have kept others; and pairs left out count as exactly nothing.

    Attributes:
        prior_variance: of each interaction; 1 puts most odds ratios between 1/7 and 7.
        threshold: standard deviations from 0 below which an interaction is left out.

    Raises:
        InputError: a setting that is not above 0; in `fit`, a level that is not between 0 and 1 or
            a seed below 0.

    >>> hiv = [0, 403, 545, 33, 621, 20, 35, 3, 205, 6, 10, 1, 11, 0, 3, 0]
    >>> table = CaptureHistories(("c1", "c2", "c3", "c4"), np.array(hiv))
    >>> fit = Thresholding().fit(table)
    >>> round(fit.point, -3), fit.diagnostics["kept"][0]["pair"]
    (12000.0, '[c1,c2]')
    """

    prior_variance: float = 1.0
    threshold: float = 2.0

    def __post_init__(self) -> None:
        for name in ("prior_variance", "threshold"):
            if not (getattr(self, name) > 0 and math.isfinite(getattr(self, name))):
                raise InputError(f"a {name} of {getattr(self, name)} is not above 0", "Give 1 or 2")

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The posterior from one table; the same seed gives the same draws."""
        quantile(level)
        if seed < 0:
            raise InputError(f"a seed of {seed} is below 0", "Give a whole number of 0 or more")
        origin = provenance(self, level, seed)
        n, n_lists = data.n_observed, len(data.lists)

        def refuse(reason: str, helps: str) -> NotEstimable:
            return NotEstimable(reason, helps, _METHOD, n, data.check(), origin)

        refused = unusable(data, _METHOD, origin)
        if refused is not None:
            return refused
        if n_lists < _FEWEST:
            return refuse("Of two lists the prior alone tells the interaction.", "A third list.")
        if n_lists > _MOST:
            return refuse(
                f"The pairs of {n_lists} lists are too many to sample together.",
                f"Merge lists so that {_MOST} or fewer remain.",
            )
        rng = np.random.default_rng(seed)
        counts, pairs = data.counts[1:].astype(np.float64), _pairs(n_lists)
        first = _sample(counts, n_lists, pairs, self.prior_variance, rng)
        if isinstance(first, str):
            return refuse(first, "Lists that overlap more.")
        effects = first[..., n_lists + 1 :].reshape(-1, len(pairs))
        ratio = effects.mean(axis=0) / effects.std(axis=0, ddof=1)
        kept = [pair for pair, r in zip(pairs, ratio, strict=True) if abs(r) >= self.threshold]
        second = _sample(counts, n_lists, kept, self.prior_variance, rng)
        if isinstance(second, str):
            return refuse(second, "Lists that overlap more.")
        draws = n + np.exp(second[..., 0])
        ends = np.quantile(draws, ((1 - level) / 2, 0.5, (1 + level) / 2))
        lower, median, upper = (float(end) for end in ends)
        if median - n < NOBODY:
            return nobody_unseen(_METHOD, n, origin, data.check())
        judged = [
            {"pair": f"[{term_name(pair, data.lists)}]", "ratio": float(r)}
            for pair, r in zip(pairs, ratio, strict=True)
        ]
        diagnostics: dict[str, Any] = {
            "unseen": median - n,
            "mean": float(draws.mean()),
            "kept": [item for item, pair in zip(judged, pairs, strict=True) if pair in kept],
            "left_out": [
                item for item, pair in zip(judged, pairs, strict=True) if pair not in kept
            ],
            "prior": _PRIOR.format(f"{self.prior_variance:g}"),
            "r_hat": r_hat(draws),
            "ess_bulk": ess_bulk(draws),
            "ess_tail": ess_tail(draws),
        }
        return Estimate(
            point=median,
            interval=Interval(lower, upper, level, "posterior"),
            n_observed=n,
            method=_METHOD,
            assumptions=assumptions(data),
            cautions=(
                *data.check(),
                *_cautions(judged, len(kept), self.threshold),
                *far_extrapolation(median - n, n),
            ),
            diagnostics=diagnostics,
            provenance=origin,
            draws=draws,
        )


def _pairs(n_lists: int) -> list[int]:
    """Bitmasks of the pairs of lists."""
    return [1 << i | 1 << j for i, j in combinations(range(n_lists), 2)]


def _sample(
    counts: Array, n_lists: int, pairs: list[int], variance: float, rng: np.random.Generator
) -> Array | str:
    """Draws, shape (chain, draw, term): intercept, lists, pairs; or why there are none."""
    cells = np.arange(1, 2**n_lists)
    terms = np.array([0, *(1 << i for i in range(n_lists)), *pairs])
    design = ((cells[:, None] & terms) == terms).astype(np.float64)
    weight = np.zeros(len(terms))
    weight[n_lists + 1 :] = 1 / variance
    found = _mode(counts, design, weight)
    if found is None:
        return "The posterior has no mode: the counts set the number of unseen no end."
    centre, width = found

    def density(theta: Array) -> Array:
        log_mean = theta @ design.T
        with np.errstate(over="ignore"):
            fit = log_mean @ counts - np.exp(log_mean).sum(axis=-1)
        made: Array = fit - (theta**2 @ weight) / 2
        return np.where(np.isfinite(made), made, -np.inf)

    # A first short run tells the centre and width that fit the posterior better than its mode.
    for turn, length in enumerate((_DRAWS, *(_DRAWS * times for times in _LONGER))):
        draws = _chains(density, centre, width, length, rng)
        unseen = draws[..., 0]
        fewest = min(ess_bulk(unseen), ess_tail(unseen))
        if turn and fewest >= _FEWEST_EFFECTIVE and r_hat(unseen) <= _WORST_R_HAT:
            return draws[:, :: length // _DRAWS]
        flat = draws.reshape(-1, len(terms))
        if len(np.unique(flat[:, 0])) > 10 * len(terms):
            centre, width = flat.mean(axis=0), np.asarray(np.cov(flat.T), dtype=np.float64)
    return f"The chains did not settle: {fewest:,.0f} effective draws of the unseen."


def _chains(
    density: Callable[[Array], Array],
    centre: Array,
    width: Array,
    length: int,
    rng: np.random.Generator,
) -> Array:
    """Shape (chain, draw, term): proposals from a t law, accepted after Metropolis and Hastings."""
    p = len(centre)
    normal = rng.standard_normal((_CHAINS * length, p))
    scale = rng.chisquare(_TAILS, _CHAINS * length) / _TAILS
    apart = normal / np.sqrt(scale)[:, None]
    proposed = centre + apart @ np.linalg.cholesky(width).T
    # Less the log density of the proposal, but for what is the same at all of them.
    away = -(_TAILS + p) / 2 * np.log1p((apart**2).sum(axis=1) / _TAILS)
    gain = (density(proposed) - away).reshape(_CHAINS, length)
    dice = np.log(rng.random((_CHAINS, length)))
    chosen = np.zeros((_CHAINS, length), dtype=np.int64)
    for chain in range(_CHAINS):
        at = int(np.argmax(np.isfinite(gain[chain])))
        for step in range(length):
            if dice[chain, step] < gain[chain, step] - gain[chain, at]:
                at = step
            chosen[chain, step] = at
    made: Array = np.take_along_axis(
        proposed.reshape(_CHAINS, length, p), chosen[..., None], axis=1
    )
    return made


def _mode(counts: Array, design: Array, weight: Array) -> tuple[Array, Array] | None:
    """The mode of the posterior and the inverse of its curvature there; None if it has no mode."""
    people = counts + 0.5
    precision = design.T @ (people[:, None] * design) + np.diag(weight)
    right = design.T @ (people * np.log(people))
    theta = np.asarray(np.linalg.solve(precision, right), dtype=np.float64)

    def value(at: Array) -> float:
        log_mean = np.minimum(design @ at, _FAR)
        return float(counts @ log_mean - np.exp(log_mean).sum() - weight @ at**2 / 2)

    for _ in range(200):
        mean = np.exp(np.minimum(design @ theta, _FAR))
        score = design.T @ (counts - mean) - weight * theta
        curvature = design.T @ (mean[:, None] * design) + np.diag(weight)
        try:
            inverse: Array = cho_solve(cho_factor(curvature, lower=True), np.eye(len(theta)))
            np.linalg.cholesky(inverse)
        except np.linalg.LinAlgError:
            return None
        step = inverse @ score
        # Without a mode the intercept, or a list, runs off and drags its likelihood to a limit.
        if np.abs(theta[: np.count_nonzero(weight == 0)]).max() > _FAR:
            return None
        if score @ step < 1e-9:
            return theta, inverse
        share = 1.0
        while value(theta + share * step) < value(theta) and share > 1e-8:
            share /= 2
        theta = theta + share * step
    return None


def _cautions(judged: list[dict[str, Any]], n_kept: int, threshold: float) -> list[Caution]:
    text = (
        f"{len(judged) - n_kept} of {len(judged)} interactions lay within {threshold:g} standard "
        "deviations of nothing and were left out; the interval takes that choice as given."
    )
    found = [Caution("selection-ignored", text)] if n_kept < len(judged) else []
    close = [it["pair"] for it in judged if abs(abs(it["ratio"]) - threshold) < threshold / 10]
    if close:
        text = (
            f"Whether {', '.join(close)} stay{'s' if len(close) == 1 else ''} in was a close call."
        )
        found.append(Caution("close-to-threshold", text))
    return found
