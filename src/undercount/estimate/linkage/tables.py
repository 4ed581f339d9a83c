"""One method fitted to many tables of counts, each as likely as the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

# Of each table.
_DRAWS = 20
_MOST_TABLES = 400


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Totals over many tables.

    Attributes:
        draws: shape (k,), people.
        links: share of the variance of log N that lies between the tables.
        missing: share of the tables without an estimate.
        refused: the first refusal, or None.
    """

    draws: NDArray[np.float64]
    links: float
    missing: float
    refused: NotEstimable | None


def pooled(
    lists: tuple[str, ...], tables: NDArray[np.float64], method: Any, rng: np.random.Generator
) -> Pooled:
    """Fits a method to each table and puts the draws of its answers together.

    Args:
        lists: names of the lists.
        tables: shape (k, 2**t), people; parts of people are rounded up or down by chance.
        method: with `fit(histories, level, seed)` and draws.
        rng: for all of it.
    """
    if len(tables) > _MOST_TABLES:
        tables = tables[np.linspace(0, len(tables) - 1, _MOST_TABLES).astype(np.int64)]
    drawn, refused = [], []
    for table in tables:
        whole = np.floor(table + rng.random(table.shape)).astype(np.int64)
        whole[0] = 0
        answer = method.fit(CaptureHistories(lists, whole), seed=int(rng.integers(2**31)))
        if isinstance(answer, Estimate) and answer.draws is not None:
            drawn.append(rng.choice(answer.draws.ravel(), _DRAWS))
        elif isinstance(answer, NotEstimable):
            refused.append(answer)
    first = refused[0] if refused else None
    if not drawn:
        return Pooled(np.zeros(0), 0.0, 1.0, first)
    logs = np.log(np.array(drawn))
    within = float(logs.var(axis=1, ddof=1).mean())
    # The means of a few draws vary by chance too.
    between = max(float(logs.mean(axis=1).var()) - within / _DRAWS, 0.0)
    whole_variance = between + within
    share = between / whole_variance if whole_variance > 0 else 0.0
    missing = 1 - len(drawn) / len(tables)
    return Pooled(np.concatenate(drawn), share, missing, first)
