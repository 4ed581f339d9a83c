from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undercount.encode.chacha import chacha


def _chacha(key: bytes, counter: int, nonce: bytes) -> bytes:
    out = np.empty(16, np.uint32)
    words = [np.frombuffer(part, "<u4").astype(np.uint32) for part in (key, nonce)]
    chacha(words[0], counter, words[1], out)
    return out.astype("<u4").tobytes()


def _plainly(key: bytes, counter: int, nonce: bytes) -> bytes:
    """A block by whole numbers of Python's, after RFC 8439, sections 2.1 to 2.3."""
    start = b"expand 32-byte k" + key + counter.to_bytes(4, "little") + nonce
    before = [int.from_bytes(start[i : i + 4], "little") for i in range(0, 64, 4)]
    x = before[:]

    def step(a: int, b: int, d: int, turn: int) -> None:
        x[a] = (x[a] + x[b]) % 2**32
        x[d] ^= x[a]
        x[d] = (x[d] << turn | x[d] >> (32 - turn)) % 2**32

    for number in range(80):
        i, shift = number % 4, number % 8 // 4
        a, b, c, d = (4 * row + (i + shift * row) % 4 for row in range(4))
        step(a, b, d, 16)
        step(c, d, b, 12)
        step(a, b, d, 8)
        step(c, d, b, 7)
    return b"".join(((m + n) % 2**32).to_bytes(4, "little") for m, n in zip(x, before, strict=True))


def test_rfc_8439_section_2_3_2() -> None:
    made = _chacha(bytes(range(32)), 1, bytes.fromhex("000000090000004a00000000"))
    assert made.hex() == (
        "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
        "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"
    )


def test_rfc_8439_appendix_a_1_first_vector() -> None:
    assert _chacha(bytes(32), 0, bytes(12)).hex() == (
        "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
        "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
    )


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**32 - 1),
       st.binary(min_size=12, max_size=12))  # fmt: skip
def test_it_is_the_standards_for_any_words(key: bytes, counter: int, nonce: bytes) -> None:
    assert _chacha(key, counter, nonce) == _plainly(key, counter, nonce)
