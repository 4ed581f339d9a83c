"""One record per list and person: duplicates first, then the best single links between lists."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.link.kernels import join, link_greedily
from undercount.link.pairs import Pairs

# Missed links are more than false ones in every world measured, and a pair whose two records have
# no better partner is true more often than its probability says: at 0.35 F and the counts of the
# histories are better than at 0.5, in simulated worlds and in those of names by pairs alike.
LEAST: Final = 0.35
# Duplicates are joined one to the next without end, so that a common agreement would make one
# person of hundreds of records; they have to be surer.
_DUPLICATE: Final = 0.7


def cluster(pairs: Pairs, least: float = LEAST) -> NDArray[np.int32]:
    """The cluster of each record, numbered from 0 in the order of the records.

    Duplicates inside a list are joined first, where they are as probable as 0.7 and as `least`.
    Then pairs between lists are taken from the most probable down to `least`; a pair is left out if
    its people would have two records, other than duplicates, on one list. Ties go to the greater
    weight, then to the lower record numbers.
    """
    within = pairs.within
    twice = within & (pairs.probability >= max(least, _DUPLICATE))
    start = join(pairs.left[twice], pairs.right[twice], pairs.n_records)
    between = np.flatnonzero(~within & (pairs.probability >= least))
    order = between[
        np.lexsort(
            (
                pairs.right[between],
                pairs.left[between],
                -pairs.weight[between],
                -pairs.probability[between],
            )
        )
    ]
    roots = link_greedily(pairs.left[order], pairs.right[order], pairs.of_list, start)
    _, numbered = np.unique(roots, return_inverse=True)
    return numbered.astype(np.int32)


def counts_of(clusters: NDArray[np.int32], of_list: NDArray[np.int16], t: int) -> NDArray[np.int64]:
    """People by the lists they are on, shape (2**t,): bit i is set for people on list i."""
    on = np.zeros(int(clusters.max()) + 1 if len(clusters) else 0, dtype=np.int64)
    for i in range(t):
        on[clusters[of_list == i]] |= 1 << i
    return np.bincount(on, minlength=1 << t).astype(np.int64)
