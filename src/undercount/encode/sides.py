"""Lists that can be compared with each other, but none with itself.

Where every list is known beforehand, a record's section for a combination c is repeated: once for
each place that a record of the other list may have among those with c. The i-th record of one
list has tags for (i, 0), (i, 1), ...; the j-th of the other for (0, j), (1, j), ...: two records of
two lists meet in just one tag, and two of one list in none. So a file on its own has no structure
at all, not even how many rows share a name, and whoever has the very same list finds nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from undercount.encode.sections import exchange, fill, tag_and_pad
from undercount.encode.sha256 import hmac

if TYPE_CHECKING:
    from undercount.encode.salts import Salts
    from undercount.encode.spec import Spec

_STEPS = 8  # of rarity, for one bit


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """How the records of a list meet those of the other lists.

    Attributes:
        place: shape (records, sections), int32: among the records that have the section's salt,
            in an order that only the key tells; -1 for none, or beyond `most`.
        rarity: shape (records, sections), uint64: 8 for each halving of the share of records
            that have the salt, up to 255.
        pairs: shape (other lists,), a number for each pair of lists.
        first: shape (other lists,), whether this list comes first of the two.
        most: records with one salt that another list may meet.
        reach: share of the records that have a salt which no more than `most` share.
    """

    place: NDArray[np.int32]
    rarity: NDArray[np.uint64]
    pairs: NDArray[np.uint32]
    first: NDArray[np.bool_]
    most: int
    reach: float

    @classmethod
    def of(
        cls,
        salts: Salts,
        seeds: NDArray[np.uint32],
        before: NDArray[np.uint32],
        spec: Spec,
        name: str,
    ) -> Sides:
        """The places of all records; `name` is the list's."""
        mine = spec.between.index(name)
        others = [i for i in range(len(spec.between)) if i != mine]
        pairs = [len(spec.between) * min(mine, i) + max(mine, i) + 1 for i in others]
        n, sections = salts.there.shape
        row, section = np.nonzero(salts.there)
        code = _joined(salts.digests[row, section, :2])
        # By the records' own seeds: another run must not give them other places.
        order = np.lexsort((before[row], _joined(seeds[row, :2]), code))
        ordered = code[order]
        new = np.ones(len(code), np.bool_)
        new[1:] = ordered[1:] != ordered[:-1]
        starts = np.flatnonzero(new)
        sizes = np.diff(np.append(starts, len(code)))
        within = np.arange(len(code)) - np.repeat(starts, sizes)
        place = np.full((n, sections), -1, np.int32)
        place[row[order], section[order]] = np.where(within < spec.most, within, -1)
        rarity = np.zeros((n, sections), np.uint64)
        told = np.rint(_STEPS * np.log2(n / np.repeat(sizes, sizes)))
        rarity[row[order], section[order]] = np.clip(told, 0, 255).astype(np.uint64)
        first = np.array([mine < i for i in others])
        found = np.zeros(n, np.bool_)
        found[row[order][np.repeat(sizes, sizes) <= spec.most]] = True
        reach = round(float(found.mean()), 3)
        return cls(place, rarity, np.array(pairs, np.uint32), first, spec.most, reach)

    def rows(
        self,
        first: int,
        last: int,
        bits: NDArray[np.uint64],
        salts: Salts,
        seeds: NDArray[np.uint32],
        before: NDArray[np.uint32],
        states: NDArray[np.uint32],
    ) -> NDArray[np.uint64]:
        """Shape (last - first, row sections * (1 + words)); arguments as of `sections_of`.

        Args:
            first: of the records.
            last: the one after them.
            bits: of these records, and so are the others.
            salts: of all records.
            seeds: of these records.
            before: of these records.
            states: of `hmac_states`.
        """
        many = self.place.shape[1] * len(self.pairs) * self.most
        out = np.zeros((last - first, many, 1 + bits.shape[1]), np.uint64)
        rows = slice(first, last)
        _between(
            bits, salts.digests[rows], self.place[rows], self.rarity[rows], self.pairs, self.first,
            self.most, seeds, before, states, out,
        )  # fmt: skip
        return out.reshape(last - first, -1)


def _joined(halves: NDArray[np.uint32]) -> NDArray[np.uint64]:
    return halves[:, 0].astype(np.uint64) << np.uint64(32) | halves[:, 1]


@njit(cache=True, nogil=True)
def _between(
    bits: Any, digests: Any, place: Any, rarity: Any, pairs: Any, first: Any, most: Any,
    seeds: Any, before: Any, states: Any, out: Any,
) -> None:  # fmt: skip
    words = bits.shape[1]
    one, mixed = np.empty(64 * words, np.uint8), np.empty(words, np.uint64)
    draws = np.empty((32 * words + 15) // 16 * 16, np.uint32)
    stream = np.empty((2 + 2 * words + 15) // 16 * 16, np.uint32)
    lacks = np.empty(256 + 16 * words, np.uint32)
    nonce = np.zeros(3, np.uint32)
    message, lacking = np.empty(9, np.uint32), np.empty(8, np.uint32)
    block, room = np.empty(16, np.uint32), np.empty(64, np.uint32)
    for row in range(len(bits)):
        message[:8] = seeds[row]
        message[8] = before[row]
        hmac(states, message, lacking, block, room)
        blocks, left = 0, len(lacks)
        for s in range(place.shape[1]):
            there = place[row, s] >= 0
            if there:
                nonce[:] = 0
                fill(digests[row, s], nonce, draws)
                mixed[:] = 0
                exchange(bits[row], draws, one, mixed)
            for p in range(len(pairs)):
                for j in range(most):
                    made = out[row, (p * place.shape[1] + s) * most + j]
                    if not there:
                        # A stream of the record's own, as long as what it lacks.
                        if left + 2 * len(made) > len(lacks):
                            nonce[0], nonce[1], nonce[2] = blocks, 0, 0
                            fill(lacking, nonce, lacks)
                            blocks, left = blocks + 1, 0
                        tag_and_pad(lacks[left:], made)
                        left += 2 * len(made)
                        continue
                    nonce[0] = pairs[p]
                    nonce[1] = place[row, s] if first[p] else j
                    nonce[2] = j if first[p] else place[row, s]
                    fill(digests[row, s], nonce, stream)
                    tag_and_pad(stream, made)
                    made[0] ^= rarity[row, s] << uint64(8 if first[p] else 0)
                    for word in range(words):
                        made[1 + word] ^= mixed[word]
