"""What speaks for a pair: its shared salts, how rare they are, and how near its bits are.

The score is a natural log Bayes factor as simulated registers have it: a logistic regression of who
is one person on what the linkage unit sees, with the odds of any two records, and what a pair's
rivals take from it, left out (seeds 101 to 106 of `testing.worlds`, three to five lists;
`benchmarks/encoded_fit.py` prints the numbers below; those of large lists with `--large`). What it
is worth between the lists at hand, `mixture` learns from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.encoded.candidates import Candidates
from undercount.link.encoded.rows import Rows

# Distances count in parts of what two records of these lists are apart on average; what they tell
# changes its slope here.
BENDS: Final = (0.4, 0.75)
# Records that share the rarest salt, in halvings of so many.
_MANY: Final = 8000.0
# Records of the lists on which the weights were fitted, at the most. In lists of n the same number
# that share a salt are a smaller share of all, and two people meet in it n times as seldom.
_FITTED: Final = 4000.0
_TWO: Final = 2.2
_SEVERAL: Final = 3
# Kinds of salt that a record has several of.
_REPEATED: Final = ("pair", "key+band+group", "pair+band")
# Of rows that can be compared inside a list too, and of rows that meet across lists only: these
# tell how many share a salt in two lists, not in all, and do not show all rivals of a pair.
WEIGHTS: Final[dict[str, tuple[float, float]]] = {
    "apart": (-16.35, -17.30),
    "below 0.4": (-1.75, -1.62),
    "below 0.75": (-2.11, -2.98),
    "rarity": (1.10, 1.04),
    "nobody else": (0.10, 0.62),
    "pair": (1.27, 1.42),
    "pair, several": (1.81, 2.21),
    "key+band+group": (0.65, 0.80),
    "key+band+group, several": (0.82, 1.25),
    "pair+band": (-0.51, 0.09),
    "pair+band, several": (1.20, 2.05),
    "pair+day": (1.90, 1.17),
    "birth": (0.90, 0.92),
    "birth+key": (0.73, 0.65),
    "day+key": (2.19, 2.27),
    "key+place": (-0.15, 0.11),
    "inside a list": (-1.02, 0.0),
    "any": (3.11, 3.39),
}
# Salts that were not fitted.
_OTHER: Final = 0.5
# Telephones and papers: the fitted weight is beyond 12, but real families share a telephone more
# often than simulated ones.
_NUMBER: Final = 4.9
# Links that no salt shows are no candidates, and more of them are lost where rows meet across lists
# only. What their weight gets besides, so that people drawn from it give the N of lists in clear in
# worlds 103 to 110 (three lists); where rows meet inside a list too they do so by themselves.
LOST: Final = 0.5


def scores(found: Candidates, rows: Rows) -> NDArray[np.float64]:
    """Shape (pairs,): natural log Bayes factor of each pair."""
    larger = np.log(np.maximum(rows.sizes / _FITTED, 1.0)) / 2.0
    made = larger[rows.of_list[found.left]] + larger[rows.of_list[found.right]]
    for name, column in features(found, rows):
        made += _weight(name, rows.across) * column
    return made


def features(found: Candidates, rows: Rows) -> Iterator[tuple[str, NDArray[Any]]]:
    """What is seen of each pair, one column after the other: a million rows have many pairs."""
    here, there = rows.of_list[found.left], rows.of_list[found.right]
    usual = np.maximum((rows.spread[here] + rows.spread[there]) / 2.0, 1.0)
    apart = found.distance / usual
    yield "apart", apart
    for bend in BENDS:
        yield f"below {bend}", np.maximum(bend - apart, 0.0)
    yield "rarity", np.log2(_MANY / found.shared)
    yield "nobody else", found.shared < _TWO
    for kind, name in enumerate(rows.kinds):
        agree = found.agree[:, kind]
        yield name, agree >= 1
        if name in _REPEATED:
            yield f"{name}, several", agree >= _SEVERAL
    yield "inside a list", here == there
    yield "any", np.ones(len(apart))


def _weight(name: str, across: bool) -> float:
    if name in ("phone", "number"):
        return _NUMBER
    return WEIGHTS[name][across] if name in WEIGHTS else _OTHER
