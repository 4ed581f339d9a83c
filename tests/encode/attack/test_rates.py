from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.encode.attack import Rate, rate


@pytest.mark.parametrize(
    ("n", "right", "upper"),
    [
        # With nobody found the limit is 1 - 0.05 ** (1 / n), "three over n".
        (300, 0, 0.00994),
        (1000, 0, 0.00299),
        # Clopper and Pearson's own kind of figure: a one-sided 95% limit of 1 in 10 is 0.3942.
        (10, 1, 0.3942),
        (10, 10, 1.0),
    ],
)
def test_the_upper_limit_is_clopper_and_pearsons(n: int, right: int, upper: float) -> None:
    assert Rate("x", n, n, right).upper == pytest.approx(upper, abs=6e-5)


def test_only_people_on_the_attackers_list_count_as_attacked() -> None:
    claims = np.array([0, 1, -1, 0])
    found = rate("x", claims, np.array([7, 8, 9, 5]), np.array([7, 9]))
    assert (found.attacked, found.claimed, found.right) == (2, 3, 1)
    assert found.precision == pytest.approx(1 / 3)


def test_with_nobody_to_find_nothing_is_known() -> None:
    found = rate("x", np.array([-1, -1]), np.array([1, 2]), np.array([3]))
    assert (found.share, found.precision, found.upper) == (0.0, 0.0, 1.0)


@given(st.integers(1, 5000), st.data())
def test_the_limit_is_above_the_share(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    found = Rate("x", n, n, right)
    assert found.share <= found.upper <= 1.0
