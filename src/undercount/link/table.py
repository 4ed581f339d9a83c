"""All records of all lists in one table, with the columns that blocking and comparing need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.errors import InputError, Problem

if TYPE_CHECKING:
    from undercount.registers.standard import Register

# Keys of a name beyond these are its most frequent ones, and say least.
NAME_KEYS: Final = 5
# Rarity in steps of two bits: step 1 is shared by a quarter of the records, 8 by one in 65,536.
_BITS_A_STEP: Final = 2.0
_RAREST: Final = 8
_TEXTS: Final = ("place", "language", "address", "phone", "number")
# A field that fewer records of a list know than this is not there for the purposes of linking.
_THERE: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The records of all lists, numbered from 0 in the order of the lists.

    Attributes:
        lists: names of the lists.
        of_list: shape (n,), the list of each record.
        record: the records' own ids, strings.
        tokens: shape (n,), the parts of each name.
        columns: one row a record: `unique_id`, `list_number`; `key_1` to `key_5` (numbers of the
            name keys, rarest first), `rarity_1` to `rarity_5` (1 to 8, in steps of two bits),
            `n_keys`, `given`, `family`, `father`;
            `year`, `month`, `day`, `year_low`, `year_high`, `heaped`; `sex`, `nationality`,
            `place`, `language`, `address`, `phone`, `number`, and `rarity_` of some of them.
        fields: per list, the fields that it knows.
    """

    lists: tuple[str, ...]
    of_list: NDArray[np.int16]
    record: pa.ChunkedArray
    tokens: pa.ListArray
    columns: pa.Table
    fields: tuple[frozenset[str], ...]

    @property
    def n_records(self) -> int:
        """Records of all lists."""
        return len(self.of_list)

    def integers(self, name: str, missing: int = -1) -> NDArray[np.int64]:
        """A column of whole numbers as an array, with `missing` where it is null."""
        column = pc.fill_null(self.columns[name].cast(pa.int64()), missing)
        return np.asarray(column.to_numpy(), dtype=np.int64)

    def name_keys(self) -> NDArray[np.int64]:
        """Shape (n, 5): the numbers of the name keys of each record, -1 for none."""
        return np.stack([self.integers(f"key_{i + 1}") for i in range(NAME_KEYS)], axis=1)

    def codes(self, name: str) -> NDArray[np.int64]:
        """A column of texts as numbers from 0, -1 where it is null."""
        encoded = self.columns[name].combine_chunks().dictionary_encode()
        return np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(False), dtype=np.int64)


def stack(registers: Sequence[Register]) -> Table:
    """The registers' standard tables under one another.

    Raises:
        InputError: fewer than two registers, a name twice, an empty register, an id twice in a
            list, or two lists without a field in common that tells people apart.
    """
    _check(registers)
    lists = tuple(register.name for register in registers)
    sizes = [register.records.num_rows for register in registers]
    records = pa.concat_tables([register.records for register in registers]).combine_chunks()
    of_list = np.repeat(np.arange(len(lists), dtype=np.int16), sizes)
    n = len(of_list)
    columns: dict[str, pa.Array] = {
        "unique_id": pa.array(np.arange(n, dtype=np.int32)),
        "list_number": pa.array(of_list),
    }
    columns |= _name_columns(records)
    for name in ("given", "family", "father", "sex", "nationality", *_TEXTS):
        columns[name] = records[name].combine_chunks().cast(pa.string())
    for name in ("nationality", "place", "language", "address"):
        columns[f"rarity_{name}"] = _rarity_of_values(columns[name])
    for name in ("year", "month", "day", "year_low", "year_high"):
        columns[name] = records[name].combine_chunks().cast(pa.int16())
    columns["heaped"] = _heaped(records)
    fields = tuple(_fields(register.records) for register in registers)
    tokens = records["tokens"].combine_chunks()
    return Table(lists, of_list, records["record"], tokens, pa.table(columns), fields)


def _check(registers: Sequence[Register]) -> None:
    if len(registers) < 2:
        raise InputError(
            f"linking needs at least two registers; there is {len(registers)}",
            hint="Name the other lists under [registers] in undercount.toml",
        )
    problems = []
    seen: set[str] = set()
    for register in registers:
        name = register.name
        if name in seen:
            problems.append(Problem(f"two registers have the name '{name}'", hint="Rename one"))
        seen.add(name)
        if register.records.num_rows == 0:
            problems.append(
                Problem(f"register '{name}' has no records", hint="Check its path in the project")
            )
        elif len(pc.unique(register.records["record"])) < register.records.num_rows:
            problems.append(
                Problem(
                    f"ids of register '{name}' are not unique",
                    hint="Leave `id` out of its columns, and lines are numbered",
                )
            )
    fields = [_fields(register.records) for register in registers]
    for i, left in enumerate(registers):
        for j, right in enumerate(registers[:i]):
            if (
                left.records.num_rows
                and right.records.num_rows
                and not _links(fields[i], fields[j])
            ):
                problems.append(
                    Problem(
                        f"registers '{right.name}' and '{left.name}' share no field that tells "
                        f"people apart: '{right.name}' has {_said(fields[j])}, '{left.name}' has "
                        f"{_said(fields[i])}",
                        hint="Map a name, a birth, a phone or a number of both under `columns`",
                    )
                )
    if problems:
        raise InputError(problems)


def _links(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left & right & {"name", "day", "phone", "number", "address"})


def _said(fields: frozenset[str]) -> str:
    words = sorted("birth" if field in ("day", "year") else field for field in fields)
    return ", ".join(dict.fromkeys(words)) or "nothing"


def _fields(records: pa.Table) -> frozenset[str]:
    """Fields that at least one record in twenty knows."""
    n = records.num_rows
    least = max(_THERE * n, 1)
    known = {name for name in ("sex", "nationality", *_TEXTS) if _count(records[name]) >= least}
    tokens = pc.sum(pc.greater(pc.list_value_length(records["keys"]), 0)).as_py() or 0
    if tokens >= least:
        known.add("name")
    if _count(records["year_low"]) >= least:
        known.add("year")
    if _count(records["day"]) >= least:
        known.add("day")
    return frozenset(known)


def _count(column: pa.ChunkedArray) -> int:
    return len(column) - int(column.null_count)


def _name_columns(records: pa.Table) -> dict[str, pa.Array]:
    keys = records["keys"].combine_chunks()
    n = len(keys)
    parent = np.asarray(pc.list_parent_indices(keys).to_numpy(False), dtype=np.int64)
    encoded = pc.list_flatten(keys).dictionary_encode()
    code = np.asarray(encoded.indices.to_numpy(False), dtype=np.int64)
    # A key counts once in a record, however often it is written.
    flat = np.unique(parent * (len(encoded.dictionary) + 1) + code)
    record, code = np.divmod(flat, len(encoded.dictionary) + 1)
    often = np.bincount(code, minlength=len(encoded.dictionary))
    named = max(len(np.unique(record)), 1)
    # The rarest first: a code's rank among all codes takes its place while they are sorted.
    by_rank = np.argsort(often, kind="stable")
    rank = np.empty(len(by_rank) + 1, dtype=np.int64)
    rank[by_rank] = np.arange(len(by_rank))
    record, ranked = np.divmod(np.sort(record * len(rank) + rank[code]), len(rank))
    code = by_rank[ranked]
    first = np.searchsorted(record, np.arange(n))
    place = np.arange(len(record)) - first[record]
    matrix = np.full((n, NAME_KEYS), -1, dtype=np.int32)
    kept = place < NAME_KEYS
    matrix[record[kept], place[kept]] = code[kept]
    rarity = _rarity(often, named)
    columns: dict[str, pa.Array] = {}
    for i in range(NAME_KEYS):
        absent = matrix[:, i] < 0
        columns[f"key_{i + 1}"] = pa.array(matrix[:, i], mask=absent)
        steps = rarity[np.maximum(matrix[:, i], 0)] if len(rarity) else np.zeros(n, np.int8)
        columns[f"rarity_{i + 1}"] = pa.array(steps.astype(np.int8), mask=absent)
    counts = (matrix >= 0).sum(axis=1).astype(np.int8)
    columns["n_keys"] = pa.array(counts, mask=counts == 0)
    return columns


def _rarity(often: NDArray[np.int64], total: int) -> NDArray[np.int8]:
    bits = np.log2(total / np.maximum(often, 1))
    return np.clip(np.rint(bits / _BITS_A_STEP), 1, _RAREST).astype(np.int8)


def _rarity_of_values(values: pa.Array) -> pa.Array:
    encoded = values.dictionary_encode()
    code = np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(False), dtype=np.int64)
    known = code >= 0
    often = np.bincount(code[known], minlength=max(len(encoded.dictionary), 1))
    steps = _rarity(often, max(int(known.sum()), 1))[np.maximum(code, 0)]
    return pa.array(steps, mask=~known)


def _heaped(records: pa.Table) -> pa.Array:
    """Births on a day that offices write when they do not know it."""
    doubt = pc.fill_null(pc.starts_with(records["birth_doubt"], "first-of-"), False)
    january = pc.and_(pc.equal(records["month"], 1), pc.equal(records["day"], 1))
    return pc.or_(doubt, pc.fill_null(january, False)).combine_chunks().cast(pa.int8())
