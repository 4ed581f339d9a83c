"""Drawn partitions of records into people, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class PartitionDraws:
    """Ways the records may belong to people, each as likely as the others.

    Cells of histories as in `CaptureHistories`: bit i is set for people on list i.

    Attributes:
        lists: names of the t lists.
        of_list: shape (n_records,), int16, the list of each record.
        labels: shape (draws, n_records), int32: records with the same number in a draw are one
            person. People are numbered from 0 in each draw, by their first record.
        r_hat: how far the chains, begun from all links and from none, are from one another:
            split R-hat of people by history, the worst of all histories; near 1 where they met,
            nan with fewer than eight draws.
    """

    lists: tuple[str, ...]
    of_list: NDArray[np.int16]
    labels: NDArray[np.int32]
    r_hat: float

    @property
    def n_draws(self) -> int:
        """Drawn partitions."""
        return len(self.labels)

    @property
    def settled(self) -> bool:
        """Whether the chains have met: R-hat below 1.1 (Gelman et al. 2013, BDA3 section 11.4)."""
        return self.r_hat < 1.1

    def histories(self) -> NDArray[np.float64]:
        """Shape (draws, 2**t): people by history in each draw; cell 0 is 0 throughout."""
        cells = 2 ** len(self.lists)
        return np.array(
            [np.bincount(history, minlength=cells) for history, _ in self._people()],
            dtype=np.float64,
        ).reshape(self.n_draws, cells)

    def history_shares(self) -> NDArray[np.float64]:
        """Shape (n_records, 2**t): share of the draws in which a record's person has a history."""
        return self._shares(divided=False)

    def record_shares(self) -> NDArray[np.float64]:
        """Shape (n_records, 2**t): mean over draws of 1[history] / records of the person.

        Over all records a column adds up to the mean number of people of that history.
        """
        return self._shares(divided=True)

    def modal_history(self) -> NDArray[np.int64]:
        """Shape (n_records,): the history that a record's person has most often."""
        modal: NDArray[np.int64] = self.history_shares().argmax(axis=1)
        return modal

    def uncertainty(self) -> NDArray[np.float64]:
        """Shape (n_records,): share of the draws in which the person's history is not the modal."""
        doubt: NDArray[np.float64] = 1.0 - self.history_shares().max(axis=1, initial=0.0)
        return np.clip(doubt, 0.0, 1.0)

    def _people(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """For each draw, histories and numbers of records of its people."""
        bits = np.left_shift(1, self.of_list.astype(np.int64))
        found = []
        for labels in self.labels:
            sizes = np.bincount(labels)
            history = np.zeros(len(sizes), np.int64)
            np.bitwise_or.at(history, labels, bits)
            found.append((history, sizes))
        return found

    def _shares(self, divided: bool) -> NDArray[np.float64]:
        n = len(self.of_list)
        shares = np.zeros((n, 2 ** len(self.lists)))
        records = np.arange(n)
        for labels, (history, sizes) in zip(self.labels, self._people(), strict=True):
            shares[records, history[labels]] += 1.0 / sizes[labels] if divided else 1.0
        return shares / max(self.n_draws, 1)
