"""Counts of people from an audit of records, and what they leave open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError, Problem
from undercount.link.audit.clerk import Readers, corrected, subsets
from undercount.link.audit.sample import AuditSample
from undercount.results import Caution

Answers = Mapping[int, Collection[int]]
# A record as the draws expect it, beside those audited: what none of a few records showed may
# still be there.
_FORESEEN = 0.5
_LEAST_ALPHA = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class AuditCounts:
    """People by history as an audit has it.

    Attributes:
        point: shape (2**t,), people; cell 0 is 0.
        replicates: shape (replicates, 2**t), the same had the sample fallen otherwise.
        n_audited: records a clerk has looked up.
        n_read_twice: of them those a second reader has.
        overlooked: share of a person's other records that the clerk does not find, or None.
        cautions: what a reader must know.
    """

    point: NDArray[np.float64]
    replicates: NDArray[np.float64]
    n_audited: int
    n_read_twice: int
    overlooked: float | None
    cautions: tuple[Caution, ...] = ()


def audit_counts(
    sample: AuditSample,
    answers: Answers,
    second: Answers | None = None,
    *,
    among: NDArray[np.bool_] | None = None,
    replicates: int = 400,
    seed: int = 1,
) -> AuditCounts:
    """People by history from the records that were looked up.

    n_h = sum over strata of N_s / n_s sum over its audited records of 1[h_r = h] w_r / sum of w
    over the person's records: without bias over the choice of records, whatever the linkage did.
    False links, missed links, what blocking lost and duplicates are corrected together. Where a
    second reader has looked some of the records up, `clerk.corrected` makes up for what is
    overlooked; records read twice count with what either found.

    Replicates weigh the audited records of a stratum by a Dirichlet law whose variance is that of
    a mean of n_s records, shrunk by sqrt(1 - n_s / N_s), with half a record as the draws expect it;
    and draw what readers overlook from what the records read twice leave open. Strata with fewer
    than two records looked up are joined to the next.

    Args:
        sample: which records were to be looked up.
        answers: record number to the numbers of all records of the same person, with or without
            itself. Records of the sample without an answer are missing at random by stratum.
        second: the answers of a second reader, to some of the same records.
        among: shape (n_records,): records of a group of people; None for all.
        replicates: 2 or more.
        seed: 0 or more.

    Raises:
        InputError: no answer, answers to records that were not chosen, or of unknown records.

    Source: Rubin 1981 (Bayesian bootstrap); its variance as in Rao & Wu 1988.
    """
    first = _plain(answers, sample)
    other = {r: found for r, found in _plain(second or {}, sample).items() if r in first}
    if not first:
        raise InputError("no record has been looked up", "Fill the audit sheet and name the reader")
    if replicates < 2:
        raise InputError(f"{replicates} replicates are too few", "Give 400")
    readers = Readers.compared(first, other)
    rng = np.random.default_rng(seed)
    found = readers.found(replicates, rng)
    cells = 2 ** len(sample.lists)
    rows = np.array(sorted(first), dtype=np.int64)
    added = np.zeros((1 + replicates, len(rows), cells))
    for place, record in enumerate(rows.tolist()):
        if among is None or among[record]:
            either = first[record] | other.get(record, set())
            chance = found[1] if record in other else found[0]
            added[:, place] = _added(sample, record, either, chance)
    group, joined = _joined(sample, np.bincount(sample.stratum[rows], minlength=len(sample.taken)))
    total = np.zeros((1 + replicates, cells))
    of_row = group[sample.stratum[rows]]
    for number in range(int(group.max()) + 1):
        strata, here = group == number, added[:, of_row == number]
        strata_of = np.flatnonzero(strata)
        size = int(sample.sizes[strata].sum())
        expected = sample.sizes[strata] @ sample.expected[strata] / size
        inside = 1.0 if among is None else float(among[np.isin(sample.stratum, strata_of)].mean())
        total += size * _means(here, size, expected, inside, rng)
    cautions = _cautions(joined, len(sample.taken), readers, len(other), len(first), sample, total)
    total = np.maximum(total, 0.0)
    total[:, 0] = 0.0
    return AuditCounts(
        total[0], total[1:], len(first), len(other),
        readers.overlooked if readers.usable else None, cautions,
    )  # fmt: skip


def _plain(answers: Answers, sample: AuditSample) -> dict[int, set[int]]:
    """The answers without the records themselves, all record numbers checked."""
    n, chosen = len(sample.of_list), set(sample.records.tolist())
    problems = [
        Problem(f"record {r} was not chosen for the audit") for r in answers if r not in chosen
    ]
    problems += [
        Problem(f"record {r} is said to be of the same person as {o}, which there is not")
        for r, others in answers.items()
        for o in others
        if not 0 <= o < n
    ]
    if problems:
        raise InputError(problems)
    return {int(r): {int(o) for o in others} - {int(r)} for r, others in answers.items()}


def _added(
    sample: AuditSample, record: int, others: set[int], found: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Shape (draws, 2**t): what one audited record adds."""
    named = tuple(sorted(others))
    share = {}
    own = sample.weight[sample.stratum[record]]
    for subset in subsets(named):
        people = [record, *subset]
        history = 0
        for each in people:
            history |= 1 << int(sample.of_list[each])
        weights = sample.weight[sample.stratum[people]]
        share[subset] = history, float(own / weights.sum())
    return corrected(named, share, found, 2 ** len(sample.lists))


def _means(
    added: NDArray[np.float64],
    size: int,
    expected: NDArray[np.float64],
    inside: float,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Shape (1 + replicates, 2**t): means of a stratum, the first without weights.

    Args:
        added: shape (1 + replicates, n, 2**t).
        size: records of the stratum.
        expected: shape (2**t,), what a record adds as the draws have it.
        inside: share of the stratum's records that count.
        rng: for the weights.
    """
    made: NDArray[np.float64] = added.mean(axis=1)
    replicates, n = len(added) - 1, added.shape[1]
    if n >= size or replicates == 0:
        return made
    # n alpha + 1 = n - 1 gives the weighted mean the variance s**2 / n.
    alpha = np.full(n + 1, max((n - 2) / n, _LEAST_ALPHA))
    alpha[n] = _FORESEEN
    weights = rng.dirichlet(alpha, replicates)
    drawn = np.einsum("bn,bnc->bc", weights[:, :n], added[1:])
    whole = expected.sum()
    if whole > 0:
        cell = rng.choice(len(expected), replicates, p=expected / whole)
        counted = rng.random(replicates) < inside
        drawn[np.arange(replicates), cell] += weights[:, n] * whole * counted
    made[1:] += np.sqrt(1 - n / size) * (drawn - made[1:])
    return made


def _joined(sample: AuditSample, done: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[str]]:
    """Shape (strata,): strata with too few answers joined to the next; and their names."""
    parts: list[list[int]] = [[s] for s in range(len(done))]
    short: list[str] = []
    at = 0
    while at < len(parts) and len(parts) > 1:
        answered = int(done[parts[at]].sum())
        if answered >= 2 or answered == int(sample.sizes[parts[at]].sum()):
            at += 1
            continue
        short += [sample.strata[s] for s in parts[at] if done[s] < 2]
        into = at - 1 if at else 1
        low = min(at, into)
        parts[low : low + 2] = [parts[low] + parts[low + 1]]
        at = low
    made = np.empty(len(done), np.int64)
    for number, part in enumerate(parts):
        made[part] = number
    return made, short


def _cautions(
    joined: list[str],
    n_strata: int,
    readers: Readers,
    n_twice: int,
    n_done: int,
    sample: AuditSample,
    total: NDArray[np.float64],
) -> tuple[Caution, ...]:
    said = []
    if n_done < len(sample.records):
        text = (
            f"{n_done} of the {len(sample.records)} records of the audit have been looked up: "
            "the others are taken to be like them, stratum by stratum."
        )
        said.append(Caution("audit-unfinished", text))
    if joined:
        text = (
            f"{len(joined)} of the audit's {n_strata} strata have fewer than two records looked "
            "up, and were joined to the next."
        )
        said.append(Caution("strata-joined", text))
    if n_twice == 0:
        text = (
            "Nobody looked records up a second time: what the clerk overlooks is taken as nothing, "
            "and each tenth overlooked puts the estimate up by about as much."
        )
        said.append(Caution("one-reader", text))
    elif not readers.usable:
        text = (
            "The two readers found too little in common to say what the clerk overlooks: it is "
            "taken as nothing."
        )
        said.append(Caution("readers-disagree", text))
    if (total[0] < 0).any():
        text = (
            "What the clerk overlooks, put right, leaves fewer than nobody in some combination of "
            "lists: none is taken to be there."
        )
        said.append(Caution("negative-cell", text))
    return tuple(said)
