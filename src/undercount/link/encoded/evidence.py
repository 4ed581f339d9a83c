"""What speaks for a pair: its shared salts, how rare they are, and how near its bits are.

The score is a natural log Bayes factor as simulated registers have it (seeds 101 to 106 of
`testing.worlds`, three to five lists; `benchmarks/encoded_fit.py`): a logistic regression of who is
one person on what the linkage unit sees, with the odds of any two records taken out. What it is
worth between the lists at hand, `mixture` learns from them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.encoded.candidates import Candidates
from undercount.link.encoded.rows import Rows

# Per step of distance, in parts of what two people's bits are apart; steeper at both ends.
_DISTANCE: Final = -12.17
_NEAR: Final = (0.4, -3.07)
_FAR: Final = (0.65, -1.48)
# Per halving of the records that share the rarest salt of both, of so many as there were where it
# was learned; and where nobody else has it. The number counts, not the share of all records: in
# larger lists a salt of two is as often met by chance.
_RARITY: Final = 1.23
_FITTED: Final = 8000.0
_TWO: Final = 2.2
_NOBODY_ELSE: Final = 0.31
# For each kind of salt shared: one or more, and so many or more.
_SHARED: Final = {
    "pair": (1.00, 3, 1.60),
    "key+band+group": (0.56, 3, 0.81),
    "birth": (0.65, 2, 0.0),
    "day+key": (1.89, 2, 0.0),
    "key+place": (-0.83, 3, -0.18),
    "phone": (4.90, 2, 0.0),
    "number": (4.90, 2, 0.0),
}
_OTHER: Final = (0.5, 3, 0.5)
_ALONE: Final = -0.20
# Rows that meet across lists only tell how many share a salt in two lists, not in all, and do not
# show all rivals of a pair. Chosen by looking at simulated worlds,
# seeds 1 to 4.
_ACROSS: Final = -0.3
# Distances count in parts of that below which this share of the pairs of two lists lies: nearly all
# pairs there are of two people even where half of all pairs are of one.
_WIDE: Final = 0.9


def scores(found: Candidates, rows: Rows) -> NDArray[np.float64]:
    """Shape (pairs,): natural log Bayes factor of each pair."""
    z = _relative(found, rows)
    score = _ALONE + _DISTANCE * z
    score += _NEAR[1] * np.maximum(_NEAR[0] - z, 0.0) + _FAR[1] * np.maximum(z - _FAR[0], 0.0)
    score += _RARITY * np.log2(_FITTED / found.shared) + _NOBODY_ELSE * (found.shared < _TWO)
    for kind, name in enumerate(rows.kinds):
        one, several, more = _SHARED.get(name, _OTHER)
        score += one * (found.agree[:, kind] >= 1) + more * (found.agree[:, kind] >= several)
    if rows.across:
        score += _ACROSS
    return np.asarray(score)


def _relative(found: Candidates, rows: Rows) -> NDArray[np.float64]:
    """Distances over those of two people, so nearly, of the same two lists.

    Lists tell more or fewer fields, and specs set more or fewer bits.
    """
    t = len(rows.lists)
    group = rows.of_list[found.left].astype(np.int64) * t + rows.of_list[found.right]
    middle = np.ones(t * t)
    for g in np.unique(group):
        middle[g] = max(float(np.quantile(found.distance[group == g], _WIDE)), 1.0)
    return np.asarray(found.distance / middle[group])
