"""Capture histories: how many people were on which combination of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.display import as_html
from undercount.errors import InputError, Problem
from undercount.histories.cells import observed_cells, possible_cells, restriction_problems
from undercount.histories.checks import check
from undercount.histories.covariate import covariate_problems
from undercount.histories.described import Described
from undercount.histories.numbers import numbers_of
from undercount.histories.table import Table, frame_table, read_table_file, shortened
from undercount.results import Caution

MOST_LISTS = 16
_COUNT_HINT = "Write how many people have this pattern as a whole number, 0 or more"
_BINARY_HINT = "Write 1 where the person is on the list and 0 where not"
_IDENTIFIER_HINT = (
    "Capture histories hold columns of 0 and 1, one a list, and 'count', and nothing that "
    "names or describes a person: leave this column out (or call it 'count' if it counts people)"
)


@dataclass(frozen=True, slots=True, eq=False)
class CaptureHistories:
    """People counted by the combination of lists they are on.

    A cell is a bitmask: bit i is set for people on list i, so with lists A, B, C the people on
    A and C only are `counts[0b101]`. Holds no identifiers.

    Attributes:
        lists: names of the t lists, in the order of the bits.
        counts: shape (2**t,), int64, people; cell 0, the unseen, is 0. Read-only.
        exclusive: pairs of lists on which nobody can be at once (structural zeros), such as one
            body's list of women and its list of men.
        non_members: lists that also hold people who are not of the population. Who is on such
            lists alone is counted as nobody, and estimated with the unseen (censored cells).
        described: the same people with their covariates, or None.

    Raises:
        InputError: names twice, more than 16 lists, counts of another shape or below 0, people on
            two lists that exclude each other, or no list of members alone.

    >>> made = CaptureHistories(("A", "B"), np.array([0, 40, 30, 6]))
    >>> made.n_observed, made.sizes.tolist(), made.frequencies.tolist()
    (76, [46, 36], [0, 70, 6])
    """

    lists: tuple[str, ...]
    counts: NDArray[np.int64]
    exclusive: tuple[tuple[str, str], ...] = ()
    non_members: tuple[str, ...] = ()
    described: Described | None = None

    def __post_init__(self) -> None:
        counts = np.array(self.counts, dtype=np.int64)
        if not 1 <= len(self.lists) <= MOST_LISTS:
            raise InputError(f"{len(self.lists)} lists: give 1 to {MOST_LISTS}")
        if len(set(self.lists)) != len(self.lists):
            raise InputError("two lists have the same name", "Give each list its own name")
        if counts.shape != (2 ** len(self.lists),):
            raise InputError(
                f"counts of shape {counts.shape} do not fit {len(self.lists)} lists",
                f"Give one count for each of the {2 ** len(self.lists)} combinations",
            )
        if counts.min() < 0 or counts[0] != 0:
            raise InputError("counts must be 0 or more, and 0 for people on no list")
        counts.flags.writeable = False
        object.__setattr__(self, "counts", counts)
        if self.described and not np.array_equal(self.described.table(len(counts)), counts):
            raise InputError("the described people are not those of the counts")
        problems = restriction_problems(self.lists, counts, self.exclusive, self.non_members)
        if problems:
            raise InputError(problems)

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Shape (2**t,): cells in which anybody can be, cell 0 with them."""
        return possible_cells(self.lists, self.exclusive)

    @property
    def observed(self) -> NDArray[np.bool_]:
        """Shape (2**t,): cells whose people are counted for sure: a model is fitted to these."""
        return observed_cells(self.lists, self.exclusive, self.non_members)

    @property
    def n_observed(self) -> int:
        """People on at least one list, those who may be non-members left out."""
        return int(self.counts[self.observed].sum())

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Shape (t,): people on each list."""
        cells = np.arange(len(self.counts))
        return np.array(
            [self.counts[cells >> bit & 1 == 1].sum() for bit in range(len(self.lists))],
            dtype=np.int64,
        )

    @property
    def frequencies(self) -> NDArray[np.int64]:
        """Shape (t + 1,): people on exactly k lists, for k from 0."""
        on = np.bitwise_count(np.arange(len(self.counts)))
        made = np.zeros(len(self.lists) + 1, dtype=np.int64)
        np.add.at(made, on, self.counts)
        return made

    def check(self) -> tuple[Caution, ...]:
        """Named cautions about the table itself, before any model."""
        apart = [(self.lists.index(a), self.lists.index(b)) for a, b in self.exclusive]
        return check(self.lists, self.counts, self.observed, apart)

    def _repr_html_(self) -> str:
        return as_html(self)

    def by(self, *names: str) -> tuple[tuple[str, CaptureHistories], ...]:
        """The table of each stratum, in the order of the levels: (label, histories).

        The covariates that do not make strata stay with their people.

        Args:
            names: covariates that were named when the table was read.

        Raises:
            InputError: the table has no such covariate.
        """
        known = [item.name for item in self.described.covariates] if self.described else []
        if self.described is None or not names or set(names) - set(known):
            raise InputError(
                f"no covariates {', '.join(names)} to make strata of",
                f"Read the table with covariates=...; it has {', '.join(known) or 'none'}",
            )
        strata = [item for item in self.described.covariates if item.name in names]
        strata.sort(key=lambda item: names.index(item.name))
        others = tuple(item for item in self.described.covariates if item.name not in names)
        made = []
        for codes in np.unique(np.stack([item.codes for item in strata]), axis=1).T:
            rows = np.logical_and.reduce(
                [item.codes == code for item, code in zip(strata, codes, strict=True)]
            )
            label = ", ".join(item.levels[code] for item, code in zip(strata, codes, strict=True))
            inside = self.described.take(rows, others)
            counts = inside.table(len(self.counts))
            made.append((label, replace(self, counts=counts, described=inside if others else None)))
        return tuple(made)

    @classmethod
    def read_csv(
        cls,
        path: str | Path,
        covariates: Sequence[str] = (),
        exclusive: Sequence[tuple[str, str]] = (),
        non_members: Sequence[str] = (),
    ) -> CaptureHistories:
        """The histories in a CSV file: 0/1 columns and `count`, or 0/1 columns, a row a person.

        The same pattern on several lines is added up.

        Args:
            path: the file.
            covariates: columns that describe groups of people; all others but `count` are lists.
            exclusive: pairs of lists on which nobody can be at once.
            non_members: lists that also hold people who are not of the population.

        Raises:
            MissingFileError: there is no such file.
            InputError: every problem of the file at once, with line and column.
        """
        return cls.from_table(read_table_file(path), covariates, exclusive, non_members)

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        covariates: Sequence[str] = (),
        exclusive: Sequence[tuple[str, str]] = (),
        non_members: Sequence[str] = (),
    ) -> CaptureHistories:
        """The histories in a pandas, polars or pyarrow table; the rest as in `read_csv`."""
        return cls.from_table(frame_table(frame), covariates, exclusive, non_members)

    @classmethod
    def from_table(
        cls,
        table: Table,
        covariates: Sequence[str] = (),
        exclusive: Sequence[tuple[str, str]] = (),
        non_members: Sequence[str] = (),
    ) -> CaptureHistories:
        """The histories in a table of text; the rest as in `read_csv`."""
        if table.column("noisy_count") is not None:
            hint = "Say how strong it is: undercount estimate FILE --method loglinear --epsilon E"
            what = "these counts carry noise and are no people counted"
            raise InputError(Problem(what, table.source, 1, "noisy_count", hint))
        at_count = table.column("count")
        described = [i for i, name in enumerate(table.header) if name in covariates]
        apart = {at_count, *described}
        lists = tuple(name for i, name in enumerate(table.header) if i not in apart)
        hint = f"The columns are {', '.join(table.header)}"
        problems = [
            Problem(f"there is no column '{name}'", table.source, 1, hint=hint)
            for name in dict.fromkeys(covariates)
            if name not in table.header
        ]
        if at_count in described:
            what = f"'{table.header[at_count]}' counts the people of a row, and describes none"
            problems.append(Problem(what, table.source, 1, hint="Leave it out of the covariates"))
        if not lists:
            problems.append(Problem("there is no list column", table.source, hint=_BINARY_HINT))
        if len(lists) > MOST_LISTS:
            what = f"{len(lists)} list columns, more than {MOST_LISTS}"
            problems.append(Problem(what, table.source, hint="Merge lists that overlap little"))
        for i, name in enumerate(table.header):
            if i in described:
                problems += covariate_problems(table.fields(i), table, name)
            elif i != at_count:
                problems += _binary_problems(table, i, name)
        values: dict[str, int] = {}
        if at_count is not None:
            fields, name = table.fields(at_count), table.header[at_count]
            values, wrong = numbers_of(fields, table.source, name, _COUNT_HINT)
            problems += wrong
        if problems:
            raise InputError(shortened(problems))
        counts = np.zeros(2 ** len(lists), dtype=np.int64)
        groups: dict[tuple[int, tuple[str, ...]], int] = {}
        for row, lines in table.rows.items():
            people = len(lines) * (1 if at_count is None else values[row[at_count]])
            on = [int(float(field)) for i, field in enumerate(row) if i not in apart]
            cell = sum(bit << i for i, bit in enumerate(on))
            counts[cell] += people
            key = cell, tuple(row[i] for i in described)
            groups[key] = groups.get(key, 0) + people
            if people and not cell:
                what = "people on no list cannot have been counted"
                hint = "Leave this row out: the unseen are what is estimated"
                problems += [Problem(what, table.source, line, hint=hint) for line in lines]
        if problems:
            raise InputError(shortened(problems))
        names = tuple(table.header[i] for i in described)
        people_of = Described.of(groups, names) if names else None
        try:
            return cls(lists, counts, tuple(exclusive), tuple(non_members), people_of)
        except InputError as error:
            found = [replace(problem, file=table.source) for problem in error.problems]
            raise InputError(found) from error


def _binary_problems(table: Table, i: int, name: str) -> list[Problem]:
    """What in column `i` is not 0 or 1; text is not repeated, it may be somebody's name."""
    fields = table.fields(i)
    wrong = {text: lines for text, lines in fields.items() if text not in _BINARY}
    n_wrong = sum(map(len, wrong.values()))
    if 2 * n_wrong > sum(map(len, fields.values())):
        what = "most fields of this column are not 0 or 1"
        return [Problem(what, table.source, column=name, hint=_IDENTIFIER_HINT)]
    return [
        Problem(_not_binary(text), table.source, line, name, _BINARY_HINT)
        for text, lines in wrong.items()
        for line in lines
    ]


_BINARY = frozenset({"0", "1", "0.0", "1.0"})


def _not_binary(text: str) -> str:
    if not text:
        return "the field is empty"
    digits = text.replace(".", "", 1).replace("-", "", 1).isdigit()
    return f"{text} is not 0 or 1" if digits else "text where 0 or 1 belongs"
