"""Which requests may be for the child of a case, each with an absolute probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.trace.candidates import Index, find
from undercount.trace.compare import Floats, Rarity
from undercount.trace.consent import Allowed
from undercount.trace.evidence import Facts, facts_of, log_evidence, log_siblings
from undercount.trace.people import CASE, REQUEST
from undercount.trace.reasons import Reason, reasons_of
from undercount.trace.rivals import Pairs, pairs_with, probabilities, rivals_of
from undercount.trace.side import Side, bits_of, nations, side_of
from undercount.trace.weights import SAME_CHILD

START: Final = 0.5
"""Requests that a case has on the average, before anything is known of the cases at hand."""
_SEEKERS: Final = 5000
"""So many requests are START for a case; a shorter list holds fewer of those who look for one."""
_AT_MOST: Final = 0.1
"""Share of the requests whose children are among the cases, likewise, at the most."""
START_BESIDE: Final = 0.3
"""Requests for a brother or sister of the child that a case has on the average, likewise."""
_AS_CASES: Final = 10.0  # the start counts as so many cases
_ROUNDS: Final = 20
_RIVALS: Final = 15  # requests of a case that may take it from each other
_LEAST: Final = -9.2  # log odds below which a pair takes nothing from others: 1 in 10,000
Two = tuple[NDArray[np.int64], NDArray[np.int64]]
# What the two who ask tell of themselves, not of the child they ask for.
_OF_WHO_ASKS: Final = ("relative", "relation", "gap")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A request that is possibly for the child of a case.

    Attributes:
        request: its row among the people that were asked about.
        probability: the chance that it is for this child.
        reasons: each field, with what it tells in words.
    """

    request: int
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Requests that are possibly for the children of cases.

    Attributes:
        cases: shape (cases,), their rows among the people that were asked about.
        none: shape (cases,), the chance that no request is for this child.
        starts: shape (cases + 1,), where the suggestions of each case begin.
        requests: shape (suggestions,), rows of requests, the likeliest of each case first.
        probability: shape (suggestions,), the chance that the request is for the case's child.
            Two requests for the same child, of a father and of an uncle, may both be likely: these
            do not add up to 1.
        facts: of the suggestions.
        asked: rows of all requests that were compared.
        without_case: shape of `asked`: the chance that the child is in none of the cases.
        share: requests that a case has on the average, as learned from all cases.
    """

    cases: NDArray[np.int64]
    none: NDArray[np.float64]
    starts: NDArray[np.int64]
    requests: NDArray[np.int64]
    probability: NDArray[np.float64]
    facts: Facts
    asked: NDArray[np.int64]
    without_case: NDArray[np.float64]
    share: float

    def __len__(self) -> int:
        """Cases."""
        return len(self.cases)

    def suggestions(self, case: int) -> tuple[Suggestion, ...]:
        """Those of the case at this place, the likeliest first."""
        rows = np.arange(self.starts[case], self.starts[case + 1])
        return tuple(
            Suggestion(int(self.requests[k]), float(self.probability[k]), told)
            for k, told in zip(rows.tolist(), reasons_of(self.facts.take(rows)), strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Cases compared with the requests that are worth it.

    Attributes:
        tracer: of the requests.
        cases: in numbers.
        pairs: shape (pairs, 2), sorted: a case and a request.
        facts: of the pairs.
    """

    tracer: Tracer
    cases: Side
    pairs: NDArray[np.int64]
    facts: Facts

    def kept(self, log_odds: NDArray[np.float64]) -> NDArray[np.int64]:
        """The pairs that may take something from others, in their order."""
        rows = np.flatnonzero(log_odds >= _LEAST)
        case = self.pairs[rows, 0]
        order = np.lexsort((-log_odds[rows], case))
        first = np.searchsorted(case, case)
        kept = rows[order][np.arange(len(rows)) - first < _RIVALS]
        return np.asarray(np.sort(kept))

    def rival_scores(self, kept: NDArray[np.int64]) -> tuple[NDArray[np.float64], Two]:
        """What two requests of one case tell of their children, and which of the pairs they are."""
        left, right = rivals_of(self.pairs[kept, 0], len(self.cases))
        request, side = self.pairs[kept, 1], self.tracer.side
        two = np.stack([request[left], request[right]], axis=1)
        distinct, which = np.unique(two, axis=0, return_inverse=True)
        rarity = self.tracer.rarity(side)
        told = log_evidence(facts_of(side, side, distinct, rarity), _OF_WHO_ASKS)
        return told[which.ravel()], (left, right)

    def with_rivals(self, kept: NDArray[np.int64], two: Two, same: NDArray[np.float64]) -> Pairs:
        """The pairs kept, and the chance of each two of one case that both are for one child."""
        case, request = self.pairs[kept].T
        return pairs_with(case, request, len(self.cases), *two, same)


@dataclass(frozen=True, slots=True, eq=False)
class Tracer:
    """Requests made ready, so that one new case is ranked at once.

    Attributes:
        requests: those who agreed.
        side: in numbers.
        index: of their names.
        bits: how rare their words are, as `side.bits_of` says.
    """

    requests: Allowed
    side: Side
    index: Index
    bits: Floats

    @classmethod
    def of(cls, requests: Allowed) -> Tracer:
        """From the requests that may be compared."""
        _check(requests, REQUEST)
        side = side_of(requests.people)
        return cls(requests, side, Index.of(side), bits_of(side, side))

    def rarity(self, side: Side) -> Rarity:
        """How rare the words of a side, and of the requests, are for its people."""
        bits = self.bits if side is self.side else bits_of(side, self.side)
        return Rarity(bits, self.bits, nations(side, self.side))

    def compare(
        self,
        cases: Allowed,
        rows: NDArray[np.int64] | None = None,
        rejected: NDArray[np.int64] | None = None,
    ) -> Compared:
        """Cases (all, or these of those allowed) with the requests that are worth it."""
        _check(cases, CASE)
        side = side_of(cases.people)
        rarity = self.rarity(side)
        chosen = np.arange(len(side)) if rows is None else np.asarray(rows, np.int64)
        pairs = find(side, chosen, self.side, self.index, rarity.left[0])
        if rows is not None and len(pairs):
            # Other cases may have a better claim to the same requests.
            asked = np.unique(pairs[:, 1])
            told = log_evidence(facts_of(side, self.side, pairs, rarity))
            asked = np.unique(pairs[np.argsort(-told, kind="stable")[:_RIVALS], 1])
            others = np.setdiff1d(np.arange(len(side)), chosen)
            more = np.stack(np.meshgrid(others, asked, indexing="ij"), axis=-1).reshape(-1, 2)
            pairs = np.concatenate([pairs, more])
            pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        if rejected is not None:
            never = np.isin(cases.rows[pairs[:, 0]], rejected[:, 0])
            pairs_told = {(case, request) for case, request in rejected.tolist()}
            for k in np.flatnonzero(never).tolist():
                case, request = pairs[k].tolist()
                never[k] = (int(cases.rows[case]), int(self.requests.rows[request])) in pairs_told
            pairs = pairs[~never]
        return Compared(self, side, pairs, facts_of(side, self.side, pairs, rarity))

    def rank(
        self,
        cases: Allowed,
        *,
        top: int = 10,
        only: NDArray[np.int64] | None = None,
        share: float | None = None,
        rejected: NDArray[np.int64] | None = None,
    ) -> Ranking:
        """Suggestions for cases.

        Args:
            cases: all that there are: a request that fits a brother's case better is not likely
                to be for the sister.
            top: suggestions of a case at most.
            only: rows (of the people asked about) of the cases to rank; the others then only
                have their claims.
            share: requests that a case has on the average, where it is known from a ranking of
                all; else it is learned here.
            rejected: shape (pairs, 2), rows (of the people asked about) of a case and a request
                that are not for one child, as people have decided: such a pair takes nothing
                from others.
        """
        place = None if only is None else np.flatnonzero(np.isin(cases.rows, only))
        compared = self.compare(cases, place, rejected)
        chosen = np.arange(len(cases.rows)) if place is None else place
        p, none, share = _settle(compared, len(chosen), share, learn=place is None)
        return _ranking(compared, cases, chosen, p, none, top, share)


def rank(cases: Allowed, requests: Allowed, *, top: int = 10) -> Ranking:
    """Which requests may be for the children of which cases.

    p = o f / (1 + o f), where o = a B / (N + b S) are the odds of a pair by itself: a requests
    that a case has on the average, of N, times the Bayes factor B of one child against strangers;
    b requests for brothers and sisters of its child, times the Bayes factor S of these. And f is
    what rivals leave of it: requests for other children that fit the case, and other cases that
    the request fits. a and b are learned from the cases; a of each case from the others.

    Args:
        cases: those who agreed, of `consent.allow`.
        requests: likewise.
        top: suggestions of a case at most.

    Known failure: the weights were fitted on simulated families (`benchmarks/trace_fit.py`); no
    list of real people told them. A child with two cases has each request's chance parted.
    """
    return Tracer.of(requests).rank(cases, top=top)


def _check(allowed: Allowed, kind: str) -> None:
    if allowed.people.kind != kind:
        raise ValueError(f"these are of kind {allowed.people.kind}, not {kind}")


def _settle(
    compared: Compared, n_cases: int, share: float | None, learn: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Shape (pairs,) and (cases,), probabilities and of none; the share of requests, learned."""
    learn = learn and share is None
    n_requests, case = len(compared.tracer.side), compared.pairs[:, 0]
    start = START * min(n_requests / _SEEKERS, 1.0)
    start = min(start, _AT_MOST * n_requests / max(len(compared.cases), 1))
    share, beside = start if share is None else share, START_BESIDE
    everybody = np.log(max(len(compared.tracer.side), 1))
    of_child = np.exp(np.minimum(log_evidence(compared.facts) - everybody, 50.0))
    of_sibling = np.exp(np.minimum(log_siblings(compared.facts) - everybody, 50.0))
    p, none = np.zeros(len(of_child)), np.ones(len(compared.cases))
    kept = compared.kept(np.log(of_child / (1 + START_BESIDE * of_sibling)))
    if not len(kept):
        return p, none, share
    score, two = compared.rival_scores(kept)
    a, b = SAME_CHILD
    pairs = compared.with_rivals(kept, two, 1 / (1 + np.exp(-(a + b * score))))
    of_child, of_sibling, case = of_child[kept], of_sibling[kept], case[kept]
    expected = np.full(len(compared.cases), share)
    for _ in range(_ROUNDS if learn else 1):
        others = beside * of_sibling
        p[kept], none, free = probabilities(pairs, expected[case] * of_child / (1 + others))
        if learn:
            brothers = others / (1 + others + share * of_child * free)
            share = float((p.sum() + start * _AS_CASES) / (n_cases + _AS_CASES))
            # What is expected of a case rests on the others: it does not vouch for itself.
            own = np.bincount(case, p[kept], len(expected))
            expected = (p.sum() - own + start * _AS_CASES) / (n_cases - 1 + _AS_CASES)
            beside = float((brothers.sum() + START_BESIDE * _AS_CASES) / (n_cases + _AS_CASES))
    return p, none, share


def _ranking(
    compared: Compared,
    cases: Allowed,
    chosen: NDArray[np.int64],
    p: NDArray[np.float64],
    none: NDArray[np.float64],
    top: int,
    share: float,
) -> Ranking:
    case, request = compared.pairs.T
    order = np.lexsort((request, -p, case))
    order = order[np.isin(case[order], chosen)]
    place = np.arange(len(order)) - np.searchsorted(case[order], case[order])
    best = order[(place < top) & (p[order] > 0)]
    taken = np.bincount(request, p, len(compared.tracer.side))
    rows = compared.tracer.requests.rows
    return Ranking(
        cases=cases.rows[chosen],
        none=none[chosen],
        starts=np.searchsorted(case[best], np.append(chosen, len(compared.cases))),
        requests=rows[request[best]],
        probability=p[best],
        facts=compared.facts.take(best),
        asked=rows,
        without_case=1 - np.minimum(taken, 1.0),
        share=share,
    )
