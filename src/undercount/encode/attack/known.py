"""What an attacker has: the file, what the partners agreed on, and a list of people in clear."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from undercount.registers.ragged import Ragged

Bits = NDArray[np.uint64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """A row of sections.

    Attributes:
        words: of a section: the word of its tag, then its bits.
        shift: bits of the tag's word that are not of the tag.
    """

    words: int
    shift: int = 0

    def tags(self, bits: Bits) -> Bits:
        """Shape (n, sections)."""
        return np.asarray(bits[:, :: self.words] >> np.uint64(self.shift))

    def sections(self, bits: Bits) -> Bits:
        """Shape (n * sections, words - 1): the bits of all sections, row by row."""
        return np.asarray(bits.reshape(-1, self.words)[:, 1:])


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What an attacker has who lacks the key. n rows of the file, m people on his own list.

    Attributes:
        bits: shape (n, words), the file.
        own: his list under keys of his own, without noise: each of shape (m, words). The spec is
            no secret, so that he can make as many as he likes; what they have in common is what
            does not hang on the key.
        tokens: what of each record of his list is hashed, numbers of tokens.
        layout: of a row of the file, None where a row is one filter.
        own_layout: of a row of his.
        others: files of other lists under the same key, that he has but not in clear.
        group: shape (n,), the stratum in clear of each row; None where none leaves.
        own_group: shape (m,), that of each of his.
    """

    bits: Bits
    own: tuple[Bits, ...]
    tokens: Ragged
    layout: Layout | None = None
    own_layout: Layout | None = None
    others: tuple[Bits, ...] = ()
    group: Ints | None = None
    own_group: Ints | None = None

    def __len__(self) -> int:
        """Rows of the file."""
        return len(self.bits)

    @property
    def impossible(self) -> NDArray[np.bool_]:
        """Shape (n, m): who cannot be whom, as the strata in clear say."""
        if self.group is None or self.own_group is None:
            return np.zeros((len(self.bits), len(self.tokens.lengths)), np.bool_)
        return np.asarray(self.group[:, np.newaxis] != self.own_group[np.newaxis])

    @property
    def values(self) -> Ints:
        """Shape (m,): a number for what is hashed of each record, equal where all of it is."""
        m = len(self.tokens.lengths)
        ends = np.concatenate(([0], np.cumsum(self.tokens.lengths)))
        seats: dict[bytes, int] = {}
        return np.array(
            [
                seats.setdefault(np.unique(self.tokens.flat[a:b]).tobytes(), len(seats))
                for a, b in pairwise(ends)
            ],
            np.int64,
        ).reshape(m)


def ones(bits: Bits) -> NDArray[np.uint8]:
    """Shape (n, 64 words): each bit by itself."""
    rows = np.ascontiguousarray(bits, "<u8").view(np.uint8)
    return np.unpackbits(rows.reshape(len(bits), -1), axis=1, bitorder="little")


def incidence(tokens: Ragged) -> NDArray[np.float32]:
    """Shape (m, tokens): which record has which token."""
    size = int(tokens.flat.max(initial=-1)) + 1
    made = np.zeros((len(tokens.lengths), size), np.float32)
    made[tokens.rows, tokens.flat] = 1
    return made
