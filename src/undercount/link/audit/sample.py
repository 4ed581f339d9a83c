"""Which records a clerk looks up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.link.audit.allocate import allocate
from undercount.link.audit.influence import influence
from undercount.link.audit.strata import BANDS, groups_of, merged, spread_of

if TYPE_CHECKING:
    from undercount.link.draws import PartitionDraws

LEAST = 4
# Chance that a record is of a person with one list more than the draws say. True links stand among
# pairs that look hopeless, and no draw shows them.
_UNFORESEEN = 0.02
# The rates of the strata weigh the records of a person, which moves the rates.
_ROUNDS = 4
_DOUBT = ("sure", "in some doubt", "in doubt")


@dataclass(frozen=True, slots=True, eq=False)
class AuditSample:
    """A stratified random sample of records, and all that its weights need.

    Attributes:
        lists: names of the t lists.
        of_list: shape (n_records,), int16, the list of each record.
        stratum: shape (n_records,), int64, the stratum of each record.
        strata: what the strata are, in words.
        key: shape (n_records,), a random permutation of the records: of each stratum those with
            the lowest keys are audited.
        taken: shape (strata,), records to audit.
        spread: shape (strata,), the standard deviation that allocated them.
        weight: shape (strata,), above 0: how much a record of the stratum stands for its person
            beside the person's other records.
        expected: shape (strata, 2**t), mean over records of 1[history] x share of the person, as
            the draws have it.
    """

    lists: tuple[str, ...]
    of_list: NDArray[np.int16]
    stratum: NDArray[np.int64]
    strata: tuple[str, ...]
    key: NDArray[np.int64]
    taken: NDArray[np.int64]
    spread: NDArray[np.float64]
    weight: NDArray[np.float64]
    expected: NDArray[np.float64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Shape (strata,): records in each stratum."""
        return np.bincount(self.stratum, minlength=len(self.strata))

    @property
    def records(self) -> NDArray[np.int64]:
        """Shape (n,): numbers of the records to audit, in the order of the sheet.

        Any first part of it holds about the same share of each stratum, so that an audit which
        stops early is still a sample.
        """
        order = np.lexsort((self.key, self.stratum))
        rank = np.empty(len(order), np.int64)
        begin = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])
        rank[order] = np.arange(len(order)) - begin[self.stratum[order]]
        chosen = np.flatnonzero(rank < self.taken[self.stratum])
        jitter = (self.key[chosen] + 0.5) / max(len(self.key), 1)
        place = (rank[chosen] + jitter) / self.taken[self.stratum[chosen]]
        made: NDArray[np.int64] = chosen[np.argsort(place, kind="stable")]
        return made

    def second(self, share: float = 0.2) -> NDArray[np.int64]:
        """Numbers of the records that a second reader looks up too: a random share, one at least.

        In the order of the sheet.
        """
        if not 0 < share <= 1:
            raise InputError(f"a share of {share} cannot be read twice", "Give 0.2, for example")
        n = max(1, round(share * len(self.records))) if len(self.records) else 0
        # Every 1/share-th record of the sheet: its order is random, and each stratum is met.
        places = np.floor((np.arange(n) + 0.5) * len(self.records) / max(n, 1)).astype(np.int64)
        made: NDArray[np.int64] = self.records[places]
        return made

    def grown(self, n: int) -> AuditSample:
        """The sample with `n` records in all: those it has, and as many more as are wanting."""
        more = np.maximum(self.taken, allocate(self.sizes, self.spread, n, LEAST))
        extra = int(more.sum()) - max(n, int(self.taken.sum()))
        for place in np.argsort(self.taken - more, kind="stable"):
            back = min(max(extra, 0), int(more[place] - self.taken[place]))
            more[place] -= back
            extra -= back
        return replace(self, taken=more)


def audit_sample(
    draws: PartitionDraws, n: int = 200, *, least: int = LEAST, seed: int = 1
) -> AuditSample:
    """A stratified random sample of records, where it tells most about the number of people.

    A record r adds y_rh = 1[h_r = h] w_r / sum of w over the person's records to the people of
    history h; summed over all records these are the counts. Strata are groups of one modal history
    and one band of doubt, of which small ones are merged. Of a stratum's N_s records n_s are
    audited, in proportion to N_s S_s: S_s is the standard deviation of sum_h g_h y_rh, what the
    record adds to log N, whose derivatives g are those of `influence` and whose law is that of the
    draws, with a floor for links that no draw shows. The weights w are the rates n_s / N_s, so
    that a person is counted by the records most likely to be audited: a person on a short and on
    a long list is found from the short one.

    Args:
        draws: ways the records may belong to people.
        n: records to audit; all of them where they are fewer.
        least: in each stratum.
        seed: of the choice.

    Raises:
        InputError: fewer records asked than one stratum needs, or no draw, or no record.

    Source: strata and counts as in a two-phase sample (Cochran 1977, chapter 12); weights after
    Lavallée's weight share method (Lavallée 2007; optimal ones: Deville & Lavallée 2006).
    """
    if n < 1 or least < 2:
        raise InputError(f"an audit of {n} records, {least} a stratum, tells nothing", "Give 200")
    if not draws.n_draws or not len(draws.of_list):
        raise InputError("there is nothing to audit: no records, or no drawn linkage")
    modal, t = draws.modal_history(), len(draws.lists)
    groups = groups_of(modal, draws.uncertainty())
    n_groups = len(groups.modal)
    sizes = np.bincount(groups.of_record, minlength=n_groups)
    slopes = influence(draws.histories().mean(axis=0))
    stratum, weight = np.arange(n_groups), np.ones(n_groups)
    taken, spread, size = np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    for _ in range(_ROUNDS):
        sums = _moments(draws, modal, groups.of_record, weight[stratum], slopes)
        stratum = merged(groups, sizes, sums, n, least)
        held = np.zeros((*sums.shape[:2], stratum.max() + 1))
        for number, of_group in enumerate(stratum.tolist()):
            held[:, :, of_group] += sums[:, :, number]
        size = np.bincount(stratum, sizes).astype(np.float64)
        spread = spread_of(size, held)
        taken = allocate(size.astype(np.int64), spread, n, least)
        weight = taken / size
    of_record = stratum[groups.of_record]
    expected = np.zeros((len(size), 2**t))
    np.add.at(expected, of_record, _shares(draws, weight[of_record]))
    return AuditSample(
        draws.lists,
        draws.of_list,
        of_record,
        tuple(
            _words(groups.modal[stratum == s], groups.band[stratum == s], draws.lists)
            for s in range(len(size))
        ),
        np.random.default_rng(seed).permutation(len(of_record)),
        taken,
        spread,
        weight,
        expected / size[:, None],
    )


def _people(
    draws: PartitionDraws, labels: NDArray[np.int32], weight: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Shapes (n_records,): the history of each record's person, and its share of the person."""
    history = np.zeros(int(labels.max()) + 1, np.int64)
    np.bitwise_or.at(history, labels, np.left_shift(1, draws.of_list.astype(np.int64)))
    return history[labels], weight / np.bincount(labels, weight)[labels]


def _moments(
    draws: PartitionDraws,
    modal: NDArray[np.int64],
    group: NDArray[np.int64],
    weight: NDArray[np.float64],
    slopes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Shape (models, 3, groups): what `merged` needs, from the draws.

    Args:
        draws: the partitions.
        modal: shape (n_records,), histories.
        group: shape (n_records,).
        weight: shape (groups,) of the records in them.
        slopes: shape (models, 2**t).
    """
    n, n_groups, of_record = len(modal), int(group.max()) + 1, weight[group]
    first, second = np.zeros((2, len(slopes), n))
    for labels in draws.labels:
        history, share = _people(draws, labels, of_record)
        z = slopes[:, history] * share
        first += z
        second += z**2
    mean = first / draws.n_draws
    variance = np.maximum(second / draws.n_draws - mean**2, 0.0)
    t = len(draws.lists)
    for bit in range(t):
        # One list more halves the share, as if its record had the same weight.
        moved = slopes[:, modal | 1 << bit] / 2 - slopes[:, modal]
        variance += _UNFORESEEN / t * moved**2
    made = np.zeros((len(slopes), 3, n_groups))
    for at, values in enumerate((mean, variance, mean**2)):
        for model, row in enumerate(values):
            made[model, at] = np.bincount(group, row, minlength=n_groups)
    return made


def _shares(draws: PartitionDraws, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (n_records, 2**t): mean over draws of 1[history] x share of the person."""
    made = np.zeros((len(weight), 2 ** len(draws.lists)))
    records = np.arange(len(weight))
    for labels in draws.labels:
        history, share = _people(draws, labels, weight)
        made[records, history] += share
    return made / draws.n_draws


def _words(modal: NDArray[np.int64], band: NDArray[np.int64], lists: tuple[str, ...]) -> str:
    """A stratum as a reader meets it."""
    named = [
        "+".join(name for bit, name in enumerate(lists) if history >> bit & 1)
        for history in dict.fromkeys(modal.tolist())
    ]
    said = list(dict.fromkeys(_DOUBT[b] for b in sorted(band.tolist())))
    return (
        f"{' or '.join(named)}, {' or '.join(said) if len(said) <= len(BANDS) else 'sure or not'}"
    )
