"""Tokens become bits: each sets its own positions, told by HMAC-SHA256 under the key.

One filter for the whole record (Schnell, Bachteler, Reiher 2011: cryptographic long-term key), with
positions drawn independently of one another: positions made of two hashes, as usual, give the
filter's tokens away (Kroll, Steinmetzer 2015).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from undercount.encode.sha256 import hmac, hmac_states, words_of

if TYPE_CHECKING:
    from undercount.encode.features import Tokens
    from undercount.encode.key import Key
    from undercount.encode.spec import Spec

CHUNK: Final = 1 << 16
_SHORT: Final = 24  # bytes of a digest that stand for a token or a salt: 192 bits never collide


def filters(tokens: Tokens, key: Key, spec: Spec, threads: int = 2) -> NDArray[np.uint64]:
    """Shape (records, bits / 64): the bits of each record, not yet hardened.

    Args:
        tokens: of the list.
        key: that the partners share.
        spec: that they agree on.
        threads: that work at once.
    """
    of_kind = dict(spec.positions)
    numbers = np.array([of_kind[text.partition(":")[0]] for text in tokens.texts], np.int64)
    label = f"token {spec.hash}"
    token = _digests(key, label, tokens.texts)
    salt = _digests(key, f"salt {spec.hash}", tokens.salts)
    states = hmac_states(key.digest("positions", spec.hash.encode()))
    part_ends = np.concatenate(([0], np.cumsum(tokens.parts.lengths)))
    ends = np.concatenate(([0], np.cumsum(tokens.records.lengths)))
    out = np.zeros((len(tokens.salt), spec.bits // 64), np.uint64)

    def work(first: int, last: int) -> None:
        parts = tokens.records.flat[ends[first] : ends[last]].astype(np.int64)
        salts = np.repeat(tokens.salt[first:last], tokens.records.lengths[first:last])
        pairs, which = np.unique(parts * len(tokens.salts) + salts, return_inverse=True)
        part, of_salt = np.divmod(pairs, len(tokens.salts))
        masks = np.zeros((len(pairs), out.shape[1]), np.uint64)
        _masks(part, of_salt, part_ends, tokens.parts.flat, token, salt, numbers, states, masks)
        _union(masks, which, ends[first : last + 1] - ends[first], out[first:last])

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda span: work(*span), _spans(len(out))))
    return out


def _spans(n: int) -> Iterator[tuple[int, int]]:
    return ((first, min(first + CHUNK, n)) for first in range(0, n, CHUNK))


def _digests(key: Key, label: str, texts: tuple[str, ...]) -> NDArray[np.uint32]:
    made = b"".join(key.digest(label, text.encode())[:_SHORT] for text in texts)
    return words_of(made).reshape(len(texts), _SHORT // 4)


@njit(cache=True, nogil=True)
def _masks(
    part: Any, of_salt: Any, ends: Any, flat: Any, token: Any, salt: Any, numbers: Any,
    states: Any, out: Any,
) -> None:  # fmt: skip
    """The bits of each part of a record under each salt it is seen with."""
    bits = 64 * out.shape[1]
    message = np.empty(13, np.uint32)
    digest, block, room = np.empty(8, np.uint32), np.empty(16, np.uint32), np.empty(64, np.uint32)
    for p in range(len(part)):
        message[6:12] = salt[of_salt[p]]
        for at in range(ends[part[p]], ends[part[p] + 1]):
            t = flat[at]
            message[:6] = token[t]
            for j in range(numbers[t]):
                if j % 16 == 0:
                    message[12] = j // 16
                    hmac(states, message, digest, block, room)
                half = digest[(j % 16) // 2] >> (16 * (j % 2))
                position = (half & 0xFFFF) % bits
                out[p, position // 64] |= uint64(1) << uint64(position % 64)


@njit(cache=True, nogil=True)
def _union(masks: Any, which: Any, ends: Any, out: Any) -> None:
    for row in range(len(out)):
        for at in range(ends[row], ends[row + 1]):
            for word in range(out.shape[1]):
                out[row, word] |= masks[which[at], word]
