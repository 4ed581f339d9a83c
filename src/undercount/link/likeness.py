"""Levels of the name: which keys are shared and how rare they are, by how alike the names are.

The engine counts shared keys; how alike two names are comes from `registers.names`, which has
learned it from pairs of spellings. It is looked at only where a pair has a chance.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.comparisons import NAME, Comparison, Level
from undercount.link.table import Table

_CUTS: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)
_WORDS: Final = (
    "hardly alike", "hardly alike", "a little alike", "a little alike", "alike", "alike",
    "much alike", "nearly the same", "the same",
)  # fmt: skip
# Of pairs of one person, the least share of each likeness, where all keys of the shorter name are
# shared and where they are not: tuned on the simulated world of seed 1, like `Level.least`.
_LEAST: Final = {
    "same": (0.012, 0.02, 0.04, 0.05, 0.06, 0.06, 0.0, 0.0, 0.0),
    "part": (0.01, 0.015, 0.02, 0.025, 0.025, 0.02, 0.0, 0.0, 0.0),
}
# Pairs looked at in one go; bounds memory. What two parts of a name tell is remembered in one go.
_STEP: Final = 8_000_000


def by_likeness(name: Comparison) -> Comparison:
    """The comparison of names with each level of shared keys parted by likeness."""
    return Comparison(name.name, name.missing, tuple(new for _, _, new in _levels(name)))


def refine(
    name: Comparison,
    level: NDArray[np.int8],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    table: Table,
) -> NDArray[np.int8]:
    """The levels of `by_likeness`, from those of shared keys.

    Args:
        name: the comparison as the engine makes it.
        level: shape (pairs,), its levels.
        left: shape (pairs,), records.
        right: shape (pairs,), records.
        table: the records.
    """
    from undercount.registers.names import similarities

    number = np.full((len(name.levels) + 1, len(_CUTS) + 1), -1, dtype=np.int8)
    for i, (old, cut, _) in enumerate(_levels(name)):
        number[old, cut if cut >= 0 else slice(None)] = i
    parted = np.array([bool(old.kind) for old in name.levels] + [False])
    alike = np.zeros(len(level), dtype=np.int8)
    rows = np.flatnonzero(parted[level])
    for start in range(0, len(rows), _STEP):
        some = rows[start : start + _STEP]
        pairs = np.stack([left[some], right[some]], axis=1).astype(np.int64)
        alike[some] = np.digitize(similarities(table.tokens, table.tokens, pairs), _CUTS)
    return number[level, alike]


def _levels(name: Comparison) -> list[tuple[int, int, Level]]:
    """(level of shared keys, likeness or -1 for any, new level), in order of the new levels."""
    if name.name != NAME:
        raise ValueError(name.name)
    new = []
    for i, old in enumerate(name.levels):
        if not old.kind:
            new.append((i, -1, Level("", old.words, least=old.least)))
            continue
        for cut, alike in enumerate(_WORDS):
            words = f"{old.words}, the whole {alike}"
            least = _LEAST[old.kind][cut]
            new.append((i, cut, Level("", words, f"{old.kind} {cut}", old.rarest, least)))
    return new
