"""ChaCha20, compiled: one block of 16 words of a stream (RFC 8439, section 2.3)."""

from __future__ import annotations

from typing import Any

from numba import njit, uint32


@njit(cache=True, nogil=True, inline="always")
def _quarter(x: Any, a: Any, b: Any, c: Any, d: Any) -> None:
    x[a] += x[b]
    x[d] ^= x[a]
    x[d] = uint32(x[d] << uint32(16)) | uint32(x[d] >> uint32(16))
    x[c] += x[d]
    x[b] ^= x[c]
    x[b] = uint32(x[b] << uint32(12)) | uint32(x[b] >> uint32(20))
    x[a] += x[b]
    x[d] ^= x[a]
    x[d] = uint32(x[d] << uint32(8)) | uint32(x[d] >> uint32(24))
    x[c] += x[d]
    x[b] ^= x[c]
    x[b] = uint32(x[b] << uint32(7)) | uint32(x[b] >> uint32(25))


@njit(cache=True, nogil=True)
def chacha(key: Any, counter: Any, nonce: Any, out: Any, start: Any) -> None:
    """Fill `out` with a block; `key` has 8 words, `nonce` 3, `start` 16 of room."""
    start[0], start[1], start[2], start[3] = 0x61707865, 0x3320646E, 0x79622D32, 0x6B206574
    for i in range(8):
        start[4 + i] = key[i]
    start[12] = counter
    for i in range(3):
        start[13 + i] = nonce[i]
    for i in range(16):
        out[i] = start[i]
    for _ in range(10):
        _quarter(out, 0, 4, 8, 12)
        _quarter(out, 1, 5, 9, 13)
        _quarter(out, 2, 6, 10, 14)
        _quarter(out, 3, 7, 11, 15)
        _quarter(out, 0, 5, 10, 15)
        _quarter(out, 1, 6, 11, 12)
        _quarter(out, 2, 7, 8, 13)
        _quarter(out, 3, 4, 9, 14)
    for i in range(16):
        out[i] += start[i]
