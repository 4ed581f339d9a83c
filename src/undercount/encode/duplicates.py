"""Records of one list that are one person beyond reasonable doubt, merged before they are encoded.

Lists none of which can be compared with itself are not rid of duplicates by who links them. So
the owner does it, as far as it needs no clerk: two records with the same two or more keys of the
name, the same sex, years of birth that can be the same, and no day of birth against it. In
simulated worlds 8 to 9 of 10 such pairs are one person, and they are 2 to 5 of 10 duplicates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.encode.births import WIDEST, births_of, parts_of_birth

if TYPE_CHECKING:
    from undercount.registers.standard import Register

_FIELDS: Final = (
    "tokens", "year_low", "day", "sex", "nationality", "place", "language", "address", "phone",
    "number",
)  # fmt: skip
_MOSTLY: Final = 0.5
_Birth = tuple[int, int, int, int]


def without_duplicates(register: Register) -> tuple[Register, NDArray[np.int64]]:
    """The list with one record for each of them, and which records those are.

    Of records that are one person, the one that knows most is kept, of equal ones the first.
    """
    table = register.records
    births = births_of(table)
    spans = [parts_of_birth(text) for text in births.values]
    known = np.sum([_known(table, name) for name in _FIELDS], axis=0)
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    rows = zip(table["keys"].to_pylist(), table["sex"].to_pylist(), births.codes, strict=True)
    for row, (keys, sex, birth) in enumerate(rows):
        mine = tuple(sorted(set(keys or ())))
        if len(mine) >= 2 and birth >= 0:
            groups[mine, sex].append(row)
    kept = np.ones(len(table), np.bool_)
    for members in groups.values():
        if len(members) > 1:
            _keep(sorted(members, key=lambda row: (-known[row], row)), births.codes, spans, kept)
    if kept.all():
        return register, np.arange(len(table))
    found = np.flatnonzero(kept)
    return replace(register, records=table.take(found)), found


def mostly_same(one: Register, other: Register) -> bool:
    """Whether half or more of the shorter list has the names and birth of somebody on the other.

    Two files of one list, under two names, could be compared with each other, and so would be what
    the list hides of itself.
    """
    mine, theirs = (_people(register.records) for register in (one, other))
    return len(mine & theirs) >= _MOSTLY * max(1, min(len(mine), len(theirs)))


def _people(table: pa.Table) -> set[tuple[str, str]]:
    births = births_of(table)
    texts = [births.values[code] if code >= 0 else "" for code in births.codes]
    keys = (" ".join(sorted(set(keys or ()))) for keys in table["keys"].to_pylist())
    return set(zip(keys, texts, strict=True))


def _keep(
    members: list[int], codes: NDArray[np.int32], spans: list[_Birth], kept: NDArray[np.bool_]
) -> None:
    """Let go of those that are one person with an earlier one that is kept."""
    stay: list[_Birth] = []
    for row in members:
        mine = spans[codes[row]]
        if any(_one_birth(mine, other) for other in stay):
            kept[row] = False
        else:
            stay.append(mine)


def _one_birth(one: _Birth, other: _Birth) -> bool:
    """Years that can be the same, and a month or a day in common where both are sure."""
    low, high, month, day = one
    other_low, other_high, other_month, other_day = other
    days = (not day or not other_day) or month == other_month or day == other_day
    sure = max(high - low, other_high - other_low) <= WIDEST
    return sure and days and low <= other_high and other_low <= high


def _known(table: pa.Table, name: str) -> NDArray[np.bool_]:
    made: NDArray[np.bool_] = table[name].is_valid().to_numpy()
    return made
