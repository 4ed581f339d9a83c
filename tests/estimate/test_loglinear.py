from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.estimate.tables import HIV, KOREA, KOSOVO, SPARSE, UK_FIVE, UK_SIX, WESTERN, histories
from undercount.errors import InputError
from undercount.estimate import LogLinear
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable


def fitted(setting: LogLinear, data: CaptureHistories) -> Estimate:
    answer = setting.fit(data)
    assert isinstance(answer, Estimate)
    return answer


def codes(answer: Estimate | NotEstimable) -> set[str]:
    return {caution.code for caution in answer.cautions}


# The published table: points to the digits printed, sources in tables.py; Rcapture 1.4.4,
# closedpMS.t, prints the same.
@pytest.mark.parametrize(
    ("data", "setting", "point"),
    [
        (UK_FIVE, LogLinear(), 25311.29),
        (UK_FIVE, LogLinear(order=2), 22991.33),
        (UK_SIX, LogLinear(), 12349.59),
        (KOSOVO, LogLinear(), 10356.52),
        (KOSOVO, LogLinear(order=2), 14341.66),
        (KOREA, LogLinear(), 157.17),
        (WESTERN, LogLinear(), 2483.38),
        (HIV, LogLinear(), 11124.58),
    ],
)
def test_published_points(data: CaptureHistories, setting: LogLinear, point: float) -> None:
    assert fitted(setting, data).point == pytest.approx(point, abs=0.006)


def test_published_profile_interval_and_multinomial_point() -> None:
    answer = fitted(LogLinear(model="[12 3 4]"), HIV)  # Rcapture, closedpCI.t
    assert answer.interval.kind == "profile"
    assert round(answer.interval.lower) == 10266
    assert round(answer.interval.upper) == 14992
    assert round(answer.diagnostics["multinomial_point"]) == 12308


# Rcapture 1.4.4, closedpMS.t: stderr, deviance, AIC, BIC as printed.
@pytest.mark.parametrize(
    ("data", "se", "deviance", "aic", "bic"),
    [
        (UK_FIVE, 3638.3011, 13.62579, 124.8730, 195.8791),
        (KOSOVO, 785.9022, 9.322670, 132.7467, 203.0296),
        (HIV, 904.7520, 13.026137, 90.06200, 117.7995),
        (KOREA, 22.15110, 1.926975, 40.26770, 57.14081),
    ],
)
def test_standard_error_and_criteria_of_rcapture(
    data: CaptureHistories, se: float, deviance: float, aic: float, bic: float
) -> None:
    found = fitted(LogLinear(), data).diagnostics
    assert found["se"] == pytest.approx(se, rel=2e-6)
    assert found["deviance"] == pytest.approx(deviance, rel=1e-6)
    assert (found["aic"], found["bic"]) == pytest.approx((aic, bic), rel=1e-6)


def test_a_total_that_rcapture_prints_is_refused() -> None:
    # Rcapture gives 1.8e11 for this model; nobody is on c and d only, and the maximum runs away.
    answer = LogLinear(model="[bc][bd][cd]").fit(KOREA)
    assert isinstance(answer, NotEstimable)


def test_five_lists_show_the_near_best_models_and_both_conventions() -> None:
    answer = fitted(LogLinear(), UK_FIVE)
    found = answer.diagnostics
    assert found["n_models"] == 6893
    assert sum(found["verdicts"].values()) == 6893
    near = found["near_best_range"]
    assert (near["n_models"], round(near["lowest"]), round(near["highest"])) == (8, 11313, 34083)
    assert near["within"] < 5.5
    assert len(found["near_best"]) == 8
    assert round(found["near_best"][3]["point"], 2) == 12262.41
    assert found["within_10"]["n_models"] == 41
    assert round(found["finite_terms_only"]["best_n"]) == 12142
    assert {"near-best-models-differ", "selection-ignored", "bic-convention"} <= codes(answer)
    text = next(c.text for c in answer.cautions if c.code == "near-best-models-differ")
    assert "11,313" in text
    assert "34,083" in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (histories(("A", "B", "C"), {}), "counts nobody"),
        (histories(("A",), {1: 9}), "only one list"),
        (histories(("A", "B", "C"), {1: 9, 2: 8, 3: 2}), "Nobody is on C"),
        (histories(("A", "B", "C"), {1: 9, 2: 8, 4: 7}), "more than one list"),
        (histories(("A", "B"), {1: 9, 3: 8}), "finite estimate"),
    ],
)
def test_what_cannot_be_estimated_says_what_would_help(data: CaptureHistories, reason: str) -> None:
    answer = LogLinear().fit(data)
    assert isinstance(answer, NotEstimable)
    assert reason in answer.reason
    assert answer.what_would_help
    assert answer.n_observed == data.n_observed


def test_two_lists_give_lincoln_petersen_and_say_what_cannot_be_tested() -> None:
    data = histories(("A", "B"), {1: 150, 2: 80, 3: 50})
    answer = fitted(LogLinear(), data)
    assert answer.point == pytest.approx(200 * 130 / 50)
    assert "fewer-than-three-lists" in codes(answer)
    assert any(item.why and "two lists" in item.why for item in answer.assumptions)
    dependent = LogLinear(model="[AB]").fit(data)
    assert isinstance(dependent, NotEstimable)
    assert "not identified" in dependent.reason


def test_a_named_model_without_an_estimate_is_refused() -> None:
    # In SPARSE nobody is on A and C, nor on B and C.
    answer = LogLinear(model="[AB][C]").fit(SPARSE)
    assert isinstance(answer, NotEstimable)
    assert "does not exist" in answer.reason


def test_an_unsupported_term_is_minus_infinity_and_said() -> None:
    answer = fitted(LogLinear(model="[AC][BC]"), SPARSE)
    assert answer.point == pytest.approx(296)
    assert answer.diagnostics["minus_infinity"] == ["[AC]", "[BC]"]
    assert "minus-infinity" in codes(answer)


def test_seven_lists_can_be_fitted_by_name() -> None:
    model = "[AB][C][D][E][F][G]"
    data = histories(tuple("ABCDEFG"), dict.fromkeys(range(1, 128), 3))
    assert fitted(LogLinear(model=model), data).diagnostics["model"] == model


def test_fifteen_lists() -> None:
    rng = np.random.default_rng(15)
    data = _simulated(5000, (0.1,) * 15, rng)
    found = fitted(LogLinear(), data)
    assert found.point == pytest.approx(5000, rel=0.05)
    assert {"pairs-only", "downhill-search"} <= codes(found)
    assert found.diagnostics["order"] == 2
    names = [f"[{name}]" for name in data.lists]
    assert fitted(LogLinear(model="".join(names)), data).point == pytest.approx(5000, rel=0.05)
    wide = LogLinear(model=f"[{','.join(data.lists[:12])}]{''.join(names[12:])}").fit(data)
    assert isinstance(wide, NotEstimable)
    assert "too many to fit" in wide.reason


def test_a_million_in_one_cell() -> None:
    data = histories(("A", "B", "C"), {1: 10**6, 2: 8, 3: 5, 4: 7, 5: 3, 6: 2, 7: 1})
    answer = fitted(LogLinear(), data)
    assert np.isfinite(answer.point)
    assert answer.n_observed <= answer.interval.lower


@pytest.mark.parametrize("level", [1e-6, 1e-9, 1e-14])
def test_hardly_any_confidence_is_an_interval_of_hardly_any_width(level: float) -> None:
    data = histories(("A", "B", "C"), {1: 40, 2: 30, 3: 9, 4: 20, 5: 8, 6: 7, 7: 6})
    interval = LogLinear().fit(data, level=level)
    assert isinstance(interval, Estimate)
    assert interval.interval.upper - interval.interval.lower < 2


def test_settings_that_make_no_sense() -> None:
    with pytest.raises(InputError, match="selects no model"):
        LogLinear(selection="dic")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InputError, match="below 1"):
        LogLinear(order=0)
    with pytest.raises(InputError, match="exclude each other"):
        LogLinear(order=2, model="[A][B]")
    with pytest.raises(InputError, match="too many to fit"):
        LogLinear(order=3, search="all").fit(UK_SIX)
    with pytest.raises(InputError, match="no search"):
        LogLinear(search="uphill")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InputError, match="exclude each other"):
        LogLinear(search="all", model="[A][B]")
    with pytest.raises(InputError, match="pairs only"):
        LogLinear(search="stepwise", order=3)
    with pytest.raises(InputError, match="infinite"):
        LogLinear(infinite="drop")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InputError, match="seed"):
        LogLinear().fit(KOREA, seed=-1)
    with pytest.raises(InputError, match="level"):
        LogLinear().fit(KOREA, level=95)


@st.composite
def three_lists(draw: st.DrawFn) -> CaptureHistories:
    counts = draw(st.lists(st.integers(0, 60), min_size=7, max_size=7))
    return CaptureHistories(("A", "B", "C"), np.array([0, *counts]))


@given(three_lists(), st.sampled_from(list(permutations(range(3)))))
@settings(max_examples=60, deadline=None)
def test_the_order_of_lists_does_not_matter(
    data: CaptureHistories, order: tuple[int, int, int]
) -> None:
    cells = np.arange(8)
    moved = np.zeros(8, dtype=np.int64)
    moved[sum((cells >> old & 1) << new for new, old in enumerate(order))] = data.counts
    for model in ("[A][B][C]", "[AB][C]", "[AB][BC]", "[AB][AC][BC]"):
        one = LogLinear(model=model).fit(data)
        lists = tuple("ABC"[old] for old in order)
        two = LogLinear(model=model).fit(CaptureHistories(lists, moved))
        assert type(one) is type(two)
        if isinstance(one, Estimate) and isinstance(two, Estimate):
            assert one.point == pytest.approx(two.point, rel=1e-7)


@given(three_lists())
@settings(max_examples=60, deadline=None)
def test_an_answer_is_ordered_and_round_trips(data: CaptureHistories) -> None:
    before = data.counts.copy()
    answer = LogLinear().fit(data)
    assert (data.counts == before).all()
    if isinstance(answer, Estimate):
        assert np.isfinite(answer.point)
        assert answer.n_observed <= answer.interval.lower <= answer.point
        assert Estimate.from_dict(answer.to_dict()).to_json() == answer.to_json()
    else:
        assert answer.reason
        assert answer.what_would_help


def _simulated(n: int, chances: tuple[float, ...], rng: np.random.Generator) -> CaptureHistories:
    on = rng.random((n, len(chances))) < chances
    cells = (on * (1 << np.arange(len(chances)))).sum(axis=1)
    counts = np.bincount(cells, minlength=2 ** len(chances))
    counts[0] = 0
    return CaptureHistories(tuple("ABCDEFGHIJKLMNO"[: len(chances)]), counts)


def test_the_interval_of_the_true_model_covers() -> None:
    rng = np.random.default_rng(20130)
    hits, points = 0, []
    for _ in range(200):
        answer = fitted(LogLinear(model="[A][B][C]"), _simulated(1000, (0.25, 0.3, 0.2), rng))
        hits += answer.interval.lower <= 1000 <= answer.interval.upper
        points.append(answer.point)
    # 200 draws at 95%: fewer than 181 would happen by chance less than once in 500 times.
    assert hits >= 181
    assert np.mean(points) == pytest.approx(1000, rel=0.02)
