"""What fits a little stays a little likely. All names are invented and all records simulated."""

from __future__ import annotations

import pytest

from tests.trace.people_made import ASKS, LOOKS, YONAS, allowed, strangers
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
    assert found.suggestions(0)[0].probability < 0.5


@pytest.mark.parametrize("name", ["Yonas", "Mohamed Ali"])
def test_one_case_and_one_request_do_not_vouch_for_each_other(name: str) -> None:
    """Where nobody else is there, nothing is common: a name must not seem rare, nor a hit usual."""
    found = rank(allowed("case", [{"name": name}]), allowed("request", [{"name": name}]))
    assert found.suggestions(0)[0].probability < 0.5
    assert found.none[0] > 0.5


def test_who_tells_much_is_found_even_alone() -> None:
    found = rank(allowed("case", [YONAS | LOOKS]), allowed("request", [YONAS | ASKS]))
    assert found.suggestions(0)[0].probability > 0.95
