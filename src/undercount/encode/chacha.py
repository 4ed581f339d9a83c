"""ChaCha20, compiled: one block of 16 words of a stream (RFC 8439, section 2.3)."""

from __future__ import annotations

from typing import Any

from numba import njit, uint32


@njit(cache=True, nogil=True, inline="always")
def _turn(x: Any, n: Any) -> Any:
    return uint32(uint32(x << uint32(n)) | uint32(x >> uint32(32 - n)))


@njit(cache=True, nogil=True, inline="always")
def _quarter(a: Any, b: Any, c: Any, d: Any) -> Any:
    a = uint32(a + b)
    d = _turn(d ^ a, 16)
    c = uint32(c + d)
    b = _turn(b ^ c, 12)
    a = uint32(a + b)
    d = _turn(d ^ a, 8)
    c = uint32(c + d)
    b = _turn(b ^ c, 7)
    return a, b, c, d


@njit(cache=True, nogil=True)
def chacha(key: Any, counter: Any, nonce: Any, out: Any) -> None:
    """Fill `out` with a block; `key` has 8 words, `nonce` 3.

    The 16 words of the state are named one by one: an array would be written back each time.
    """
    a0, a1, a2, a3 = uint32(0x61707865), uint32(0x3320646E), uint32(0x79622D32), uint32(0x6B206574)
    b0, b1, b2, b3 = key[0], key[1], key[2], key[3]
    c0, c1, c2, c3 = key[4], key[5], key[6], key[7]
    d0, d1, d2, d3 = uint32(counter), nonce[0], nonce[1], nonce[2]
    for _ in range(10):
        a0, b0, c0, d0 = _quarter(a0, b0, c0, d0)
        a1, b1, c1, d1 = _quarter(a1, b1, c1, d1)
        a2, b2, c2, d2 = _quarter(a2, b2, c2, d2)
        a3, b3, c3, d3 = _quarter(a3, b3, c3, d3)
        a0, b1, c2, d3 = _quarter(a0, b1, c2, d3)
        a1, b2, c3, d0 = _quarter(a1, b2, c3, d0)
        a2, b3, c0, d1 = _quarter(a2, b3, c0, d1)
        a3, b0, c1, d2 = _quarter(a3, b0, c1, d2)
    out[0], out[1], out[2], out[3] = a0, a1, a2, a3
    out[4], out[5], out[6], out[7] = b0, b1, b2, b3
    out[8], out[9], out[10], out[11] = c0, c1, c2, c3
    out[12], out[13], out[14], out[15] = d0, d1, d2, d3
    out[0] += uint32(0x61707865)
    out[1] += uint32(0x3320646E)
    out[2] += uint32(0x79622D32)
    out[3] += uint32(0x6B206574)
    for i in range(8):
        out[4 + i] += key[i]
    out[12] += uint32(counter)
    for i in range(3):
        out[13 + i] += nonce[i]
