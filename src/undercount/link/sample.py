"""A clerical sample of pairs: which pairs a clerk looks at, to correct the probabilities."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.pairs import Pairs

# The low bands are where true pairs hide: each is a hundredth sure, and there are many of them.
BANDS: Final = (0.0, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 0.9, 0.99, 1.0)
_LEAST = 4


@dataclass(frozen=True, slots=True, eq=False)
class PairSample:
    """Pairs drawn for a clerk, in the order in which the clerk sees them.

    Attributes:
        pair: shape (n,), row of each in `Pairs`.
        weight: shape (n,), how many pairs of its band each stands for.
        code: names the linkage and the draw, as the sheet repeats it in each row.
    """

    pair: NDArray[np.int64]
    weight: NDArray[np.float64]
    code: str


def choose_pairs(pairs: Pairs, size: int = 200, seed: int = 1) -> PairSample:
    """Draws pairs for a clerk by bands of their probability; the same seed draws the same.

    Each band gets a share by its number of pairs times the standard deviation of true or not, with
    the probability drawn towards 5%, for in the low bands it claims too much of its own sureness
    (Neyman 1934). Within a band pairs are drawn evenly along list pair and probability.

    Raises:
        InputError: fewer than 20 pairs asked for.
    """
    if size < 20:
        raise InputError(f"{size} pairs are too few to correct probabilities", "Ask for 20 or more")
    rng = np.random.default_rng([seed, len(pairs.left)])
    band = np.digitize(pairs.probability, BANDS[1:-1])
    numbers = np.bincount(band, minlength=len(BANDS) - 1)
    sums = np.bincount(band, weights=pairs.probability, minlength=len(BANDS) - 1)
    with np.errstate(invalid="ignore"):
        likely = np.where(numbers > 0, (sums + 0.05) / (numbers + 1), 0.0)
    likely = 0.95 * likely + 0.05 * 0.5
    wanted = _allocate(numbers, np.sqrt(likely * (1 - likely) * numbers), size)
    lists = pairs.of_list[pairs.left].astype(np.int64) * 1024 + pairs.of_list[pairs.right]
    chosen, weights = [], []
    for b in np.flatnonzero(wanted):
        rows = np.flatnonzero(band == b)
        rows = rows[np.lexsort((pairs.probability[rows], lists[rows]))]
        step = len(rows) / wanted[b]
        at = np.minimum((rng.random() + np.arange(wanted[b])) * step, len(rows) - 1)
        chosen.append(rows[at.astype(np.int64)])
        weights.append(np.full(wanted[b], step))
    pair = np.concatenate(chosen) if chosen else np.zeros(0, np.int64)
    weight = np.concatenate(weights) if weights else np.zeros(0)
    order = rng.permutation(len(pair))
    return PairSample(pair[order], weight[order], f"{fingerprint(pairs)}-{size}-{seed}")


def fingerprint(pairs: Pairs) -> str:
    """Eight hexadecimal digits that another linkage does not have."""
    digest = hashlib.sha256("\n".join(pairs.lists).encode())
    for array in (pairs.of_list, pairs.left, pairs.right, np.rint(pairs.weight * 1e6)):
        digest.update(np.ascontiguousarray(array, dtype=np.int64).tobytes())
    return digest.hexdigest()[:8]


def _allocate(
    numbers: NDArray[np.int64], share: NDArray[np.float64], size: int
) -> NDArray[np.int64]:
    """At least a few of each band, the rest by share, no band more than it has."""
    wanted = np.minimum(numbers, min(_LEAST, size // len(numbers))).astype(np.float64)
    for _ in numbers:
        parts = np.where(wanted < numbers, share, 0.0)
        left = min(size, numbers.sum()) - wanted.sum()
        if left < 1e-9 or not parts.any():
            break
        wanted = np.minimum(wanted + left * parts / parts.sum(), numbers)
    whole = np.floor(wanted + 1e-9).astype(np.int64)
    for b in np.argsort(whole - wanted, kind="stable"):
        whole[b] += int(whole.sum() < size and whole[b] < numbers[b])
    return whole
