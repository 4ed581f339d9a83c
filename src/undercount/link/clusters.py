"""One record per list and person: duplicates first, then the best single links between lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.link.kernels import join, link_greedily
from undercount.link.pairs import Pairs


def cluster(pairs: Pairs, least: float = 0.5) -> NDArray[np.int32]:
    """The cluster of each record, numbered from 0 in the order of the records.

    Duplicates inside a list are joined first. Then pairs between lists are taken from the most
    probable down to `least`; a pair is left out if its people would have two records, other than
    duplicates, on one list. Ties go to the greater weight, then to the lower record numbers.
    """
    within = pairs.within
    likely = pairs.probability >= least
    twice = within & likely
    start = join(pairs.left[twice], pairs.right[twice], pairs.n_records)
    between = np.flatnonzero(~within & likely)
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
