"""A table of text as it was received: from a CSV file or from any frame.

Equal rows are kept once with the lines they stand on: a register of a million people has a few
dozen different capture histories, and each is checked once.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from undercount.errors import InputError, MissingFileError, Problem

_SEPARATORS = ",;\t"
_SAVE_AS = "Save the table as CSV text (UTF-8) and try again"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a header.

    Attributes:
        source: path as the user gave it, or None for a frame.
        header: column names, stripped, all different and none empty.
        rows: each different row with the lines it stands on (the header is line 1).
        sha256: of the bytes of the file, hexadecimal; "" for a frame.
    """

    source: str | None
    header: tuple[str, ...]
    rows: dict[tuple[str, ...], list[int]]
    sha256: str = ""

    def column(self, name: str) -> int | None:
        """Position of the column of this name, capitals or not; None if there is none."""
        names = [column.lower() for column in self.header]
        return names.index(name) if name in names else None

    def fields(self, position: int) -> dict[str, list[int]]:
        """Each different text of a column, with the lines it stands on."""
        found: dict[str, list[int]] = {}
        for row, lines in self.rows.items():
            found.setdefault(row[position], []).extend(lines)
        return found


def read_table_file(path: str | Path) -> Table:
    """The table in a CSV file with comma, semicolon or tab between its columns.

    Raises:
        MissingFileError: there is no such file.
        InputError: it is a folder, empty, no UTF-8 text, or its header or rows do not fit.
    """
    source, path = str(path), Path(path)
    if not path.exists():
        raise MissingFileError(Problem("there is no such file", source, hint="Check the path"))
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = "this is a folder" if path.is_dir() else (error.strerror or "unreadable").lower()
        raise InputError(Problem(reason, source, hint="Name a CSV file you may read")) from error
    table = _build(source, _records(_decode(raw, source), source))
    return replace(table, sha256=hashlib.sha256(raw).hexdigest())


def frame_table(frame: Any) -> Table:
    """The table in any eager frame that narwhals knows (pandas, polars, pyarrow ...).

    Lines are counted as if the frame had been written to a file: its first row is line 2.
    """
    import narwhals as nw

    try:
        data = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        kind = type(frame).__name__
        raise InputError(
            f"a {kind} is not a frame", "Give a pandas, polars or pyarrow table"
        ) from error
    header = [str(name) for name in data.columns]
    body = ([_as_text(value) for value in row] for row in data.iter_rows())
    return _build(None, _numbered(header, body))


def _decode(raw: bytes, source: str) -> str:
    if not raw.strip():
        raise InputError(Problem("the file is empty", source, hint="Give a table with a header"))
    if b"\0" in raw:
        what = "this is a binary file, not CSV text"
        raise InputError(Problem(what, source, hint=_SAVE_AS))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise InputError(Problem("the text is not UTF-8", source, row, hint=_SAVE_AS)) from error


def _records(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    first = next(line for line in text.splitlines() if line.strip())
    # The header holds names only, so the mark found most often in it separates the columns.
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield reader.line_num, fields
    except csv.Error as error:
        what = f"this line cannot be read as CSV ({error})"
        raise InputError(Problem(what, source, reader.line_num, hint=_SAVE_AS)) from error


def _numbered(header: list[str], body: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    yield 1, header
    yield from enumerate(body, start=2)


def _build(source: str | None, records: Iterator[tuple[int, list[str]]]) -> Table:
    line, fields = next(records)
    header = tuple(field.strip() for field in fields)
    problems = _header_problems(header, source, line)
    rows: dict[tuple[str, ...], list[int]] = {}
    for line, fields in records:
        rows.setdefault(tuple(field.strip() for field in fields), []).append(line)
    for row, lines in rows.items():
        if len(row) != len(header):
            what = f"{len(row)} fields where the header has {len(header)} columns"
            hint = "Give every row one field a column"
            problems += [Problem(what, source, line, hint=hint) for line in lines]
    if not rows:
        problems.append(Problem("there are no rows under the header", source))
    if problems:
        raise InputError(shortened(problems))
    return Table(source, header, rows)


def _header_problems(header: tuple[str, ...], source: str | None, line: int) -> list[Problem]:
    problems = [
        Problem(f"column {position} has no name", source, line, hint="Name it or leave it out")
        for position, name in enumerate(header, start=1)
        if not name
    ]
    names = [name.lower() for name in header if name]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [
        Problem("two columns have this name", source, line, name, "Give each column its own name")
        for name in twice
    ]
    return problems


def shortened(problems: list[Problem], most: int = 20) -> list[Problem]:
    """The problems in the order of the file; of each column the first `most`, then how many more.

    A column that is wrong throughout a long file would otherwise bury every other problem.
    """
    seen: dict[str | None, int] = {}
    kept: list[Problem] = []
    for problem in sorted(problems, key=lambda problem: problem.row or 0):
        seen[problem.column] = seen.get(problem.column, 0) + 1
        if seen[problem.column] <= most:
            kept.append(problem)
    source = problems[0].file if problems else None
    kept += [
        Problem(f"{count - most:,} more problems like these", source, column=column)
        for column, count in seen.items()
        if count > most
    ]
    return kept


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return str(value)
