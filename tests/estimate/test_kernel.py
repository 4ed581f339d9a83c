"""The compiled kernel against slow arithmetic that writes the design matrix out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from undercount.estimate.loglinear import kernel
from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.roles import unrestricted


def design_of(model: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    terms = np.flatnonzero(model)
    cells = np.arange(1, len(model))
    return terms, ((cells[:, None] & terms) == terms).astype(float)


def fits_of(counts: NDArray[np.float64], models: NDArray[np.bool_]) -> tuple[NDArray[Any], ...]:
    none = np.zeros(len(models), dtype=np.int64)
    made: tuple[NDArray[Any], ...] = kernel.fit_models(
        counts, models.copy(), unrestricted(len(counts)), none, 0.0, np.inf, np.inf, np.empty(0)
    )
    return made


def test_all_models_are_hierarchical_and_different() -> None:
    models = hierarchical_models(4)
    assert len(np.unique(models, axis=0)) == len(models) == 113
    for model in models:
        for term in np.flatnonzero(model):
            assert all(model[term & ~(1 << i)] for i in range(4))
    assert not models[:, 15].any()


def test_fitted_means_solve_the_likelihood_equations() -> None:
    counts = np.random.default_rng(4).poisson(40, 16).astype(float) + 1
    counts[0] = 0
    for model in hierarchical_models(4):
        (status,), *_, mu = fits_of(counts, model[np.newaxis])
        _, design = design_of(model)
        assert status == kernel.FITTED
        assert design.T @ mu[1:] == pytest.approx(design.T @ counts[1:], rel=1e-6)


def test_variance_of_the_intercept_is_that_of_the_information_matrix() -> None:
    counts = np.random.default_rng(5).poisson(40, 16).astype(float) + 1
    counts[0] = 0
    models = hierarchical_models(4)
    variance = fits_of(counts, models)[3]
    for model, value in zip(models, variance, strict=True):
        mu = fits_of(counts, model[np.newaxis])[-1]
        _, design = design_of(model)
        inverse = np.linalg.inv((design.T * mu[1:]) @ design)
        assert value == pytest.approx(inverse[0, 0], rel=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_verdicts_agree_with_rank_and_linear_programme(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(30, 16) * (rng.random(16) < rng.uniform(0.3, 0.9))
    counts[0] = 0
    counts[[1, 2, 4, 8]] += 5  # every list has people on it
    table = counts.astype(float)
    models = hierarchical_models(4)
    status = fits_of(table, models)[0]
    for model, verdict in zip(models, status, strict=True):
        _, design = design_of(model)
        supported = design[counts[1:] > 0].any(axis=0)
        kept = ~design[:, ~supported].any(axis=1)
        reduced = design[kept][:, supported]
        identified = np.linalg.matrix_rank(reduced) == reduced.shape[1]
        assert identified == (verdict != kernel.UNIDENTIFIED)
        if identified and verdict != kernel.UNDECIDED:
            assert mle_exists(table, model) == (verdict == kernel.FITTED)


def test_existence_depends_on_the_zeros_only() -> None:
    model = np.zeros(8, dtype=np.bool_)
    model[[0, 1, 2, 3, 4]] = True  # [AB][C]
    counts = np.array([0.0, 40, 30, 6, 20, 0, 0, 0])
    assert not mle_exists(counts, model)
    assert not mle_exists(counts * 1000, model)
    counts[5] = 1
    assert mle_exists(counts, model)
