"""Requests made ready are kept as bytes, and used for these requests only. All is simulated."""

from __future__ import annotations

import numpy as np
import pytest

from tests.trace.people_made import ASKS, LOOKS, YONAS, allowed, strangers
from undercount.trace.prepared import dump, load
from undercount.trace.rank import Tracer

REQUESTS = [YONAS | ASKS, *strangers()[:60]]


def test_the_same_ranking_after_keeping() -> None:
    requests, cases = allowed("request", REQUESTS), allowed("case", [YONAS | LOOKS])
    made = Tracer.of(requests)
    kept = load(dump(made), requests)
    assert kept is not None
    one, other = made.rank(cases), kept.rank(cases)
    np.testing.assert_array_equal(one.requests, other.requests)
    np.testing.assert_array_equal(one.probability, other.probability)
    assert one.suggestions(0) == other.suggestions(0)


@pytest.mark.parametrize(
    "changed",
    [
        [REQUESTS[0] | {"consent": "no"}, *REQUESTS[1:]],
        [REQUESTS[0] | {"mother": "Almaz Worku"}, *REQUESTS[1:]],
        REQUESTS[::-1],
        REQUESTS[:-1],
    ],
)
def test_not_used_for_other_requests(changed: list[dict[str, str]]) -> None:
    """Who no longer agrees, or tells otherwise, is not compared as before."""
    kept = dump(Tracer.of(allowed("request", REQUESTS)))
    assert load(kept, allowed("request", changed)) is None


def test_broken_bytes_are_no_requests() -> None:
    requests = allowed("request", REQUESTS[:3])
    kept = dump(Tracer.of(requests))
    for data in (b"", b"nothing of the kind", kept[: len(kept) // 2]):
        assert load(data, requests) is None
