"""Gamma, the rate of encounter where nobody is registered: held, or estimated and judged."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from undercount.estimate.aggregate.likelihood import Array
from undercount.estimate.aggregate.power_law import Fit, NoDispersionError, Problem, fit_power_law

_POINTS: Final = 25
# Half the 95% point of chi-square with one degree of freedom.
_WITHIN: Final = 1.92


@dataclass(frozen=True, slots=True, eq=False)
class GammaFit:
    """A fit with what its gamma rests on.

    Attributes:
        fit: at the maximum.
        profile: (gamma, log likelihood, total) on the grid; empty where gamma was held.
        at_zero: whether the likelihood only rises as gamma falls.
        at_top: whether it does not fall off as gamma grows beyond the ratios themselves, within
            what the data rule out.
    """

    fit: Fit
    profile: tuple[tuple[float, float, float], ...] = ()
    at_zero: bool = False
    at_top: bool = False

    def allowed(self) -> tuple[float, float, float, float] | None:
        """Lowest and highest gamma of the 95% profile interval, and totals there."""
        near = [row for row in self.profile if row[1] >= self.fit.loglik - _WITHIN]
        if not near:
            return None
        totals = [row[2] for row in near]
        return near[0][0], near[-1][0], min(totals), max(totals)

    def log_spread(self, total: float) -> float:
        """Standard error of log total that a gamma held at 0 hides: 0 where it was not.

        A gamma at its edge has no standard error, but larger ones may fit nearly as well. The
        farthest total among them is taken to lie 1.96 standard errors off.
        """
        allowed = self.allowed()
        if not self.at_zero or allowed is None:
            return 0.0
        return max(abs(math.log(end / total)) for end in allowed[2:]) / 1.96


def total_of(size: Array, theta: Array) -> float:
    """The sum of N**alpha over the rows."""
    return float(np.exp(size @ theta[: size.shape[1]]).sum())


def limits(ratio: Array, population: Array) -> tuple[float, float]:
    """The range in which gamma is looked for."""
    some = ratio[ratio > 0]
    least = min(float(some.min()), 1 / float(population.max()))
    return least * 1e-3, float(some.max()) * 10


def fit_held(
    given: Problem, gamma: float, negative_binomial: bool, start: Array | None = None
) -> Fit | None:
    """The fit at one gamma; the Poisson one if the dispersion runs to infinity."""
    try:
        return fit_power_law(given, gamma, negative_binomial, start)
    except NoDispersionError:
        return fit_power_law(given, gamma, False)


def fit_estimated(given: Problem, population: Array, negative_binomial: bool) -> GammaFit | None:
    """The fit over a grid of gamma, then from its best point in all parameters together."""
    low, high = limits(given.ratio, population)
    rows: list[tuple[float, float, float]] = []
    fits: list[Fit] = []
    for gamma in np.geomspace(low, high, _POINTS):
        # The neighbour is a good start, unless it is Poisson's and lacks a parameter.
        near = fits[-1].theta if fits and (fits[-1].tau is None) != negative_binomial else None
        fit = fit_held(given, float(gamma), negative_binomial, near)
        if fit is None and near is not None:
            fit = fit_held(given, float(gamma), negative_binomial)
        if fit is not None:
            fits.append(fit)
            rows.append((float(gamma), fit.loglik, total_of(given.size, fit.theta)))
    if not fits:
        return None
    at = int(np.argmax([fit.loglik for fit in fits]))
    best, profile = fits[at], tuple(rows)
    open_top = rows[-1][1] >= best.loglik - _WITHIN
    if at == 0:
        # Without a country where nobody is registered the limit is gamma = 0 itself.
        zero = fit_held(given, 0.0, negative_binomial) if (given.ratio > 0).all() else best
        return GammaFit(zero or best, profile, True, open_top)
    if at == len(fits) - 1:
        return GammaFit(best, profile, False, True)
    joint = refit(given, best, free_gamma=True)
    if joint is None or joint.loglik < best.loglik - 1e-6:
        return None
    return GammaFit(joint, profile, False, open_top)


def refit(given: Problem, near: Fit, *, free_gamma: bool = False) -> Fit | None:
    """The same model on other rows, weights or counts, from the parameters of a fit nearby.

    Args:
        given: what to fit.
        near: a fit; if its gamma was estimated, so is this one's.
        free_gamma: whether to estimate gamma from a fit that held it.
    """
    columns, negative_binomial = given.size.shape[1], near.tau is not None
    start = near.theta
    if free_gamma and not near.free_gamma:
        start = np.insert(start, columns + 1, np.log(near.gamma))
    free_gamma = free_gamma or near.free_gamma
    held = None if free_gamma else near.gamma
    try:
        return fit_power_law(given, held, negative_binomial, start)
    except NoDispersionError:
        return fit_power_law(given, held, False, start[:-1])


def without_rows(given: Problem, keep: Array) -> Problem:
    """The rows that are kept."""
    return replace(
        given,
        m=given.m[keep],
        size=given.size[keep],
        ratio=given.ratio[keep],
        weight=given.weight[keep],
    )
