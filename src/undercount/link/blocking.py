"""Which pairs are worth comparing: blocking keys of each record, made so that no block is large.

Each rule gives each record some keys; two records of different lists with a key in common are a
candidate pair. A key that too many records have (Mohamed, Ahmed) is combined with each further
field in turn, and again, until its blocks are small or nothing is left to combine it with. All of
it is arithmetic on whole numbers before any engine begins, so every engine has the same pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.link.blocks import Rows, meet, sift
from undercount.link.table import NAME_KEYS, Table

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
# Most years of birth of one record that a key is repeated for.
_SPAN: Final = 4
_SMALLEST: Final = 4
_LARGEST: Final = 100
# Most fields that one key is combined with.
_DEEPEST: Final = 3
# A pair comes by so many keys on average, in simulated worlds.
_OVERLAP: Final = 2.1
# Pairs of one list are few and alike; they get this share of the candidates.
_DUPLICATES: Final = 0.07
DUPLICATES: Final = "duplicates"


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


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    """Rows of (record, key)."""

    record: Ints
    key: Hashes


_Refine = Callable[[Table, _Keys], _Keys]


@dataclass(frozen=True, slots=True)
class _Maker:
    """A rule: fields it needs, its keys, and what too frequent keys are combined with."""

    name: str
    needs: frozenset[str]
    keys: Callable[[Table], _Keys]
    refinements: tuple[tuple[frozenset[str], _Refine], ...]


def block(table: Table, most: float = 100.0) -> Blocks:
    """Candidate pairs, at most about `most` a record."""
    t = len(table.lists)
    shared = frozenset.union(
        *(table.fields[i] & table.fields[j] for i in range(t) for j in range(i))
    )
    rules = [rule for rule in _RULES if rule.needs <= shared]
    budget = _OVERLAP * most * table.n_records / 2
    packing = _Packing(
        max(int(table.n_records).bit_length(), 1),
        np.searchsorted(table.of_list, np.arange(t + 1)).astype(np.int64),
    )
    starts = {rule.name: packing.rows(rule.keys(table)) for rule in rules}
    # Sorting and counting let other threads run, and the two are apart.
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(_fitted, table, rules, starts, shared, budget * part, packing, within)
            for part, within in ((1 - _DUPLICATES, False), (_DUPLICATES, True))
        ]
        between, inside = (one.result() for one in both)
    del starts, both
    pairs = between.pairs | {DUPLICATES: sum(inside.pairs.values())}
    rows = [*between.rows.values(), np.unique(np.concatenate(list(inside.rows.values())))]
    largest = [between.largest] * len(between.rows) + [inside.largest]
    del between, inside
    left, right, rule = meet(rows, packing.bits, packing.bounds, largest)
    return Blocks(left, right, rule, pairs)


@dataclass(frozen=True, slots=True, eq=False)
class _Packing:
    """How a key and a record are one number: the record in the lowest `bits`.

    `bounds` holds the first record of each list, and how many there are.
    """

    bits: int
    bounds: Ints

    def rows(self, keys: _Keys) -> Rows:
        """The rows, sorted, none twice."""
        bits = np.uint64(self.bits)
        rows = ((keys.key >> bits) << bits) | keys.record.view(np.uint64)
        rows.sort()
        first = np.ones(len(rows), dtype=bool)
        np.not_equal(rows[1:], rows[:-1], out=first[1:])
        return rows if first.all() else rows[first]

    def keys(self, rows: Rows) -> _Keys:
        """Records and keys of rows, the keys without their lowest bits."""
        bits = np.uint64(self.bits)
        key = rows >> bits
        return _Keys((rows ^ (key << bits)).view(np.int64), key)


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """Sorted rows of each rule, the size of the largest block that counts, and pairs by rule."""

    rows: dict[str, Rows]
    largest: int
    pairs: dict[str, int]


def _fitted(
    table: Table,
    rules: Sequence[_Maker],
    starts: dict[str, Rows],
    fields: frozenset[str],
    budget: float,
    packing: _Packing,
    inside: bool,
) -> _Fitted:
    """The keys of each rule, with blocks as large as the budget allows."""
    largest = _LARGEST
    # Smaller blocks once more: what was too large then is refined, not dropped.
    for _ in range(2):
        made: dict[str, Rows] = {}
        brought = {rule.name: np.zeros(largest + 1, dtype=np.int64) for rule in rules}
        for rule in rules:
            refinements = [refine for needs, refine in rule.refinements if needs <= fields]
            parts: list[Rows] = []
            seen = _Sieve(table, packing, inside, largest, brought[rule.name], parts)
            _limit(seen, starts[rule.name], refinements)
            made[rule.name] = np.sort(np.concatenate(parts))
        so_far = np.cumsum(np.sum(list(brought.values()), axis=0))
        if so_far[-1] < budget:
            break
        largest = max(int(np.searchsorted(so_far, budget)) - 1, _SMALLEST)
    pairs = {name: int(by_size[: largest + 1].sum()) for name, by_size in brought.items()}
    return _Fitted(made, largest, pairs)


@dataclass(frozen=True, slots=True, eq=False)
class _Sieve:
    """What `_limit` needs at every depth, and what it fills: pairs by size, and rows."""

    table: Table
    packing: _Packing
    inside: bool
    largest: int
    brought: Ints
    parts: list[Rows]


def _limit(sieve: _Sieve, rows: Rows, refinements: Sequence[_Refine], deep: int = 0) -> None:
    """Keep rows whose blocks are small enough, and those that the others give when refined."""
    packing = sieve.packing
    small, large = sift(
        rows, packing.bits, packing.bounds, sieve.largest, sieve.inside, sieve.brought
    )
    sieve.parts.append(small)
    if deep < _DEEPEST and len(large):
        keys = packing.keys(large)
        for i, refine in enumerate(refinements):
            refined = packing.rows(refine(sieve.table, keys))
            _limit(sieve, refined, refinements[i + 1 :], deep + 1)


def _joined(parts: Sequence[_Keys]) -> _Keys:
    if not parts:
        return _Keys(np.empty(0, np.int64), np.empty(0, np.uint64))
    return _Keys(np.concatenate([k.record for k in parts]), np.concatenate([k.key for k in parts]))


def _mix(*parts: Hashes | Ints | NDArray[np.int16] | int) -> Hashes:
    """One number of several, by multiplication and shifts."""
    total: Hashes = np.zeros(1, dtype=np.uint64)
    for part in parts:
        value = np.asarray(part, dtype=np.int64 if not isinstance(part, np.ndarray) else None)
        whole = value if value.dtype.itemsize == 8 else value.astype(np.int64)
        total = (total ^ whole.view(np.uint64)) * _PRIME
        total = total ^ (total >> np.uint64(29))
        total = total * _PRIME
    return total ^ (total >> np.uint64(32))


# --- rules -------------------------------------------------------------------------------------


def _two_names(table: Table) -> _Keys:
    keys = table.name_keys()
    parts = []
    for i in range(NAME_KEYS):
        for j in range(i):
            here = np.flatnonzero((keys[:, i] >= 0) & (keys[:, j] >= 0))
            low = np.minimum(keys[here, i], keys[here, j])
            high = np.maximum(keys[here, i], keys[here, j])
            parts.append(_Keys(here, _mix(1, low, high)))
    return _joined(parts)


def _one_name(table: Table) -> _Keys:
    keys = table.name_keys()
    record, place = np.nonzero(keys >= 0)
    return _Keys(record, _mix(2, keys[record, place]))


def _birth(table: Table) -> _Keys:
    year = table.integers("year")
    told = (table.integers("day") >= 0) & (table.integers("heaped") == 0) & (year >= 0)
    here = np.flatnonzero(told)
    value = (year * 16 + table.integers("month")) * 32 + table.integers("day")
    return _Keys(here, _mix(3, value[here]))


def _value(field: str, salt: int) -> Callable[[Table], _Keys]:
    def rule(table: Table) -> _Keys:
        code = table.codes(field)
        here = np.flatnonzero(code >= 0)
        return _Keys(here, _mix(salt, code[here]))

    return rule


def _words(field: str, salt: int) -> Callable[[Table], _Keys]:
    """Each word of a text, so that one slip of the pen costs one key and not all."""

    def rule(table: Table) -> _Keys:
        text = pc.utf8_split_whitespace(table.columns[field].combine_chunks())
        parent = np.asarray(pc.list_parent_indices(text).to_numpy(False), dtype=np.int64)
        words = pc.list_flatten(text).dictionary_encode()
        code = np.asarray(words.indices.to_numpy(False), dtype=np.int64)
        return _Keys(parent, _mix(salt, code))

    return rule


# --- refinements -------------------------------------------------------------------------------


def _repeated(keys: _Keys, low: Ints, high: Ints, salt: int) -> _Keys:
    """A key for each value from `low` to `high`; none where `low` is negative."""
    known = low >= 0
    record, key, low = keys.record[known], keys.key[known], low[known]
    times = np.minimum(high[known], low + _SPAN) - low + 1
    row = np.repeat(np.arange(len(record)), times)
    step = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    return _Keys(record[row], _mix(salt, key[row], low[row] + step))


def _year(table: Table, keys: _Keys) -> _Keys:
    """Years of birth that may be the same."""
    low, high = table.integers("year_low"), table.integers("year_high")
    return _repeated(keys, low[keys.record], high[keys.record], 11)


def _near_year(table: Table, keys: _Keys) -> _Keys:
    """Years of birth within three of another, and some within five: in bins of three years."""
    low, high = table.integers("year_low")[keys.record], table.integers("year_high")[keys.record]
    return _repeated(keys, np.where(low >= 0, low // 3, -1), high // 3 + 1, 12)


def _day(table: Table, keys: _Keys) -> _Keys:
    """Day and month of birth, whatever the year; not those that offices write by habit."""
    day, month = table.integers("day")[keys.record], table.integers("month")[keys.record]
    known = (day >= 0) & (month >= 0) & (table.integers("heaped")[keys.record] == 0)
    return _Keys(keys.record[known], _mix(14, keys.key[known], (month * 32 + day)[known]))


def _with(field: str, salt: int) -> tuple[frozenset[str], _Refine]:
    def refine(table: Table, keys: _Keys) -> _Keys:
        code = table.codes(field)[keys.record]
        known = code >= 0
        return _Keys(keys.record[known], _mix(salt, keys.key[known], code[known]))

    return frozenset({field}), refine


def _other_name(table: Table, keys: _Keys) -> _Keys:
    matrix = table.name_keys()[keys.record]
    row, place = np.nonzero(matrix >= 0)
    return _Keys(keys.record[row], _mix(16, keys.key[row], matrix[row, place]))


_BIRTH: Final = frozenset({"year"})
_NAME: Final = frozenset({"name"})
_KNOWN: Final = (
    _with("sex", 21),
    _with("nationality", 22),
    _with("language", 23),
    _with("place", 24),
    _with("address", 25),
)
_ELSEWHERE: Final = ((_NAME, _other_name), (frozenset({"day"}), _day), (_BIRTH, _year), *_KNOWN[:2])
_RULES: Final = (
    _Maker("number", frozenset({"number"}), _value("number", 4), ()),
    _Maker("phone", frozenset({"phone"}), _value("phone", 5), ((_NAME, _other_name),)),
    _Maker("two_names", _NAME, _two_names, ((_BIRTH, _near_year), *_KNOWN)),
    _Maker(
        "one_name",
        _NAME,
        _one_name,
        ((frozenset({"day"}), _day), (_BIRTH, _year), *_KNOWN),
    ),
    _Maker("birth", frozenset({"day"}), _birth, (_KNOWN[0], _KNOWN[1])),
    _Maker("address", frozenset({"address"}), _words("address", 6), _ELSEWHERE),
    _Maker("place", frozenset({"place"}), _words("place", 7), _ELSEWHERE),
)
