"""Logistic regression for two answers or more, held together by a small ridge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

_MOST_STEPS = 100
_ARRIVED = 1e-10


def fit_logits(
    design: NDArray[np.float64], people: NDArray[np.float64], ridge: float
) -> NDArray[np.float64] | None:
    """Coefficients of a multinomial logit, by Newton steps; None if it does not converge.

    Maximises sum n_gc log pi_gc - ridge / 2 sum B**2, intercepts free, where log(pi_gc / pi_g0) =
    X B. The ridge keeps the coefficients of a level that holds one answer only finite; each answer
    must be given by somebody.

    Args:
        design: shape (g, p), 1 in the first column.
        people: shape (g, c), people of each group by their answer; the first one is the base.
        ridge: weight of the penalty, above 0.

    Returns:
        Shape (p, c), the first column 0.

    >>> made = fit_logits(np.ones((1, 1)), np.array([[30.0, 10.0]]), 1.0)
    >>> round(float(np.exp(made[0, 1])), 6)
    0.333333
    """
    n_columns, n_free = design.shape[1], people.shape[1] - 1
    total, answers = people.sum(axis=1), people.sum(axis=0)
    penalty = np.full((n_columns, n_free), ridge)
    penalty[0] = 0
    made = np.zeros((n_columns, n_free))
    made[0] = np.log(answers[1:] / answers[0])
    value = _penalised(design, people, total, made, penalty)
    for _ in range(_MOST_STEPS):
        share = np.exp(log_shares(design, made)[:, 1:])
        score = design.T @ (people[:, 1:] - total[:, None] * share) - penalty * made
        information = np.diag(penalty.T.ravel())
        for a in range(n_free):
            for b in range(a + 1):
                weight = total * share[:, a] * ((a == b) - share[:, b])
                block = (design.T * weight) @ design
                rows, columns = _block(a, n_columns), _block(b, n_columns)
                information[rows, columns] += block
                if a != b:
                    information[columns, rows] += block
        try:
            step = np.linalg.solve(information, score.T.ravel()).reshape(n_free, n_columns).T
        except np.linalg.LinAlgError:
            return None
        if float((step * score).sum()) < _ARRIVED * max(1.0, abs(value)):
            return np.column_stack([np.zeros(n_columns), made])
        length = min(1.0, 5.0 / float(np.abs(step).max()))
        while True:
            trial = _penalised(design, people, total, made + length * step, penalty)
            if trial >= value or length < 1e-8:
                break
            length /= 2
        made, value = made + length * step, trial
    return None


def log_shares(
    design: NDArray[np.float64], coefficients: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Shape (g, c), log pi; `coefficients` of shape (p, c - 1), those of the base left out."""
    reach = np.column_stack([np.zeros(len(design)), design @ coefficients])
    made: NDArray[np.float64] = reach - logsumexp(reach, axis=1, keepdims=True)
    return made


def _block(i: int, size: int) -> slice:
    return slice(i * size, (i + 1) * size)


def _penalised(
    design: NDArray[np.float64],
    people: NDArray[np.float64],
    total: NDArray[np.float64],
    coefficients: NDArray[np.float64],
    penalty: NDArray[np.float64],
) -> float:
    fitted = (people * log_shares(design, coefficients)).sum()
    return float(fitted - (penalty * coefficients**2).sum() / 2)
