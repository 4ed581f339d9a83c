"""Which pairs are worth comparing: blocks of records that have something in common, none large.

Each rule gives each record some values; two records of different lists with a value in common are
a candidate pair. A value that too many records have (Mohamed, Ahmed) is combined with each further
field in turn, and again, until its blocks are small or nothing is left to combine it with. All of
it is counting of whole numbers before any engine begins, so every engine has the same pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.link.blocks import Grown, Values, grow
from undercount.link.meeting import brought, count, meet
from undercount.link.table import Table

Ints = NDArray[np.int64]

# Most years of birth of one record that a block is made for.
_SPAN: Final = 4
_SMALLEST: Final = 2
_LARGEST: Final = 112
# Pairs of one list are few and alike; they get at most this share of the candidates.
_DUPLICATES: Final = 0.07
DUPLICATES: Final = "duplicates"
# Pairs are counted of so many records, to tell how large blocks may be.
_COUNTED: Final = 100_000
_THREADS: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Candidate pairs of records, sorted by left, then right, no pair twice.

    Attributes:
        left: shape (pairs,), record numbers, `left < right`.
        right: shape (pairs,).
        rule: shape (pairs,), which of the rules is the first to bring the pair.
        pairs: per rule, in order, how many pairs it brings; a pair may come by several rules. The
            rule "duplicates" is for pairs inside a list, the others for pairs between lists.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    rule: NDArray[np.int8]
    pairs: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the records of a block have in common, and what too large blocks are parted by.

    `needs` is the field of the lists without which there is no such rule. With `second`, a block
    has another, greater value of this in common too.
    """

    name: str
    needs: str
    start: str
    further: tuple[str, ...] = ()
    second: str | None = None


def block(table: Table, most: float = 100.0, threads: int = _THREADS) -> Blocks:
    """Candidate pairs, at most about `most` a record.

    Blocks are as large as `most` allows, and never larger than is any use. Where even the smallest
    blocks are too many, the last rules bring none.

    Args:
        table: the records.
        most: pairs a record.
        threads: that work at once; the pairs are the same, however many.
    """
    t = len(table.lists)
    shared = frozenset.union(
        *(table.fields[i] & table.fields[j] for i in range(t) for j in range(i))
    )
    rules = [rule for rule in _RULES if rule.needs in shared]
    bounds = np.searchsorted(table.of_list, np.arange(t + 1)).astype(np.int64)
    values = {
        name: _VALUES[name](table)
        for rule in rules
        for name in (rule.start, rule.second, *rule.further)
        if name is not None and _NEEDS.get(name, name) in shared
    }
    grown, cuts = _fitted(rules, values, bounds, most * table.n_records / 2, threads)
    pairs = brought(grown, bounds, cuts).tolist()
    left, right, rule = meet(grown, bounds, cuts, threads)
    n = len(rules)
    said = {rule.name: pairs[i] for i, rule in enumerate(rules)} | {DUPLICATES: sum(pairs[n:])}
    return Blocks(left, right, np.minimum(rule, np.int8(n)), said)


def _fitted(
    rules: Sequence[_Rule], values: dict[str, Values], bounds: Ints, budget: float, threads: int
) -> tuple[list[Grown], Ints]:
    """Blocks of each rule between lists, then of each inside lists; and how large they may be."""
    n = len(rules)
    stride = max(int(bounds[-1]) // _COUNTED, 1)

    def made(number: int, largest: int) -> Grown:
        rule = rules[number % n]
        further = [values[name] for name in rule.further if name in values]
        second = values[rule.second] if rule.second is not None else None
        return grow(values[rule.start], second, further, bounds, largest, number >= n, number)

    def cut(some: list[Grown], budget: float) -> tuple[Ints, float]:
        """The largest blocks of each rule whose pairs are no more than the budget, and these."""
        found = count(some, bounds, _LARGEST, stride)[:, some[0].rule :] * stride
        so_far = np.cumsum(found)
        last = int(np.searchsorted(so_far, budget, side="right")) - 1
        size, rule = divmod(last, n)
        return np.where(np.arange(n) <= rule, size, size - 1), float(so_far[max(last, 0)])

    # Compiled loops let other threads run.
    with ThreadPoolExecutor(threads) as pool:
        between = list(pool.map(lambda i: made(i, _LARGEST), range(n)))
        inside = list(pool.map(lambda i: made(i, _LARGEST), range(n, 2 * n)))
        sizes, used = cut(inside, _DUPLICATES * budget)
        # Once more with smaller blocks: what was too large then is parted, not dropped.
        if sizes.max() < _LARGEST:
            largest = max(int(sizes.max()), _SMALLEST)
            inside = list(pool.map(lambda i: made(i, largest), range(n, 2 * n)))
            sizes, used = cut(inside, _DUPLICATES * budget)
        cuts, _ = cut(between, budget - used)
        if cuts.max() < _LARGEST:
            smaller = max(int(cuts.max()), _SMALLEST)
            between = list(pool.map(lambda i: made(i, smaller), range(n)))
            cuts, _ = cut(between, budget - used)
    return between + inside, np.concatenate([cuts, sizes])


# --- what records have -------------------------------------------------------------------------


def _single(value: Ints) -> Values:
    """One value a record; none where it is negative."""
    known = value >= 0
    at = np.concatenate(([0], np.cumsum(known)))
    return Values(at.astype(np.int32), value[known].astype(np.int32))


def _span(low: Ints, high: Ints) -> Values:
    """The values from `low` to `high`; none where `low` is negative."""
    times = np.where(low >= 0, np.minimum(high, low + _SPAN) - low + 1, 0)
    at = np.concatenate(([0], np.cumsum(times)))
    value = np.arange(at[-1]) - np.repeat(at[:-1] - low, times)
    return Values(at.astype(np.int32), value.astype(np.int32))


def _names(table: Table) -> Values:
    keys = table.name_keys()
    known = keys >= 0
    at = np.concatenate(([0], np.cumsum(known.sum(axis=1))))
    return Values(at.astype(np.int32), keys[known].astype(np.int32))


def _birth(table: Table) -> Values:
    """Day of birth; not those that offices write by habit."""
    year, day = table.integers("year"), table.integers("day")
    told = (day >= 0) & (table.integers("heaped") == 0) & (year >= 0)
    return _single(np.where(told, (year * 16 + table.integers("month")) * 32 + day, -1))


def _day(table: Table) -> Values:
    """Day and month of birth, whatever the year; not those that offices write by habit."""
    day, month = table.integers("day"), table.integers("month")
    known = (day >= 0) & (month >= 0) & (table.integers("heaped") == 0)
    return _single(np.where(known, month * 32 + day, -1))


def _year(table: Table) -> Values:
    """Years of birth that may be the same."""
    return _span(table.integers("year_low"), table.integers("year_high"))


def _near_year(table: Table) -> Values:
    """Years of birth within three of another, and some within five: in bins of three years."""
    low, high = table.integers("year_low"), table.integers("year_high")
    return _span(np.where(low >= 0, low // 3, -1), high // 3 + 1)


def _code(field: str) -> Callable[[Table], Values]:
    return lambda table: _single(table.codes(field))


def _words(field: str) -> Callable[[Table], Values]:
    """Each word of a text, so that one slip of the pen costs one value and not all."""

    def values(table: Table) -> Values:
        text = pc.utf8_split_whitespace(table.columns[field].combine_chunks())
        parent = np.asarray(pc.list_parent_indices(text).to_numpy(False), dtype=np.int64)
        words = pc.list_flatten(text).dictionary_encode()
        code = np.asarray(words.indices.to_numpy(False), dtype=np.int64)
        many = len(words.dictionary) + 1
        record, value = np.divmod(np.unique(parent * many + code), many)
        at = np.searchsorted(record, np.arange(table.n_records + 1))
        return Values(at.astype(np.int32), value.astype(np.int32))

    return values


_VALUES: Final[dict[str, Callable[[Table], Values]]] = {
    "names": _names,
    "birth": _birth,
    "day": _day,
    "year": _year,
    "near_year": _near_year,
    "address_words": _words("address"),
    "place_words": _words("place"),
} | {
    field: _code(field)
    for field in ("number", "phone", "sex", "nationality", "language", "place", "address")
}
# The field of the lists that values are of, where it is called otherwise.
_NEEDS: Final = {
    "names": "name", "birth": "day", "near_year": "year", "address_words": "address",
    "place_words": "place",
}  # fmt: skip
_KNOWN: Final = ("sex", "nationality", "language", "place", "address")
_ELSEWHERE: Final = ("names", "day", "year", *_KNOWN[:2])
_RULES: Final = (
    _Rule("number", "number", "number"),
    _Rule("phone", "phone", "phone", ("names",)),
    _Rule("two_names", "name", "names", ("near_year", *_KNOWN), second="names"),
    _Rule("one_name", "name", "names", ("day", "year", *_KNOWN)),
    _Rule("birth", "day", "birth", _KNOWN[:2]),
    _Rule("address", "address", "address_words", _ELSEWHERE),
    _Rule("place", "place", "place_words", _ELSEWHERE),
)
