"""A list becomes encodings."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.encode.bloom import Filters
from undercount.encode.duplicates import without_duplicates
from undercount.encode.encodings import Encodings
from undercount.encode.features import fields_of, tokens_of
from undercount.encode.harden import Hardening, times_before
from undercount.encode.key import Key
from undercount.encode.salts import Salting, Salts
from undercount.encode.sections import sections_of
from undercount.encode.sides import Sides
from undercount.encode.spec import Spec
from undercount.errors import InputError, Problem
from undercount.project.encodings import OPTIONAL
from undercount.project.linking import GROUPS

if TYPE_CHECKING:
    from undercount.registers.standard import Register


_CHUNK: Final = 1 << 14


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Encodings, and what stays with their owner.

    Attributes:
        encodings: what may leave.
        order: shape (rows,), int64: which record of the list each row of the encodings is. Kept
            in memory only.
        merged: records that were left out as another's duplicates.
    """

    encodings: Encodings
    order: NDArray[np.int64]
    merged: int = 0


def encode(
    register: Register,
    key: Key,
    spec: Spec | None = None,
    strata: Sequence[str] = (),
    suppress_below: int = 10,
    leave_out: Sequence[str] = (),
    merge: bool = True,
    threads: int = 2,
) -> Encoded:
    """Encode a list in the standard form.

    Args:
        register: the list.
        key: that all owners share.
        spec: that they agree on, else the default one.
        strata: fields that leave in clear: of "sex", "nationality", "language", "place".
        suppress_below: every combination of them, and the list, must have as many records.
        leave_out: fields that are not hashed: of `OPTIONAL`.
        merge: whether, with `spec.between`, records that are surely one person are merged first:
            nobody can find them later.
        threads: that work at once.

    Raises:
        InputError: the list is too small, a stratum or a field left out is no such field, or a
            combination of strata is too small.
    """
    spec = Spec() if spec is None else spec
    if spec.between and register.name not in spec.between:
        what = f'"{register.name}" is not among the lists that will be linked'
        hint = f"Partners have agreed on {', '.join(spec.between)}: call the list by its name there"
        raise InputError(Problem(what, hint=hint))
    n = len(register)
    records = np.arange(n)
    if spec.between and merge:
        register, records = without_duplicates(register)
    clear = _strata(register, strata, suppress_below)
    register = _without(register, leave_out)
    bits, spread, reach = _bits(register, key, spec, threads)
    order = _random_order(len(register))
    shown = {name: values[order] for name, values in clear.items()}
    fields = fields_of(register, spec)
    made = Encodings(
        register.name, spec, key.id, bits[order], shown, fields, suppress_below, spread, reach
    )  # fmt: skip
    return Encoded(made, records[order], n - len(records))


def _bits(
    register: Register, key: Key, spec: Spec, threads: int
) -> tuple[NDArray[np.uint64], float, float | None]:
    """Shape (records, spec.words): bits as they leave, in the list's order; spread and reach."""
    filters = Filters.of(tokens_of(register, spec), key, spec)
    salting = Salting.of_list(register, key, spec)
    hardening = Hardening.of(key, spec, register.name)
    n = len(register)
    folded = np.empty((n, spec.length // 64), np.uint64)
    seeds, out = np.empty((n, 8), np.uint32), np.empty((n, spec.words), np.uint64)
    spans = [(first, min(first + _CHUNK, n)) for first in range(0, n, _CHUNK)]

    def fold(span: tuple[int, int]) -> None:
        raw = filters.rows(*span)
        folded[slice(*span)], seeds[slice(*span)] = hardening.fold(raw), hardening.seeds(raw)

    def finish(span: tuple[int, int]) -> None:
        rows = slice(*span)
        hardening.turn(folded[rows], seeds[rows], before[rows])
        mine = folded[rows]
        drawn = (seeds[rows], before[rows], hardening.states)
        if sides is None:
            out[rows] = sections_of(mine, salting.rows(*span), *drawn, spec.sections)
        else:
            out[rows] = sides.rows(*span, mine, salts, *drawn)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fold, spans))
        before = times_before(seeds)
        sides = None
        if spec.between:
            salts = Salts.joined(list(pool.map(lambda span: salting.rows(*span), spans)))
            sides = Sides.of(salts, seeds, before, spec, register.name)
        list(pool.map(finish, spans))
    return out, _spread(folded), None if sides is None else sides.reach


def _spread(bits: NDArray[np.uint64]) -> float:
    """Bits in which two of these rows differ, on average over all pairs of them."""
    n = len(bits)
    if n < 2:
        return 0.0
    ones = np.zeros(64 * bits.shape[1])
    for first in range(0, n, _CHUNK):
        rows = np.ascontiguousarray(bits[first : first + _CHUNK], "<u8")
        ones += np.unpackbits(rows.view(np.uint8), axis=1).sum(axis=0)
    return round(float((2 * ones * (n - ones)).sum() / (n * (n - 1))), 1)


def _random_order(n: int) -> NDArray[np.int64]:
    """An order that nobody can foretell or repeat; 64 random bits a row hardly ever meet."""
    return np.argsort(np.frombuffer(secrets.token_bytes(8 * n), np.uint64), kind="stable")


def _without(register: Register, leave_out: Sequence[str]) -> Register:
    if odd := sorted(set(leave_out) - set(OPTIONAL)):
        hint = f"Fields that may: {', '.join(OPTIONAL)}"
        raise InputError(Problem(f"{', '.join(odd)} cannot be left out", hint=hint))
    table = register.records
    for name in leave_out:
        at = table.column_names.index(name)
        table = table.set_column(at, table.schema.field(at), pa.nulls(len(table), pa.string()))
    return replace(register, records=table)


def _strata(
    register: Register, strata: Sequence[str], suppress_below: int
) -> Mapping[str, NDArray[np.str_]]:
    problems = []
    if len(register) < max(1, suppress_below):
        what = f'the list "{register.name}" has fewer than {max(1, suppress_below)} records'
        problems.append(Problem(what, hint="Its encodings would tell how many"))
    for name in strata:
        if name not in GROUPS:
            hint = f"Fields that may: {', '.join(GROUPS)}"
            problems.append(Problem(f"{name} cannot leave in clear", hint=hint))
    if len(set(strata)) < len(strata):
        problems.append(Problem("a field is named twice among the strata"))
    if problems:
        raise InputError(problems)
    columns = register.records
    made = {n: np.array(columns[n].fill_null("").to_pylist(), np.str_) for n in strata}
    if made:
        _, sizes = np.unique(np.stack(list(made.values())), axis=1, return_counts=True)
        small = np.sort(sizes[sizes < suppress_below])
        if len(small):
            what = (
                f'"{register.name}": {len(small)} of {len(sizes)} combinations of '
                f"{', '.join(strata)} have fewer than {suppress_below} records "
                f"({', '.join(map(str, small[:10]))}{', ...' if len(small) > 10 else ''})"
            )
            hint = "Let fewer fields leave in clear, or none"
            raise InputError(Problem(what, hint=hint))
    return made
