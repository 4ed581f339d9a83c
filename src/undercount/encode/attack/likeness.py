"""How alike any two rows are: all that linking needs, and all that graph matching needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.known import Bits, Ints, Known, Part, ones

Matrix = NDArray[np.float64]


def likeness(bits: Bits, parts: tuple[Part, ...] = ()) -> Matrix:
    """Shape (n, n): correlation of the bits of any two rows, the bits' own shares taken out.

    With parts, the sections with the same tag: the rarer, and the more their bits agree, the more.
    """
    if not parts:
        z = _standard(ones(bits))
        return np.asarray(z @ z.T, np.float64)
    total = np.zeros((len(bits), len(bits)))
    for part in parts:
        left, right, rare, near = shared(part.pieces(bits), len(bits))
        np.add.at(total, (left, right), rare * (1 + near))
        np.add.at(total, (right, left), rare * (1 + near))
    return total


def graphs(known: Known) -> tuple[Matrix, Matrix]:
    """The file's graph and that of the attacker's list, both with mean 0 and deviation 1."""
    mine = np.mean([likeness(bits, known.parts) for bits in known.own], axis=0)
    return _levelled(likeness(known.bits, known.parts)), _levelled(mine)


def shared(pieces: Bits, n: int) -> tuple[Ints, Ints, NDArray[np.float64], NDArray[np.float64]]:
    """Every two rows with a tag in common: how rare it is, and how near their bits are."""
    order = np.argsort(pieces[:, 0], kind="stable")
    tags = pieces[order, 0]
    _, group, sizes = np.unique(tags, return_inverse=True, return_counts=True)
    size = sizes[group.reshape(-1)]
    found: list[tuple[Ints, Ints]] = []
    for step in range(1, int(sizes.max(initial=1))):
        at = np.flatnonzero(tags[step:] == tags[:-step])
        found.append((at, at + step))
    a = np.concatenate([at for at, _ in found]) if found else np.empty(0, np.int64)
    b = np.concatenate([at for _, at in found]) if found else np.empty(0, np.int64)
    other = order[a] % n != order[b] % n
    a, b = a[other], b[other]
    apart = np.bitwise_count(pieces[order[a], 1:] ^ pieces[order[b], 1:]).sum(axis=1)
    near = 1 - 2 * apart / (64 * (pieces.shape[1] - 1))
    return order[a] % n, order[b] % n, np.log1p(n / size[a]), np.asarray(near, np.float64)


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
