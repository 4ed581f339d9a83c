"""Capture histories: how many people were on which combination of lists."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError, Problem
from undercount.histories.checks import check
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

    Raises:
        InputError: names twice, more than 16 lists, or counts of another shape or below 0.

    >>> made = CaptureHistories(("A", "B"), np.array([0, 40, 30, 6]))
    >>> made.n_observed, made.sizes.tolist(), made.frequencies.tolist()
    (76, [46, 36], [0, 70, 6])
    """

    lists: tuple[str, ...]
    counts: NDArray[np.int64]

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

    @property
    def n_observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

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
        return check(self.lists, self.counts)

    @classmethod
    def read_csv(cls, path: str | Path) -> CaptureHistories:
        """The histories in a CSV file: 0/1 columns and `count`, or 0/1 columns, a row a person.

        The same pattern on several lines is added up.

        Raises:
            MissingFileError: there is no such file.
            InputError: every problem of the file at once, with line and column.
        """
        return cls.from_table(read_table_file(path))

    @classmethod
    def from_frame(cls, frame: Any) -> CaptureHistories:
        """The histories in a pandas, polars or pyarrow table; columns as in `read_csv`."""
        return cls.from_table(frame_table(frame))

    @classmethod
    def from_table(cls, table: Table) -> CaptureHistories:
        """The histories in a table of text."""
        at_count = table.column("count")
        lists = tuple(name for i, name in enumerate(table.header) if i != at_count)
        problems: list[Problem] = []
        if not lists:
            problems.append(Problem("there is no list column", table.source, hint=_BINARY_HINT))
        if len(lists) > MOST_LISTS:
            what = f"{len(lists)} list columns, more than {MOST_LISTS}"
            problems.append(Problem(what, table.source, hint="Merge lists that overlap little"))
        for i, name in enumerate(table.header):
            if i != at_count:
                problems += _binary_problems(table, i, name)
        values: dict[str, int] = {}
        if at_count is not None:
            fields, name = table.fields(at_count), table.header[at_count]
            values, wrong = numbers_of(fields, table.source, name, _COUNT_HINT)
            problems += wrong
        if problems:
            raise InputError(shortened(problems))
        counts = np.zeros(2 ** len(lists), dtype=np.int64)
        for row, lines in table.rows.items():
            people = len(lines) * (1 if at_count is None else values[row[at_count]])
            on = [int(float(field)) for i, field in enumerate(row) if i != at_count]
            counts[sum(bit << i for i, bit in enumerate(on))] += people
            if people and not any(on):
                what = "people on no list cannot have been counted"
                hint = "Leave this row out: the unseen are what is estimated"
                problems += [Problem(what, table.source, line, hint=hint) for line in lines]
        if problems:
            raise InputError(shortened(problems))
        return cls(lists, counts)


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
