"""How alike two full names are, as tuples of tokens."""

from collections.abc import Sequence
from functools import lru_cache

from undercount.registers.names.ratio import letters, log_ratio, table

MISSING = 0.5
"""What a token counts that only one name has, against one that the other contradicts."""
INITIAL = 2.5
"""What agreeing initials tell."""


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """Return how alike two names are, 0 to 1.

    >>> similarity(("yusuf", "ahmadi"), ("ahmadi", "youssef")) > 0.6
    True
    """
    if not a or not b:
        return 0.0
    return (
        _similarity(tuple(a), tuple(b)) if tuple(a) <= tuple(b) else _similarity(tuple(b), tuple(a))
    )


@lru_cache(maxsize=1 << 18)
def evidence(a: str, b: str) -> float:
    """Return the log likelihood ratio of two tokens as spellings of one name."""
    return float(log_ratio(letters(a), letters(b), table()))


@lru_cache(maxsize=1 << 16)
def _similarity(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    best: list[tuple[float, int, int]] = sorted(
        ((evidence(x, y), i, j) for i, x in enumerate(a) for j, y in enumerate(b)), reverse=True
    )
    free_a, free_b = set(range(len(a))), set(range(len(b)))
    agree = whole = 0.0
    for value, i, j in best:
        if value <= 0 or i not in free_a or j not in free_b:
            continue
        free_a.remove(i)
        free_b.remove(j)
        agree += value
        whole += (evidence(a[i], a[i]) + evidence(b[j], b[j])) / 2
    left = sum(evidence(a[i], a[i]) for i in free_a)
    right = sum(evidence(b[j], b[j]) for j in free_b)
    against, missing = min(left, right), abs(left - right)
    return max(0.0, min(1.0, agree / (whole + against + MISSING * missing)))
