"""A small linkage whose truth is known, and audits of it drawn by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from undercount.link.audit.sample import AuditSample
from undercount.link.draws import PartitionDraws

Floats = NDArray[np.float64]


def drawn_by_hand(
    of_list: Sequence[int], stratum: Sequence[int], taken: Sequence[int], weight: Sequence[float]
) -> AuditSample:
    """A sample of records of the lists a, b ..., whose first records of each stratum are chosen."""
    lists = tuple("abcdef"[: max(of_list) + 1])
    return AuditSample(
        lists,
        np.array(of_list, np.int16),
        np.array(stratum, np.int64),
        tuple(f"stratum {s}" for s in range(len(taken))),
        np.arange(len(of_list)),
        np.array(taken, np.int64),
        np.ones(len(taken)),
        np.array(weight, np.float64),
        np.zeros((len(taken), 2 ** len(lists))),
    )


def counts_of(persons: NDArray[np.int32], of_list: NDArray[np.int16], lists: int) -> Floats:
    """Shape (2**lists,): people by history, from the person of each record."""
    _, people = np.unique(persons, return_inverse=True)
    history = np.zeros(people.max() + 1, np.int64)
    np.bitwise_or.at(history, people, np.left_shift(1, of_list.astype(np.int64)))
    return np.bincount(history, minlength=2**lists).astype(np.float64)


def noisy_world(
    people: int, seed: int, *, lists: Sequence[float] = (0.3, 0.2, 0.4), draws: int = 20
) -> tuple[PartitionDraws, NDArray[np.int32], NDArray[np.int32]]:
    """Drawn linkages, the true person of each record, and the point linkage's; simulated.

    One record in seven is bad: its links are missed mostly, and no draw shows half of them. Some
    records are linked to somebody else's. One person in thirty stands twice on a list.
    """
    rng = np.random.default_rng(seed)
    visible = rng.normal(0, 0.5, people)
    persons, of_list = [], []
    for number, chance in enumerate(lists):
        listed = rng.random(people) < 1 / (1 + np.exp(-np.log(chance / (1 - chance)) - visible))
        found = np.repeat(np.flatnonzero(listed), 1 + (rng.random(listed.sum()) < 0.03))
        persons.append(found)
        of_list.append(np.full(len(found), number, np.int16))
    person = np.concatenate(persons).astype(np.int32)
    n = len(person)
    bad = rng.random(n) < 0.15
    hopeless = bad & (rng.random(n) < 0.5)
    wrong = np.flatnonzero(rng.random(n) < 0.02)
    other = rng.integers(0, n, len(wrong))

    def linkage(certain: bool) -> NDArray[np.int32]:
        label = person.astype(np.int64).copy()
        alone = hopeless | (bad & (certain | (rng.random(n) < 0.6)))
        label[alone] = people + np.flatnonzero(alone)
        joined = np.ones(len(wrong), np.bool_) if certain else rng.random(len(wrong)) < 0.5
        label[wrong[joined]] = label[other[joined]]
        return np.unique(label, return_inverse=True)[1].astype(np.int32)

    names = tuple("abcdef"[: len(lists)])
    labels = np.array([linkage(False) for _ in range(draws)])
    return PartitionDraws(names, np.concatenate(of_list), labels, 1.0), person, linkage(True)
