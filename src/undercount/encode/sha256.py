"""HMAC-SHA256 on whole columns of short messages, compiled (FIPS 180-4; RFC 2104)."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numpy as np
from numba import njit, uint32
from numpy.typing import NDArray

_BLOCK: Final = 64


def _roots() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The first 32 bits of the fractions of the first primes' square and cube roots."""
    primes: list[int] = []
    number = 2
    while len(primes) < 64:
        if all(number % prime for prime in primes):
            primes.append(number)
        number += 1
    mask = (1 << 32) - 1
    squares = [_root(prime << 64, 2) & mask for prime in primes[:8]]
    cubes = [_root(prime << 96, 3) & mask for prime in primes]
    return np.array(squares, np.uint32), np.array(cubes, np.uint32)


def _root(number: int, power: int) -> int:
    low, high = 0, 1 << 64
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**power <= number else (low, middle)
    return low


_START, _ROUNDS = _roots()


def hmac_states(secret: bytes) -> NDArray[np.uint32]:
    """Shape (2, 8): where the inner and the outer hash of HMAC stand once the secret is in."""
    if len(secret) > _BLOCK:
        secret = hashlib.sha256(secret).digest()
    block = np.frombuffer(secret.ljust(_BLOCK, b"\0"), np.uint8)
    made = np.empty((2, 8), np.uint32)
    for i, pad in enumerate((0x36, 0x5C)):
        made[i] = _START
        compress(made[i], words_of((block ^ np.uint8(pad)).tobytes()), np.empty(64, np.uint32))
    return made


def words_of(data: bytes) -> NDArray[np.uint32]:
    """Bytes as big-endian words of 32 bits, which is how SHA-256 reads them."""
    return np.frombuffer(data, ">u4").astype(np.uint32)


@njit(cache=True, nogil=True, inline="always")
def _turn(x: Any, n: Any) -> Any:
    return uint32(uint32(x >> uint32(n)) | uint32(x << uint32(32 - n)))


@njit(cache=True, nogil=True)
def compress(state: Any, block: Any, w: Any) -> None:
    """Take one block of 16 words into a state of 8; `w` is 64 words of room."""
    for i in range(16):
        w[i] = block[i]
    for i in range(16, 64):
        x, y = w[i - 15], w[i - 2]
        s0 = _turn(x, 7) ^ _turn(x, 18) ^ uint32(x >> uint32(3))
        s1 = _turn(y, 17) ^ _turn(y, 19) ^ uint32(y >> uint32(10))
        w[i] = uint32(w[i - 16] + s0 + w[i - 7] + s1)
    a, b, c, d = state[0], state[1], state[2], state[3]
    e, f, g, h = state[4], state[5], state[6], state[7]
    for i in range(64):
        s1 = _turn(e, 6) ^ _turn(e, 11) ^ _turn(e, 25)
        t1 = uint32(h + s1 + ((e & f) ^ (~e & g)) + _ROUNDS[i] + w[i])
        s0 = _turn(a, 2) ^ _turn(a, 13) ^ _turn(a, 22)
        t2 = uint32(s0 + ((a & b) ^ (a & c) ^ (b & c)))
        h, g, f, e = g, f, e, uint32(d + t1)
        d, c, b, a = c, b, a, uint32(t1 + t2)
    state[0] += a
    state[1] += b
    state[2] += c
    state[3] += d
    state[4] += e
    state[5] += f
    state[6] += g
    state[7] += h


@njit(cache=True, nogil=True)
def hmac(states: Any, message: Any, out: Any, block: Any, w: Any) -> None:
    """HMAC of a message of whole words into `out`, 8 words; `block` and `w` are room.

    `states` is of `hmac_states`.
    """
    n = len(message)
    for i in range(8):
        out[i] = states[0, i]
    at = 0
    while n - at >= 16:
        compress(out, message[at : at + 16], w)
        at += 16
    left = n - at
    for i in range(left):
        block[i] = message[at + i]
    for i in range(left, 16):
        block[i] = 0
    block[left] = 0x80000000
    if left > 13:  # the length needs two words
        compress(out, block, w)
        for i in range(16):
            block[i] = 0
    block[15] = 32 * (n + 16)
    compress(out, block, w)
    for i in range(8):
        block[i] = out[i]
        out[i] = states[1, i]
    block[8] = 0x80000000
    for i in range(9, 15):
        block[i] = 0
    block[15] = 32 * 24
    compress(out, block, w)
