"""From a file and the name of a method to an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from undercount.errors import InputError, Problem
from undercount.estimate.aggregate.tables import AggregateTable, aggregate_table, holds
from undercount.estimate.covariates import parse_covariates
from undercount.estimate.makers import settings_of
from undercount.estimate.methods import (
    METHODS,
    OF_AGGREGATES,
    OF_LISTS,
    ON_AGGREGATES,
    ON_LISTS,
    ON_REGISTER,
    SETTINGS,
)
from undercount.estimate.register.compare import compare
from undercount.estimate.robustness import robustness
from undercount.estimate.strata import by_strata
from undercount.histories import CaptureHistories, CountData
from undercount.histories.read import from_table
from undercount.histories.table import read_table_file
from undercount.results import Estimate, EstimateSet, NotEstimable
from undercount.results.robustness import Robustness


def estimate_file(
    path: str | Path, method: str, *, level: float = 0.95, seed: int = 1, **settings: Any
) -> Estimate | NotEstimable:
    """Reads a table, fits one method to it, and records what the answer was made from.

    Args:
        path: a CSV file of lists (0/1 columns and `count`) or of one register (`capture`,
            `count`).
        method: one of `METHODS`.
        level: of the interval.
        seed: for methods that draw; recorded with all.
        settings: any of the method's, such as `model="[AB][C]"`, `order=2`, `interval="bca"`,
            `replicates=1000`, `covariates="gender+age"`; of tables by country or of attempts
            `columns={"encounters": "m"}`; of lists also
            `exclusive=[("A", "B")]` and `non_members=["C"]`. None leaves a setting as it is.

    Returns:
        The answer; its provenance also holds the name and SHA-256 of the file.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file, a setting, or a method that does not fit what the file holds.
    """
    given = _given(settings)
    if unused := _unused((method,), given):
        raise InputError(unused)
    # A wrong word is told without opening the file.
    settings_of(method, _own(method, given))
    held = open_table(path, given, (method,))
    if unused := _unused_on_lists((method,), given, held):
        raise InputError(unused)
    return _fit(held, method, given, level, seed)


def estimate_all(
    path: str | Path,
    name: str,
    methods: Sequence[str],
    *,
    level: float = 0.95,
    seed: int = 1,
    **settings: Any,
) -> EstimateSet:
    """`estimate_file` by several methods: one row each, under the method's name.

    Args:
        path: as for `estimate_file`, and so are the settings, each for the methods that take it.
        name: what is estimated.
        methods: some of `METHODS`, in the order of the rows.
        level: of the intervals.
        seed: for methods that draw.
        settings: as for `estimate_file`; with `by` the rows of `estimate_strata` for each method.

    Raises:
        MissingFileError: there is no such file.
        InputError: what is wrong for any of the methods, all at once.
    """
    rows: list[tuple[str, Estimate | NotEstimable]] = []
    by, given = settings.pop("by", ()), _given(settings)
    problems = [*_repeated(methods), *_unused(methods, given)]
    try:
        held = open_table(path, {**given, "by": by}, methods)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from error
    problems += _unused_on_lists(methods, given, held)
    for method in dict.fromkeys(methods):
        try:
            if by:
                made = _fit_strata(held, method, by, given, level, seed)
                rows += [(f"{method}: {label}", answer) for label, answer in made]
            else:
                rows.append((method, _fit(held, method, given, level, seed)))
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)
    return EstimateSet(name, tuple(rows))


def estimate_strata(
    path: str | Path,
    method: str,
    by: Sequence[str],
    *,
    level: float = 0.95,
    seed: int = 1,
    **settings: Any,
) -> EstimateSet:
    """`estimate_file` in every stratum, with a total; see `by_strata` for its rows.

    Args:
        path: a CSV file of lists, and so are the others as for `estimate_file`.
        method: one of `METHODS` that takes lists.
        by: columns that make the strata.
        level: of the intervals.
        seed: for methods that draw, and for the total.
        settings: as for `estimate_file`.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file, a setting, or a method that does not fit what the file holds.
    """
    given = _given(settings)
    if unused := _unused((method,), given):
        raise InputError(unused)
    settings_of(method, _own(method, given))
    held = open_table(path, {**given, "by": by}, (method,))
    return _fit_strata(held, method, by, given, level, seed)


def compare_file(
    path: str | Path, *, level: float = 0.95, seed: int = 1, **settings: Any
) -> EstimateSet:
    """Every family of counts on one register, and their average; see `compare` for its rows.

    Args:
        path: a CSV file of one register (`capture`, `count`, covariates).
        level: of the intervals.
        seed: for everything drawn.
        settings: those of `ZeroTruncated` but the family; intervals are log-normal unless given.

    Raises:
        MissingFileError: there is no such file.
        InputError: the file, a setting, or lists instead of a register.
    """
    method, given = "zero-truncated", _given(settings)
    taken = [name for name in SETTINGS if method in SETTINGS[name] and name != "family"]
    if unused := [name for name in given if name not in taken]:
        hint = "Give covariates, interval, replicates or penalty"
        raise InputError(
            [Problem(f"a comparison takes no {name}", column=name, hint=hint) for name in unused]
        )
    own = settings_of(method, given)
    held = open_table(path, given)
    if not isinstance(held.data, CountData):
        what = "the file holds lists; families of counts are for one register"
        raise InputError(Problem(what, held.path, hint="Give a table of capture and count"))
    try:
        made = compare(held.data, own, level=level, seed=seed)
    except InputError as error:
        raise held.named(error) from error
    return replace(made, rows=tuple((label, held.signed(answer)) for label, answer in made))


def check_robustness(
    path: str | Path,
    *,
    level: float = 0.95,
    seed: int = 1,
    replicates: int | None = None,
    exclusive: Sequence[tuple[str, str]] = (),
    non_members: Sequence[str] = (),
    covariates: str = "",
    by: Sequence[str] = (),
    tell: Callable[[str, int, int], None] | None = None,
) -> Robustness:
    """Every check of `undercount.estimate.robustness` on a file of lists.

    Args:
        path: a CSV file of lists.
        level: of the intervals.
        seed: for all that is drawn.
        replicates: tables to simulate for each truth; None for the check's own number.
        exclusive: pairs of lists on which nobody can be at once.
        non_members: lists that also hold people who are not of the population.
        covariates: columns that are no lists, such as "age+sex"; the checks leave them aside.
        by: more such columns.
        tell: called with (check, steps done, steps in all).

    Raises:
        MissingFileError: there is no such file.
        InputError: the file, or a register instead of lists.
    """
    told = {"exclusive": exclusive, "non_members": non_members, "covariates": covariates, "by": by}
    held = open_table(path, told)
    if not isinstance(held.data, CaptureHistories):
        what = "the file holds one register; the checks are for lists that overlap"
        raise InputError(Problem(what, held.path, hint="Give a table of 0/1 columns and count"))
    more = {} if replicates is None else {"replicates": replicates}
    made = robustness(held.data, level=level, seed=seed, tell=tell, **more)
    return replace(made, provenance={**held.origin, **made.provenance})


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that has been read, once for all methods."""

    path: str
    data: CaptureHistories | CountData | AggregateTable
    sha256: str

    def signed(self, answer: Estimate | NotEstimable) -> Estimate | NotEstimable:
        """The answer with the file it was made from."""
        return replace(answer, provenance={**self.origin, **answer.provenance})

    @property
    def origin(self) -> dict[str, str]:
        """Name and hash of the file."""
        return {"file": Path(self.path).name, "sha256": self.sha256}

    def named(self, error: InputError) -> InputError:
        """The error with the file it is about."""
        return InputError([replace(item, file=item.file or self.path) for item in error.problems])


def open_table(
    path: str | Path, settings: dict[str, Any], methods: Sequence[str] = ()
) -> TableFile:
    """Reads a table with what the settings say of its columns and lists.

    Args:
        path: the file.
        settings: as for `estimate_file`.
        methods: what it is for; those of aggregates read tables of their own kind.

    Raises:
        MissingFileError: there is no such file.
        InputError: all that is wrong with it.
    """
    table = read_table_file(path)
    if any(method in ON_AGGREGATES for method in methods):
        named = (*parse_covariates(settings.get("covariates", "")), *settings.get("by", ()))
        made = aggregate_table(table, methods, named, settings.get("columns", ()))
        return TableFile(str(path), made, table.sha256)
    # All columns of a register describe its people, whatever a formula makes of them.
    formula = "" if table.column("capture") is not None else settings.get("covariates", "")
    covariates = (*parse_covariates(formula), *settings.get("by", ()))
    data = from_table(
        table, covariates, settings.get("exclusive", ()), settings.get("non_members", ())
    )
    return TableFile(str(path), data, table.sha256)


def _fit(
    held: TableFile, method: str, given: dict[str, Any], level: float, seed: int
) -> Estimate | NotEstimable:
    fitting = _fitting(held, method, given)
    try:
        answer: Estimate | NotEstimable = fitting.fit(held.data, level=level, seed=seed)
    except InputError as error:
        raise held.named(error) from error
    return held.signed(answer)


def _fit_strata(
    held: TableFile, method: str, by: Sequence[str], given: dict[str, Any], level: float, seed: int
) -> EstimateSet:
    fitting = _fitting(held, method, given)
    if not isinstance(held.data, CaptureHistories):
        what = f"the file {_holds(held.data)[0]}, of which no strata are made"
        raise InputError(Problem(what, held.path, hint="Give the columns as covariates"))
    try:
        made = by_strata(fitting, held.data, by, level=level, seed=seed)
    except InputError as error:
        raise held.named(error) from error
    return replace(made, rows=tuple((label, held.signed(answer)) for label, answer in made))


def _fitting(held: TableFile, method: str, given: dict[str, Any]) -> Any:
    """The method's settings, if they are for what the file holds."""
    data, own = held.data, _own(method, given)
    if method == "chao" and isinstance(data, CaptureHistories):
        # Others may take the covariates of lists; its bound takes those of a register only.
        own.pop("covariates", None)
    settings = settings_of(method, own)
    found, fitting = _holds(data)
    if method not in fitting:
        what = f"the file {found}, which {method} does not take"
        hint = f"Methods that fit it: {', '.join(fitting)}"
        raise InputError(Problem(what, held.path, hint=hint))
    return settings


def _holds(data: CaptureHistories | CountData | AggregateTable) -> tuple[str, tuple[str, ...]]:
    """What a file holds, in words, and the methods for it."""
    if isinstance(data, CaptureHistories):
        return f"holds {len(data.lists)} list(s) ({', '.join(data.lists)})", ON_LISTS
    if isinstance(data, CountData):
        return "holds one register (capture, count)", ON_REGISTER
    return holds(data)


def check_settings(methods: Sequence[str], settings: dict[str, Any]) -> None:
    """What is wrong with methods and settings as such, without a table.

    Args:
        methods: as for `estimate_all`.
        settings: as for `estimate_all`.

    Raises:
        InputError: no such method, one named twice, a setting that none takes or that makes no
            sense; all at once.
    """
    given = _given({name: value for name, value in settings.items() if name != "by"})
    problems = [*_repeated(methods), *_unused(methods, given)]
    for method in dict.fromkeys(methods):
        try:
            settings_of(method, _own(method, given))
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)


def _repeated(methods: Sequence[str]) -> list[Problem]:
    return [
        Problem(f"{method} is given {times} times", column="methods", hint="Name it once")
        for method, times in Counter(methods).items()
        if times > 1
    ]


def _given(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings that were given, by name."""
    if unknown := [name for name in settings if name not in (*SETTINGS, *OF_LISTS)]:
        hint = f"The settings: {', '.join((*SETTINGS, *OF_LISTS))}"
        raise InputError([Problem(f"there is no setting '{name}'", hint=hint) for name in unknown])
    return {key: value for key, value in settings.items() if value not in (None, "", (), [])}


def _own(method: str, given: dict[str, Any]) -> dict[str, Any]:
    """The settings of one method."""
    return {
        key: value
        for key, value in given.items()
        if method in SETTINGS.get(key, ()) and key not in OF_AGGREGATES
    }


def _unused_on_lists(
    methods: Sequence[str], given: dict[str, Any], held: TableFile
) -> list[Problem]:
    """Covariates that none of the methods takes of lists."""
    if "covariates" not in given or isinstance(held.data, CountData):
        return []
    if set(methods) & (set(SETTINGS["covariates"]) - set(ON_REGISTER)):
        return []
    what = f"{', '.join(methods)} takes no covariates of lists"
    hint = "Leave them out, or estimate by doubly-robust"
    return [Problem(what, held.path, column="covariates", hint=hint)]


def _unused(methods: Sequence[str], given: dict[str, Any]) -> list[Problem]:
    """Settings that no method would take: whoever gave them expects them to count."""
    return [
        Problem(
            f"{', '.join(methods)} takes no {name}",
            column=name,
            hint=f"Leave it out, or estimate by {' or '.join(SETTINGS[name])}",
        )
        for name in given
        if name in SETTINGS
        and not set(methods) & set(SETTINGS[name])
        and set(methods) <= set(METHODS)
    ]
