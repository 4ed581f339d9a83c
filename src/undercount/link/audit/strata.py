"""Strata of an audit: records whose people are alike in history and in doubt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Share of the draws in which a record's person has another history than its modal one. In trial
# worlds one, three and five bands gave the same error; three keep most records free for Neyman.
BANDS = (0.02, 0.2)


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Records by modal history and band of doubt.

    Attributes:
        of_record: shape (n_records,), the number of each record's group.
        modal: shape (groups,), bitmask of the history.
        band: shape (groups,), 0 for the surest.
    """

    of_record: NDArray[np.int64]
    modal: NDArray[np.int64]
    band: NDArray[np.int64]


def groups_of(modal: NDArray[np.int64], uncertainty: NDArray[np.float64]) -> Groups:
    """The groups that occur, those on few lists first, sure before unsure.

    Args:
        modal: shape (n_records,), the history that a record's person has most often.
        uncertainty: shape (n_records,), share of the draws with another one.
    """
    band = np.searchsorted(np.array(BANDS), uncertainty, side="left")
    many = np.bitwise_count(modal.astype(np.uint64)).astype(np.int64)
    keys = np.stack([many, modal, band], axis=1)
    found, of_record = np.unique(keys, axis=0, return_inverse=True)
    return Groups(of_record.ravel(), found[:, 1], found[:, 2])


def merged(
    groups: Groups, sizes: NDArray[np.int64], sums: NDArray[np.float64], n: int, least: int
) -> NDArray[np.int64]:
    """The stratum of each group: groups too small for `least` records of `n` join a neighbour.

    A group's claim is its Neyman share. The smallest joins the next of the same history, else of
    as many lists, else any, until all claims reach `least`, so that the least sample in each
    stratum takes nothing from the allocation.

    Args:
        groups: in their order.
        sizes: shape (groups,), records.
        sums: shape (models, 3, groups): over the records, sums of the expected value z, of its
            variance and of z**2.
        n: records to audit.
        least: in each stratum.

    Returns:
        Shape (groups,): numbers of strata from 0, in the order of the groups.
    """
    many = np.bitwise_count(groups.modal.astype(np.uint64)).astype(np.int64)
    parts = [[g] for g in range(len(sizes))]
    while len(parts) > 1:
        size = np.array([sizes[part].sum() for part in parts], np.float64)
        held = np.stack([sums[:, :, part].sum(axis=2) for part in parts], axis=2)
        claim = size * spread_of(size, held)
        claim = claim / claim.sum() * n if claim.sum() > 0 else size / size.sum() * n
        small = int(claim.argmin())
        if claim[small] >= least:
            break
        beside = [at for at in (small - 1, small + 1) if 0 <= at < len(parts)]

        into = max(beside, key=lambda at: _kinship(groups, many, parts, small, at, claim))
        first, second = min(small, into), max(small, into)
        parts[first : second + 1] = [parts[first] + parts[second]]
    made = np.empty(len(sizes), np.int64)
    for number, part in enumerate(parts):
        made[part] = number
    return made


def _kinship(
    groups: Groups,
    many: NDArray[np.int64],
    parts: list[list[int]],
    small: int,
    at: int,
    claim: NDArray[np.float64],
) -> tuple[float, float]:
    """How alike a neighbour is; of equals the one with the smaller claim."""
    one, other = parts[small][0], parts[at][0]
    same = groups.modal[one] == groups.modal[other]
    return 2.0 * same + (many[one] == many[other]), -float(claim[at])


def spread_of(sizes: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (strata,): standard deviation of z in each, root mean square over the models.

    The variance is that within the records, which the draws tell, and that among their means.
    """
    mean = sums[:, 0] / sizes
    variance = sums[:, 1] / sizes + np.maximum(sums[:, 2] / sizes - mean**2, 0.0)
    made: NDArray[np.float64] = np.sqrt(variance.mean(axis=0))
    return made
