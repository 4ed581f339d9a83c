from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.units import QUANTIFIERS, Quantifier, hedge_interval, percent

HEDGED = [name for name in QUANTIFIERS if name not in ("range", "vague")]


@pytest.mark.parametrize(
    ("quantifier", "value", "whole", "expected"),
    [
        ("almost", 7000, True, (6300, 6999)),
        ("approx", 4500, True, (4050, 4950)),
        ("more_than", 70, True, (71, 140)),
        ("at_least", 388, True, (388, 776)),
        ("at_most", 20, True, (0, 20)),
        ("less_than", 100, True, (0, 99)),
        ("less_than", 2, False, (0, 2)),
        ("more_than", 2, False, (2, 4)),
        ("almost", 2, False, (1.8, 2)),
        ("exact", 6901, True, (6901, 6901)),
    ],
)
def test_the_table_of_hedges(
    quantifier: Quantifier, value: float, whole: bool, expected: tuple[float, float]
) -> None:
    assert hedge_interval(quantifier, value, whole=whole) == expected


@given(st.sampled_from(HEDGED), st.integers(0, 10**9), st.booleans())
def test_ends_are_ordered_for_every_number(name: Quantifier, value: int, whole: bool) -> None:
    low, high = hedge_interval(name, value, whole=whole)
    assert low <= high


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (0.9, "90%"),
        (0.975, "97.5%"),
        (0.999, "99.9%"),
        (0.99999, "99.999%"),
        (0.07, "7%"),
        (1e-3, "0.1%"),
    ],
)
def test_a_level_is_never_rounded_to_another(level: float, said: str) -> None:
    assert percent(level) == said
