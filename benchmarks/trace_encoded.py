"""Encoded tracing: fits what speaks for a pair of rows, and measures it beside clear text.

    python benchmarks/trace_encoded.py fit                   prints `WEIGHTS` of `trace.meeting`
    python benchmarks/trace_encoded.py worlds [REQUESTS]     seeds 1 and 2, beside clear text

Worlds of seeds 202 to 206 are for fitting and prove nothing. What rows can be compared by was
chosen by looking at world 1; world 2 was looked at for nothing. A logistic regression of who is
one child over candidate pairs, with the log odds of any two rows as an offset, and what rivals take
from a pair as another, found anew from each fit (as `encoded_fit.py`). Counted are the cases that
have a request, where both agreed to be compared.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from undercount.encode import new_key
from undercount.testing.worlds import TracingWorld, simulate_tracing
from undercount.trace.consent import Allowed, allow
from undercount.trace.encoded import Leaving, encode_people
from undercount.trace.meeting import candidates, features, freedom, meet
from undercount.trace.people import people_of

FITTED = ((202, 100_000), (203, 100_000), (204, 20_000), (205, 20_000), (206, 4_000))
DAY, PURPOSE = date(2016, 10, 24), "family tracing"
ROUNDS, BINS = 8, 10
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """Candidate pairs of one world: their columns, who they are, and how many there are in all."""

    names: tuple[str, ...]
    columns: Floats
    case: NDArray[np.int64]
    request: NDArray[np.int64]
    same: NDArray[np.bool_]
    true: int
    cases: int
    requests: int


def allowed_of(world: TracingWorld) -> tuple[Allowed, Allowed]:
    tables = {"case": world.cases, "request": world.requests}
    columns = {"case": world.columns["cases"], "request": world.columns["requests"]}
    people = [people_of(kind, tables[kind], columns[kind]) for kind in tables]
    cases, requests = (allow(one, purpose=PURPOSE, day=DAY) for one in people)
    return cases, requests


def truth_of(world: TracingWorld) -> set[tuple[str, str]]:
    rows = world.truth.filter(world.truth["consented"]).to_pylist()
    return {(row["case"], row["request"]) for row in rows}


def encoded(cases: Allowed, requests: Allowed) -> tuple[Leaving, Leaving]:
    with tempfile.TemporaryDirectory() as folder:
        key = new_key(Path(folder) / "key")
    return encode_people(cases, key), encode_people(requests, key)


def seen(seed: int, requests: int) -> Seen:
    world = simulate_tracing(500, requests, seed=seed)
    mine, theirs = encoded(*allowed_of(world))
    rows, found = candidates(mine.encodings, theirs.encodings)
    names, columns = zip(*features(found, rows), strict=True)
    truth = truth_of(world)
    n = len(mine.encodings)
    case, request = found.left.astype(np.int64), found.right.astype(np.int64) - n
    pairs = zip(case.tolist(), request.tolist(), strict=True)
    same = [(mine.rows.numbers[a], theirs.rows.numbers[b]) in truth for a, b in pairs]
    return Seen(
        names, np.stack(columns, axis=1), case, request, np.array(same), len(truth), n,
        len(theirs.encodings),
    )  # fmt: skip


def fit(worlds: list[Seen]) -> Floats:
    x = np.concatenate([one.columns for one in worlds])
    same = np.concatenate([one.same for one in worlds])
    size = np.maximum(x.std(axis=0), 1e-6)
    size = np.where(size > 1e-6, size, 1.0)
    x = x / size
    each = [one.true / one.cases / one.requests for one in worlds]
    taken = [np.zeros(len(one.case)) for one in worlds]
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        offset = np.concatenate([np.log(e) + t for e, t in zip(each, taken, strict=True)])

        def loss(b: Floats, offset: Floats = offset) -> tuple[float, Floats]:
            e = x @ b + offset
            slope = x.T @ (1 / (1 + np.exp(-e)) - same) + 0.1 * b
            return float((np.logaddexp(0, e) - same * e).sum() + 0.05 * (b**2).sum()), slope

        weights = minimize(loss, weights, jac=True, method="L-BFGS-B").x
        for i, one in enumerate(worlds):
            odds = np.exp(np.minimum(one.columns @ (weights / size), 50.0)) * each[i]
            new = np.log(np.maximum(freedom(odds, one.case, one.request), 1e-6))
            taken[i] = (taken[i] + new) / 2
    return weights / size


def scores(pairs: list[tuple[str, str, float]], truth: set[tuple[str, str]]) -> dict[str, float]:
    """Pairs of each case, the likeliest first: cases found at the top and among ten; ECE."""
    place: dict[str, int] = {}
    first: dict[str, int] = {}
    for case, request, _ in pairs:
        place[case] = place.get(case, 0) + 1
        if (case, request) in truth:
            first.setdefault(case, place[case])
    cases = {case for case, _ in truth}
    p = np.array([probability for _, _, probability in pairs])
    right = np.array([(case, request) in truth for case, request, _ in pairs])
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    off = sum(abs(p[bins == b].sum() - right[bins == b].sum()) for b in range(BINS))
    return {
        "top 1": sum(n == 1 for n in first.values()) / len(cases),
        "top 10": sum(n <= 10 for n in first.values()) / len(cases),
        "ECE": float(off / max(len(p), 1)),
        "cases": len(cases),
        "pairs": len(p),
    }


def measure(seed: int, requests: int) -> None:
    world = simulate_tracing(500, requests, seed=seed)
    truth = truth_of(world)
    cases, asked = allowed_of(world)
    for name, made in (("clear", in_clear), ("encoded", met)):
        begun = time.perf_counter()
        told = scores(made(cases, asked), truth)
        shown = ", ".join(f"{key} {value:.3g}" for key, value in told.items())
        print(f"seed {seed}, {name}: {shown}, {time.perf_counter() - begun:.0f} s", flush=True)


def in_clear(cases: Allowed, requests: Allowed) -> list[tuple[str, str, float]]:
    from undercount.trace.rank import rank

    ranking: Any = rank(cases, requests)
    numbers = dict(zip(requests.rows.tolist(), requests.people.ids, strict=True))
    return [
        (case, numbers[int(ranking.requests[k])], float(ranking.probability[k]))
        for i, case in enumerate(cases.people.ids)
        for k in range(ranking.starts[i], ranking.starts[i + 1])
    ]


def met(cases: Allowed, requests: Allowed) -> list[tuple[str, str, float]]:
    mine, theirs = encoded(cases, requests)
    megabytes = theirs.encodings.bits.nbytes / 1e6
    print(f"{megabytes:.0f} MB of requests leave", flush=True)
    meeting = meet(mine.encodings, theirs.encodings)
    return [
        (mine.rows.numbers[p.case], theirs.rows.numbers[p.request], p.probability)
        for p in meeting.pairs
    ]


if __name__ == "__main__":
    if sys.argv[1] == "fit":
        worlds = [seen(seed, requests) for seed, requests in FITTED]
        for name, weight in zip(worlds[0].names, fit(worlds), strict=True):
            print(f'    "{name}": {weight:.2f},')
    else:
        for seed in (1, 2):
            measure(seed, int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
