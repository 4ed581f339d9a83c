"""Which models are tried on a table, which is chosen, and how a resampled table chooses again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from undercount.estimate import progress
from undercount.estimate.loglinear.contenders import Chosen, best_of
from undercount.estimate.loglinear.criterion import Criterion
from undercount.estimate.loglinear.downhill import downhill
from undercount.estimate.loglinear.notation import term_name
from undercount.estimate.loglinear.search import NEAR, Fits, Looked, fit_all, judge, writable
from undercount.estimate.loglinear.space import Space
from undercount.estimate.loglinear.stepwise import stepwise


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """The outcome of a search.

    Attributes:
        fits: the models worth keeping: all, or those within 10 of the best (downhill), or those
            stepped on (stepwise).
        best: row of the chosen model, -1 where no model has an estimate.
        choose: repeats the search on another table.
        tally: how many models that were looked at came to each verdict.
        name: of the search; "named" where there was nothing to search.
        order: most lists in one term of the models; None for a named model.
        steps: pairs added with their p-values, for a stepwise search.
    """

    fits: Fits
    best: int
    choose: Callable[[NDArray[np.int64]], Chosen]
    tally: dict[str, int]
    name: Literal["named", "all", "downhill", "stepwise"]
    order: int | None = None
    steps: tuple[dict[str, str | float], ...] = ()


def search_all(
    counts: NDArray[np.int64],
    models: NDArray[np.bool_],
    criterion: Criterion,
    roles: NDArray[np.int8],
    order: int | None = None,
) -> Searched:
    """Fits every model; `models` has shape (m, 2**t), and without an order it is the named one."""
    fits = fit_all(counts, models, roles)
    value = criterion.of(fits, int(counts.sum()))
    # In a tie of a resampled table the model that is better here wins.
    ranked = writable(models[np.argsort(value, kind="stable")])
    every = ranked.sum(axis=1)

    def choose(table: NDArray[np.int64]) -> Chosen:
        counted = criterion.infinite == "count"
        sizes = every if counted else criterion.sizes(ranked, table, roles)
        return best_of(table, ranked, sizes, criterion.penalty(int(table.sum())), roles)

    best = int(np.argmin(value)) if np.isfinite(value).any() else -1
    return Searched(fits, best, choose, fits.tally(), "all" if order else "named", order)


def search_downhill(
    counts: NDArray[np.int64], space: Space, criterion: Criterion, roles: NDArray[np.int8]
) -> Searched:
    """Keeps the visited models within 10 of the end, and the best by the other convention."""
    steps: list[Looked] = []

    def watch(looked: Looked) -> None:
        steps.append(looked)
        progress.tell("search", sum(len(step.models) for step in steps))

    end = downhill(counts, space, criterion, roles, NEAR, watch)
    n = int(counts.sum())
    values = np.concatenate([criterion.of(step, n) for step in steps])
    others = np.concatenate([criterion.other.of(step, n) for step in steps])
    runner = np.flatnonzero(others == others.min())[:1]
    kept: NDArray[np.bool_] = np.isin(np.arange(len(values)), runner)
    if end.model is not None:
        # What lies far behind needs no proof that its estimate exists: beside a wide table that
        # would take as long as the search.
        at_end = np.concatenate([(step.models == end.model).all(axis=1) for step in steps])
        kept |= values <= values[at_end] + NEAR
    rows = np.split(kept, np.cumsum([len(step.models) for step in steps])[:-1])
    near = [step.take(held) for step, held in zip(steps, rows, strict=True)]
    fits = judge(counts, Looked.joined(near), roles)
    tally = fits.tally()
    tally["given-up"] = len(kept) - int(kept.sum())

    def choose(table: NDArray[np.int64]) -> Chosen:
        return downhill(table, space, criterion, roles)

    best = -1
    if end.model is not None:
        best = int(np.flatnonzero((fits.models == end.model).all(axis=1))[0])
    return Searched(fits, best, choose, tally, "downhill", space.order)


def search_stepwise(
    counts: NDArray[np.int64], space: Space, roles: NDArray[np.int8], lists: tuple[str, ...]
) -> Searched:
    """Keeps the models stepped on, main effects first."""
    end, added = stepwise(counts, space, roles)
    models = [space.independence]
    for pair, _ in added:
        models.append(models[-1].copy())
        models[-1][pair] = True
    fits = fit_all(counts, np.array(models), roles)

    def choose(table: NDArray[np.int64]) -> Chosen:
        return stepwise(table, space, roles)[0]

    steps: tuple[dict[str, str | float], ...]
    steps = tuple({"added": f"[{term_name(pair, lists)}]", "p": p} for pair, p in added)
    best = len(models) - 1 if end.model is not None else -1
    return Searched(fits, best, choose, fits.tally(), "stepwise", 2, steps)
