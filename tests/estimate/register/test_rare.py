from __future__ import annotations

import numpy as np
import pytest

from tests.estimate.register.netherlands import fitted, register
from tests.estimate.tables import NETHERLANDS, UK_FIVE
from undercount.errors import InputError
from undercount.estimate import Chao, Zelterman
from undercount.estimate.register.design import register_table
from undercount.estimate.register.families.once_or_twice import CHAO, ZELTERMAN
from undercount.estimate.register.fitting import Fitted, fit_family
from undercount.histories import CountData, Covariate
from undercount.results import NotEstimable


def test_without_covariates_the_regressions_are_the_estimators() -> None:
    for family, plain in ((CHAO, Chao()), (ZELTERMAN, Zelterman())):
        made = fit_family(family, register_table(NETHERLANDS, ""))
        assert isinstance(made, Fitted)
        other = fitted(plain.fit(NETHERLANDS))
        assert made.total.point == pytest.approx(other.point, rel=1e-9)
        assert made.total.se == pytest.approx(other.diagnostics["se"], rel=1e-6)


def test_one_covariate_is_each_level_alone() -> None:
    data = register()
    made = fitted(Chao("gender").fit(data))
    by_level = made.diagnostics["by_level"]
    gender = next(item for item in data.covariates if item.name == "gender")
    for code, level in enumerate(gender.levels):
        inside = gender.codes == code
        alone = fitted(Chao().fit(CountData(data.captures[inside], data.counts[inside])))
        assert by_level[f"gender={level}"]["total"] == pytest.approx(alone.point, rel=1e-8)


def test_covariates_raise_the_bound_on_the_netherlands() -> None:
    plain, wider = (fitted(Chao(names).fit(register())) for names in ("", "gender+age+nation"))
    assert wider.point > plain.point
    assert "lower-bound" in {item.code for item in wider.cautions}


def test_a_level_met_twice_only_or_once_only_is_named() -> None:
    def by_x(captures: list[int]) -> CountData:
        codes = np.array([0, 0, 1])
        return CountData(
            np.array(captures), np.array([40, 9, 5]), (Covariate("x", ("a", "b"), codes),)
        )

    for times, word in ((2, "just once"), (1, "again")):
        for settings in (Chao("x"), Zelterman("x")):
            made = settings.fit(by_x([1, 2, times]))
            assert isinstance(made, NotEstimable)
            assert "x=b" in made.reason
            assert word in made.reason


def test_lists_take_no_covariates_by_chao() -> None:
    with pytest.raises(InputError, match="not of lists"):
        Chao("sex").fit(UK_FIVE)
