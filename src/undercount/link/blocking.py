"""Which pairs are worth comparing: blocking keys of each record, made so that no block is large.

Each rule gives each record some keys; two records of different lists with a key in common are a
candidate pair. A key that too many records have (Mohamed, Ahmed) is combined with each further
field in turn, and again, until its blocks are small or nothing is left to combine it with. All of
it is arithmetic on whole numbers, so every engine blocks alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.link.table import NAME_KEYS, Table

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
# Blocks are counted in bins by the upper bits of their key, so many bins a key; where two blocks
# meet in one bin they are taken for larger than they are, which costs little.
_BINS: Final = 8
# Most years of birth of one record that a key is repeated for.
_SPAN: Final = 4
_SMALLEST: Final = 4.0
_LARGEST: Final = 100.0
# Most fields that one key is combined with.
_DEEPEST: Final = 3
# A pair comes by so many keys on average, in simulated worlds.
_OVERLAP: Final = 2.1
# Pairs of one list are few and alike; they get this share of the candidates.
_DUPLICATES: Final = 0.07


@dataclass(frozen=True, slots=True)
class Rule:
    """A column of arrays of keys, and when two of its elements make a candidate pair, as SQL."""

    column: str
    sql: str


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Blocking keys of all records.

    Attributes:
        columns: per rule, a column of arrays of keys, one row a record. The column "duplicates" is
            for pairs inside a list, the others for pairs between lists.
        pairs: per rule, about how many pairs it brings; a pair may come by several rules.
    """

    columns: dict[str, pa.Array]
    pairs: dict[str, int]

    def rules(self) -> tuple[Rule, ...]:
        """When two records are a candidate pair, as SQL, for each column."""
        return tuple(
            Rule(
                f"block_{name}",
                f"l.block_{name} = r.block_{name} and l.list_number "
                f"{'=' if name == 'duplicates' else '<>'} r.list_number",
            )
            for name in self.columns
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    """Rows of (record, key)."""

    record: Ints
    key: Hashes

    def __getitem__(self, chosen: NDArray[np.bool_]) -> _Keys:
        return _Keys(self.record[chosen], self.key[chosen])


_Refine = Callable[[Table, _Keys], _Keys]


@dataclass(frozen=True, slots=True)
class _Maker:
    """A rule: fields it needs, its keys, and what too frequent keys are combined with."""

    name: str
    needs: frozenset[str]
    keys: Callable[[Table], _Keys]
    refinements: tuple[tuple[frozenset[str], _Refine], ...]


def block(table: Table, most: float = 100.0) -> Blocks:
    """Blocking keys that bring at most about `most` pairs a record."""
    t = len(table.lists)
    shared = frozenset.union(
        *(table.fields[i] & table.fields[j] for i in range(t) for j in range(i))
    )
    rules = [rule for rule in _RULES if rule.needs <= shared]
    budget = _OVERLAP * most * table.n_records / 2
    starts = {rule.name: rule.keys(table) for rule in rules}
    between = _fitted(table, rules, starts, shared, budget * (1 - _DUPLICATES), _between)
    inside = _fitted(table, rules, starts, shared, budget * _DUPLICATES, _inside)
    n = table.n_records
    columns = {name: _arrays(found.keys, n) for name, found in between.items()}
    columns["duplicates"] = _arrays(_joined([found.keys for found in inside.values()]), n)
    pairs = {name: int(found.share.sum()) for name, found in between.items()}
    pairs["duplicates"] = int(sum(found.share.sum() for found in inside.values()))
    return Blocks(columns, pairs)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Keys with the size of their block, and each row's share of the pairs that it brings."""

    keys: _Keys
    records: NDArray[np.float64]
    share: NDArray[np.float64]

    def __getitem__(self, chosen: NDArray[np.bool_]) -> _Found:
        return _Found(self.keys[chosen], self.records[chosen], self.share[chosen])


_Size = Callable[[Table, _Keys], tuple[NDArray[np.float64], NDArray[np.float64]]]


def _fitted(
    table: Table,
    rules: Sequence[_Maker],
    starts: dict[str, _Keys],
    fields: frozenset[str],
    budget: float,
    size: _Size,
) -> dict[str, _Found]:
    """The keys of each rule, with blocks as large as the budget allows."""
    largest = _LARGEST
    made: dict[str, _Found] = {}
    # Smaller blocks once more: what was too large then is refined, not dropped.
    for _ in range(2):
        for rule in rules:
            refinements = [refine for needs, refine in rule.refinements if needs <= fields]
            parts = list(_limited(table, starts[rule.name], refinements, largest, size))
            made[rule.name] = _Found(
                _joined([part.keys for part in parts]),
                np.concatenate([part.records for part in parts] or [np.empty(0)]),
                np.concatenate([part.share for part in parts] or [np.empty(0)]),
            )
        records = np.concatenate([found.records for found in made.values()])
        share = np.concatenate([found.share for found in made.values()])
        order = np.argsort(records, kind="stable")
        within = int(np.searchsorted(np.cumsum(share[order]), budget))
        if within >= len(order):
            break
        largest = max(records[order[within]] - 1, _SMALLEST)
    return {name: found[found.records <= largest] for name, found in made.items()}


def _limited(
    table: Table,
    keys: _Keys,
    refinements: Sequence[_Refine],
    largest: float,
    size: _Size,
    deep: int = 0,
) -> Iterator[_Found]:
    """The keys whose blocks are small enough, and those that the others give when refined."""
    if not len(keys.key):
        return
    records, pairs = size(table, keys)
    good = (pairs > 0) & (records <= largest)
    yield _Found(keys[good], records[good], pairs[good] / records[good])
    if deep < _DEEPEST:
        large = keys[(records > largest) & (pairs > 0)]
        for i, refine in enumerate(refinements):
            refined = refine(table, large)
            yield from _limited(table, refined, refinements[i + 1 :], largest, size, deep + 1)


def _between(table: Table, keys: _Keys) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Per row, the records of its block, and the pairs of different lists."""
    place, bins = _places(keys.key)
    records = np.bincount(place, minlength=bins).astype(float)
    pairs = records**2
    of_list = table.of_list[keys.record]
    for i in range(len(table.lists)):
        pairs -= np.bincount(place[of_list == i], minlength=bins).astype(float) ** 2
    return records[place], pairs[place] / 2


def _inside(table: Table, keys: _Keys) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Per row, the records of its block, which are all of one list, and their pairs."""
    place, bins = _places(_mix(20, keys.key, table.of_list[keys.record]))
    records = np.bincount(place, minlength=bins)[place].astype(float)
    return records, records * (records - 1) / 2


def _places(key: Hashes) -> tuple[Ints, int]:
    """The bin of each key, and how many bins there are."""
    bits = max(int(_BINS * len(key)).bit_length(), 4)
    return (key >> np.uint64(64 - bits)).astype(np.int64), 1 << bits


def _joined(parts: Sequence[_Keys]) -> _Keys:
    if not parts:
        return _Keys(np.empty(0, np.int64), np.empty(0, np.uint64))
    return _Keys(np.concatenate([k.record for k in parts]), np.concatenate([k.key for k in parts]))


def _arrays(keys: _Keys, n: int) -> pa.Array:
    """The keys of each record, no key twice, as a column of arrays."""
    order = np.lexsort((keys.key, keys.record))
    record, key = keys.record[order], keys.key[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = (record[1:] != record[:-1]) | (key[1:] != key[:-1])
    record, key = record[first], key[first]
    offsets = np.searchsorted(record, np.arange(n + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(key.view(np.int64)))


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
