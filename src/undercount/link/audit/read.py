"""Reading the clerk's sheet back, with everything that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from undercount.errors import InputError, Problem
from undercount.link.audit.grid import read_grid
from undercount.link.audit.kept import Kept
from undercount.link.audit.sheet import KEY, TYPED, rows_of

_YES: Final = frozenset(
    ["yes", "y", "true", "1", "oui", "o", "si", "sí", "s", "sim", "ja", "j", "نعم"]
)
_NO: Final = frozenset(["no", "n", "false", "0", "non", "nein", "nee", "não", "nao", "لا"])
_UNCHANGED = "Change only the columns same, also, reader and note"
_MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class SheetAnswers:
    """What a clerk said.

    Attributes:
        same: by audited record that is done, the numbers of all records of the same person,
            without itself.
        reader: by the same records, who looked them up.
        n_blocks: records on the sheet.
    """

    same: dict[int, frozenset[int]]
    reader: dict[int, str]
    n_blocks: int


@dataclass(slots=True)
class _Block:
    """One record's rows as they were read."""

    line: int = 0
    reader: str = ""
    also: str = ""
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)


def read_typed(path: Path) -> dict[str, dict[str, str]]:
    """What was typed, by row and column, just as it stands: for writing the sheet anew."""
    (_, names), *rows = read_grid(path)
    at = {name: i for i, name in enumerate(names)}
    if "row" not in at:
        raise InputError(Problem("has no column 'row'", str(path), 1, hint=_UNCHANGED))
    return {
        row[at["row"]]: {name: _cell(row, at, name) for name in TYPED}
        for _, row in rows
        if _cell(row, at, "row")
    }


def read_sheet(path: Path, kept: Kept, only: Sequence[int] | None = None) -> SheetAnswers:
    """The answers of a sheet. A record whose first row names a reader is done; others wait.

    Args:
        path: .csv or .xlsx as `write_sheet` wrote it and a clerk filled it.
        kept: the audit.
        only: audited records of the sheet; None for all.

    Raises:
        MissingFileError: there is no such file.
        InputError: every problem at once, with line and column: rows that are missing, twice or of
            another sheet, answers that are neither yes nor no, wanting or without a reader, records
            in `also` that no list has, or that the row below says are of another person.
    """
    file = str(path)
    (first, names), *rows = read_grid(path)
    at = {name.casefold(): i for i, name in enumerate(names)}
    problems = [
        Problem(f"has no column '{name}'", file, first, hint=_UNCHANGED)
        for name in (*KEY, *TYPED)
        if name not in at
    ]
    if problems:
        raise InputError(problems)
    expected = rows_of(kept, only)
    blocks = {row: _Block() for row in expected if "." not in row}
    seen: dict[str, int] = {}
    for line, row in rows:
        key = _cell(row, at, "row").lstrip("'").upper()
        if key not in expected:
            what = f"'{_short(key)}' is no row of this sheet" if key else "the row has no name"
            problems.append(Problem(what, file, line, "row", "Leave the column as it was written"))
            continue
        if key in seen:
            what = f"row {key} stands on line {seen[key]} already"
            problems.append(Problem(what, file, line, "row", "Keep one of the two"))
            continue
        seen[key] = line
        problems += _another(kept, expected[key], row, at, file, line)
        head = key.split(".")[0]
        block, answer = blocks[head], _cell(row, at, "same")
        reader = _cell(row, at, "reader")
        if key == head:
            block.line, block.also = line, _cell(row, at, "also")
            block.reader = reader or block.reader
            if answer.casefold() in _NO:
                what = f"the record {head} itself is said to be another person"
                problems.append(Problem(what, file, line, "same", "Leave it empty here"))
        else:
            block.answers[key] = line, answer
            block.reader = block.reader or reader
            if _cell(row, at, "also"):
                what = "other records are named in the row of a candidate"
                hint = f"Name them in row {head}"
                problems.append(Problem(what, file, line, "also", hint))
    found = _Found(kept, file, expected)
    for head, block in blocks.items():
        problems += found.block(head, block)
    if problems:
        problems.sort(key=lambda problem: problem.row or 0)
        raise InputError(_shortened(problems, file))
    return SheetAnswers(found.same, found.reader, len(blocks))


class _Found:
    """The answers of a sheet, block by block."""

    def __init__(self, kept: Kept, file: str, expected: dict[str, int]) -> None:
        self.same: dict[int, frozenset[int]] = {}
        self.reader: dict[int, str] = {}
        self._kept, self._file, self._expected = kept, file, expected
        self._numbers = kept.numbers()
        self._lists = {name.casefold(): name for name in kept.sample.lists}

    def block(self, head: str, block: _Block) -> list[Problem]:
        """Takes one block in, or says what is wrong with it."""
        file, wanted = self._file, [k for k in self._expected if k.split(".")[0] == head]
        typed = block.also or any(answer for _, answer in block.answers.values())
        if not block.reader:
            if not typed:
                return []
            hint = f"Name the reader in row {head} when the record is done, or empty its answers"
            return [Problem("answers without a reader", file, block.line or None, "reader", hint)]
        problems = []
        gone = [key for key in wanted if key != head and key not in block.answers]
        if not block.line:
            gone = [head, *gone]
        if gone:
            what = f"rows {', '.join(gone[:5])} of the record {head} are missing"
            hint = "Leave all rows in the sheet"
            problems.append(Problem(what, file, block.line or None, "row", hint))
        same: set[int] = set()
        other: dict[int, int] = {}
        for key, (line, answer) in block.answers.items():
            word = answer.casefold()
            if word in _YES:
                same.add(self._expected[key])
            elif word in _NO:
                other[self._expected[key]] = line
            else:
                what = f"'{_short(answer)}' is not yes or no" if answer else "no answer"
                problems.append(Problem(what, file, line, "same", "Write yes or no"))
        record = self._expected[head]
        also, wrong = self._also(block)
        problems += wrong
        for number in also:
            if number in other:
                name, own = self._kept.name(number)
                what = f"{name}:{own} is named here, and not the same on line {other[number]}"
                problems.append(Problem(what, file, block.line, "also", "Change one of the two"))
        if not problems:
            self.same[record] = frozenset((same | also) - {record})
            self.reader[record] = block.reader
        return problems

    def _also(self, block: _Block) -> tuple[set[int], list[Problem]]:
        """Records that the clerk found without being shown them."""
        found, problems = set(), []
        for part in filter(None, (part.strip() for part in re.split("[;\n]", block.also))):
            name, _, own = (piece.strip() for piece in part.partition(":"))
            known = self._lists.get(name.casefold())
            if known is None or not own:
                what = f"'{_short(part)}' is no record: lists are {', '.join(self._lists.values())}"
                hint = "Write list:record; list:record"
                problems.append(Problem(what, self._file, block.line, "also", hint))
                continue
            number = self._numbers.get((known, own))
            if number is None:
                what = f"the list {known} has no record '{_short(own)}'"
                hint = "Write the record's id as its register has it"
                problems.append(Problem(what, self._file, block.line, "also", hint))
                continue
            found.add(number)
        return found, problems


def _another(
    kept: Kept, number: int, row: list[str], at: dict[str, int], file: str, line: int
) -> list[Problem]:
    """Whether the row names another record than the audit has there."""
    problems = []
    for column, value in zip(("list", "record"), kept.name(number), strict=True):
        text = _cell(row, at, column)
        if text and not _alike(text, value):
            what = f"'{_short(text)}' stands where '{_short(value)}' was written"
            hint = "The row is of another sheet or was changed: take it from the sheet as written"
            problems.append(Problem(what, file, line, column, hint))
    return problems


def _alike(text: str, value: str) -> bool:
    """Whether a spreadsheet may have made the text of an id: 7 or 7.0 of 007, 1.23E+10."""
    text, value = (each.lstrip("'").strip().casefold() for each in (text, value))
    if text == value:
        return True
    try:
        read, written = float(text.replace(",", ".")), float(value.replace(",", "."))
    except ValueError:
        return False
    return read == written or ("e+" in text and abs(read - written) <= 0.005 * abs(written))


def _cell(row: list[str], at: dict[str, int], name: str) -> str:
    place = at.get(name, len(row))
    return row[place] if place < len(row) else ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def _shortened(problems: list[Problem], file: str) -> list[Problem]:
    """All problems; of answers that simply are wanting, the first many and how many more."""
    waiting = [problem for problem in problems if problem.what == "no answer"]
    if len(waiting) <= _MOST_TOLD:
        return problems
    left_out = set(map(id, waiting[_MOST_TOLD:]))
    more = Problem(f"{len(left_out)} more rows have no answer", file, hint="Write yes or no")
    return [*(problem for problem in problems if id(problem) not in left_out), more]
