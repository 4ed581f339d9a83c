"""How alike two full names are, as tuples of tokens."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.registers.names.compare import compare_one, compare_pairs
from undercount.registers.names.ratio import table
from undercount.registers.names.vocabulary import vocabulary

_WORTH_A_THREAD = 100_000
"""Pairs from which a further thread saves time."""


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """Return how alike two names are, 0 to 1, whatever the order of their tokens.

    It is absolute: what the tokens that agree tell, over what they would tell if every part were
    there and spelt alike. A rare name told by both says more than a common short one; a token
    that one name leaves out counts half against; an initial tells a little.

    >>> similarity(("yusuf", "ahmadi"), ("ahmadi", "yousef")) > 0.8
    True
    >>> similarity(("yusuf", "ahmadi"), ("yonas", "tesfay"))
    0.0
    """
    if not a or not b:
        return 0.0
    x, y = sorted((tuple(a), tuple(b)))
    return _similarity(x, y)


@lru_cache(maxsize=1 << 16)
def _similarity(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    known = vocabulary((*a, *b))
    first, second = np.arange(len(a)), np.arange(len(a), len(a) + len(b))
    return float(compare_one(first, second, known, table()))


Names = Any
"""A sequence of names' tokens, or an Arrow array of lists of strings."""


def similarities(
    left: Names, right: Names, rows: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    """Return the similarity of many pairs of names, each a list of tokens.

    `rows`, shape (pairs, 2), says which row of left meets which row of right; without it rows of
    the same number meet. Names without tokens are like none.

    >>> similarities([["yusuf"], ["ali", "hassan"]], [["yusuf"], ["yonas"]]).tolist()
    [1.0, 0.0]
    """
    a, b = as_lists(left), as_lists(right)
    if rows is None:
        rows = np.repeat(np.arange(len(a), dtype=np.int64)[:, None], 2, axis=1)
    words = pc.unique(pa.chunked_array([a.flatten(), b.flatten()]))
    known = vocabulary(words.to_pylist())
    left_words, right_words, steps = as_numbers(a, words), as_numbers(b, words), table()

    def part(chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(compare_pairs(*left_words, *right_words, chosen, known, steps))

    # The compiled loop lets other threads run; each pair's value is its own, however they are cut.
    threads = min(os.cpu_count() or 1, len(rows) // _WORTH_A_THREAD)
    if threads < 2:
        return part(rows)
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(part, np.array_split(rows, threads))))


def as_lists(names: Names) -> pa.ListArray:
    """Return names as one Arrow array of lists of tokens."""
    if isinstance(names, pa.ChunkedArray):
        names = names.combine_chunks()
    return pa.array(names, pa.list_(pa.string())) if not isinstance(names, pa.Array) else names


def as_numbers(names: pa.ListArray, words: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the tokens of all names as numbers of words, and where each name starts."""
    tokens = pc.index_in(names.flatten(), words).to_numpy().astype(np.int64)
    sizes = pc.fill_null(pc.list_value_length(names), 0).to_numpy().astype(np.int64)
    return tokens, np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
