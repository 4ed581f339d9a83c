"""MinHash signatures of texts: how alike two documents are, from 512 bytes of each.

Broder, A. Z. (1997), "On the resemblance and containment of documents", Proceedings of
Compression and Complexity of Sequences, pages 21 to 29. Numbers are left out of the shingles: two
copies that differ in one figure alone are to look wholly alike here, so that the difference is
found where it matters, between their figures.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HASHES: Final = 128
BANDS: Final = 32  # of 4 rows: pairs from a similarity of about .42 on are compared
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHINGLE: Final = 4  # words
_FEWEST: Final = 12  # shingles; shorter texts are alike by chance


def signature(text: str) -> NDArray[np.uint32] | None:
    """The smallest hash of the text's shingles under each of 128 permutations.

    Returns:
        Shape (128,), or None for a text of fewer than 15 words.
    """
    import numpy as np

    words = [zlib.crc32(word.encode()) for word in _WORD.findall(text.casefold())]
    if len(words) < _FEWEST + _SHINGLE - 1:
        return None
    tokens = np.array(words, dtype=np.uint64)
    shingles = np.zeros(len(words) - _SHINGLE + 1, dtype=np.uint64)
    for i in range(_SHINGLE):
        shingles = shingles * np.uint64(0x100000001B3) + tokens[i : i + len(shingles)]
    shingles = np.unique(shingles ^ (shingles >> np.uint64(29)))
    generator = np.random.default_rng(19970611)
    # Multiply-shift hashing on 64 bits: odd multipliers, the upper half kept.
    a = generator.integers(1, 2**63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    b = generator.integers(0, 2**63, HASHES, dtype=np.uint64)
    smallest = np.full(HASHES, np.iinfo(np.uint32).max, dtype=np.uint32)
    for first in range(0, len(shingles), 4096):  # a long text is never 128 times in memory
        part = shingles[first : first + 4096, None]
        hashed = ((part * a + b) >> np.uint64(32)).astype(np.uint32)
        smallest = np.minimum(smallest, hashed.min(axis=0))
    return smallest


def similarity(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """Estimated Jaccard similarity of the shingles, with a standard error of at most .044."""
    return float((one == other).mean())


def bands(signed: NDArray[np.uint32]) -> Iterator[NDArray[np.void]]:
    """Keys, one of which two similar documents very likely share.

    Args:
        signed: a signature a row, shape (n, 128).

    Yields:
        A key of each row, shape (n,); equal bytes are an equal key. There are 32 such lists.
    """
    import numpy as np

    rows = HASHES // BANDS
    for band in range(BANDS):
        part = np.ascontiguousarray(signed[:, band * rows : (band + 1) * rows])
        yield part.view(np.dtype((np.void, part.itemsize * rows)))[:, 0]
