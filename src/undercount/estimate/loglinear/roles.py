"""What each cell of a table is to a fit: counted, unseen, or impossible."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.histories import CaptureHistories

# Nobody can be there: fixed at 0 and out of the fit (structural zeros).
IMPOSSIBLE = 0
# The model is fitted to these.
COUNTED = 1
# Out of the fit, and their fitted means are what is estimated: cell 0 and censored cells.
UNSEEN = 2


def roles_of(data: CaptureHistories) -> NDArray[np.int8]:
    """Shape (2**t,): the role of each cell of a table.

    >>> people = np.array([0, 9, 8, 3, 7, 0, 4, 0])
    >>> table = CaptureHistories(("A", "B", "C"), people, (("A", "C"),), ("B",))
    >>> roles_of(table).tolist()
    [2, 1, 2, 1, 1, 0, 1, 0]
    """
    roles = np.where(data.possible, UNSEEN, IMPOSSIBLE).astype(np.int8)
    roles[data.observed] = COUNTED
    return roles


def unrestricted(size: int, *, unseen: bool = True) -> NDArray[np.int8]:
    """Shape (size,): all cells counted, but cell 0 where `unseen`.

    >>> unrestricted(4).tolist()
    [2, 1, 1, 1]
    """
    roles = np.full(size, COUNTED, dtype=np.int8)
    roles[0] = UNSEEN if unseen else COUNTED
    return roles
