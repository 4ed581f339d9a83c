"""A record's bits, once for each of its salts: their places exchanged and a pad laid over them.

All of it comes from ChaCha20 under the section's salt, and so does the tag that a section begins
with: two sections of one salt bear the same tag and are as far from each other as the records are;
two of different salts are as coin tosses to each other, and so is one whose record lacks the
combination.
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
    """Shape (records, sections * (1 + words)): each record's tags and bits, section by section.

    Args:
        bits: shape (records, words), hardened.
        salts: of the records.
        seeds: shape (records, 8), of each record, for sections that it lacks.
        before: shape (records,), how many records of the list with its seed came before it.
        states: of `hmac_states`, under which lacking sections are drawn.
        sections: of the spec.
    """
    out = np.zeros((len(bits), len(sections), 1 + bits.shape[1]), np.uint64)
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
    # A tag of two words, a pad of `length` bits, and a draw of 16 bits for each place.
    stream = np.empty((2 + length // 32 + length // 2 + 15) // 16 * 16, np.uint32)
    pad = (2 + 2 * words + 15) // 16 * 16
    nonce, start = np.zeros(3, np.uint32), np.empty(16, np.uint32)
    message, lacking = np.empty(10, np.uint32), np.empty(8, np.uint32)
    block, room = np.empty(16, np.uint32), np.empty(64, np.uint32)
    for row in range(len(bits)):
        for s in range(out.shape[1]):
            if plain[s]:
                out[row, s, 1:] = bits[row]
                continue
            if not there[row, s]:
                message[:8] = seeds[row]
                message[8] = before[row]
                message[9] = s
                hmac(states, message, lacking, block, room)
                # What lies under the pad would not show: the pad alone does as well.
                _fill(lacking, nonce, stream[:pad], start)
                _tag_and_pad(stream, out[row, s])
                continue
            _fill(digests[row, s], nonce, stream, start)
            _tag_and_pad(stream, out[row, s])
            _exchange(bits[row], stream[2 + 2 * words :], one, out[row, s, 1:])


@njit(cache=True, nogil=True)
def _fill(key: Any, nonce: Any, stream: Any, start: Any) -> None:
    for i in range(len(stream) // 16):
        chacha(key, uint32(i), nonce, stream[16 * i : 16 * (i + 1)], start)


@njit(cache=True, nogil=True)
def _tag_and_pad(stream: Any, out: Any) -> None:
    for word in range(len(out)):
        out[word] = uint64(stream[2 * word]) << uint64(32) | uint64(stream[2 * word + 1])


@njit(cache=True, nogil=True)
def _exchange(bits: Any, draws: Any, one: Any, out: Any) -> None:
    """Lay the bits under the pad, with their places exchanged as Fisher and Yates do."""
    length = 64 * len(bits)
    for word in range(len(bits)):
        value = bits[word]
        for i in range(64):
            one[64 * word + i] = np.uint8((value >> uint64(i)) & uint64(1))
    for i in range(length - 1, 0, -1):
        draw = (draws[i // 2] >> uint32(16 * (i % 2))) & uint32(0xFFFF)
        j = (uint64(draw) * uint64(i + 1)) >> uint64(16)
        held = one[i]
        one[i] = one[j]
        one[j] = held
    for word in range(len(bits)):
        value = uint64(0)
        for i in range(64):
            value |= uint64(one[64 * word + i]) << uint64(i)
        out[word] ^= value
