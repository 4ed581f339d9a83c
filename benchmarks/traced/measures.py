"""Measures of a ranking: where the true request stands, and what its probability is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What a way to rank says of one case.

    Attributes:
        rows: places of requests, the best first, ten at most.
        score: of each, as a probability.
        true: places of the requests for this very child.
        groups: what the case and its first true request are like, as (kind, word).
        none: probability that no request is for the child; NaN where nothing is said of it.
    """

    rows: tuple[int, ...]
    score: tuple[float, ...]
    true: frozenset[int]
    groups: tuple[tuple[str, str], ...]
    none: float = float("nan")

    def within(self, first: int) -> bool:
        """Whether a true request is among the first."""
        return not self.true.isdisjoint(self.rows[:first])


def found(answers: Iterable[Answer]) -> tuple[int, float, float]:
    """Cases with a request, and the shares of them with a true one at the top and in ten."""
    sought = [answer for answer in answers if answer.true]
    size = max(len(sought), 1)
    first, ten = (sum(answer.within(k) for answer in sought) / size for k in (1, 10))
    return len(sought), first, ten


def best(answers: Iterable[Answer]) -> tuple[Floats, NDArray[np.bool_]]:
    """The probability of the best suggestion of each case that has one, and whether it is true."""
    firsts = [(a.score[0], a.rows[0] in a.true) for a in answers if a.rows]
    return np.array([p for p, _ in firsts]), np.array([yes for _, yes in firsts], dtype=bool)


def every(answers: Iterable[Answer]) -> tuple[Floats, NDArray[np.bool_]]:
    """The probability of every suggestion, and whether it is true."""
    pairs = [(p, row in a.true) for a in answers for p, row in zip(a.score, a.rows, strict=True)]
    return np.array([p for p, _ in pairs]), np.array([yes for _, yes in pairs], dtype=bool)


def nothing(answers: Iterable[Answer]) -> tuple[Floats, NDArray[np.bool_]]:
    """The probability that no request is for the child, and whether there is none."""
    told = [(a.none, not a.true) for a in answers if not np.isnan(a.none)]
    return np.array([p for p, _ in told]), np.array([yes for _, yes in told], dtype=bool)


def ece(p: Floats, true: NDArray[np.bool_]) -> float:
    """Expected calibration error: |mean p - share true| over ten even bins of p, by their size."""
    if len(p) == 0:
        return float("nan")
    place = np.minimum((p * _BINS).astype(np.int64), _BINS - 1)
    off = np.bincount(place, weights=p - true, minlength=_BINS)
    return float(np.abs(off).sum() / len(p))


def ece_by_chance(p: Floats, draws: int = 200) -> float:
    """The mean of it if every p were right: so much is due to there being few cases."""
    rng = np.random.default_rng(1)
    return float(np.mean([ece(p, rng.random(len(p)) < p) for _ in range(draws)]))


def bins(p: Floats, true: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """Mean p, share true and size of each bin that is not empty."""
    place = np.minimum((p * _BINS).astype(np.int64), _BINS - 1)
    return [
        (float(p[place == i].mean()), float(true[place == i].mean()), int((place == i).sum()))
        for i in range(_BINS)
        if (place == i).any()
    ]
