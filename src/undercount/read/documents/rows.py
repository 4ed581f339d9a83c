"""Pieces of a page to lines: words side by side, and the rows of tables with tabs in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

ITEM: Final = re.compile(r"[-–•*·▪◦‣●○■]\s|[-–•▪◦‣●○■]$|\(?(?:\d{1,2}|[a-z])[.)](?:\s|$)")
"""What a list item begins with."""
_SAME_LINE: Final = 0.3  # of the height of the letters
_TIGHT: Final = 1.6  # a line of a cell follows the one above it as closely as this


class Piece(NamedTuple):
    """Some words on one line of a page, in points from the lower left; `height` of the letters."""

    text: str
    left: float
    right: float
    base: float
    height: float


class Line(NamedTuple):
    """One line of a column, or one row of a table with tabs between its cells."""

    text: str
    left: float
    right: float
    base: float
    height: float
    is_row: bool = False


def lines_of(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Pieces side by side are one line, or the cells of a row where rows below are cut alike."""
    rows = _side_by_side(pieces)
    index = 0
    while index < len(rows):
        stop = _end_of_table(rows, index)
        columns = _columns(rows[index:stop]) if stop - index > 1 else []
        if columns:
            yield from _table(rows[index:stop], columns)
            index = stop
        else:
            yield _line(" ".join(piece.text for piece in rows[index]), rows[index])
            index += 1


def _side_by_side(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if (
            last is None
            or abs(piece.base - last.base) >= _SAME_LINE * last.height
            or piece.left < last.right - 0.5 * last.height
        ):
            rows.append([piece])
        elif len(rows[-1]) == 1 and ITEM.fullmatch(last.text):
            # The mark of a list item is no cell, however far its words are.
            rows[-1][-1] = piece._replace(text=f"{last.text} {piece.text}", left=last.left)
        else:
            rows[-1].append(piece)
    return rows


def _end_of_table(rows: Sequence[Sequence[Piece]], index: int) -> int:
    """Index behind the rows of several cells, with the further lines of such cells."""
    stop = index
    while stop < len(rows) and (
        len(rows[stop]) > 1
        or (stop > index and len(rows[index]) > 1 and _goes_on_above(rows[stop], rows[stop - 1]))
    ):
        stop += 1
    return stop


def _goes_on_above(row: Sequence[Piece], above: Sequence[Piece]) -> bool:
    """Whether a row is the second line of cells: close below, and nothing in the first column."""
    step = above[0].base - row[0].base
    return 0 < step < _TIGHT * row[0].height and (
        row[0].left > above[0].right or (len(above) == 1 and row[0].left >= above[0].left)
    )


def _table(rows: Sequence[Sequence[Piece]], columns: Sequence[tuple[float, float]]) -> list[Line]:
    lines: list[Line] = []
    cells: list[list[str]] = []
    for index, row in enumerate(rows):
        of = [_column_of(piece, columns) for piece in row]
        more = index > 0 and 0 not in of and _goes_on_above(row, rows[index - 1])
        if not more:
            cells = [[] for _ in columns]
        for piece, column in zip(row, of, strict=True):
            cells[column].append(piece.text)
        text = "\t".join(" ".join(cell) for cell in cells).rstrip("\t")
        if more:
            lines[-1] = lines[-1]._replace(text=text, base=row[0].base)
        else:
            lines.append(_line(text, row, is_row=True))
    return lines


def _columns(rows: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """Where the columns of these rows stand, by the rows that have most cells, or nothing."""
    most = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == most]
    columns = [
        (min(row[k].left for row in full), max(row[k].right for row in full)) for k in range(most)
    ]
    apart = all(before[1] < after[0] for before, after in pairwise(columns))
    return columns if apart and (len(full) > 1 or len(rows) < 4) else []


def _column_of(piece: Piece, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a cell overlaps most, else the nearest one."""

    def overlap(k: int) -> float:
        return min(piece.right, columns[k][1]) - max(piece.left, columns[k][0])

    return max(range(len(columns)), key=overlap)


def _line(text: str, row: Sequence[Piece], is_row: bool = False) -> Line:
    height = max(piece.height for piece in row)
    return Line(text, row[0].left, row[-1].right, row[0].base, height, is_row)
