"""What the keys of two names share, counted for many pairs; compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from undercount.link.table import NAME_KEYS

if TYPE_CHECKING:
    from undercount.link.table import Table


def shared_keys(
    table: Table, left: NDArray[np.int32], right: NDArray[np.int32]
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """How many keys both names have, and the sum of their steps of rarity, of each pair."""
    keys = table.name_keys().astype(np.int32)
    steps = [table.integers(f"rarity_{i + 1}", 0).astype(np.int8) for i in range(NAME_KEYS)]
    count, total = _shared(keys, np.stack(steps, axis=1), left, right)
    return count, total


@njit(cache=True, nogil=True)
def _shared(keys: Any, steps: Any, left: Any, right: Any) -> Any:
    count, total = np.zeros(len(left), np.int8), np.zeros(len(left), np.int8)
    for p in range(len(left)):
        a, b = left[p], right[p]
        for i in range(keys.shape[1]):
            if keys[a, i] >= 0:
                for j in range(keys.shape[1]):
                    if keys[a, i] == keys[b, j]:
                        count[p] += 1
                        total[p] += steps[a, i]
    return count, total
