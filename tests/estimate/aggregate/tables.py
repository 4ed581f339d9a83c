"""Tables of the tests: the published ones of the example, and simulated ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from undercount.estimate import AggregateCounts
from undercount.results import Estimate, NotEstimable

FOLDER = Path(__file__).parents[3] / "examples/poland-2019/aggregates"


def poland(half: str) -> AggregateCounts:
    """Beręsewicz & Pawlukiewicz (2020); `half` is "first" or "second"."""
    return AggregateCounts.read_csv(FOLDER / f"{half}-half.csv", covariates=("ukrainian", "sex"))


def counts(
    m: list[int], n: list[int], size: list[int], country: list[str] | None = None
) -> AggregateCounts:
    """A table from lists of numbers."""
    names = country or [f"c{i:02}" for i in range(len(m))]
    return AggregateCounts(tuple(names), np.array(m), np.array(n), np.array(size))


def simulated(
    seed: int,
    countries: int,
    gamma: float = 0.0,
    phi: float | None = 1.5,
    alpha: float = 0.7,
    beta: float = 0.6,
) -> tuple[AggregateCounts, float]:
    """A table drawn from the model, and the people it was drawn from."""
    draw = np.random.default_rng((20261123, seed))
    size = np.maximum(2, np.rint(np.exp(draw.normal(6.5, 1.8, countries)))).astype(np.int64)
    registered = draw.poisson(size * np.exp(draw.normal(-3, 0.8, countries)))
    if gamma == 0:
        registered = np.maximum(registered, 1)
    mean = size**alpha * (gamma + registered / size) ** beta
    m = draw.poisson(mean if phi is None else draw.gamma(phi, mean / phi))
    names = tuple(f"c{i:03}" for i in range(countries))
    return AggregateCounts(names, m, registered, size), float((size**alpha).sum())


def fitted(answer: Estimate | NotEstimable) -> Estimate:
    """The estimate, which it must be."""
    assert isinstance(answer, Estimate), answer
    return answer


def refused(answer: Estimate | NotEstimable) -> NotEstimable:
    """The refusal, which it must be."""
    assert isinstance(answer, NotEstimable), answer
    return answer


def codes(answer: Estimate) -> set[str]:
    """Codes of the cautions."""
    return {caution.code for caution in answer.cautions}
