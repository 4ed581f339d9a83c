"""From a file and the name of a method to an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from undercount.errors import InputError, Problem
from undercount.estimate.chao import Chao
from undercount.estimate.chapman import Chapman
from undercount.estimate.loglinear import LogLinear
from undercount.estimate.methods import METHODS, ON_LISTS, ON_REGISTER
from undercount.estimate.model_average import ModelAverage
from undercount.estimate.zelterman import Zelterman
from undercount.estimate.zero_truncated import ZeroTruncatedPoisson
from undercount.histories import CaptureHistories, CountData
from undercount.histories.read import from_table
from undercount.histories.table import read_table_file
from undercount.results import Estimate, EstimateSet, NotEstimable

# The one method that each setting is for.
_TAKERS = {
    "model": "loglinear",
    "order": "loglinear",
    "interval": "loglinear",
    "replicates": "loglinear",
    "covariates": "zero-truncated",
}


def estimate_file(
    path: str | Path,
    method: str,
    *,
    model: str | None = None,
    order: int | None = None,
    interval: str | None = None,
    replicates: int | None = None,
    covariates: str | None = None,
    level: float = 0.95,
    seed: int = 1,
) -> Estimate | NotEstimable:
    """Reads a table, fits one method to it, and records what the answer was made from.

    Args:
        path: a CSV file of lists (0/1 columns and `count`) or of one register (`capture`,
            `count`).
        method: one of `METHODS`.
        model: for loglinear, such as "[AB][C]".
        order: for loglinear, most lists in one term.
        interval: for loglinear, one of `INTERVALS`; profile if None.
        replicates: for loglinear by bca, tables drawn; 1,000 if None.
        covariates: for zero-truncated, such as "gender+age".
        level: of the interval.
        seed: for methods that draw; recorded with all.

    Returns:
        The answer; its provenance also holds the name and SHA-256 of the file.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file, a setting, or a method that does not fit what the file holds.
    """
    given = _given(model, order, interval, replicates, covariates)
    if unused := _unused((method,), given):
        raise InputError(unused)
    # A wrong word is told without opening the file.
    _settings(method, given)
    return _fit(_open(path), method, given, level, seed)


def estimate_all(
    path: str | Path,
    name: str,
    methods: Sequence[str],
    *,
    model: str | None = None,
    order: int | None = None,
    interval: str | None = None,
    replicates: int | None = None,
    covariates: str | None = None,
    level: float = 0.95,
    seed: int = 1,
) -> EstimateSet:
    """`estimate_file` by several methods: one row each, under the method's name.

    Args:
        path: as for `estimate_file`, and so are the settings, each for the methods that take it.
        name: what is estimated.
        methods: some of `METHODS`, in the order of the rows.

    Raises:
        MissingFileError: there is no such file.
        InputError: what is wrong for any of the methods, all at once.
    """
    rows: list[tuple[str, Estimate | NotEstimable]] = []
    given = _given(model, order, interval, replicates, covariates)
    problems = [*_repeated(methods), *_unused(methods, given)]
    try:
        held = _open(path)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from error
    for method in dict.fromkeys(methods):
        own = {key: value for key, value in given.items() if method == _TAKERS[key]}
        try:
            rows.append((method, _fit(held, method, own, level, seed)))
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)
    return EstimateSet(name, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Held:
    """A file that has been read, once for all methods."""

    path: str
    data: CaptureHistories | CountData
    sha256: str


def _open(path: str | Path) -> _Held:
    table = read_table_file(path)
    return _Held(str(path), from_table(table), table.sha256)


def _fit(
    held: _Held,
    method: str,
    given: dict[str, Any],
    level: float,
    seed: int,
) -> Estimate | NotEstimable:
    settings = _settings(method, given)
    data = held.data
    if isinstance(data, CaptureHistories):
        holds, fitting = f"holds {len(data.lists)} list(s) ({', '.join(data.lists)})", ON_LISTS
    else:
        holds, fitting = "holds one register (capture, count)", ON_REGISTER
    if method not in fitting:
        what = f"the file {holds}, which {method} does not take"
        hint = f"Methods that fit it: {', '.join(fitting)}"
        raise InputError(Problem(what, held.path, hint=hint))
    try:
        answer: Estimate | NotEstimable = settings.fit(data, level=level, seed=seed)
    except InputError as error:
        raise InputError([replace(p, file=p.file or held.path) for p in error.problems]) from error
    source = {"file": Path(held.path).name, "sha256": held.sha256}
    return replace(answer, provenance={**source, **answer.provenance})


def _repeated(methods: Sequence[str]) -> list[Problem]:
    return [
        Problem(f"{method} is given {times} times", column="methods", hint="Name it once")
        for method, times in Counter(methods).items()
        if times > 1
    ]


def _given(
    model: str | None,
    order: int | None,
    interval: str | None,
    replicates: int | None,
    covariates: str | None,
) -> dict[str, Any]:
    """The settings that were given, by name."""
    named = {
        "model": model,
        "order": order,
        "interval": interval,
        "replicates": replicates,
        "covariates": covariates,
    }
    return {key: value for key, value in named.items() if value not in (None, "")}


def _unused(methods: Sequence[str], given: dict[str, Any]) -> list[Problem]:
    """Settings that no method would take: whoever gave them expects them to count."""
    return [
        Problem(
            f"{', '.join(methods)} takes no {name}",
            column=name,
            hint=f"Leave it out, or estimate by {_TAKERS[name]}",
        )
        for name in given
        if _TAKERS[name] not in methods
    ]


def _settings(method: str, given: dict[str, Any]) -> Any:
    if method not in METHODS:
        raise InputError(f"there is no method '{method}'", f"The methods: {', '.join(METHODS)}")
    makers: dict[str, Any] = {
        "chapman": Chapman,
        "chao": Chao,
        "zelterman": Zelterman,
        "loglinear": LogLinear,
        "model-average": ModelAverage,
        "zero-truncated": ZeroTruncatedPoisson,
    }
    return makers[method](**given)
