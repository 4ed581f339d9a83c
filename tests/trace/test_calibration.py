"""Said and true on simulated families that the weights were not fitted on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from undercount.testing.worlds.tracing import simulate_tracing
from undercount.trace.consent import allow
from undercount.trace.people import people_of
from undercount.trace.rank import rank


def off(said: list[float], true: list[bool]) -> float:
    """Expected calibration error, ten bins."""
    p, y = np.array(said), np.array(true)
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs((p - y)[bins == b].sum()) for b in range(10)) / len(p))


@pytest.mark.long
@pytest.mark.parametrize("seed", [31, 32])
def test_found_and_calibrated(seed: int) -> None:
    world = simulate_tracing(500, 20_000, seed=seed)
    cases, requests = (
        allow(
            people_of(kind, table, world.columns[f"{kind}s"]),
            purpose="family tracing",
            day=date(2016, 9, 1),
        )
        for kind, table in (("case", world.cases), ("request", world.requests))
    )
    found = rank(cases, requests)
    numbers = {"case": {}, "request": {}}  # type: dict[str, dict[int, str]]
    for allowed in (cases, requests):
        numbers[allowed.people.kind] = dict(
            zip(allowed.rows.tolist(), allowed.people.ids, strict=True)
        )
    truth: dict[str, set[str]] = {}
    for case, request, agreed in zip(
        *(world.truth[name].to_pylist() for name in ("case", "request", "consented")), strict=True
    ):
        if agreed:
            truth.setdefault(case, set()).add(request)
    first, ten, said, true, none, nobody = [], [], [], [], [], []
    for place, row in enumerate(found.cases.tolist()):
        case = numbers["case"][row]
        told = found.suggestions(place)
        right = [numbers["request"][s.request] in truth.get(case, ()) for s in told]
        said += [s.probability for s in told]
        true += right
        none.append(float(found.none[place]))
        nobody.append(case not in truth)
        if case in truth:
            first.append(right[:1] == [True])
            ten.append(any(right))
    assert np.mean(first) >= 0.7
    assert np.mean(ten) >= 0.9
    assert off(said, true) <= 0.05
    # Of 500 cases a bin has few: chance alone is off by about 0.02.
    assert off(none, nobody) <= 0.07
