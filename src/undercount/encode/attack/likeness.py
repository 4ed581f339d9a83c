"""How alike any two rows are: all that linking needs, and all that graph matching needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.known import Bits, Known, Part, ones

Matrix = NDArray[np.float64]
# Two sections of people with nothing in common agree by chance; so many deviations are no chance.
_SURE = 4.0


def likeness(bits: Bits, parts: tuple[Part, ...] = ()) -> Matrix:
    """Shape (n, n): correlation of the bits of any two rows, the bits' own shares taken out.

    With parts, the sum over the kinds of part of what agrees beyond chance, whichever slot of one
    agrees with whichever of the other.
    """
    if not parts:
        z = _standard(ones(bits))
        return np.asarray(z @ z.T, np.float64)
    total = np.zeros((len(bits), len(bits)))
    for part in parts:
        cut = _SURE / np.sqrt(64 * part.words)
        starts = range(part.first, part.first + part.slots * part.words, part.words)
        slots = [_standard(ones(bits[:, s : s + part.words])) for s in starts]
        for left in slots:
            for right in slots:
                found = left @ right.T
                total += np.where(found > cut, found, 0)
    return total


def graphs(known: Known) -> tuple[Matrix, Matrix]:
    """The file's graph and that of the attacker's list, both with mean 0 and deviation 1."""
    mine = np.mean([likeness(bits, known.parts) for bits in known.own], axis=0)
    return _levelled(likeness(known.bits, known.parts)), _levelled(mine)


def _standard(bits: NDArray[np.uint8]) -> NDArray[np.float32]:
    z = bits.astype(np.float32)
    z -= z.mean(axis=0)
    length = np.linalg.norm(z, axis=1, keepdims=True)
    return np.asarray(z / np.where(length > 0, length, 1), np.float32)


def _levelled(matrix: Matrix) -> Matrix:
    made = matrix.copy()
    np.fill_diagonal(made, 0)
    made -= made.mean()
    np.fill_diagonal(made, 0)
    spread = made.std()
    return made / spread if spread > 0 else made
