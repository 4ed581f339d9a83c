"""What fits a little stays a little likely. All names are invented and all records simulated."""

from __future__ import annotations

import pytest

from tests.trace.people_made import ASKS, allowed, strangers
from undercount.trace.rank import rank


@pytest.mark.parametrize(
    "weak",
    [
        {"name": "Mohamed"},
        {"name": "Mohamed Ali", "sex": "m"},
        {"name": "Yonas", "sex": "m"},
        {"name": "Yonas", "sex": "m", "nationality": "Eritrea"},
    ],
)
def test_a_lone_poor_hit_stays_poor(weak: dict[str, str]) -> None:
    """Nothing else fits the case, and yet what fits a little is not taken for likely."""
    found = rank(allowed("case", [weak]), allowed("request", [weak | ASKS, *strangers()]))
    assert found.suggestions(0)[0].probability < 0.6
