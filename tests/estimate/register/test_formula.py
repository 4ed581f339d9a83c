from __future__ import annotations

import numpy as np
import pytest

from tests.estimate.register.netherlands import fitted, register
from undercount.errors import InputError
from undercount.estimate import ZeroTruncated
from undercount.estimate.register.formula import is_plain, names_in
from undercount.histories import CountData, Covariate


def test_formulaic_and_our_own_sum_agree() -> None:
    own = fitted(ZeroTruncated("gender+age+nation").fit(register()))
    other = fitted(ZeroTruncated("~ gender + age + C(nation)").fit(register()))
    assert other.point == pytest.approx(own.point, rel=1e-9)
    assert other.diagnostics["se"] == pytest.approx(own.diagnostics["se"], rel=1e-6)


def test_an_interaction_adds_its_columns() -> None:
    made = fitted(ZeroTruncated("gender * age", penalty="firth").fit(register()))
    assert len(made.diagnostics["coefficients"]) == 4


def test_numbers_enter_as_numbers() -> None:
    rng = np.random.default_rng(6)
    age = rng.integers(20, 60, 4000)
    met = rng.poisson(np.exp(-2 + 0.03 * age))
    keep = met > 0
    data = CountData(
        met[keep],
        np.ones(int(keep.sum()), dtype=np.int64),
        (Covariate.of("age", [str(x) for x in age[keep]]),),
    )
    made = fitted(ZeroTruncated("age").fit(data))
    assert made.diagnostics["coefficients"]["age"] == pytest.approx(0.03, abs=0.01)
    assert made.interval.lower < 4000 < made.interval.upper


@pytest.mark.parametrize(
    "formula",
    ["__import__('os')*1", "open(x)*1", "x*y.z", "x[0]*1", "x*`y`", "eval(x)|1", "x*{1}", "x*'a'"],
)
def test_nothing_but_columns_and_known_functions_gets_through(formula: str) -> None:
    with pytest.raises(InputError, match=r"not understood|no function"):
        ZeroTruncated(formula)


def test_names_of_a_formula() -> None:
    assert is_plain("age-group + sex")
    assert names_in("poly(age, degree=2) + sex:C(year)") == ("age", "sex", "year")
