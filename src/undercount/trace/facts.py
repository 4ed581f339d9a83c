"""Births, origin, who asks, and where they last were together: compared, each as a level."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numba
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.trace.candidates import years_apart
from undercount.trace.fields import RELATIONS
from undercount.trace.side import NO_RELATION, Side, nations

Floats = NDArray[np.float32]
MISSING: Final = -1

BIRTH: Final = (
    "same-day", "same-habit-day", "swapped", "same-month", "same-year", "ages-agree",
    "other-calendar", "one-apart", "two-apart", "three-apart", "years-apart",
)  # fmt: skip
"""Levels of the birth, the best first."""
SEX: Final = ("same", "other")
NATIONALITY: Final = ("same", "other")
LANGUAGE: Final = ("same", "shared", "other")
PLACE: Final = ("same", "alike", "other")
DAY: Final = ("same-month", "same-year", "other")
GAP: Final = ("fits", "strange")
"""Whether the one who asks can be so much older than the child."""

# How much older than a child its relatives are, in years: rarely less, rarely more.
_OLDER: Final = {
    "father": (14, 65), "mother": (12, 50), "brother": (-25, 30), "sister": (-25, 30),
    "sibling": (-25, 30), "uncle": (-3, 65), "aunt": (-3, 65), "grandfather": (28, 95),
    "grandmother": (26, 95), "grandparent": (26, 95), "cousin": (-30, 45),
}  # fmt: skip
_AS_PEOPLE: Final = 20.0  # what is seen among all counts as so many of a nationality
_A_MONTH: Final = 45  # days between two tellings of the last day
_A_YEAR: Final = 400


def births(left: Side, right: Side, pairs: NDArray[np.int64]) -> NDArray[np.int8]:
    """Shape (pairs,): places in `BIRTH`, -1 where one is not known."""
    return np.asarray(_births(pairs, left.births, right.births, left.ethiopian | False))


@numba.njit(cache=True, nogil=True)
def _births(pairs: Any, left: Any, right: Any, ethiopian: Any) -> Any:
    out = np.full(len(pairs), MISSING, np.int8)
    for k in range(len(pairs)):
        a, b = left[pairs[k, 0]], right[pairs[k, 1]]
        if a[0] == 0 or b[0] == 0:
            continue
        apart = max(a[0] - b[1], b[0] - a[1], 0)
        exact = a[0] == a[1] and b[0] == b[1]
        days = a[3] > 0 and b[3] > 0
        same = days and a[2] == b[2] and a[3] == b[3]
        habit = a[4] == 1 or b[4] == 1
        if apart == 0 and exact and same:
            out[k] = 1 if habit else 0
        elif apart == 0 and exact and days and a[2] == b[3] and a[3] == b[2]:
            out[k] = 2
        elif apart == 0 and exact and a[2] > 0 and a[2] == b[2] and not habit:
            out[k] = 3
        elif apart == 0 and exact:
            out[k] = 4
        elif apart == 0:
            out[k] = 5
        elif apart >= 4 and years_apart(a, b, ethiopian[pairs[k, 0]]) <= 1.0:
            out[k] = 6
        else:
            out[k] = 6 + min(apart, 4)
    return out


def sexes(left: Side, right: Side, pairs: NDArray[np.int64]) -> NDArray[np.int8]:
    """Shape (pairs,): places in `SEX`."""
    a, b = left.sex[pairs[:, 0]], right.sex[pairs[:, 1]]
    return np.where((a == 0) | (b == 0), MISSING, a != b).astype(np.int8)


def texts(
    name: str, left: Side, right: Side, pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int8], Floats]:
    """Levels of a text, as `PLACE`, and how rare it is, in bits, where it agrees.

    It is as rare as among those on the right who have the same nationality. Languages are as
    `LANGUAGE`: one of several is shared.
    """
    a, b = left.texts[name].dictionary_encode(), right.texts[name].dictionary_encode()
    codes_a, codes_b = _codes(a), _codes(b)
    one, other = codes_a[pairs[:, 0]], codes_b[pairs[:, 1]]
    many = len(b.dictionary) + 1
    distinct, which = np.unique((one + 1) * many + other + 1, return_inverse=True)
    texts_a, texts_b = a.dictionary.to_pylist(), b.dictionary.to_pylist()
    level = np.full(len(distinct), MISSING, np.int8)
    for i, (x, y) in enumerate(zip(*np.divmod(distinct, many), strict=True)):
        if x and y:
            level[i] = _level(name, texts_a[x - 1], texts_b[y - 1])
    made = level[which.ravel()]
    share = _share(codes_b, nations(right, right) if name != "nationality" else None)
    bits = -np.log2(share[pairs[:, 1]])
    return made, np.where((made >= 0) & (made < 2), np.maximum(bits, 0), 0).astype(np.float32)


def _share(codes: NDArray[np.int64], nation: NDArray[np.int64] | None) -> NDArray[np.float64]:
    """Shape (people,): which share has each one's value, among those of the same nationality.

    A town that few are of is no rarer for being in a country that few are of.
    """
    known = codes >= 0
    values = int(codes.max(initial=-1)) + 1
    every = (np.bincount(codes[known], minlength=values) + 0.5) / (known.sum() + 0.5)
    made = np.append(every, 1.0)[codes]
    if nation is not None:
        many = int(nation.max(initial=0)) + 1
        counts = np.bincount((nation * values + codes)[known], minlength=max(many * values, 1))
        whole = np.bincount(nation[known], minlength=many)
        of_nation = (counts[nation * values + codes] + _AS_PEOPLE * made) / (
            whole[nation] + _AS_PEOPLE
        )
        made = np.where(known & (nation > 0), of_nation, made)
    return np.asarray(made)


def _codes(encoded: pa.DictionaryArray) -> NDArray[np.int64]:
    return np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(False), dtype=np.int64)


def _level(name: str, one: str, other: str) -> int:
    if one == other:
        return 0
    if name == "nationality":
        return 2
    if name == "language":
        return 2 - bool(set(one.split()) & set(other.split()))
    return 2 - _edits(one, other)


@lru_cache(maxsize=1 << 16)
def _edits(a: str, b: str) -> bool:
    """Whether two places may be spellings of one: a third of the letters differ at most."""
    longer = max(len(a), len(b))
    if abs(len(a) - len(b)) > 0.34 * longer or a[:1] != b[:1]:
        return False
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y)))
        last = row
    return last[-1] <= 0.34 * longer


def days(left: Side, right: Side, pairs: NDArray[np.int64]) -> NDArray[np.int8]:
    """Shape (pairs,): places in `DAY`, by the days between what the two may mean."""
    a, b = left.last[pairs[:, 0]], right.last[pairs[:, 1]]
    apart = np.maximum(np.maximum(a[:, 0] - b[:, 1], b[:, 0] - a[:, 1]), 0)
    level = np.select([apart <= _A_MONTH, apart <= _A_YEAR], [0, 1], 2)
    return np.where((a[:, 1] < a[:, 0]) | (b[:, 1] < b[:, 0]), MISSING, level).astype(np.int8)


def gaps(left: Side, right: Side, pairs: NDArray[np.int64]) -> NDArray[np.int8]:
    """Shape (pairs,): places in `GAP`, of the child on the left and who asks on the right."""
    limits = np.array([_OLDER.get(name, (-200, 200)) for name in (*RELATIONS, "")], np.int64)
    known = np.array([name in _OLDER for name in (*RELATIONS, "")])
    first = np.full(len(right), NO_RELATION)
    there = np.diff(right.relatives.names) > 0
    first[there] = right.relation[right.relatives.names[:-1][there]]
    relation = first[pairs[:, 1]]
    child, asks = left.births[pairs[:, 0]].astype(np.int64), right.asks[pairs[:, 1]]
    least, most = child[:, 0] - asks[:, 1], child[:, 1] - asks[:, 0]
    strange = (most < limits[relation, 0]) | (least > limits[relation, 1])
    missing = (child[:, 0] == 0) | (asks[:, 0] == 0) | ~known[relation]
    return np.where(missing, MISSING, strange).astype(np.int8)
