"""Totals of tables that could have been: drawn from the model, or countries weighed anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.aggregate.gamma import refit, total_of
from undercount.estimate.aggregate.likelihood import Array
from undercount.estimate.aggregate.power_law import Fit, Problem

_MOST_TRIES: Final = 1000


def parametric(
    given: Problem, fit: Fit, size: Array, replicates: int, generator: np.random.Generator
) -> Array:
    """Shape (replicates,): totals refitted to counts drawn from the fit; nan where none fits.

    Args:
        given: the rows of the fit.
        fit: the model drawn from.
        size: shape (rows of the total, a), as in `Problem`.
        replicates: tables to draw.
        generator: of random numbers.
    """
    made = np.full(replicates, np.nan)
    for i in range(replicates):
        drawn = replace(given, m=draw(fit, given.truncated, generator))
        made[i] = _total(drawn, fit, size)
    return made


def by_cluster(
    given: Problem,
    fit: Fit,
    size: Array,
    cluster: NDArray[np.int64],
    replicates: int,
    generator: np.random.Generator,
) -> Array:
    """Shape (replicates,): totals refitted with exponential weights, one for each country.

    The weighted likelihood bootstrap (Newton & Raftery 1994; Xu et al. 2020): it leaves no
    country out, so a term that rests on one stays estimable, and rows of one country stay
    together.
    """
    made = np.full(replicates, np.nan)
    countries = int(cluster.max()) + 1
    for i in range(replicates):
        drawn = generator.standard_exponential(countries)
        weight = (drawn / drawn.mean())[cluster]
        made[i] = _total(replace(given, weight=weight), fit, size)
    return made


def draw(fit: Fit, truncated: bool, generator: np.random.Generator) -> Array:
    """Shape (r,): counts from the fitted law."""
    mean = np.exp(fit.eta)
    made = _counts(mean, fit.tau, generator)
    if truncated:
        for _ in range(_MOST_TRIES):
            none = np.flatnonzero(made == 0)
            if not len(none):
                break
            made[none] = _counts(mean[none], fit.tau, generator)
        # So rare an encounter, if there is one, is one.
        made[made == 0] = 1.0
    return made


def _counts(mean: Array, tau: float | None, generator: np.random.Generator) -> Array:
    if tau is not None:
        phi = float(np.exp(tau))
        mean = generator.gamma(phi, mean / phi)
    return generator.poisson(mean).astype(np.float64)


def _total(given: Problem, fit: Fit, size: Array) -> float:
    found = refit(given, fit)
    if found is None:
        return float("nan")
    return total_of(size, found.theta)
