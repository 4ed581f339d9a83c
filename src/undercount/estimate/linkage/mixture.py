"""Totals drawn from log-linear models averaged by what speaks for each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.linkage.noisy import NoisyFits, means

# Of one parameter, and the power of the weights; see `weights`.
PENALTY = 2.0
FLATTENED = 0.5
# A mean beyond this many unseen people is no answer.
_MOST = 1e12
# Models that weigh less are left out.
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Shares:
    """Where the variance of log N comes from, by the law of total variance; they sum to 1.

    Attributes:
        links: from the errors of the counts, which the audit of more records would narrow.
        chance: from who happened to be listed.
        models: from not knowing the model.
    """

    links: float
    chance: float
    models: float


def weighed(fits: NoisyFits) -> tuple[NoisyFits, NDArray[np.float64]]:
    """The models that count, the best first, and their weights, shape (m,), which sum to 1.

    Weights are exp(-(distance + 2 parameters) / 4): Akaike's (Buckland, Burnham & Augustin 1997)
    to the power 1/2, since none of the models is quite true, with a distance that knows the errors
    of the counts: what they may have put there speaks for no term. Weights by BIC as if the people
    had been counted take errors for dependences; weights by BIC that knows the errors keep to the
    smallest models, where the true counts would tell larger ones.
    """
    criterion = fits.distance + PENALTY * fits.models.sum(axis=1)
    made = np.exp(-FLATTENED / 2 * (criterion - criterion.min()))
    made = np.where(fits.totals < _MOST, made, 0.0)
    order = np.argsort(-made, kind="stable")
    order = order[made[order] > _LEAST * made.max()]
    return fits.take(order), made[order] / made[order].sum()


def draw_totals(
    fits: NoisyFits, weight: NDArray[np.float64], draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Shape (draws,): people, seen and unseen, with the noise of their own number.

    A model is drawn by its weight, its terms from their normal law, and the people about the
    mean that follows.
    """
    made = []
    for row, times in enumerate(rng.multinomial(draws, weight)):
        if times:
            theta = fits.theta[row] + _normal(np.add(*fits.covariances(row)), times, rng)
            made.append(means(theta).sum(axis=1))
    mean = np.minimum(np.concatenate(made), _MOST)
    drawn: NDArray[np.float64] = rng.permutation(mean + np.sqrt(mean) * rng.normal(size=len(mean)))
    return drawn


def shares(fits: NoisyFits, weight: NDArray[np.float64]) -> Shares:
    """Where the variance of log N comes from."""
    total = fits.totals
    slope = _slopes(fits) / total[:, None]
    links = chance = 0.0
    for row in np.flatnonzero(weight).tolist():
        by_chance, by_links = fits.covariances(row)
        links += weight[row] * float(slope[row] @ by_links @ slope[row])
        chance += weight[row] * (float(slope[row] @ by_chance @ slope[row]) + 1 / total[row])
    log = np.log(total)
    models = float(weight @ (log - weight @ log) ** 2)
    whole = links + chance + models
    return Shares(float(links / whole), float(chance / whole), float(models / whole))


def _slopes(fits: NoisyFits) -> NDArray[np.float64]:
    """Shape (m, 2**t): derivatives of the total in the terms of each model."""
    cells = np.arange(fits.models.shape[1])
    within = ((cells[:, None] & cells) == cells).astype(np.float64)
    made: NDArray[np.float64] = (means(fits.theta) @ within) * fits.models
    return made


def _normal(
    covariance: NDArray[np.float64], draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Shape (draws, k): normal draws about 0."""
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    values = np.maximum(values, 0.0)
    made: NDArray[np.float64] = (
        rng.normal(size=(draws, len(values))) * np.sqrt(values)
    ) @ vectors.T
    return made
