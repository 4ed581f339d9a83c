"""How often the interval holds the truth in tables like this one."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.loglinear.contenders import Chosen
from undercount.estimate.loglinear.criterion import Criterion
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.notation import format_model
from undercount.estimate.loglinear.profile import profile_interval, profile_likelihood
from undercount.estimate.loglinear.roles import unrestricted
from undercount.estimate.loglinear.search import fit_all
from undercount.estimate.loglinear.searching import search_all
from undercount.estimate.unusable import NOBODY
from undercount.histories import CaptureHistories
from undercount.results.robustness_checks import NotDone, Simulated, Spread

MOST_LISTS = 6
# Six lists have 32,768 models to choose from in every table.
_SHARE_AT_SIX = 5
_TWO_LISTS = ((1.0, "independent lists"), (2.0, "odds ratio 2"), (0.5, "odds ratio 1/2"))


@dataclass(frozen=True, slots=True, eq=False)
class _Truth:
    """What tables are drawn from.

    Attributes:
        name: the model in words.
        means: shape (2**t,), people by cell, those on no list in cell 0.
    """

    name: str
    means: NDArray[np.float64]


def simulated_coverage(
    data: CaptureHistories,
    near: Spread | NotDone,
    level: float,
    seed: int,
    replicates: int,
    step: Callable[[int, int], None],
) -> tuple[Simulated, ...] | NotDone:
    """The whole procedure, choice of model and profile interval, on tables whose total is known.

    A truth is a fitted model with its total N; its tables are multinomial with N people, of whom
    those on no list are then forgotten. Truths are the chosen model and, among the models less
    than 6 BIC behind it, those with the lowest and the highest total: if one of these is true,
    the choice will often fall on another. For two lists the truths are three odds ratios. A
    table without an estimate counts as one whose interval missed.

    Args:
        data: the table.
        near: the models near the best.
        level: of the intervals.
        seed: of the draws.
        replicates: tables for each truth; a fifth of them at six lists.
        step: told how many tables are done, and of how many.
    """
    n_lists = len(data.lists)
    if n_lists > MOST_LISTS:
        return NotDone(
            f"Choosing among all models over {n_lists} lists again and again takes too long; "
            "six lists are the most."
        )
    roles = unrestricted(len(data.counts))
    models = hierarchical_models(n_lists, 2 if n_lists == 6 else None)
    searched = search_all(data.counts, models, Criterion(), roles)
    order = np.argsort(Criterion().of(searched.fits, data.n_observed), kind="stable")
    truths = _truths(data, models[order], near)
    if n_lists == 6:
        replicates = max(1, replicates // _SHARE_AT_SIX)
    rng, made = np.random.default_rng(seed), []
    for i, truth in enumerate(truths):
        total = round(float(truth.means.sum()))
        tables = rng.multinomial(total, truth.means / truth.means.sum(), size=replicates)
        tables[:, 0] = 0
        points, lows, highs = np.full((3, replicates), math.nan)
        for j, table in enumerate(tables):
            points[j], lows[j], highs[j] = _procedure(table, searched.choose, level)
            step(i * replicates + j + 1, len(truths) * replicates)
        made.append(_counted(truth.name, total, points, lows, highs))
    return tuple(made)


def _counted(
    name: str,
    total: int,
    points: NDArray[np.float64],
    lows: NDArray[np.float64],
    highs: NDArray[np.float64],
) -> Simulated:
    """What the intervals of one truth did; nan, an estimate that was refused, is in none."""
    # The truth is a whole number of people and the ends are not: half a person is no miss.
    covered = (lows <= total + 0.5) & (total - 0.5 <= highs)
    answered = points[np.isfinite(points)]
    return Simulated(
        truth=name,
        total=float(total),
        replicates=len(points),
        covered=float(covered.mean()),
        too_low=float((highs < total - 0.5).mean()),
        too_high=float((lows > total + 0.5).mean()),
        bias=float(np.median(answered) / total - 1) if len(answered) else None,
    )


def _procedure(
    table: NDArray[np.int64], choose: Callable[[NDArray[np.int64]], Chosen], level: float
) -> tuple[float, float, float]:
    """Point and interval of one table, or nan where `LogLinear` would refuse."""
    nothing = (math.nan, math.nan, math.nan)
    cells = np.arange(len(table))
    n_lists = len(table).bit_length() - 1
    met = all(table[cells >> i & 1 == 1].any() for i in range(n_lists))
    if not met or not table[np.bitwise_count(cells) >= 2].any():
        return nothing
    n, chosen = int(table.sum()), choose(table)
    if chosen.model is None or chosen.unseen < NOBODY:
        return nothing
    roles = unrestricted(len(table))
    likelihood = profile_likelihood(table.astype(np.float64), chosen.model, roles)
    low, _, high = profile_interval(likelihood, n, chosen.unseen, level)
    return n + chosen.unseen, n + min(low, chosen.unseen), n + max(high, chosen.unseen)


def _truths(
    data: CaptureHistories, ranked: NDArray[np.bool_], near: Spread | NotDone
) -> list[_Truth]:
    if len(data.lists) == 2:
        cells = data.counts.astype(np.float64)
        unseen = cells[1] * cells[2] / cells[3]
        return [_Truth(name, np.r_[ratio * unseen, cells[1:]]) for ratio, name in _TWO_LISTS]
    names = [format_model(ranked[0], data.lists)]
    if isinstance(near, Spread):
        by_total = sorted(near.equals(), key=lambda item: item.point)
        names += [by_total[0].model, by_total[-1].model]
    found = {name: _fitted(data, name, ranked) for name in names}
    return list(found.values())


def _fitted(data: CaptureHistories, name: str, ranked: NDArray[np.bool_]) -> _Truth:
    """The means of the model of a name, which is among the first of the ranked."""
    from undercount.estimate.loglinear import kernel

    model = next(model for model in ranked if format_model(model, data.lists) == name)
    table, models = data.counts.astype(np.float64), np.array(model[np.newaxis])
    roles, unsized = unrestricted(len(table)), np.zeros(1, dtype=np.int64)
    means: NDArray[np.float64] = kernel.fit_models(
        table, models, roles, unsized, 0.0, math.inf, math.inf, np.empty(0)
    )[-1]
    means[0] = fit_all(data.counts, models).unseen[0]
    return _Truth(name, means)
