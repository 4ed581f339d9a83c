"""The order in which a page of one or two columns is read."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from undercount.read.documents.rows import Piece

_FEWEST: Final = 6  # lines in each of two columns; fewer may be anything
_CROSSING: Final = 0.3  # of the lines may run over both columns, as titles do
_FILLED: Final = 0.55  # of a column's width: shorter lines are cells of a table
_TRIES: Final = 40


def in_reading_order(pieces: Sequence[Piece]) -> list[Piece]:
    """The left column before the right one; a line over both comes between what is above and below.

    Where no two columns are told, the order of the file stays: it is mostly that of reading.
    """
    gutter = _gutter(pieces)
    if gutter is None:
        return list(pieces)
    ordered: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if piece.right <= gutter:
            left.append(piece)
        elif piece.left >= gutter:
            right.append(piece)
        else:
            ordered += [*left, *right, piece]
            left, right = [], []
    return [*ordered, *left, *right]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the empty strip between two columns of prose, or None."""
    if len(pieces) < 2 * _FEWEST:
        return None
    low, high = min(p.left for p in pieces), max(p.right for p in pieces)
    fewest, free = len(pieces) + 1, []
    for step in range(_TRIES + 1):
        x = low + (high - low) * (0.3 + 0.4 * step / _TRIES)
        crossing = sum(piece.left < x < piece.right for piece in pieces)
        if crossing < fewest:
            fewest, free = crossing, [x]
        elif crossing == fewest:
            free.append(x)
    if fewest > _CROSSING * len(pieces):
        return None
    gutter = free[len(free) // 2]
    left = [piece for piece in pieces if piece.right <= gutter]
    right = [piece for piece in pieces if piece.left >= gutter]
    if min(len(left), len(right)) < _FEWEST:
        return None
    if median(p.right - p.left for p in left) < _FILLED * (gutter - low):
        return None
    if median(p.right - p.left for p in right) < _FILLED * (high - gutter):
        return None
    beside = min(max(p.base for p in left), max(p.base for p in right)) - max(
        min(p.base for p in left), min(p.base for p in right)
    )
    return gutter if beside > 0 else None
