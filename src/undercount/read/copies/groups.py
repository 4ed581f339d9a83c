"""Union-find: which things belong together once pairs of them do."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Groups:
    """Groups of the numbers 0 to `size` - 1, each alone at first."""

    def __init__(self, size: int) -> None:
        self._parent = array("I", range(size))

    def find(self, item: int) -> int:
        """The smallest member of the item's group."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first

    def join_all(self, ones: NDArray[np.intp], others: NDArray[np.intp]) -> None:
        """Join each of the ones with its other."""
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            self.join(one, other)

    def lists(self) -> list[list[int]]:
        """The groups of two and more, each in order, by their first members."""
        found: dict[int, list[int]] = {}
        for item in range(len(self._parent)):
            first = self.find(item)
            if first != item:
                found.setdefault(first, [first]).append(item)
        return sorted(found.values())
