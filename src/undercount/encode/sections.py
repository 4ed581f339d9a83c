"""A record's bits, once for each of its salts: their places exchanged.

The order comes from ChaCha20 under the section's salt. Two sections of one salt are as far from
each other as the records are; two of different salts as far as chance has it, and so is one of a
record that lacks the combination. How many bits are set is the same in all sections of a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit, uint32, uint64
from numpy.typing import NDArray

from undercount.encode.chacha import chacha
from undercount.encode.salts import PLAIN
from undercount.encode.sha256 import hmac

if TYPE_CHECKING:
    from undercount.encode.salts import Salts


def sections_of(
    bits: NDArray[np.uint64],
    salts: Salts,
    seeds: NDArray[np.uint32],
    before: NDArray[np.uint32],
    states: NDArray[np.uint32],
    sections: tuple[str, ...],
) -> NDArray[np.uint64]:
    """Shape (records, sections * words): each record's bits under each of its salts.

    Args:
        bits: shape (records, words), hardened.
        salts: of the records.
        seeds: shape (records, 8), of each record, for sections that it lacks.
        before: shape (records,), how many records of the list with its seed came before it.
        states: of `hmac_states`, under which lacking sections are drawn.
        sections: of the spec.
    """
    out = np.empty((len(bits), len(sections), bits.shape[1]), np.uint64)
    plain = np.array([name == PLAIN for name in sections])
    _sections(bits, salts.digests, salts.there, plain, seeds, before, states, out)
    return out.reshape(len(bits), -1)


@njit(cache=True, nogil=True)
def _sections(
    bits: Any, digests: Any, there: Any, plain: Any, seeds: Any, before: Any, states: Any, out: Any
) -> None:
    words = bits.shape[1]
    length = 64 * words
    one = np.empty(length, np.uint8)
    stream = np.empty(length // 2, np.uint32)  # a draw of 16 bits for each place
    nonce, start = np.zeros(3, np.uint32), np.empty(16, np.uint32)
    message, lacking = np.empty(10, np.uint32), np.empty(8, np.uint32)
    block, room = np.empty(16, np.uint32), np.empty(64, np.uint32)
    for row in range(len(bits)):
        for s in range(out.shape[1]):
            if plain[s]:
                out[row, s] = bits[row]
                continue
            if not there[row, s]:
                message[:8] = seeds[row]
                message[8] = before[row]
                message[9] = s
                hmac(states, message, lacking, block, room)
                _fill(lacking, nonce, stream, start)
            else:
                _fill(digests[row, s], nonce, stream, start)
            _exchange(bits[row], stream, one, out[row, s])


@njit(cache=True, nogil=True)
def _fill(key: Any, nonce: Any, stream: Any, start: Any) -> None:
    for i in range(len(stream) // 16):
        chacha(key, uint32(i), nonce, stream[16 * i : 16 * (i + 1)], start)


@njit(cache=True, nogil=True)
def _exchange(bits: Any, stream: Any, one: Any, out: Any) -> None:
    """Exchange places as Fisher and Yates do."""
    words = len(bits)
    length = 64 * words
    for word in range(words):
        value = bits[word]
        for i in range(64):
            one[64 * word + i] = np.uint8((value >> uint64(i)) & uint64(1))
    for i in range(length - 1, 0, -1):
        draw = (stream[i // 2] >> uint32(16 * (i % 2))) & uint32(0xFFFF)
        j = (uint64(draw) * uint64(i + 1)) >> uint64(16)
        held = one[i]
        one[i] = one[j]
        one[j] = held
    for word in range(words):
        value = uint64(0)
        for i in range(64):
            value |= uint64(one[64 * word + i]) << uint64(i)
        out[word] = value
