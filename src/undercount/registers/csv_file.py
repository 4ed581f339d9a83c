"""A list kept as text with separators, of any encoding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Set as AbstractSet
from itertools import compress, islice
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.errors import Problem
from undercount.registers.decode import decode
from undercount.registers.header import LOOKED_AT, clean_header, find_header
from undercount.registers.raw import Raw

_SEPARATORS: Final = ",;\t|"
_TRIED = 100  # rows that tell the separator
_BREAKS: Final = re.compile(r"\r\n|\n|\r")
_CHUNK = 50_000
_TOLD = 5  # rows of a wrong width that are told one by one
_MOST = 10_000_000  # letters of one cell: a quote that is never closed swallows the rest


class _Rows(Protocol):
    """What `csv.reader` makes."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> _Rows: ...

    def __next__(self) -> list[str]: ...


def read_csv_file(file: Path, wanted: AbstractSet[str], problems: list[Problem]) -> Raw | None:
    """The columns of a file of text; lines are counted as an editor counts them."""
    source = str(file)
    text, cautions = decode(file.read_bytes(), source, problems)
    if text is None:
        return None
    if not text.strip():
        problems.append(Problem("the file is empty", source, hint="Name the list itself"))
        return None
    separator = _separator(text)
    csv.field_size_limit(_MOST)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        top = [(row, rows.line_num) for row in islice(rows, LOOKED_AT)]
        at = find_header([row for row, _ in top], wanted) or 0
        header, twice = clean_header(top[at][0])
        # Read again from the header: the line of each row is known only while it is read.
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for _ in islice(rows, at + 1):
            pass
        body = _Body(len(header))
        body.read(rows)
    except csv.Error as error:
        problems.append(Problem(f"not readable as CSV: {error}", source, rows.line_num))
        return None
    body.tell(source, problems)
    columns = {
        name: pa.chunked_array(parts, pa.string())
        for name, parts in zip(header, body.columns, strict=True)
        if name
    }
    return Raw(
        columns,
        np.concatenate([np.zeros(0, np.int64), *body.lines]),
        source,
        cautions,
        twice,
        top[at][1],
    )


class _Body:
    """Rows below the header, gathered by column."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.columns: list[list[pa.Array]] = [[] for _ in range(width)]
        self.lines: list[NDArray[np.int64]] = []
        self.wrong: list[tuple[int, int]] = []

    def read(self, rows: _Rows) -> None:
        """Take all rows, in pieces that fit into memory."""
        before = rows.line_num
        while piece := list(islice(rows, _CHUNK)):
            lines = np.arange(before + 1, before + 1 + len(piece))
            if rows.line_num - before != len(piece):
                inner = [sum(len(_BREAKS.findall(cell)) for cell in row) for row in piece]
                lines[1:] += np.cumsum(inner)[:-1]
            before = rows.line_num
            if set(map(len, piece)) != {self.width}:
                kept = [self._fits(row, int(line)) for row, line in zip(piece, lines, strict=True)]
                piece, lines = list(compress(piece, kept)), lines[kept]
            filled = [any(row) for row in piece]
            self.lines.append(lines[filled])
            columns = zip(*compress(piece, filled), strict=True)
            for parts, column in zip(self.columns, columns, strict=False):
                parts.append(pa.array(column, pa.string()))

    def _fits(self, row: list[str], line: int) -> bool:
        """Whether a row has all cells and no more; empty ones at its end are dropped."""
        while len(row) > self.width and not row[-1].strip():
            row.pop()
        if len(row) == self.width:
            return True
        if any(map(str.strip, row)):
            self.wrong.append((line, len(row)))
        return False

    def tell(self, source: str, problems: list[Problem]) -> None:
        """Note rows that have too many cells or too few."""
        for line, cells in self.wrong[:_TOLD]:
            what = f"{cells} cells where the header has {self.width}"
            hint = "Put cells that hold a separator or a new line in quotes"
            problems.append(Problem(what, source, line, hint=hint))
        if len(self.wrong) > _TOLD:
            more = len(self.wrong) - _TOLD
            what = f"{more:,} more rows have too many or too few cells"
            problems.append(Problem(what, source, hint="As above"))


def _separator(text: str) -> str:
    """The mark that cuts most rows into as many cells as each other, more than one."""
    sample = text[:200_000]

    def fit(mark: str) -> tuple[float, int]:
        try:
            rows = islice(csv.reader(io.StringIO(sample, newline=""), delimiter=mark), _TRIED)
            widths = [len(row) for row in rows if any(map(str.strip, row))]
        except csv.Error:
            return 0.0, 0
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual

    return max(_SEPARATORS, key=fit)
