"""Random pairs of records that stand for all pairs there are, with how many each stands for.

Pairs drawn evenly hardly ever share a name, and pairs that share a common name and a language are
the ones that are taken for one person. So three samples are drawn: evenly, among records with one
name key in common, and among records with two; each pair weighs the inverse of its chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.table import NAME_KEYS, Table

Ints = NDArray[np.int64]

_DRAWS: Final = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Controls:
    """Random pairs, sorted by left, then right, no pair twice.

    Attributes:
        left: shape (n,), record numbers, `left < right`.
        right: shape (n,).
        weight: shape (n,), how many pairs of all each stands for.
        no_name: shape (n,), pairs without a name key in common.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weight: NDArray[np.float64]
    no_name: NDArray[np.bool_]


def draw_controls(table: Table, seed: int) -> Controls:
    """Random pairs of records; the same seed, the same pairs."""
    generator = np.random.default_rng(seed)
    n = table.n_records
    keys = table.name_keys()
    evenly = generator.integers(0, n, size=(2, _DRAWS))
    parts = [_weighed(keys, evenly, 0, n)]
    record, place = np.nonzero(keys >= 0)
    parts.append(_weighed(keys, _partners(record, keys[record, place], generator), 1, n))
    base = int(keys.max(initial=0)) + 1
    both = [(i, j) for i in range(NAME_KEYS) for j in range(i)]
    have = [np.flatnonzero((keys[:, i] >= 0) & (keys[:, j] >= 0)) for i, j in both]
    value = np.concatenate(
        [
            np.minimum(keys[h, i], keys[h, j]) * base + np.maximum(keys[h, i], keys[h, j])
            for h, (i, j) in zip(have, both, strict=True)
        ]
    )
    parts.append(_weighed(keys, _partners(np.concatenate(have), value, generator), 2, n))
    left, right, weight, shared = (np.concatenate(column) for column in zip(*parts, strict=True))
    code, first = np.unique((left << 32) | right, return_index=True)
    total = np.zeros(len(code))
    np.add.at(total, np.searchsorted(code, (left << 32) | right), weight)
    return Controls(
        (code >> 32).astype(np.int32),
        (code & 0xFFFFFFFF).astype(np.int32),
        total,
        shared[first] == 0,
    )


def _partners(record: Ints, value: Ints, generator: np.random.Generator) -> Ints:
    """Rows drawn evenly, each with another row of the same value; shape (2, draws)."""
    if not len(record):
        return np.empty((2, 0), dtype=np.int64)
    order = np.argsort(value, kind="stable")
    record, value = record[order], value[order]
    start = np.searchsorted(value, value)
    size = np.searchsorted(value, value, side="right") - start
    row = generator.integers(0, len(record), _DRAWS)
    other = start[row] + np.floor(generator.random(_DRAWS) * size[row]).astype(np.int64)
    return np.stack([record[row], record[other]])


def _weighed(
    keys: Ints, drawn: Ints, stratum: int, n: int
) -> tuple[Ints, Ints, NDArray[np.float64], Ints]:
    """Pairs of the stratum (0, 1, or 2 and more keys in common), inversely to their chance."""
    left, right = np.minimum(drawn[0], drawn[1]), np.maximum(drawn[0], drawn[1])
    a, b = keys[left], keys[right]
    both = (a[:, :, None] == b[:, None, :]).any(axis=2) & (a >= 0)
    shared = both.sum(axis=1)
    here = (left != right) & (np.minimum(shared, 2) == stratum)
    left, right, a, both, shared = left[here], right[here], a[here], both[here], shared[here]
    evenly = np.full(len(left), 2.0 / n**2)
    chance = evenly if stratum == 0 else _chance(keys, a, both, stratum)
    return left, right, 1.0 / (chance * max(drawn.shape[1], 1)), shared


def _chance(keys: Ints, a: Ints, both: NDArray[np.bool_], stratum: int) -> NDArray[np.float64]:
    """Chance of each pair in one draw: over the values it shares, two rows of all, one of those."""
    base = int(keys.max(initial=0)) + 1
    if stratum == 1:
        often = np.bincount(keys[keys >= 0], minlength=base)
        rows = float(often.sum())
        each = np.where(both, 2.0 / (rows * np.maximum(often[np.maximum(a, 0)], 1)), 0.0)
        return np.asarray(each.sum(axis=1))
    pairs = [(i, j) for i in range(NAME_KEYS) for j in range(i)]
    values = []
    for i, j in pairs:
        here = (keys[:, i] >= 0) & (keys[:, j] >= 0)
        low, high = (
            np.minimum(keys[here, i], keys[here, j]),
            np.maximum(keys[here, i], keys[here, j]),
        )
        values.append(low * base + high)
    value, often = np.unique(np.concatenate(values), return_counts=True)
    rows = float(often.sum())
    chance = np.zeros(len(a))
    for i, j in pairs:
        here = both[:, i] & both[:, j]
        code = np.minimum(a[here, i], a[here, j]) * base + np.maximum(a[here, i], a[here, j])
        chance[here] += 2.0 / (rows * often[np.searchsorted(value, code)])
    return chance
