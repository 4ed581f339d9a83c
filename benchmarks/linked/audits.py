"""Audits of simulated worlds by simulated clerks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.histories.linked import LinkedHistories
from undercount.link.audit import audit_counts, audit_sample
from undercount.link.draws import PartitionDraws
from undercount.testing.clerks import clerk_answers


def audit(
    draws: PartitionDraws,
    persons: NDArray[np.int64],
    linked: NDArray[np.float64],
    n: int,
    seed: int,
    *,
    overlook: float = 0.0,
    second: float = 0.0,
) -> LinkedHistories:
    """Histories with an audit of n records.

    Args:
        draws: ways the records may belong to people.
        persons: shape (n_records,), the true person of each record.
        linked: shape (2**t,), people by point linkage.
        n: records looked up.
        seed: of the choice, of what is overlooked and of the replicates.
        overlook: chance that a reader does not find a record of the person.
        second: share of the records that a second reader looks up too.
    """
    sample = audit_sample(draws, n, seed=seed)
    first = clerk_answers(sample.records, persons, overlook=overlook, seed=seed)
    other = None
    if second:
        twice = sample.second(second)
        other = clerk_answers(twice, persons, overlook=overlook, seed=seed + 10_000)
    counts = audit_counts(sample, first, other, seed=seed)
    return LinkedHistories(
        draws.lists,
        linked,
        draws.histories(),
        counts.replicates,
        counts.point,
        len(persons),
        counts.n_audited,
        counts.n_read_twice,
        counts.overlooked,
    )
