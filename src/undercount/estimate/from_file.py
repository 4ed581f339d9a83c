"""From a file and the name of a method to an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from undercount.errors import InputError, Problem
from undercount.estimate.chao import Chao
from undercount.estimate.chapman import Chapman
from undercount.estimate.loglinear import LogLinear
from undercount.estimate.methods import METHODS, ON_LISTS, ON_REGISTER
from undercount.estimate.zelterman import Zelterman
from undercount.estimate.zero_truncated import ZeroTruncatedPoisson
from undercount.histories import CaptureHistories, read_table
from undercount.results import Estimate, EstimateSet, NotEstimable

# The one method that each setting is for.
_TAKERS = {"model": "loglinear", "covariates": "zero-truncated"}


def estimate_file(
    path: str | Path,
    method: str,
    *,
    model: str | None = None,
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
        covariates: for zero-truncated, such as "gender+age".
        level: of the interval.
        seed: for methods that draw; recorded with all.

    Returns:
        The answer; its provenance also holds the name and SHA-256 of the file.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file, a setting, or a method that does not fit what the file holds.
    """
    if method not in METHODS:
        raise InputError(f"there is no method '{method}'", f"The methods: {', '.join(METHODS)}")
    if unused := _unused((method,), model, covariates):
        raise InputError(unused)
    settings = _settings(method, model, covariates)
    data = read_table(path)
    if isinstance(data, CaptureHistories):
        holds, fitting = f"holds {len(data.lists)} list(s) ({', '.join(data.lists)})", ON_LISTS
    else:
        holds, fitting = "holds one register (capture, count)", ON_REGISTER
    if method not in fitting:
        what = f"the file {holds}, which {method} does not take"
        hint = f"Methods that fit it: {', '.join(fitting)}"
        raise InputError(Problem(what, str(path), hint=hint))
    try:
        answer: Estimate | NotEstimable = settings.fit(data, level=level, seed=seed)
    except InputError as error:
        raise InputError([replace(p, file=p.file or str(path)) for p in error.problems]) from error
    source = {
        "file": Path(path).name,
        "sha256": hashlib.sha256(Path(path).read_bytes()).hexdigest(),
    }
    return replace(answer, provenance={**source, **answer.provenance})


def estimate_all(
    path: str | Path,
    name: str,
    methods: Sequence[str],
    *,
    model: str | None = None,
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
    problems = _unused(methods, model, covariates)
    for method in methods:
        try:
            answer = estimate_file(
                path,
                method,
                model=model if method == _TAKERS["model"] else None,
                covariates=covariates if method == _TAKERS["covariates"] else None,
                level=level,
                seed=seed,
            )
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
        else:
            rows.append((method, answer))
    if problems:
        raise InputError(problems)
    return EstimateSet(name, tuple(rows))


def _unused(methods: Sequence[str], model: str | None, covariates: str | None) -> list[Problem]:
    """Settings that no method would take: whoever gave them expects them to count."""
    given = {"model": model, "covariates": covariates}
    return [
        Problem(
            f"{', '.join(methods)} takes no {name}",
            column=name,
            hint=f"Leave it out, or estimate by {_TAKERS[name]}",
        )
        for name, value in given.items()
        if value and _TAKERS[name] not in methods
    ]


def _settings(method: str, model: str | None, covariates: str | None) -> Any:
    if method == "loglinear":
        return LogLinear(model=model)
    if method == "zero-truncated":
        return ZeroTruncatedPoisson(covariates or ())
    return {"chapman": Chapman, "chao": Chao, "zelterman": Zelterman}[method]()
