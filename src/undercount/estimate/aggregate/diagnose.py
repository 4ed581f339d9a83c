"""What the total of a power law hangs on: fit, constant, dependence, single countries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from undercount.estimate.aggregate.gamma import refit, total_of, without_rows
from undercount.estimate.aggregate.likelihood import Array
from undercount.estimate.aggregate.power_law import Fit, NoDispersionError, Problem, fit_power_law

SHIFTS: Final = (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
_WORST: Final = 5
# A count that can hardly be anything but 1 has no scatter to compare with.
_LEAST: Final = 1e-6


def log_total_se(
    given: Problem, fit: Fit, size: Array, cluster: NDArray[np.int64]
) -> tuple[float, float]:
    """Standard errors of log total by the delta method: from the model, and robust.

    The robust one is the sandwich over countries with the factor C / (C - k); it holds where the
    scatter is not the family's.
    """
    people = np.exp(size @ fit.theta[: size.shape[1]])
    gradient = np.zeros(len(fit.theta))
    gradient[: size.shape[1]] = people @ size / people.sum()
    reach = np.linalg.solve(fit.information, gradient)
    sums = np.zeros((int(cluster.max()) + 1, len(fit.theta)))
    np.add.at(sums, cluster, fit.scores * given.weight[:, None])
    countries = len(np.unique(cluster))
    robust = ((sums @ reach) ** 2).sum() * countries / max(countries - len(fit.theta), 1)
    model = max(float(gradient @ reach), 0.0)
    return math.sqrt(model), math.sqrt(float(robust))


def bias_corrected(fit: Fit, size: Array) -> float:
    """The total less its upward bias: each N**a times exp(-log(N)**2 x'Vx / 2).

    exp of an unbiased normal exponent overshoots on average; as in `uncounted` (Beręsewicz).
    """
    columns = size.shape[1]
    spread = np.linalg.inv(fit.information)[:columns, :columns]
    variance = np.einsum("ra,ab,rb->r", size, spread, size)
    return float(np.exp(size @ fit.theta[:columns] - variance / 2).sum())


def goodness(given: Problem, fit: Fit, labels: list[str]) -> dict[str, Any]:
    """Pearson's chi-square, counts of zero, and the rows that fit worst."""
    mean = np.exp(fit.eta)
    variance = mean if fit.tau is None else mean + mean**2 * np.exp(-fit.tau)
    log_none = -mean
    if fit.tau is not None:
        phi = np.exp(fit.tau)
        log_none = -phi * np.log1p(mean / phi)
    zeros = float(np.exp(log_none).sum())
    if given.truncated:
        # Of a tiny mean nearly all is lost in 1 - exp.
        seen = -np.expm1(log_none)
        square = (variance + mean**2) / seen
        mean = mean / seen
        variance = np.maximum(square - mean**2, _LEAST)
        zeros = 0.0
    residual = (given.m - mean) / np.sqrt(variance)
    square_sum, free = float((residual**2).sum()), len(mean) - len(fit.theta)
    worst = np.argsort(-np.abs(residual), kind="stable")[:_WORST]
    return {
        "chi_square": square_sum,
        "degrees_of_freedom": free,
        "p_value": float(chdtrc(free, square_sum)),
        "zeros_observed": int((given.m == 0).sum()),
        "zeros_fitted": zeros,
        "worst": [
            {
                "row": labels[i],
                "encounters": int(given.m[i]),
                "fitted": float(mean[i]),
                "residual": float(residual[i]),
            }
            for i in worst
        ],
    }


def constant(given: Problem, fit: Fit, size: Array) -> dict[str, float] | None:
    """The test of the constant that the model takes to be 1, and totals if it is not.

    With mu = c N**alpha rate**beta the data tell c, never whether it multiplies the people or
    their chance of being met. `total_if_people` and `total_if_chance` are the two extremes.
    """
    ones = np.ones((len(given.m), 1))
    wider = replace(given, size=np.hstack([given.size, ones]))
    start = np.insert(_held(fit, given), given.size.shape[1], 0.0)
    try:
        found = fit_power_law(wider, fit.gamma, fit.tau is not None, start)
    except NoDispersionError:
        found = fit_power_law(wider, fit.gamma, False, start[:-1])
    if found is None:
        return None
    # At its own gamma the fit without a constant is the best there is.
    ratio = max(2 * (found.loglik - fit.loglik), 0.0)
    columns = size.shape[1]
    chance = total_of(size, found.theta)
    factor = float(np.exp(found.theta[columns]))
    return {
        "constant": factor,
        "likelihood_ratio": ratio,
        "p_value": float(chdtrc(1, ratio)),
        "total_if_people": chance * factor,
        "total_if_chance": chance,
    }


def _held(fit: Fit, given: Problem) -> Array:
    """The parameters without log gamma."""
    at = given.size.shape[1] + 1
    return np.delete(fit.theta, at) if fit.free_gamma else fit.theta


def dependence(fit: Fit, size: Array, ratio: Array) -> list[dict[str, float]]:
    """The total if the share registered also tells how many people there are.

    If people of a country number N**alpha rate**d, rate = gamma + n / N, then encounters grow as
    rate to the power beta whatever d is: the data cannot tell d from 0. d > 0 leaves beta - d to
    the chance of being met.
    """
    columns = size.shape[1]
    people = size @ fit.theta[:columns]
    # A row outside the fit may have a rate of 0, which no shift can be applied to.
    rate = np.log(np.where(fit.gamma + ratio > 0, fit.gamma + ratio, 1.0))
    return [
        {
            "shift": shift,
            "beta_of_meeting": float(fit.theta[columns]) - shift,
            "total": float(np.exp(people + shift * rate).sum()),
        }
        for shift in SHIFTS
    ]


def influence(
    given: Problem, fit: Fit, size: Array, cluster: NDArray[np.int64], names: Sequence[str]
) -> list[dict[str, Any]]:
    """The total of all countries with parameters from all but one, by country.

    `total` is None where the others leave a term without data or do not converge. Sorted by how
    far the total moves.
    """
    base, made = total_of(size, fit.theta), []
    for code in np.unique(cluster):
        keep = cluster != code
        rest = without_rows(given, keep)
        found = None
        if np.linalg.matrix_rank(rest.size) == rest.size.shape[1]:
            found = refit(rest, fit)
        total = None if found is None else total_of(size, found.theta)
        change = None if total is None else total / base - 1
        made.append({"without": names[code], "total": total, "change": change})
    return sorted(made, key=_moved)


def jackknife(moved: list[dict[str, Any]]) -> float | None:
    """Standard error of log total from leaving out one country at a time (Tukey 1958).

    Args:
        moved: as `influence` gives them.

    Returns:
        None where a country cannot be left out.
    """
    totals = [row["total"] for row in moved]
    if None in totals:
        return None
    logs = np.log(totals)
    count = len(logs)
    return math.sqrt((count - 1) / count * float(((logs - logs.mean()) ** 2).sum()))


def _moved(row: dict[str, Any]) -> tuple[float, str]:
    if row["total"] is None:
        return -np.inf, row["without"]
    return -abs(float(np.log1p(row["change"]))), row["without"]
