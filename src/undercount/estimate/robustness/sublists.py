"""The same people on fewer lists, and the people of one list on the others."""

from __future__ import annotations

import numpy as np

from undercount.histories import CaptureHistories


def without(data: CaptureHistories, list_index: int) -> CaptureHistories:
    """The table without one list; people on it alone drop out.

    >>> table = CaptureHistories(("A", "B", "C"), np.array([0, 9, 8, 3, 7, 2, 1, 4]))
    >>> without(table, 0).counts.tolist()
    [0, 11, 9, 5]
    """
    off, on = _split(data, list_index)
    counts = data.counts[off] + data.counts[on]
    counts[0] = 0
    return CaptureHistories(_others(data, list_index), counts)


def inside(data: CaptureHistories, list_index: int) -> CaptureHistories:
    """The people of one list, by the other lists they are on; those on no other drop out.

    >>> table = CaptureHistories(("A", "B", "C"), np.array([0, 9, 8, 3, 7, 2, 1, 4]))
    >>> inside(table, 0).counts.tolist()
    [0, 3, 2, 4]
    """
    counts = data.counts[_split(data, list_index)[1]]
    counts[0] = 0
    return CaptureHistories(_others(data, list_index), counts)


def _split(data: CaptureHistories, list_index: int) -> tuple[np.ndarray, np.ndarray]:
    cells = np.arange(len(data.counts))
    on = cells >> list_index & 1 == 1
    return cells[~on], cells[on]


def _others(data: CaptureHistories, list_index: int) -> tuple[str, ...]:
    return data.lists[:list_index] + data.lists[list_index + 1 :]
