"""Which pairs are worth comparing: blocking keys of each record, made so that no block is large.

Each rule gives each record some keys; two records with a key in common are a candidate pair. A key
that too many records have (Mohamed, Ahmed) is combined with a further field, and with another if it
still is, and dropped at last. All of it is arithmetic on whole numbers, the same for every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from undercount.link.table import NAME_KEYS, Table

Ints = NDArray[np.int64]
# Rows (record, key): what a rule or a refinement makes.
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
# Years of birth of one record that a key is repeated for.
_SPAN: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Blocking keys of all records.

    Attributes:
        rules: names of the rules, in the order in which a pair is counted to the first.
        columns: a column of arrays for each rule, one row a record.
        pairs: per rule, pairs that it alone brings.
    """

    rules: tuple[str, ...]
    columns: dict[str, pa.Array]
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    record: Ints
    key: NDArray[np.uint64]


def block(table: Table, most: float = 200.0) -> Blocks:
    """Blocking keys that bring at most about `most` pairs a record."""
    n = table.n_records
    fields = frozenset.union(*table.fields)
    makers = [
        (name, maker, refinements) for name, needs, maker, refinements in _RULES if needs <= fields
    ]
    budget = most * n / 2
    size = 200.0
    while True:
        made = [
            (name, *_limited(table, maker(table), refinements, size))
            for name, maker, refinements in makers
        ]
        if sum(pairs for _, _, pairs in made) <= budget or size <= 4:
            break
        size *= 0.7
    return Blocks(
        tuple(name for name, _, _ in made),
        {f"block_{name}": _arrays(keys, n) for name, keys, _ in made},
        tuple(int(pairs) for _, _, pairs in made),
    )


def _limited(
    table: Table,
    keys: _Keys,
    refinements: Sequence[Callable[[Table, _Keys], _Keys]],
    size: float,
) -> tuple[_Keys, float]:
    kept: list[_Keys] = []
    pairs = 0.0
    for step in (*refinements, None):
        _, where, often = np.unique(keys.key, return_inverse=True, return_counts=True)
        good = often[where] <= size
        alone = often[where] > 1
        kept.append(_Keys(keys.record[good & alone], keys.key[good & alone]))
        pairs += float((often[often <= size] * (often[often <= size] - 1) / 2).sum())
        if step is None:
            break
        keys = step(table, _Keys(keys.record[~good], keys.key[~good]))
    return (
        _Keys(np.concatenate([k.record for k in kept]), np.concatenate([k.key for k in kept])),
        pairs,
    )


def _arrays(keys: _Keys, n: int) -> pa.Array:
    order = np.lexsort((keys.key, keys.record))
    record, key = keys.record[order], keys.key[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = (record[1:] != record[:-1]) | (key[1:] != key[:-1])
    record, key = record[first], key[first]
    offsets = np.searchsorted(record, np.arange(n + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(key.view(np.int64)))


def _mix(*parts: NDArray[np.uint64] | Ints | int) -> NDArray[np.uint64]:
    """One number of several, by multiplication and shifts (a 64-bit mixer)."""
    total: NDArray[np.uint64] = np.zeros(1, dtype=np.uint64)
    for part in parts:
        value = np.asarray(part).astype(np.uint64)
        total = (total ^ value) * _PRIME
        total = total ^ (total >> np.uint64(29))
    return total


def _name_keys(table: Table) -> NDArray[np.int64]:
    return np.stack([table.integers(f"key_{i + 1}") for i in range(NAME_KEYS)], axis=1)


# --- rules -------------------------------------------------------------------------------------


def _two_names(table: Table) -> _Keys:
    keys = _name_keys(table)
    records, values = [], []
    for i in range(NAME_KEYS):
        for j in range(i):
            here = np.flatnonzero((keys[:, i] >= 0) & (keys[:, j] >= 0))
            low = np.minimum(keys[here, i], keys[here, j])
            high = np.maximum(keys[here, i], keys[here, j])
            records.append(here)
            values.append(_mix(1, low, high))
    return _Keys(np.concatenate(records), np.concatenate(values))


def _one_name(table: Table) -> _Keys:
    keys = _name_keys(table)
    record, place = np.nonzero(keys >= 0)
    return _Keys(record, _mix(2, keys[record, place]))


def _name_and_year(table: Table) -> _Keys:
    return _with_years(table, _one_name(table))


def _name_and_day(table: Table) -> _Keys:
    return _with_day(table, _one_name(table))


def _birth(table: Table) -> _Keys:
    year = table.integers("year")
    here = np.flatnonzero(
        (table.integers("day") >= 0) & (table.integers("heaped") == 0) & (year >= 0)
    )
    value = (year * 16 + table.integers("month")) * 32 + table.integers("day")
    return _Keys(here, _mix(3, value[here]))


def _value(field: str, salt: int) -> Callable[[Table], _Keys]:
    def rule(table: Table) -> _Keys:
        code = table.codes(field)
        here = np.flatnonzero(code >= 0)
        return _Keys(here, _mix(salt, code[here]))

    return rule


# --- refinements -------------------------------------------------------------------------------


def _with_years(table: Table, keys: _Keys) -> _Keys:
    """A key for each possible year and the one after: years within one of another meet."""
    low = table.integers("year_low")[keys.record]
    high = np.minimum(table.integers("year_high")[keys.record], low + _SPAN)
    known = low >= 0
    record, key, low = keys.record[known], keys.key[known], low[known]
    times = high[known] - low + 2
    row = np.repeat(np.arange(len(record)), times)
    step = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    return _Keys(record[row], _mix(11, key[row], (low[row] + step)))


def _with_day(table: Table, keys: _Keys) -> _Keys:
    """Day and month of birth, whatever the year; not those that offices write by habit."""
    day, month = table.integers("day")[keys.record], table.integers("month")[keys.record]
    known = (day >= 0) & (month >= 0) & (table.integers("heaped")[keys.record] == 0)
    return _Keys(keys.record[known], _mix(12, keys.key[known], month[known] * 32 + day[known]))


def _with_code(field: str, salt: int) -> Callable[[Table, _Keys], _Keys]:
    def refine(table: Table, keys: _Keys) -> _Keys:
        code = table.codes(field)[keys.record]
        known = code >= 0
        return _Keys(keys.record[known], _mix(salt, keys.key[known], code[known]))

    return refine


_sex = _with_code("sex", 13)
_nationality = _with_code("nationality", 14)
_place = _with_code("place", 15)


def _other_names(table: Table, keys: _Keys) -> _Keys:
    matrix = _name_keys(table)[keys.record]
    row, place = np.nonzero(matrix >= 0)
    return _Keys(keys.record[row], _mix(16, keys.key[row], matrix[row, place]))


_RULES: Final[
    tuple[
        tuple[
            str,
            frozenset[str],
            Callable[[Table], _Keys],
            tuple[Callable[[Table, _Keys], _Keys], ...],
        ],
        ...,
    ]
] = (
    ("number", frozenset({"number"}), _value("number", 4), ()),
    ("phone", frozenset({"phone"}), _value("phone", 5), ()),
    ("two_names", frozenset({"name"}), _two_names, (_with_years, _nationality, _sex)),
    ("name_year", frozenset({"name", "year"}), _name_and_year, (_sex, _nationality)),
    ("name_day", frozenset({"name", "day"}), _name_and_day, (_sex,)),
    ("birth", frozenset({"day"}), _birth, (_sex, _nationality)),
    ("rare_name", frozenset({"name"}), _one_name, ()),
    ("address", frozenset({"address"}), _value("address", 6), (_other_names,)),
)
