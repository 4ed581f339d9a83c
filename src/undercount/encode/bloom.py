"""Tokens become bits: each sets its own positions, told by HMAC-SHA256 under the key.

One filter for the whole record (Schnell, Bachteler, Reiher 2011: cryptographic long-term key), with
positions drawn independently of one another: positions made of two hashes, as usual, give the
filter's tokens away (Kroll, Steinmetzer 2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from undercount.encode.sha256 import hmac, hmac_states, words_of

if TYPE_CHECKING:
    from undercount.encode.features import Tokens
    from undercount.encode.key import Key
    from undercount.encode.spec import Spec

_SHORT: Final = 24  # bytes of a digest that stand for a token: 192 bits never collide


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Filters:
    """The tokens of a list, ready to become bits. Not shown: it holds names and a key.

    Attributes:
        tokens: of the list.
        bits: of a filter.
        numbers: shape (texts,), how many positions each token takes.
        token: shape (texts, 6), what stands for each token.
        states: of `hmac_states`, under which positions are told.
        ends: where the parts of each record begin, `Ragged.ends`.
        part_ends: where the tokens of each part begin.
    """

    tokens: Tokens
    bits: int
    numbers: NDArray[np.int64]
    token: NDArray[np.uint32]
    states: NDArray[np.uint32]
    ends: NDArray[np.int64]
    part_ends: NDArray[np.int64]

    @classmethod
    def of(cls, tokens: Tokens, key: Key, spec: Spec) -> Filters:
        """Hash each distinct token once."""
        of_kind = dict(spec.positions)
        return cls(
            tokens=tokens,
            bits=spec.bits,
            numbers=np.array([of_kind[t.partition(":")[0]] for t in tokens.texts], np.int64),
            token=_digests(key, f"token {spec.hash}", tokens.texts),
            states=hmac_states(key.digest("positions", spec.hash.encode())),
            ends=tokens.records.ends,
            part_ends=tokens.parts.ends,
        )

    def rows(self, first: int, last: int) -> NDArray[np.uint64]:
        """Shape (last - first, bits / 64): the bits of these records, not yet hardened."""
        tokens = self.tokens
        ends = self.ends[first : last + 1]
        part, which = np.unique(tokens.records.flat[ends[0] : ends[-1]], return_inverse=True)
        masks = np.zeros((len(part), self.bits // 64), np.uint64)
        _masks(
            part, self.part_ends, tokens.parts.flat, self.token, self.numbers,
            self.states, masks,
        )  # fmt: skip
        out = np.zeros((last - first, self.bits // 64), np.uint64)
        _union(masks, which, ends - ends[0], out)
        return out


def _digests(key: Key, label: str, texts: tuple[str, ...]) -> NDArray[np.uint32]:
    made = b"".join(key.digest(label, text.encode())[:_SHORT] for text in texts)
    return words_of(made).reshape(len(texts), _SHORT // 4)


@njit(cache=True, nogil=True)
def _masks(
    part: Any, ends: Any, flat: Any, token: Any, numbers: Any, states: Any, out: Any
) -> None:  # fmt: skip
    """The bits of each part of a record."""
    bits = 64 * out.shape[1]
    message = np.empty(7, np.uint32)
    digest, block, room = np.empty(8, np.uint32), np.empty(16, np.uint32), np.empty(64, np.uint32)
    for p in range(len(part)):
        for at in range(ends[part[p]], ends[part[p] + 1]):
            t = flat[at]
            message[:6] = token[t]
            for j in range(numbers[t]):
                if j % 16 == 0:
                    message[6] = j // 16
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
