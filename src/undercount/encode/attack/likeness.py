"""How alike any two rows are: all that linking needs, and all that graph matching needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.known import Bits, Ints, Known, Layout, ones

Floats = NDArray[np.float64]
Matrix = NDArray[np.float64]


def likeness(bits: Bits, layout: Layout | None = None) -> Matrix:
    """Shape (n, n): how alike any two rows are, 0 for a row and itself.

    For rows of one filter the correlation of their bits, the bits' own shares taken out; for rows
    of sections those with the same tag: the rarer, and the more their bits agree, the more.
    """
    if layout is None:
        z = _standard(ones(bits))
        made = np.asarray(z @ z.T, np.float64)
    else:
        made = np.zeros((len(bits), len(bits)))
        left, right, rare, near = shared(bits, layout)
        np.add.at(made, (left, right), rare * (1 + near))
        made += made.T
    np.fill_diagonal(made, 0)
    return made


def graphs(known: Known) -> tuple[Matrix, Matrix]:
    """The file's graph and that of the attacker's list, both with mean 0 and deviation 1.

    Files of other lists help: two rows that are like one and the same row there are like each
    other.
    """
    mine = np.mean([likeness(bits, known.own_layout) for bits in known.own], axis=0)
    n = len(known)
    if known.others and known.layout is not None:
        all_files = likeness(np.concatenate([known.bits, *known.others]), known.layout)
        across = all_files[:n, n:]
        theirs = all_files[:n, :n] + np.sqrt(across @ across.T)
    else:
        theirs = likeness(known.bits, known.layout)
    return _levelled(theirs), _levelled(mine)


def shared(
    bits: Bits, layout: Layout
) -> tuple[Ints, Ints, NDArray[np.float64], NDArray[np.float64]]:
    """Every two rows with a tag in common: how rare it is, and how near their bits are."""
    n = len(bits)
    tags = layout.tags(bits)
    rows = np.repeat(np.arange(n), tags.shape[1])
    order = np.argsort(tags.reshape(-1), kind="stable")
    tag = tags.reshape(-1)[order]
    _, group, sizes = np.unique(tag, return_inverse=True, return_counts=True)
    size = sizes[group.reshape(-1)]
    found = [np.empty((2, 0), np.int64)]
    for step in range(1, int(sizes.max(initial=1))):
        at = np.flatnonzero(tag[step:] == tag[:-step])
        found.append(np.stack([at, at + step]))
    a, b = np.concatenate(found, axis=1)
    other = rows[order[a]] != rows[order[b]]
    a, b = a[other], b[other]
    filters = layout.sections(bits)
    apart = np.bitwise_count(filters[order[a]] ^ filters[order[b]]).sum(axis=1)
    near = 1 - 2 * apart / (64 * filters.shape[1])
    return rows[order[a]], rows[order[b]], np.log1p(n / size[a]), np.asarray(near, np.float64)


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
