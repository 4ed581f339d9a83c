"""Bits made harder to read: balanced, folded, and some of them turned over.

Balance (Berger's code: each bit with its opposite, in a keyed order; Schnell, Borgs 2016) hides how
much is known of a record. XOR fold (Schnell, Borgs 2016) hides which bits a token sets.
Randomised response (Warner 1965; for filters: Schnell, Borgs 2016, BLIP) makes each bit deniable.

Which bits are turned over is a keyed function of the list's name, of the record's own bits before
hardening, and of how many records of the list with the very same bits came before. So whoever gets
one list many times can average nothing away. Equal records differ as any two do: those of one list
from each other, and each from all of another list, or they would pair off by chance for links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from undercount.encode.sha256 import hmac, hmac_states

if TYPE_CHECKING:
    from undercount.encode.key import Key
    from undercount.encode.spec import Spec


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Hardening:
    """All that hardening needs of a key and a spec. Not shown: it is as secret as the key.

    Attributes:
        order: shape (2**fold, length), which bits meet at each place; a number from `bits` on is
            a bit's opposite.
        states: of `hmac_states`, under which noise is drawn.
        flip: chance that a bit is turned over.
    """

    order: NDArray[np.int64]
    states: NDArray[np.uint32]
    flip: float

    @classmethod
    def of(cls, key: Key, spec: Spec, name: str) -> Hardening:
        """Draw the order under the key; `name` is the list's."""
        order = _order(key, spec).reshape(1 << spec.fold, spec.length)
        return cls(order, hmac_states(key.digest(f"noise {spec.hash}", name.encode())), spec.flip)

    def fold(self, bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Shape (records, length / 64): filters balanced and folded, without noise."""
        out = np.zeros((len(bits), self.order.shape[1] // 64), np.uint64)
        _fold(bits, self.order, out)
        return out

    def seeds(self, bits: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Shape (records, 8): what the noise of each filter is drawn from."""
        out = np.empty((len(bits), 8), np.uint32)
        _seeds(bits, self.states, out)
        return out

    def turn(
        self, bits: NDArray[np.uint64], seeds: NDArray[np.uint32], before: NDArray[np.uint32]
    ) -> None:
        """Turn bits over, in place.

        Args:
            bits: of `fold`.
            seeds: of each record.
            before: shape (records,), how many records of the list with its seed came before it.
        """
        if self.flip:
            _flip(bits, seeds, before, self.states, self.flip)


def _order(key: Key, spec: Spec) -> NDArray[np.int64]:
    """Where each bit goes; a position from `spec.bits` on is a bit's opposite."""
    n = spec.bits << spec.balance
    label = f"order {spec.hash}"
    return np.array(sorted(range(n), key=lambda i: key.digest(label, i.to_bytes(4))), np.int64)


def times_before(seeds: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """How many rows with the same seed came before each."""
    codes = seeds[:, 0].astype(np.uint64) << np.uint64(32) | seeds[:, 1]
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    at = np.arange(len(codes))
    made = np.empty(len(codes), np.uint32)
    made[order] = at - np.maximum.accumulate(np.where(first, at, 0))
    return made


@njit(cache=True, nogil=True)
def _fold(bits: Any, order: Any, out: Any) -> None:
    size = 64 * bits.shape[1]
    length = order.shape[1]
    source = order % size
    # Opposites are turned over once for all: those that meet at one place cancel.
    turned = np.zeros(length, np.uint8)
    for i in range(length):
        for j in range(order.shape[0]):
            turned[i] ^= np.uint8(order[j, i] >= size)
    one = np.empty(size, np.uint8)
    made = np.empty(length, np.uint8)
    for row in range(len(bits)):
        for word in range(bits.shape[1]):
            value = bits[row, word]
            for i in range(64):
                one[64 * word + i] = np.uint8((value >> uint64(i)) & uint64(1))
        for i in range(length):
            made[i] = turned[i]
        for j in range(order.shape[0]):
            for i in range(length):
                made[i] ^= one[source[j, i]]
        for word in range(out.shape[1]):
            value = uint64(0)
            for i in range(64):
                value |= uint64(made[64 * word + i]) << uint64(i)
            out[row, word] = value


@njit(cache=True, nogil=True)
def _seeds(bits: Any, states: Any, out: Any) -> None:
    message = np.empty(2 * bits.shape[1], np.uint32)
    block, room = np.empty(16, np.uint32), np.empty(64, np.uint32)
    for row in range(len(bits)):
        for i in range(bits.shape[1]):
            message[2 * i] = bits[row, i] >> uint64(32)
            message[2 * i + 1] = bits[row, i] & uint64(0xFFFFFFFF)
        hmac(states, message, out[row], block, room)


@njit(cache=True, nogil=True)
def _flip(out: Any, seeds: Any, before: Any, states: Any, chance: Any) -> None:
    """Turn each bit over with a chance: the gaps between those turned are geometric."""
    n = 64 * out.shape[1]
    message = np.empty(10, np.uint32)
    digest, block, room = np.empty(8, np.uint32), np.empty(16, np.uint32), np.empty(64, np.uint32)
    scale = 1 / np.log1p(-chance)
    for row in range(len(out)):
        message[:8] = seeds[row]
        message[8] = before[row]
        drawn = 0
        at = -1
        while True:
            if drawn % 8 == 0:
                message[9] = drawn // 8
                hmac(states, message, digest, block, room)
            u = (digest[drawn % 8] + 0.5) / 4294967296.0
            drawn += 1
            gap = np.log(u) * scale
            # Of a small chance it may be larger than any whole number there is.
            if gap >= n - 1 - at:
                break
            at += 1 + int(gap)
            out[row, at // 64] ^= uint64(1) << uint64(at % 64)
