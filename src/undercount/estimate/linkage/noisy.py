"""Log-linear models of counts that carry an error of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Terms of two lists and more are odds ratios and their ratios: beyond exp(+-2 x 2.5) none is met,
# and where a cell tells nothing the term must not run away.
_PRIOR_SD = 2.5
_STEPS = 40
_ARRIVED = 1e-5
_LOWEST, _HIGHEST = -12.0, 20.0
# A cell without people still varies by about one.
_LEAST_VARIANCE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class NoisyFits:
    """Models fitted to one table of counts with errors.

    Attributes:
        models: shape (m, 2**t), True at each term.
        distance: shape (m,), squared distance of counts and fit in their covariance, with that of
            the terms from their prior.
        theta: shape (m, 2**t), terms; 0 where the model has none.
        precision: shape (2**t - 1, 2**t - 1), of the counts: the inverse of their covariance.
        errors: the same shape, covariance of the errors of the counts.
    """

    models: NDArray[np.bool_]
    distance: NDArray[np.float64]
    theta: NDArray[np.float64]
    precision: NDArray[np.float64]
    errors: NDArray[np.float64]

    @property
    def totals(self) -> NDArray[np.float64]:
        """Shape (m,): expected people of each model, the unseen with them."""
        made: NDArray[np.float64] = means(self.theta).sum(axis=1)
        return made

    def take(self, rows: NDArray[np.int64]) -> NoisyFits:
        """These models, in this order."""
        held = self.models[rows], self.distance[rows], self.theta[rows]
        return NoisyFits(*held, self.precision, self.errors)

    def covariances(self, row: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shape (2**t, 2**t) each: covariance of a model's terms from chance, and from errors."""
        size = self.models.shape[1]
        terms = np.flatnonzero(self.models[row])
        cells = np.arange(1, size)
        mu = means(self.theta[row])[1:]
        slope = ((cells[:, None] & terms) == terms) * mu[:, None]
        weighted = slope.T @ self.precision
        whole = np.linalg.inv(weighted @ slope + np.diag(_prior(terms)))
        influence = whole @ weighted
        chance, links = np.zeros((2, size, size))
        links[np.ix_(terms, terms)] = influence @ self.errors @ influence.T
        chance[np.ix_(terms, terms)] = whole
        return chance - links, links


def means(theta: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (m, 2**t): expected people by cell, cell 0 the unseen; from terms of that shape."""
    t = theta.shape[-1].bit_length() - 1
    table = theta.reshape(*theta.shape[:-1], *(2,) * t)
    for axis in range(theta.ndim - 1, table.ndim):
        table = np.cumsum(table, axis=axis)
    made: NDArray[np.float64] = np.exp(np.clip(table.reshape(theta.shape), _LOWEST, _HIGHEST))
    return made


def fit_noisy(
    counts: NDArray[np.float64], errors: NDArray[np.float64], models: NDArray[np.bool_]
) -> NoisyFits:
    """Fits log-linear models by generalised least squares.

    The counts y vary about exp(X theta) by chance, like Poisson counts, and by their own errors:
    V = diag(m) + E, m halfway between the counts and their fit under independence. Minimised is
    (y - mu)' V**-1 (y - mu), with a normal prior of standard deviation 2.5 on the terms of two
    lists and more, by Gauss-Newton steps; V is the same for all models, so that they compare.

    Args:
        counts: shape (2**t,), people by cell; cell 0 is not used. Noise may put some below 0, and
            they are taken as they are: set to 0 they would be too high on average.
        errors: shape (2**t, 2**t), their covariance E; row and column 0 are not used.
        models: shape (m, 2**t), True at each term, intercept and lists among them.
    """
    y = counts[1:]
    t = len(counts).bit_length() - 1
    main = np.zeros((1, len(counts)), np.bool_)
    main[0, [0, *(1 << bit for bit in range(t))]] = True
    rough = _inverse(np.diag(np.maximum(y, 1.0)) + errors[1:, 1:])
    independent = means(_theta(y, rough, main))[0, 1:]
    most = max(float(y.sum()), 0.0) + 1
    poisson = np.maximum((y + np.minimum(independent, most)) / 2, _LEAST_VARIANCE)
    precision = _inverse(np.diag(poisson) + errors[1:, 1:])
    theta, distance = np.zeros(models.shape), np.zeros(len(models))
    sizes = models.sum(axis=1)
    for p in np.unique(sizes):
        rows = np.flatnonzero(sizes == p)
        theta[rows] = _theta(y, precision, models[rows])
        off = y - means(theta[rows])[:, 1:]
        distance[rows] = np.einsum("gc,cd,gd->g", off, precision, off)
    distance += theta**2 @ _prior(np.arange(models.shape[1]))
    return NoisyFits(models, distance, theta, precision, errors[1:, 1:])


def _theta(
    y: NDArray[np.float64], precision: NDArray[np.float64], models: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Shape (g, 2**t): terms of models of one size."""
    g, size = models.shape
    terms = np.nonzero(models)[1].reshape(g, -1)
    cells = np.arange(1, size)
    design = ((cells[None, :, None] & terms[:, None, :]) == terms[:, None, :]).astype(np.float64)
    prior = _prior(terms)
    begin = np.maximum(y, 0.0) + 0.5
    across = np.swapaxes(design * begin[:, None], 1, 2)
    right = across @ np.log(begin)[:, None]
    kept = np.linalg.solve(across @ design + _diagonal(prior + 1e-9), right)[..., 0]
    theta = np.zeros((g, size))
    moving = np.arange(g)
    for _ in range(_STEPS):
        theta[moving[:, None], terms[moving]] = kept[moving]
        mu = means(theta[moving])[:, 1:]
        slope = design[moving] * mu[:, :, None]
        weighted = np.swapaxes(slope, 1, 2) @ precision
        score = (weighted @ (y - mu)[..., None])[..., 0] - prior[moving] * kept[moving]
        matrix = weighted @ slope + _diagonal(prior[moving])
        ridge = 1e-9 * np.einsum("gpp->gp", matrix) + 1e-9
        step = np.linalg.solve(matrix + _diagonal(ridge), score[..., None])[..., 0]
        longest = np.abs(step).max(axis=1)
        kept[moving] += step * np.minimum(1.0, 1.0 / np.maximum(longest, 1e-9))[:, None]
        moving = moving[longest > _ARRIVED]
        if not len(moving):
            break
    theta[np.arange(g)[:, None], terms] = kept
    return theta


def _prior(terms: NDArray[np.int64]) -> NDArray[np.float64]:
    """The prior precision of each term, of the shape of `terms`."""
    many = np.bitwise_count(terms.astype(np.uint64))
    return np.where(many >= 2, _PRIOR_SD**-2.0, 0.0)


def _diagonal(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (g, p, p): each row of shape (g, p) as a diagonal matrix."""
    made: NDArray[np.float64] = values[:, :, None] * np.eye(values.shape[1])
    return made


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)
