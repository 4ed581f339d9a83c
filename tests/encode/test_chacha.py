from __future__ import annotations

import numpy as np

from undercount.encode.chacha import chacha


def test_rfc_8439_section_2_3_2() -> None:
    key = np.frombuffer(bytes(range(32)), "<u4").astype(np.uint32)
    nonce = np.frombuffer(bytes.fromhex("000000090000004a00000000"), "<u4").astype(np.uint32)
    out, room = np.empty(16, np.uint32), np.empty(16, np.uint32)
    chacha(key, 1, nonce, out, room)
    assert out.astype("<u4").tobytes().hex() == (
        "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
        "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"
    )
