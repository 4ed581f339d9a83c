"""From a fitted family to the number of people: the Horvitz-Thompson total."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from undercount.estimate.register.families.family import Family
from undercount.estimate.register.jet import Array
from undercount.estimate.register.likelihood import Rows, parameters, plain_parameters


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """The people each row stands for, and how well that is known.

    Attributes:
        each: shape (r,): people behind one person of each row, itself among them.
        point: people in all.
        se: standard error of `point`, people.
        slope: shape (r, P): derivative of `each` in all parameters.
        chance: shape (r,): variance of one person's contribution, for who happened to be met.
    """

    each: Array
    point: float
    se: float
    slope: Array
    chance: Array

    def part(self, people: Array, covariance: Array) -> tuple[float, float]:
        """People behind some of the rows, and the standard error of their number.

        Args:
            people: shape (r,), 0 where a row is not of the part.
            covariance: shape (P, P), of the parameters.
        """
        slope = people @ self.slope
        variance = slope @ covariance @ slope + people @ self.chance
        return float(people @ self.each), math.sqrt(max(float(variance), 0.0))


def stands_for(family: Family, rows: Rows, theta: Array) -> Array:
    """Shape (b, r): people behind one person of each row, at b parameter vectors."""
    eta, *more = plain_parameters(rows, theta)
    log_missed = family.log_missed(eta, tuple(more)).value
    seen = -np.expm1(np.minimum(np.asarray(log_missed), -1e-300))
    made: Array = np.where(family.stand_for_unseen(rows.y), 1 / seen, 1.0)
    return made


def horvitz_thompson(
    family: Family, rows: Rows, theta: Array, people: Array, covariance: Array
) -> Total:
    """N = sum people / (1 - p0), with its variance (van der Heijden et al. 2003).

    The variance is sum people p0 / (1 - p0)**2, for who happened to be met, plus g' C g, for the
    rates being estimated, with g the gradient of N and C their covariance. People below the
    counts of the likelihood stand for themselves.

    Args:
        family: of the counts.
        rows: the table, all rows of it.
        theta: shape (P,).
        people: shape (r,).
        covariance: shape (P, P).
    """
    eta, *more = parameters(rows, theta[np.newaxis])
    missed = family.log_missed(eta, tuple(more))
    inside = family.stand_for_unseen(rows.y)
    seen = -np.expm1(np.minimum(missed.value[0], -1e-300))
    odds = np.where(inside, np.exp(missed.value[0]) / seen, 0.0)
    # d (1 / (1 - p0)) = p0 / (1 - p0)**2 d log p0.
    first = odds / seen * missed.slope[0]
    slope = [first.reshape(-1, 1) * rows.design]
    slope += [(odds / seen * part).reshape(-1, 1) for part in missed.slope[1:]]
    made = Total(1 + odds, 0.0, 0.0, np.column_stack(slope), odds / seen)
    point, se = made.part(people, covariance)
    return Total(made.each, point, se, made.slope, made.chance)
