from __future__ import annotations

import hashlib
import hmac as standard

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.encode.sha256 import _START, compress, hmac, hmac_states, words_of


def _hmac(secret: bytes, message: bytes) -> bytes:
    out, block, room = np.empty(8, np.uint32), np.empty(16, np.uint32), np.empty(64, np.uint32)
    hmac(hmac_states(secret), words_of(message), out, block, room)
    return out.astype(">u4").tobytes()


def test_fips_180_the_one_block_message_abc() -> None:
    block = np.zeros(16, np.uint32)
    block[0], block[15] = 0x61626380, 24
    state = _START.copy()
    compress(state, block, np.empty(64, np.uint32))
    assert state.astype(">u4").tobytes().hex() == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


# RFC 4231, test cases 1 and 2, whose data are whole words.
@pytest.mark.parametrize(
    ("secret", "message", "digest"),
    [
        (
            b"\x0b" * 20,
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
    ],
)
def test_rfc_4231(secret: bytes, message: bytes, digest: str) -> None:
    assert _hmac(secret, message).hex() == digest


@given(st.binary(max_size=130), st.integers(0, 70))
def test_it_is_the_standard_librarys(secret: bytes, words: int) -> None:
    message = hashlib.shake_256(secret).digest(4 * words)
    assert _hmac(secret, message) == standard.digest(secret, message, "sha256")
