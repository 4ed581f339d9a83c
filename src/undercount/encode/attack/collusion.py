"""No attack on the encoding: somebody who has the key works with somebody who has the file.

He encodes his list as the owners do and looks whose bits come out. That is what linking is, so no
setting can stop it; the agreement between the partners must.
"""

from __future__ import annotations

import numpy as np

from undercount.encode.attack.known import Bits, Ints, Layout, ones
from undercount.encode.attack.likeness import shared


def look_up(bits: Bits, own: Bits, layout: Layout | None) -> Ints:
    """Shape (n,): the record of the partner's list whose encoding is nearest, -1 for none.

    Args:
        bits: shape (n, words), the file.
        own: shape (m, words), the partner's list under the very same key and list's name.
        layout: of a row, None where a row is one filter.
    """
    n = len(bits)
    if layout is None:
        x, y = ones(bits).astype(np.float32), ones(own).astype(np.float32)
        far = x.sum(axis=1)[:, np.newaxis] + y.sum(axis=1) - 2 * x @ y.T
        return np.asarray(far.argmin(axis=1), np.int64)
    both = np.concatenate([bits, own])
    score = np.zeros((n, len(own)))
    a, b, rare, near = shared(both, layout)
    low, high = np.minimum(a, b), np.maximum(a, b)
    across = (low < n) & (high >= n)
    np.add.at(score, (low[across], high[across] - n), (rare * (1 + near))[across])
    claims = np.asarray(score.argmax(axis=1), np.int64)
    claims[score.max(axis=1, initial=0) == 0] = -1
    return claims
