"""The traits of very many figures, some fifty bytes of each, and which of them belong together."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from undercount.read.copies.groups import Groups
from undercount.read.copies.traits import Traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CODES: Final = {
    "document": "I", "start": "I", "surface": "I", "says": "Q", "digits": "B", "claimant": "Q",
    "slot": "Q", "topic": "Q", "first": "I", "last": "I", "dated": "B", "bounded": "B",
}  # fmt: skip
_APART: Final = 3  # days between two figures of a stock that still speak of one moment


class Kept:
    """A column of plain numbers for each trait."""

    def __init__(self) -> None:
        self._columns = [array(_CODES[name]) for name in Traits._fields]

    def __len__(self) -> int:
        """How many figures."""
        return len(self._columns[0])

    def __getitem__(self, item: int) -> Traits:
        """The traits of one figure."""
        return Traits(*(column[item] for column in self._columns))

    def add(self, traits: Traits) -> None:
        """Keep a figure."""
        for column, value in zip(self._columns, traits, strict=True):
            column.append(value)

    def clusters(self) -> list[list[int]]:
        """Figures that speak of one thing, where there are two or more."""
        import numpy as np

        groups = Groups(len(self))
        slot = self._column("slot")
        groups.join_all(*_adjacent(slot, np.argsort(slot, kind="stable")))
        topic, first, last = self._column("topic"), self._column("first"), self._column("last")
        one, other = _adjacent(topic, np.lexsort((last, first, topic)))
        happened = (self._column("bounded") & self._column("dated")) == 1
        near = np.where(
            happened[one] & happened[other],
            (first[one] == first[other]) & (last[one] == last[other]),
            (first[one] <= last[other] + _APART) & (first[other] <= last[one] + _APART),
        )
        groups.join_all(one[near], other[near])
        return groups.lists()

    def _column(self, name: str) -> NDArray[np.uint64]:
        import numpy as np

        # A copy, because a column that is looked at in place cannot grow any more.
        return np.array(self._columns[Traits._fields.index(name)], dtype=np.uint64)


def _adjacent(
    keys: NDArray[np.uint64], order: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Items that follow one another in the order and have the same key, other than 0."""
    one, other = order[:-1], order[1:]
    same = (keys[one] == keys[other]) & (keys[one] != 0)
    return one[same], other[same]
