"""Where in the files of a list something stands, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SHOWN = 5


def lines(numbers: Sequence[int] | NDArray[np.int64]) -> str:
    """A few line numbers, and how many more there are.

    >>> lines([3]), lines([3, 4, 9, 12, 40, 41, 50])
    ('line 3', 'lines 3, 4, 9, 12, 40 and 2 more')
    """
    shown = ", ".join(f"{number:,}" for number in numbers[:_SHOWN])
    more = len(numbers) - _SHOWN
    tail = f" and {more:,} more" if more > 0 else ""
    return f"{'line' if len(numbers) == 1 else 'lines'} {shown}{tail}"


def places(
    at: NDArray[np.bool_], line: NDArray[np.int64], file: NDArray[np.int16], names: Sequence[str]
) -> str:
    """The lines of some rows, with their file where the list has several."""
    rows = np.flatnonzero(at)
    if len(names) < 2:
        return lines(line[rows])
    told = [f"{names[f]} {lines(line[rows[file[rows] == f]])}" for f in np.unique(file[rows])]
    return "; ".join(told[:_SHOWN]) + (" ..." if len(told) > _SHOWN else "")


def count(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> count(1, "record", "records"), count(1200, "record", "records")
    ('1 record', '1,200 records')
    """
    return f"{number:,} {one if number == 1 else many}"
