"""What speaks for a pair: its shared salts, how rare they are, and how near its bits are.

The score is a natural log Bayes factor as simulated registers have it (`benchmarks/encoded.py
learn`, seeds 101 to 104 of `testing.worlds`): a logistic regression of who is one person on what the
linkage unit sees, with the odds of any two records taken out. It only says in which order and
about how far apart pairs lie; what it is worth between the lists at hand, `mixture` learns from them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.encoded.candidates import Candidates
from undercount.link.encoded.rows import Rows

# Per step of distance, in parts of what two people's bits are apart; steeper at both ends.
_DISTANCE: Final = -10.17
_NEAR: Final = (0.5, -1.92)
_FAR: Final = (0.8, -1.31)
# Per bit of rarity of the rarest salt that both have; and where nobody else has it.
_RARITY: Final = 1.21
_NOBODY_ELSE: Final = 0.34
# For each kind of salt shared: one or more, and so many or more.
_SHARED: Final = {
    "pair": (0.96, 3, 1.45),
    "key+band+group": (0.51, 3, 0.85),
    "birth": (0.76, 2, 0.0),
    "day+key": (1.77, 2, 0.0),
    "key+place": (-0.84, 2, 0.20),
    "phone": (4.47, 2, 0.0),
    "number": (4.47, 2, 0.0),
}
_OTHER: Final = (0.5, 3, 0.5)
_ALONE: Final = 0.1


def scores(found: Candidates, rows: Rows) -> NDArray[np.float64]:
    """Shape (pairs,): natural log Bayes factor of each pair."""
    z = _relative(found, rows)
    score = _ALONE + _DISTANCE * z
    score += _NEAR[1] * np.maximum(_NEAR[0] - z, 0.0) + _FAR[1] * np.maximum(z - _FAR[0], 0.0)
    score += _RARITY * found.rarity + _NOBODY_ELSE * found.alone
    for kind, name in enumerate(rows.kinds):
        one, several, more = _SHARED.get(name, _OTHER)
        score += one * (found.agree[:, kind] >= 1) + more * (found.agree[:, kind] >= several)
    return np.asarray(score)


def _relative(found: Candidates, rows: Rows) -> NDArray[np.float64]:
    """Distances over the median of the pairs of the same two lists, nearly all of two people.

    Lists tell more or fewer fields, and specs set more or fewer bits.
    """
    t = len(rows.lists)
    group = rows.of_list[found.left].astype(np.int64) * t + rows.of_list[found.right]
    middle = np.ones(t * t)
    for g in np.unique(group):
        middle[g] = max(float(np.median(found.distance[group == g])), 1.0)
    return np.asarray(found.distance / middle[group])
