from __future__ import annotations

import time

import numpy as np
import pytest

from tests.estimate.register.netherlands import COVARIATES, fitted, register
from tests.estimate.tables import NETHERLANDS
from undercount.errors import InputError
from undercount.estimate import FAMILIES, ZeroTruncated
from undercount.histories import CountData, Covariate
from undercount.results import NotEstimable


def described(captures: list[int], counts: list[int], *codes: list[int]) -> CountData:
    names = tuple(
        Covariate(name, ("a", "b", "c")[: max(column) + 1], np.array(column))
        for name, column in zip(("x", "y"), codes, strict=False)
    )
    return CountData(np.array(captures), np.array(counts), names)


def refused(data: CountData, covariates: str = "", family: str = "poisson") -> NotEstimable:
    made = ZeroTruncated(covariates, family).fit(data)
    assert isinstance(made, NotEstimable), made
    return made


@pytest.mark.parametrize("covariates", ["", COVARIATES])
def test_the_negative_binomial_runs_to_infinity_on_the_netherlands(covariates: str) -> None:
    data = register()
    begun = time.process_time()
    made = refused(data, covariates=covariates, family="negbin")
    assert time.process_time() - begun < 1
    assert "dispersion runs to infinity" in made.reason
    assert [item.code for item in made.cautions] == ["boundary-dispersion"]
    assert "geometric" in made.what_would_help


@pytest.mark.parametrize("covariates", ["", COVARIATES])
@pytest.mark.parametrize("name", FAMILIES)
def test_no_family_is_sure_of_a_million_on_the_netherlands(name: str, covariates: str) -> None:
    made = ZeroTruncated(covariates, name).fit(register())
    if not isinstance(made, NotEstimable):
        ends = made.interval
        assert made.point < 1e6 or ends.upper - ends.lower > 0.2 * made.point


def test_rates_that_hardly_differ_send_the_dispersion_to_0() -> None:
    # Exactly Poisson with a rate of 1.
    data = described([1, 2, 3, 4, 5], [3679, 1839, 613, 153, 31])
    assert "dispersion runs to 0" in refused(data, family="negbin").reason


def test_no_more_ones_than_expected_is_no_inflation() -> None:
    data = described([1, 2, 3, 4], [300, 184, 61, 15])
    made = refused(data, family="zero-truncated-one-inflated-poisson")
    assert "inflation runs to 0" in made.reason
    assert "poisson" in made.what_would_help


def test_separation_with_firth_gives_an_answer_that_says_so() -> None:
    data = described([1, 2, 1], [40, 9, 12], [0, 0, 1])
    assert "x=b" in refused(data, covariates="x").reason
    made = fitted(ZeroTruncated("x", penalty="firth").fit(data))
    assert "Firth" in made.method
    text = next(item.text for item in made.cautions if item.code == "firth")
    assert text.startswith("x=b: nobody was met again")
    # Jeffreys' prior on one rate l of 12 people, near 0: half a further meeting, l = 1 / 12.
    level = made.diagnostics["by_level"]["x=b"]
    assert 100 < level["total"] < 200


def test_firth_where_nothing_separates_changes_little() -> None:
    plain, penalised = (
        fitted(ZeroTruncated(penalty=penalty).fit(NETHERLANDS)) for penalty in ("", "firth")
    )
    assert penalised.point == pytest.approx(plain.point, rel=0.01)
    assert penalised.point != plain.point
    assert "firth" in {item.code for item in penalised.cautions}


def test_levels_without_a_third_meeting_stop_families_that_need_one() -> None:
    made = refused(register(), covariates=COVARIATES, family="zero-one-truncated-poisson")
    assert "nation=Surinam" in made.reason
    assert "more than twice" in made.reason


@pytest.mark.parametrize(
    ("captures", "counts", "reason"),
    [
        ([], [], "counts nobody"),
        ([1], [40], "more than once"),
        ([2], [40], "exactly 2 times"),
        ([7], [3], "exactly 7 times"),
    ],
)
@pytest.mark.parametrize("name", FAMILIES)
def test_counts_that_tell_nothing(
    captures: list[int], counts: list[int], reason: str, name: str
) -> None:
    made = refused(described(captures, counts), family=name)
    if name in ("poisson", "geometric", "negbin"):
        assert reason in made.reason


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("capture,count\n0,5\n1,7\n", "0 is below 1"),
        ("capture,count\n1.5,5\n1,7\n", "1.5 is a fraction"),
        ("capture,sex,count\n1,,5\n2,m,7\n", "the field is empty"),
        ("capture,count\n1,-5\n", "-5 is negative"),
    ],
)
def test_bad_cells_are_named(
    tmp_path_factory: pytest.TempPathFactory, text: str, message: str
) -> None:
    path = tmp_path_factory.mktemp("register") / "bad.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        CountData.read_csv(path)


def test_a_level_nobody_has_changes_nothing() -> None:
    # Levels of a frame's category may be unused: here "c" is.
    data = described([1, 2, 1, 2], [40, 9, 30, 8], [0, 0, 1, 1])
    wider = CountData(
        data.captures,
        data.counts,
        (Covariate("x", ("a", "b", "c"), data.covariates[0].codes),),
    )
    one, other = (fitted(ZeroTruncated("x").fit(given)) for given in (data, wider))
    assert one.point == pytest.approx(other.point)
    assert "x=c" not in other.diagnostics["by_level"]
