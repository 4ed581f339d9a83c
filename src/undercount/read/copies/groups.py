"""Union-find: which things belong together once pairs of them do."""

from __future__ import annotations

from collections.abc import Hashable, Iterable


class Groups:
    """Groups of the numbers 0 to `size` - 1, each alone at first."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

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

    def join_equal(self, keys: Iterable[Hashable | None]) -> None:
        """Join the items whose keys are equal; None equals nothing."""
        first: dict[Hashable, int] = {}
        for item, key in enumerate(keys):
            if key is not None:
                self.join(first.setdefault(key, item), item)

    def lists(self) -> list[list[int]]:
        """All groups, each in order, by their first members."""
        found: dict[int, list[int]] = {}
        for item in range(len(self._parent)):
            found.setdefault(self.find(item), []).append(item)
        return list(found.values())
