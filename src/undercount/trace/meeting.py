"""Encoded tracing, where the two files meet: pairs of rows, each with a probability, and no more.

Whoever runs this has no key, no name and nobody's number. A pair says that a row of the one file
is possibly of the child that a row of the other asks for. At home each body turns its own row into
its own number (`own_pairs`), as far as consent still holds, and the two talk about "pair 7".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from undercount.encode import Encodings, together
from undercount.errors import InputError, MissingFileError, Problem
from undercount.link.encoded.candidates import Candidates, find_candidates
from undercount.link.encoded.rows import Rows as EncodedRows
from undercount.link.encoded.rows import rows_of
from undercount.project.atomic import read_json, write_bytes
from undercount.trace.encoded import LISTS, TRACING
from undercount.trace.encoded import Rows as OwnRows

if TYPE_CHECKING:
    from undercount.trace.consent import Allowed

Floats = NDArray[np.float64]

FORMAT: Final = "undercount meeting 1"
LEAST: Final = 0.003
"""Pairs below this do not come out: each tells the other body a little of a row."""
_SHA256: Final = re.compile("[0-9a-f]{64}")
# Distances count in parts of what two children of these lists are apart; the slope changes here.
_BENDS: Final = (0.3, 0.45, 0.6, 0.75)
# Records that share the rarest salt, and requests, are counted in such numbers.
_FEW: Final = 1_000.0
_MANY: Final = 100_000.0
# Log Bayes factors, fitted as `benchmarks/trace_encoded.py fit` does, on an earlier draft of the
# simulated families: with today's it prints others (hardly a pair of two children is below 0.3).
# What is told of tracing with encodings was measured with these, on today's.
WEIGHTS: Final = {
    "apart": -10.38,
    "below 0.3": 5.68,
    "below 0.45": 2.81,
    "below 0.6": 3.92,
    "below 0.75": 6.43,
    "rarity": 1.24,
    "pair": 1.22,
    "key+address": 2.02,
    "key+address+band": -0.22,
    "key+address+group": 0.31,
    "key+band+place": 1.28,
    "day+key": 3.72,
    "size": 0.56,
    "any": 1.10,
}
# Two requests that one case fits: the chance that they are for the same child.
SAME_CHILD: Final = 0.5
_START: Final = 0.5
_AS_CASES: Final = 10.0
_ROUNDS: Final = 20
_SWEEPS: Final = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that is possibly one child: its number in this meeting, two rows, and how likely."""

    pair: int
    case: int
    request: int
    probability: float


@dataclass(frozen=True, slots=True)
class Meeting:
    """What came out.

    Attributes:
        sha256: of the encodings of cases and of requests: rows are of these files alone.
        sizes: rows of either.
        pairs: by case row, the likeliest first.
        least: probability below which pairs did not come out.
        share: requests that a case has on the average, as learned here.
    """

    sha256: tuple[str, str]
    sizes: tuple[int, int]
    pairs: tuple[Pair, ...]
    least: float
    share: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "format": FORMAT,
            "sha256": dict(zip(LISTS.values(), self.sha256, strict=True)),
            "rows": dict(zip(LISTS.values(), self.sizes, strict=True)),
            "least": self.least,
            "share": self.share,
            "pairs": [
                {"pair": p.pair, "case": p.case, "request": p.request, "probability": p.probability}
                for p in self.pairs
            ],
        }

    def write(self, path: Path) -> None:
        """Write for the two bodies' eyes, mode 0600."""
        write_bytes(path, (json.dumps(self.to_dict(), indent=1) + "\n").encode(), mode=0o600)


@dataclass(frozen=True, slots=True)
class OwnPair:
    """A pair as its own body reads it: its own number, and the pair's, to talk about."""

    number: str
    pair: int
    probability: float


def meet(
    cases: Encodings,
    requests: Encodings,
    *,
    top: int = 10,
    least: float = LEAST,
    threads: int = 2,
) -> Meeting:
    """Which rows of the two files are possibly of one child.

    Args:
        cases: of `encoded.encode_people`.
        requests: likewise, of the other body, under the same key.
        top: pairs of a case at most.
        least: probability below which a pair does not come out.
        threads: of the comparisons.

    Raises:
        InputError: files that are not cases and requests for tracing under one key.
    """
    _check(cases, requests)
    rows, found = candidates(cases, requests, threads)
    left, right = found.left.astype(np.int64), found.right.astype(np.int64) - len(cases)
    p, share = settle(log_evidence(found, rows), left, right, len(cases), len(requests))
    order = np.lexsort((right, -p, left))
    place = np.arange(len(order)) - np.searchsorted(left[order], left[order])
    kept = order[(place < top) & (p[order] >= least)]
    pairs = tuple(
        Pair(number, int(left[k]), int(right[k]), float(p[k])) for number, k in enumerate(kept, 1)
    )
    sha256 = (cases.header["sha256"], requests.header["sha256"])
    return Meeting(sha256, (len(cases), len(requests)), pairs, least, share)


def own_pairs(meeting: Meeting, rows: OwnRows, allowed: Allowed) -> tuple[OwnPair, ...]:
    """The pairs with one's own numbers, of those alone whose consent still holds.

    Args:
        meeting: that came back.
        rows: that stayed at home.
        allowed: of `consent.allow`, as of today: who withdrew since is left out.

    Raises:
        InputError: the rows are of another file.
    """
    side = list(LISTS).index(rows.kind)
    if meeting.sha256[side] != rows.sha256 or meeting.sizes[side] != len(rows.numbers):
        hint = "Take the list of rows that was written with the encodings that you sent"
        raise InputError(Problem("these rows are of other encodings than met", hint=hint))
    if allowed.people.kind != rows.kind:
        raise InputError(f"these are people of kind {allowed.people.kind}, not {rows.kind}")
    may = set(allowed.people.ids)
    told = ((p, rows.numbers[(p.case, p.request)[side]]) for p in meeting.pairs)
    return tuple(OwnPair(number, p.pair, p.probability) for p, number in told if number in may)


def read_meeting(path: Path) -> Meeting:
    """The meeting that `Meeting.write` wrote.

    Raises:
        MissingFileError: no such file.
        InputError: not such a file.
    """
    try:
        plain = read_json(path)
        if plain["format"] != FORMAT:
            raise ValueError
        sizes = tuple(int(plain["rows"][name]) for name in LISTS.values())
        pairs = tuple(
            Pair(int(p["pair"]), int(p["case"]), int(p["request"]), float(p["probability"]))
            for p in plain["pairs"]
        )
        if any(not (0 <= p.case < sizes[0] and 0 <= p.request < sizes[1]) for p in pairs):
            raise ValueError
        sha256 = tuple(str(plain["sha256"][name]) for name in LISTS.values())
        if not all(map(_SHA256.fullmatch, sha256)):
            raise ValueError
        return Meeting(
            (sha256[0], sha256[1]), (sizes[0], sizes[1]), pairs, float(plain["least"]),
            float(plain["share"]),
        )  # fmt: skip
    except FileNotFoundError as error:
        raise MissingFileError(Problem("no such file", str(path))) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "Ask whoever brought the files together for it again"
        raise InputError(Problem("not a meeting of undercount", str(path), hint=hint)) from error


def candidates(
    cases: Encodings, requests: Encodings, threads: int = 2
) -> tuple[EncodedRows, Candidates]:
    """Pairs of rows that can be compared."""
    import numba

    rows = rows_of([cases, requests])
    before = numba.get_num_threads()
    numba.set_num_threads(max(1, min(threads, before)))
    try:
        return rows, find_candidates(rows)
    finally:
        numba.set_num_threads(before)


def features(found: Candidates, rows: EncodedRows) -> Iterator[tuple[str, Floats]]:
    """What is seen of each pair, one column after the other."""
    apart = found.distance / max(float(rows.spread.mean()), 1.0)
    yield "apart", apart
    for bend in _BENDS:
        yield f"below {bend}", np.maximum(bend - apart, 0.0)
    yield "rarity", np.log2(_FEW / found.shared)
    for kind, name in enumerate(rows.kinds):
        yield name, np.log2(1.0 + found.agree[:, kind])
    # What is rare in a long list is rarer among people than in a short one.
    yield "size", np.full(len(apart), np.log(rows.sizes[1] / _MANY))
    yield "any", np.ones(len(apart))


def log_evidence(found: Candidates, rows: EncodedRows) -> Floats:
    """Shape (pairs,): natural log Bayes factor of each pair, as simulated families have it."""
    made = np.zeros(len(found.left))
    for name, column in features(found, rows):
        made += WEIGHTS[name] * column
    return made


def settle(
    told: Floats, case: NDArray[np.int64], request: NDArray[np.int64], n: int, asked: int
) -> tuple[Floats, float]:
    """Shape (pairs,): probabilities; and the requests that a case has on the average.

    p = o f / (1 + o f), where o = share / asked * BF are the odds of a pair by itself, and f what
    its rivals leave of it, as in clear (`rank.rank`). What two requests of one case tell of each
    other is not known, for rows of one file cannot be compared: so they are for one child with the
    chance `SAME_CHILD`. The share is learned over all cases.

    Args:
        told: shape (pairs,), log Bayes factors.
        case: shape (pairs,).
        request: shape (pairs,).
        n: cases.
        asked: requests.
    """
    odds = np.exp(np.minimum(told - np.log(max(asked, 1)), 50.0))
    share, p = _START, np.zeros(len(told))
    for _ in range(_ROUNDS):
        alone = share * odds
        held = alone * freedom(alone, case, request)
        p = held / (1.0 + held)
        share = float((p.sum() + _START * _AS_CASES) / (n + _AS_CASES))
    return p, share


def freedom(odds: Floats, case: NDArray[np.int64], request: NDArray[np.int64]) -> Floats:
    """Shape (pairs,): what other requests for the case, and other cases of the request, leave."""
    free_case, free_request = np.ones(len(odds)), np.ones(len(odds))
    for _ in range(_SWEEPS):
        held = odds * free_request
        against = (1.0 - SAME_CHILD) * (_sums(held, case) - held)
        free_case = 0.5 * free_case + 0.5 / (1.0 + np.maximum(against, 0.0))
        held = odds * free_case
        against = _sums(held, request) - held
        free_request = 0.5 * free_request + 0.5 / (1.0 + np.maximum(against, 0.0))
    return free_case * free_request


def _sums(values: Floats, of: NDArray[np.int64]) -> Floats:
    """Of each pair, the sum over all pairs with the same case, or the same request."""
    return np.asarray(np.bincount(of, values)[of], np.float64)


def _check(cases: Encodings, requests: Encodings) -> None:
    problems = [
        Problem(f'"{one.list}" came where {name} are asked for', hint="First cases, then requests")
        for one, name in zip((cases, requests), LISTS.values(), strict=True)
        if one.list != name
    ]
    if not problems and any(one.spec != TRACING for one in (cases, requests)):
        hint = "Encode them with undercount trace-encode, of the same version"
        problems.append(Problem("these encodings were not made for tracing", hint=hint))
    if problems:
        raise InputError(problems)
    together([cases, requests])
