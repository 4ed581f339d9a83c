from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from undercount.encode.attack.patterns import _patterns

Bits = NDArray[np.uint8]


def _noise(n: int, positions: int, seed: int) -> Bits:
    return np.random.default_rng(seed).integers(0, 2, (n, positions)).astype(np.uint8)


@pytest.mark.parametrize("n", [64, 150, 400])
def test_positions_of_a_token_are_found_among_those_set_by_chance(n: int) -> None:
    bits = _noise(n, 500, 1)
    rows = np.random.default_rng(2).random(n) < 0.5
    bits[:, [7, 80, 81, 310, 499]] = rows[:, np.newaxis]
    (found,) = _patterns(bits)
    assert found.tolist() == [7, 80, 81, 310, 499]


def test_one_row_in_a_hundred_may_miss_a_position() -> None:
    n = 300
    bits = _noise(n, 200, 3)
    bits[:, :4] = (np.arange(n) < 150)[:, np.newaxis]
    bits[0, 3] = 0
    assert [found.tolist() for found in _patterns(bits)] == [[0, 1, 2, 3]]
    # Whichever two are taken, three of their rows miss each of the others.
    for position in range(4):
        bits[3 * position : 3 * position + 3, position] = 0
    assert _patterns(bits) == []


def test_a_token_of_few_rows_is_no_pattern() -> None:
    bits = np.zeros((200, 64), np.uint8)
    bits[:19, :8] = 1
    assert _patterns(bits) == []
    bits[19, :8] = 1
    assert [found.tolist() for found in _patterns(bits)] == [list(range(8))]


@pytest.mark.parametrize("seed", range(5))
def test_packed_counts_find_what_counting_rows_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    # Tokens of many rows, each with some positions, as in filters of one name.
    has = rng.random((130, 12)) < rng.uniform(0.1, 0.5, 12)
    sets = rng.random((12, 90)) < 0.07
    bits = ((has.astype(np.int64) @ sets) > 0).astype(np.uint8)
    assert {tuple(found) for found in _patterns(bits)} == _by_rows(bits)


def _by_rows(bits: Bits) -> set[tuple[int, ...]]:
    """The same from the definition: all pairs, all positions, no packing."""
    n, positions = bits.shape
    often = bits.sum(axis=0, dtype=np.int64)
    may = [i for i in range(positions) if 20 <= often[i] < 0.9 * n]
    sets: dict[tuple[int, ...], int] = {}
    for i in may:
        lift = n * (bits[:, i].astype(np.int64) @ bits) - often[i] * often
        best: tuple[int, tuple[int, ...]] = (0, ())
        for j in [j for j in np.argsort(-lift, kind="stable").tolist() if j != i][:10]:
            both = bits[(bits[:, i] & bits[:, j]) == 1]
            closed = tuple(k for k in may if 100 * both[:, k].sum() >= 99 * len(both))
            if len(both) >= 20 and len(closed) >= 4 and len(both) > best[0]:
                best = len(both), closed
        if best[0]:
            sets[best[1]] = best[0]
    kept: list[tuple[int, ...]] = []
    for closed in sorted(sets, key=lambda one: (-sets[one], one)):
        if all(2 * len(set(closed) & set(other)) < len(closed) for other in kept):
            kept.append(closed)
    return set(kept)
