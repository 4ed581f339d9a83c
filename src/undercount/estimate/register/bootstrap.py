"""The bootstrap of a fitted family: samples drawn, each fitted as the first one was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.register.design import RegisterTable
from undercount.estimate.register.fitting import Fitted, starts
from undercount.estimate.register.jet import Array
from undercount.estimate.register.likelihood import Rows, plain_parameters
from undercount.estimate.register.newton import newton
from undercount.estimate.register.total import stands_for

# Expected further meetings below which a converged rate is on its way to 0.
_GONE = 1e-5
# Weights held at once: 32 MB an array.
_MOST = 4_000_000
_LEAST_CHANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Replicates:
    """Totals of bootstrap samples.

    Attributes:
        totals: shape (b,), people; `inf` where the dispersion ran to infinity.
        penalised: share of samples that separation sent to infinity, fitted with Firth's penalty.
        ended: share whose auxiliary parameter ran to an end of its range.
        levels: each level with the share of samples in which nobody in it was met again.
    """

    totals: Array
    penalised: float
    ended: float
    levels: tuple[tuple[str, float], ...]


def bootstrap(fitted: Fitted, kind: str, replicates: int, seed: int) -> Replicates:
    """Totals of samples drawn from the fit or from the register.

    Args:
        fitted: the family, fitted to the register.
        kind: "nonparametric": n people of the register with replacement; "semiparametric": a
            binomial number of them, of the estimated people at the share seen (Norris & Pollock
            1996); "parametric": everybody's meetings from the fitted law, those unseen dropped
            (Zwane & van der Heijden 2003).
        replicates: samples, 2 or more.
        seed: settles every sample.
    """
    rng = np.random.default_rng(seed)
    table = _simulated_table(fitted) if kind == "parametric" else fitted.table
    draw = _parametric if kind == "parametric" else _resampled
    at_once = max(1, min(replicates, _MOST // len(table.y)))
    made, again = [], np.zeros(len(table.levels))
    penalised = ended = 0
    informs = fitted.family.informs
    excess = np.maximum(table.y - informs, 0)
    for first in range(0, replicates, at_once):
        people = draw(fitted, table, min(at_once, replicates - first), kind, rng)
        totals, firth, ends = refit(fitted, table, people)
        made.append(totals)
        penalised += int(firth.sum())
        ended += int(ends.sum())
        for i, (_, inside) in enumerate(table.levels):
            here = inside[table.group]
            again[i] += (people[:, here] @ excess[here] == 0).sum()
    named = zip(table.levels, again / replicates, strict=True)
    levels = tuple((name, float(share)) for (name, _), share in named if share > 0)
    return Replicates(np.concatenate(made), penalised / replicates, ended / replicates, levels)


def _resampled(
    fitted: Fitted, table: RegisterTable, b: int, kind: str, rng: np.random.Generator
) -> Array:
    n, rows = table.n_observed, len(table.people)
    sizes = np.full(b, n)
    if kind == "semiparametric":
        everybody = max(round(fitted.total.point), n)
        sizes = np.maximum(rng.binomial(everybody, n / everybody, b), 1)
    if n > 5 * rows:
        return rng.multinomial(sizes, table.people / n).astype(np.float64)
    # Cheaper than a multinomial where hardly two people are alike.
    row = np.repeat(np.arange(rows), table.people.astype(np.int64))
    drawn = row[rng.integers(n, size=int(sizes.sum()))] + np.repeat(np.arange(b) * rows, sizes)
    return np.bincount(drawn, minlength=b * rows).reshape(b, rows).astype(np.float64)


def _simulated_table(fitted: Fitted) -> RegisterTable:
    """The same groups with all counts that the law may give them, and no people yet."""
    table, family = fitted.table, fitted.family
    g = len(table.design)
    below = table.take(table.y < family.least)
    most = int(table.y.max())
    while True:
        counts = np.arange(family.least, 2 * most + 2).astype(np.float64)
        group, y = np.repeat(np.arange(g), len(counts)), np.tile(counts, g)
        eta, *more = plain_parameters(Rows(table.design[group], y), fitted.theta[np.newaxis])
        density = np.exp(family.log_density(y, eta, tuple(more)).value[0]).reshape(g, -1)
        if (density[:, -1] < _LEAST_CHANCE).all() or most > 2000:
            break
        most *= 2
    # Chances beyond what any sample shows would only fill the table.
    keep = density.max(0) >= _LEAST_CHANCE
    counts, density = counts[keep], density[:, keep] / density[:, keep].sum(1, keepdims=True)
    group, y = np.repeat(np.arange(g), len(counts)), np.tile(counts, g)
    return RegisterTable(
        table.design,
        table.columns,
        np.concatenate([group, below.group]),
        np.concatenate([y, below.y]),
        np.concatenate([density.ravel(), below.people]),
        table.levels,
    )


def _parametric(
    fitted: Fitted, table: RegisterTable, b: int, kind: str, rng: np.random.Generator
) -> Array:
    """`table.people` holds the chances of each count, and people below the likelihood's."""
    family, own = fitted.family, fitted.table
    inside = family.stand_for_unseen(own.y)
    met = np.bincount(own.group, own.people * inside, len(own.design))
    behind = np.bincount(own.group, own.people * inside * fitted.total.each, len(own.design))
    people = np.empty((b, len(table.y)))
    width = int((table.group == 0).sum() - (own.group[~inside] == 0).sum())
    fresh = len(own.design) * width
    chances = table.people[:fresh].reshape(-1, width)
    everybody = rng.multinomial(round(behind.sum()), behind / behind.sum(), b)
    seen = rng.binomial(everybody, np.where(behind > 0, met / np.maximum(behind, 1e-300), 0.0))
    people[:, :fresh] = rng.multinomial(seen, chances).reshape(b, fresh)
    people[:, fresh:] = table.people[fresh:]
    return people


def refit(
    fitted: Fitted, table: RegisterTable, people: Array
) -> tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Totals, which samples were penalised, and whose auxiliaries ran to an end."""
    family, p = fitted.family, table.design.shape[1]
    inside = family.counts(table.y)
    rows = Rows(table.design[table.group], table.y)
    part = Rows(rows.design[inside], rows.y[inside])
    weights = people[:, inside]
    start = np.broadcast_to(fitted.theta, (len(people), len(fitted.theta)))
    firth = np.full(len(people), bool(fitted.firth))
    fits = newton(family, part, weights, start, firth=firth)
    theta = fits.theta.copy()
    expected = weights * (part.y >= family.informs) * np.exp(theta[:, :p] @ part.design.T)
    told = np.where(expected > 0, expected, np.inf)
    gone = ~firth & (~fits.converged | (told.min(1) < _GONE))
    if gone.any():
        from_none = starts(family, part, weights.sum(0))[:1].repeat(int(gone.sum()), 0)
        from_none[:, p:] = fitted.theta[p:]
        again = newton(family, part, weights[gone], from_none, firth=np.ones(int(gone.sum()), bool))
        theta[gone] = again.theta
    totals = (people * stands_for(family, rows, theta)).sum(1)
    ended = np.zeros(len(people), bool)
    for j, auxiliary in enumerate(family.auxiliaries):
        high = theta[:, p + j] >= auxiliary.grid[-1]
        ended |= high | (theta[:, p + j] <= auxiliary.grid[0])
        if auxiliary.unbounded:
            totals[high] = np.inf
    totals[weights.sum(1) == 0] = np.inf
    return totals, gone, ended
