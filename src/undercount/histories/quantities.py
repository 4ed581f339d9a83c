"""Every number of people a linkage prints, as sums of the cells that nobody may work out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["cell", "history", "on", "stratum", "entries", "size", "records", "total"]
# What is lost where one gives way, so that a small number cannot be worked out.
_TELLS: dict[Kind, float] = {
    "cell": 1.0,
    "history": 1.5,
    "on": 2.0,
    "entries": 2.0,
    "stratum": 3.0,
    "size": 4.0,
    "records": 5.0,
    "total": 40.0,
}
CHILDREN = re.compile(
    r"\b(child|children|minors?|juveniles?|girls?|boys?|under[- ]?18s?|enfants?|mineure?s?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """One number that is printed unless it is kept back.

    Attributes:
        kind: "cell" of a stratum, "history" over all strata, people "on" k lists, a "stratum"'s
            people, "entries" on all lists, the "size" of a list, its "records", or the "total".
        key: which of its kind: (stratum, cell), (cell,), (k,), (stratum,), (list,) or ().
        row: shape (strata * (2**t - 1),), how often each cell is in it.
        value: the number.
        weight: what a reader loses without it.
    """

    kind: Kind
    key: tuple[int, ...]
    row: NDArray[np.float64]
    value: int
    weight: float

    @property
    def bound(self) -> bool:
        """Whether it is only an upper bound of a sum of cells: records hold duplicates."""
        return self.kind == "records"


def quantities(
    strata: Sequence[str], counts: NDArray[np.int64], records: Sequence[int] | None
) -> tuple[Quantity, ...]:
    """Every number that the file, the screen and the page print of a linkage.

    Args:
        strata: labels, one "" where there are none.
        counts: shape (strata, 2**t), people; cell 0 is not looked at.
        records: of each list, as its profile prints it, or None where none does.
    """
    of, cells = counts.shape
    lists = cells.bit_length() - 1
    on = np.bitwise_count(np.arange(1, cells))
    everybody = max(float(counts[:, 1:].sum()), 1.0)
    made: list[Quantity] = []

    def add(kind: Kind, key: tuple[int, ...], row: NDArray[np.float64], label: str = "") -> None:
        value = round(float((row * counts[:, 1:]).sum()))
        weight = _TELLS[kind] * (1.0 + max(value, 0) / everybody)
        if CHILDREN.search(label):
            weight /= 4.0
        made.append(Quantity(kind, key, row.ravel(), value, weight))

    def within(choice: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.broadcast_to(choice.astype(np.float64), (of, cells - 1)).copy()

    for s, label in enumerate(strata):
        if of == 1:
            break
        inside = np.zeros((of, cells - 1))
        inside[s] = 1.0
        add("stratum", (s,), inside, label)
        for cell in range(1, cells):
            row = np.zeros((of, cells - 1))
            row[s, cell - 1] = 1.0
            add("cell", (s, cell), row, label)
    for cell in range(1, cells):
        add("history", (cell,), within(np.arange(1, cells) == cell))
    for k in range(1, lists + 1):
        add("on", (k,), within(on == k))
    entries = np.zeros((of, cells - 1))
    for bit in range(lists):
        held = within(np.arange(1, cells) >> bit & 1 == 1)
        entries += held
        add("size", (bit,), held)
        if records is not None:
            n = int(records[bit])
            made.append(Quantity("records", (bit,), held.ravel(), n, _TELLS["records"]))
    add("entries", (), entries)
    add("total", (), within(np.ones(cells - 1, dtype=np.bool_)))
    return tuple(made)
