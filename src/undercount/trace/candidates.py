"""Which requests are worth comparing in full with a case: those that may be its child's at all.

Every request that bears any name like one of the case's, in any place, is weighed roughly; the
best go on. Names are compared by likeness, not by a key: no spelling is lost on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
from numpy.typing import NDArray

from undercount.registers.names.compare import _bits as bits_of_number
from undercount.registers.names.ratio import LONGEST, table
from undercount.trace.compare import ALIKE, Floats, likeness
from undercount.trace.side import Names, Side

KEPT: Final = 200
"""Requests that are compared in full with each case."""
# What a name tells that is borne by somebody else of the family, and what years apart tell against.
_ELSEWHERE: Final = 0.6
_A_YEAR: Final = 1.2
_MOST_YEARS: Final = 6.0
_OTHER_SEX: Final = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Who bears which token, among the requests.

    Attributes:
        child: shape (words + 1,) and (n,): where each word's people begin, and the people who
            bear it as the child's name.
        anyone: the same for any name of the record, the child's too.
    """

    child: tuple[NDArray[np.int64], NDArray[np.int32]]
    anyone: tuple[NDArray[np.int64], NDArray[np.int32]]

    @classmethod
    def of(cls, side: Side) -> Index:
        """From all names of the requests."""
        return cls(_postings(side, (side.child,)), _postings(side, side.all_names))


def _postings(side: Side, kinds: tuple[Names, ...]) -> tuple[NDArray[Any], NDArray[Any]]:
    words = len(side.words)
    codes = [_bearers(names) * words + names.tokens for names in kinds]
    person, word = np.divmod(np.unique(np.concatenate(codes)), max(words, 1))
    order = np.argsort(word, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(word, minlength=words))])
    return starts.astype(np.int64), person[order].astype(np.int32)


def _bearers(names: Names) -> NDArray[np.int64]:
    """Shape (tokens,), the person whose name each token is of."""
    of_name = np.repeat(np.arange(len(names.names) - 1), np.diff(names.names))
    return np.repeat(of_name, np.diff(names.starts)).astype(np.int64)


def find(
    cases: Side,
    rows: NDArray[np.int64],
    requests: Side,
    index: Index,
    bits: Floats,
    kept: int = KEPT,
) -> NDArray[np.int64]:
    """Shape (pairs, 2), sorted: a case and a request that is worth comparing with it.

    Args:
        cases: all of them.
        rows: the cases to look for.
        requests: all of them.
        index: of the requests.
        bits: shape (words of cases,), how rare each is among all requests.
        kept: requests that are compared with each case, at most.
    """
    own = [(_bearers(names), names.tokens) for names in cases.all_names]
    persons = np.concatenate([person for person, _ in own])
    tokens = np.concatenate([token for _, token in own])
    codes = np.unique(persons * max(len(cases.words), 1) + tokens)
    person, token = np.divmod(codes, max(len(cases.words), 1))
    ends = np.searchsorted(person, np.arange(len(cases) + 1))
    asked = np.zeros(len(cases.words), np.bool_)
    asked[token[np.isin(person, rows)]] = True
    word, like, starts = _similar(asked, cases.vocabulary, requests.vocabulary, table())
    found = _find(
        rows, ends, token, cases.child, word, like, starts, *index.child, *index.anyone, bits,
        cases.births, requests.births, cases.ethiopian, cases.sex, requests.sex, kept,
    )  # fmt: skip
    pairs = found[found[:, 1] >= 0]
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


@numba.njit(cache=True, nogil=True)
def _similar(asked: Any, va: Any, vb: Any, steps: Any) -> Any:
    """For each word asked for, of one side, those of the other that are alike, and how much."""
    letters = np.zeros((4, LONGEST + 1))
    size = 1024
    word, like = np.empty(size, np.int32), np.empty(size, np.float32)
    starts = np.zeros(len(va.own) + 1, np.int64)
    n = 0
    for a in range(len(va.own)):
        starts[a + 1] = n
        if not asked[a]:
            continue
        size_a, first = va.starts[a + 1] - va.starts[a], va.letters[va.starts[a]]
        for b in range(len(vb.own)):
            # Of simulated names that are alike this leaves out few, and most of the work.
            apart = bits_of_number(va.skeletons[a] ^ vb.skeletons[b])
            if apart > 2 or (apart == 2 and vb.letters[vb.starts[b]] != first):
                continue
            if abs(size_a - (vb.starts[b + 1] - vb.starts[b])) > 3:
                continue
            s = likeness(a, b, va, vb, steps, letters)
            if s >= ALIKE:
                if n == size:
                    word = np.concatenate((word, np.empty(size, np.int32)))
                    like = np.concatenate((like, np.empty(size, np.float32)))
                    size *= 2
                word[n], like[n] = b, s
                n += 1
        starts[a + 1] = n
    return word[:n], like[:n], starts


@numba.njit(cache=True, nogil=True)
def years_apart(a: Any, b: Any, ethiopian: Any) -> float:
    """Years between two births; in either calendar, where that may be Ethiopia's."""
    if a[0] == 0 or b[0] == 0:
        return 0.0
    gap = max(a[0] - b[1], b[0] - a[1], 0)
    if ethiopian and gap >= 4:
        for first, last in ((a, b), (b, a)):
            shifted = max(first[0] + 7 - last[1], last[0] - first[1] - 8, 0)
            gap = min(gap, shifted + 1)
    return float(gap)


@numba.njit(cache=True, nogil=True)
def _find(
    rows: Any, ends: Any, token: Any, child: Any, word: Any, like: Any, starts: Any,
    child_at: Any, child_of: Any, any_at: Any, any_of: Any, bits: Any, births: Any,
    births_r: Any, ethiopian: Any, sex: Any, sex_r: Any, kept: Any,
) -> Any:  # fmt: skip
    n = len(sex_r)
    out = np.full((len(rows) * kept, 2), -1, np.int64)
    score = np.zeros(n, np.float32)
    once = np.zeros(n, np.float32)
    touched = np.empty(n, np.int32)
    for k in range(len(rows)):
        p = rows[k]
        own = child.tokens[:0]
        if child.names[p] < child.names[p + 1]:
            name = child.names[p]
            own = child.tokens[child.starts[name] : child.starts[name + 1]]
        many = 0
        for t in range(ends[p], ends[p + 1]):
            a = token[t]
            is_own = False
            for other in own:
                is_own = is_own or other == a
            for s in range(starts[a], starts[a + 1]):
                b, told = word[s], like[s] * bits[a]
                for i in range(any_at[b], any_at[b + 1]):
                    r = any_of[i]
                    if once[r] == 0.0:
                        touched[many] = r
                        many += 1
                        once[r] = 1.0
                    score[r] += _ELSEWHERE * told
                if is_own:
                    for i in range(child_at[b], child_at[b + 1]):
                        score[child_of[i]] += told
        found = touched[:many]
        for r in found:
            gap = years_apart(births[p], births_r[r], ethiopian[p])
            score[r] -= _A_YEAR * min(gap, _MOST_YEARS)
            if sex[p] > 0 and sex_r[r] > 0 and sex[p] != sex_r[r]:
                score[r] -= _OTHER_SEX
        keep = min(many, kept)
        best = found[np.argsort(-score[found], kind="mergesort")[:keep]]
        for i in range(keep):
            out[k * kept + i, 0], out[k * kept + i, 1] = p, best[i]
        for r in found:
            score[r] = 0.0
            once[r] = 0.0
    return out
