"""Newton's method on many weightings of one table at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.register.families.family import Family
from undercount.estimate.register.jet import Array
from undercount.estimate.register.likelihood import Likelihood, Rows, likelihood

_MOST_STEPS = 120
# Twice what the log likelihood could still gain, before the last step is taken.
_ARRIVED = 1e-7
# A log rate or an auxiliary moves no further in one step.
_LONGEST = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Where Newton's method ended, of b weightings.

    Attributes:
        theta: shape (b, P), coefficients on the log rate and then auxiliaries.
        value: shape (b,), log likelihood, with the penalty where there was one.
        information: shape (b, P, P), observed, without the penalty.
        converged: shape (b,).
    """

    theta: Array
    value: Array
    information: Array
    converged: NDArray[np.bool_]


def newton(
    family: Family,
    rows: Rows,
    people: Array,
    start: Array,
    *,
    firth: NDArray[np.bool_] | None = None,
    hold: tuple[int, ...] = (),
) -> Fits:
    """Maximum likelihood, or Firth's, from a start; steps are damped until they climb.

    Args:
        family: of the counts.
        rows: the table.
        people: shape (b, r).
        start: shape (b, P).
        firth: shape (b,), which are penalised; none if left out.
        hold: which auxiliaries stay where they are, 0 the first.
    """
    theta, p = start.copy(), rows.design.shape[1]
    firth = np.zeros(len(theta), bool) if firth is None else firth
    now = likelihood(family, rows, theta, people, firth)
    damping = np.zeros(len(theta))
    converged = np.zeros(len(theta), bool)
    open_ = np.arange(len(theta))
    for _ in range(_MOST_STEPS):
        score, information = now.score[open_], now.information[open_]
        for j in hold:
            score[:, p + j] = 0.0
            information[:, p + j, :] = information[:, :, p + j] = 0.0
        step = _step(score, information, damping[open_])
        gain = (step * score).sum(1)
        reach = np.abs(step[:, :p] @ rows.design.T).max(1, initial=0.0)
        reach = np.maximum(reach, np.abs(step[:, p:]).max(1, initial=0.0))
        step *= np.minimum(1.0, _LONGEST / np.maximum(reach, 1e-300))[:, np.newaxis]
        trial = theta[open_] + step
        # A step that overflows does not climb, and is not taken.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            new = likelihood(family, rows, trial, people[open_], firth[open_])
        slack = 1e-12 * np.abs(now.value[open_]) + 1e-12
        climbs = (gain >= 0) & (new.value >= now.value[open_] - slack)
        _put(now, open_[climbs], new, climbs)
        theta[open_[climbs]] = trial[climbs]
        arrived = (np.abs(gain) < _ARRIVED) & (damping[open_] < 1e-6)
        converged[open_[arrived & (climbs | (gain >= 0))]] = True
        eased = damping[open_] / 10
        damping[open_] = np.where(
            climbs, np.where(eased < 1e-7, 0.0, eased), np.maximum(damping[open_] * 10, 1e-4)
        )
        open_ = open_[~converged[open_] & (damping[open_] < 1e12)]
        if not len(open_):
            break
    return Fits(theta, now.value, now.information, converged)


def _step(score: Array, information: Array, damping: Array) -> Array:
    diagonal: Array = np.abs(np.diagonal(information, axis1=1, axis2=2))
    ridge: Array = diagonal * (damping[:, np.newaxis] + 1e-12) + 1e-12
    damped = information + ridge[:, :, np.newaxis] * np.eye(score.shape[1])
    found = np.linalg.solve(damped, score[:, :, np.newaxis])
    made: Array = np.asarray(found[:, :, 0], dtype=np.float64)
    return made


def _put(now: Likelihood, at: NDArray[np.int64], new: Likelihood, some: NDArray[np.bool_]) -> None:
    now.value[at] = new.value[some]
    now.score[at] = new.score[some]
    now.information[at] = new.information[some]
