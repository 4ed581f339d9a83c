"""The names of a pool that are most like one name."""

import numba
import numpy as np

from undercount.registers.names.compare import MOST, Array, compare, evidence, scratch

LOOKED_AT = 50
"""Names compared in full for each one that is asked for, at least."""


@numba.njit(cache=True, nogil=True)
def nearest(
    looked_for: Array,
    known: Array,
    tokens: Array,
    starts: Array,
    steps: Array,
    k: int,
) -> tuple[Array, Array]:
    """Return the index and similarity of the k names most like the one looked for.

    No name is more alike than the best of each of its tokens says; so names are compared in the
    order of that bound, until it falls below the k-th.
    """
    n, words, names = len(looked_for.own), len(known.own), len(starts) - 1
    work = scratch()
    told = np.full((n, words), -1.0)
    best = np.zeros(words)
    for w in range(words):
        for i in range(n):
            told[i, w] = evidence(i, w, looked_for, known, steps, work[0])
            best[w] = max(best[w], told[i, w])
    bound = np.zeros(names)
    own = looked_for.own.sum()
    for r in range(names):
        whole = own
        for t in range(starts[r], starts[r + 1]):
            bound[r] += best[tokens[t]]
            whole += known.own[tokens[t]]
        bound[r] = 2 * bound[r] / whole
    order = np.argsort(-bound)
    asked = np.arange(n)
    index = np.full(k, -1, np.int64)
    likeness = np.zeros(k)
    for place in range(names):
        r = order[place]
        if bound[r] <= 0 or (place >= LOOKED_AT * k and bound[r] < likeness[k - 1]):
            break
        row = tokens[starts[r] : starts[r + 1]]
        for i in range(min(n, MOST)):
            for j in range(min(len(row), MOST)):
                work[1][i, j] = told[i, row[j]]
        value = compare(asked, row, work, looked_for, known, steps)
        j = k
        while j > 0 and likeness[j - 1] < value:
            j -= 1
        if j < k:
            likeness[j + 1 :] = likeness[j : k - 1].copy()
            index[j + 1 :] = index[j : k - 1].copy()
            likeness[j], index[j] = value, r
    return index, likeness
