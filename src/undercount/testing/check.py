"""Whether an estimator keeps the promises of this package."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal

import numpy as np

from undercount.errors import InputError
from undercount.histories import CaptureHistories, CountData
from undercount.results import Estimate, NotEstimable
from undercount.testing import promises
from undercount.testing.hard_tables import groundless_tables, hostile_tables, ordinary_tables
from undercount.testing.one_register import (
    groundless_registers,
    hostile_registers,
    ordinary_registers,
    register_relabelled,
    register_rows_reordered,
)
from undercount.testing.promises import Answer
from undercount.testing.protocol import Estimator, RegisterEstimator
from undercount.testing.rearrange import lists_reordered, rows_reordered, strata_relabelled

Data = CaptureHistories | CountData


def check_estimator(
    settings: Estimator | RegisterEstimator,
    *,
    tables: Mapping[str, CaptureHistories] | Mapping[str, CountData] | None = None,
    on: Literal["lists", "register"] = "lists",
    tolerance: float = 1e-6,
    patience: float = 120.0,
    level: float = 0.9,
    seed: int = 1,
) -> None:
    """Fits an estimator to ordinary and hostile tables and reports every promise it breaks.

    The promises: an answer or `NotEstimable` for every table, in time and never an exception;
    `NotEstimable` with a reason where the table says nothing of the unseen; finite numbers with
    `n_observed <= lower <= point <= upper`; JSON that reads back; the same seed, the same bytes;
    no part played by the order of lists, the order of rows or the names of strata; input and
    settings left as they were. An `InputError` is accepted for a number of lists (or for the
    covariates of a register) of which no ordinary table was answered: a method for two lists may
    refuse three. Whether the answers are right is another question: see `coverage`.

    Args:
        settings: frozen settings with `fit(histories, level, seed)`.
        tables: ordinary tables by name, at least one of which must be answered; simulated ones if
            left out: of two to five lists, one of them with a covariate "stratum"; or registers,
            one of them with a covariate "group".
        on: what the method is fitted to, "lists" or one "register" of people met repeatedly.
        tolerance: how far point and ends may move when lists, rows or strata are written down in
            another order, as a share of the number. For methods that draw: their Monte Carlo
            error.
        patience: seconds that one fit may take. A fit that takes longer is left behind running.
        level: of the intervals.
        seed: given to every fit.

    Raises:
        AssertionError: names every broken promise, and on which table.

    >>> from undercount.estimate import Chapman
    >>> check_estimator(Chapman())
    """
    found: dict[str, list[str]] = {}

    def broken(promise: str, table: str, what: str) -> None:
        line = f"{table}: {what}" if table else what
        if line not in found.setdefault(promise, []):
            found[promise].append(line)

    def fit(name: str, data: Data) -> Answer | None:
        # A copy, so that a fit that changes its input spoils no other.
        given: Data = replace(data)
        answer = _fit(settings, given, level, seed, patience)
        if _contents(given) != _contents(data) or given.counts.flags.writeable:
            broken(promises.INPUT, name, "the table was changed")
        if isinstance(answer, InputError) and _shape(data) not in taken:
            return None
        if isinstance(answer, str | InputError):
            broken(promises.ANSWERS, name, str(answer))
            return None
        return answer

    described = repr(settings)
    if what := _not_frozen(settings):
        broken(promises.SETTINGS, "", what)
    ordinary: dict[str, Data] = dict(tables or {})
    if on == "lists":
        ordinary = ordinary or {**ordinary_tables()}
        groundless: dict[str, Data] = {**groundless_tables()}
        hostile: dict[str, Data] = {**hostile_tables()}
    else:
        ordinary = ordinary or {**ordinary_registers()}
        groundless, hostile = {**groundless_registers()}, {**hostile_registers()}
    taken: set[tuple[str, ...] | int] = set()
    for name, data in {**ordinary, **groundless, **hostile}.items():
        answer = fit(name, data)
        if answer is None:
            continue
        for promise, what in promises.broken_by(answer, data, level):
            broken(promise, name, what)
        if name in groundless and isinstance(answer, Estimate):
            broken(promises.GROUNDLESS, name, f"{answer.point:,.0f} people")
        if name not in ordinary:
            continue
        if isinstance(answer, Estimate):
            taken.add(_shape(data))
        again = fit(name, data)
        if again is not None and not promises.same_bytes(answer, again):
            broken(promises.SEED, name, "two answers from one seed")
        for promise, other in _written_otherwise(data, seed):
            turned = fit(name, other)
            if turned is not None and (what := promises.difference(answer, turned, tolerance)):
                broken(promise, name, what)
    if not taken:
        broken(promises.SOME_ANSWER, "", f"none of {', '.join(ordinary)}")
    if repr(settings) != described:
        broken(promises.SETTINGS, "", "they were changed by a fit")
    if found:
        lines = [f"- {promise}\n    " + "\n    ".join(where) for promise, where in found.items()]
        count = f"{len(found)} promise{'s' if len(found) > 1 else ''}"
        raise AssertionError("\n".join([f"{type(settings).__name__} breaks {count}:", *lines]))


def _shape(data: Data) -> tuple[str, ...] | int:
    """What a method may refuse as such: a number of lists, or covariates it does not find."""
    if isinstance(data, CountData):
        return tuple(item.name for item in data.covariates)
    return len(data.lists)


def _written_otherwise(data: Data, seed: int) -> list[tuple[str, Data]]:
    """The same table in other orders, with the promise that each puts to the test."""
    if isinstance(data, CountData):
        return [
            (promises.ROWS, register_rows_reordered(data, seed)),
            (promises.STRATA, register_relabelled(data)),
        ]
    n_lists = len(data.lists)
    backwards = tuple(reversed(range(n_lists)))
    shifted = tuple((i + 1) % n_lists for i in range(n_lists))
    orders = {backwards, shifted} - {tuple(range(n_lists))}
    made: list[tuple[str, Data]] = [
        (promises.LISTS, lists_reordered(data, order)) for order in sorted(orders)
    ]
    if data.described is not None:
        made.append((promises.ROWS, rows_reordered(data, seed)))
        made.append((promises.STRATA, strata_relabelled(data)))
    return made


def _fit(
    settings: Estimator | RegisterEstimator, data: Data, level: float, seed: int, patience: float
) -> Answer | str | InputError:
    """The answer, the refusal to take such a table, or what went wrong in one line."""
    # A thread, because nothing else ends the wait for a fit that never comes back.
    box: list[Any] = []

    def run() -> None:
        try:
            # Which of the two it takes, whoever calls has said.
            box.append(settings.fit(data, level=level, seed=seed))  # type: ignore[arg-type]
        except InputError as error:
            box.append(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is reported
            box.append(f"{type(error).__name__}: {error}")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(patience)
    if not box:
        return f"no answer after {patience:g} seconds"
    answer = box[0]
    if isinstance(answer, str | InputError | Estimate | NotEstimable):
        return answer
    return f"{type(answer).__name__} instead of Estimate or NotEstimable"


def _not_frozen(settings: Any) -> str | None:
    """Which setting can be changed, or None."""
    names = [field.name for field in fields(settings)] if is_dataclass(settings) else []
    for name in names or ["anything"]:
        before = getattr(settings, name, None)
        try:
            setattr(settings, name, before)
        # A frozen class with slots and no fields raises TypeError for a name it does not know.
        except (AttributeError, TypeError):
            continue
        if not names:
            delattr(settings, name)
        return f"{name} can be changed" if names else "new settings can be added"
    return None


def _contents(data: Data) -> tuple[Any, ...]:
    """All that a fit could have changed in a table."""
    if isinstance(data, CountData):
        codes = [item.codes for item in data.covariates]
        return tuple(array.tobytes() for array in (data.captures, data.counts, *codes))
    arrays: list[np.ndarray[Any, Any]] = [data.counts]
    if data.described is not None:
        arrays += [data.described.cells, data.described.counts]
        arrays += [item.codes for item in data.described.covariates]
    return data.lists, *(array.tobytes() for array in arrays)
