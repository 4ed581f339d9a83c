"""Chapman, Chao and Zelterman: estimators that need two or three counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.estimate.tables import KOREA, NETHERLANDS, histories
from undercount.errors import InputError
from undercount.estimate import Chao, Chapman, LogLinear, Zelterman, ZeroTruncated
from undercount.histories import CountData
from undercount.results import Estimate, NotEstimable


def fitted(answer: Estimate | NotEstimable) -> Estimate:
    assert isinstance(answer, Estimate)
    return answer


def test_chao_and_zelterman_on_the_netherlands() -> None:
    chao = fitted(Chao().fit(NETHERLANDS))  # singleRcapture and Rcapture
    ends = (chao.point, chao.interval.lower, chao.interval.upper)
    assert [round(x, 1) for x in ends] == [9273.5, 8084.7, 10690.1]
    assert chao.diagnostics["se"] == pytest.approx(662.6, abs=0.06)
    # singleRcapture's interval is recorded as 8,198.6 to 10,890.3. Ends of a log-normal interval
    # multiply, above n, to the square of the unseen; with 8,198.6 that is 10,888.4, not 10,890.3.
    zelterman = fitted(Zelterman().fit(NETHERLANDS))
    assert round(zelterman.point, 1) == 9424.6
    assert round(zelterman.interval.lower, 1) == 8198.6
    assert round(zelterman.interval.upper, 1) == 10888.3


def test_chapman_by_hand() -> None:
    answer = fitted(Chapman().fit(histories(("A", "B"), {1: 150, 2: 80, 3: 50})))
    assert answer.point == pytest.approx(201 * 131 / 51 - 1)
    assert answer.diagnostics["se"] == pytest.approx((201 * 131 * 150 * 80 / (51**2 * 52)) ** 0.5)


def test_chao_on_two_lists_is_lincoln_petersen() -> None:
    data = histories(("A", "B"), {1: 150, 2: 80, 3: 50})
    chao, model = fitted(Chao().fit(data)), fitted(LogLinear().fit(data))
    assert chao.point == pytest.approx(200 * 130 / 50)
    assert chao.diagnostics["se"] == pytest.approx(model.diagnostics["se"], rel=1e-6)


@pytest.mark.parametrize(
    "answer",
    [
        Chapman().fit(histories(("A", "B"), {1: 9, 2: 8})),
        Chapman().fit(histories(("A", "B"), {1: 9, 3: 8})),
        Chapman().fit(histories(("A", "B"), {3: 8})),
        Chapman().fit(histories(("A", "B"), {})),
        Chapman().fit(histories(("A",), {1: 4})),
        Chao().fit(histories(("A", "B", "C"), {1: 9, 2: 8, 7: 3})),
        Chao().fit(histories(("A", "B", "C"), {3: 9, 7: 3, 4: 2})),
        Chao().fit(CountData(np.array([1, 3]), np.array([9, 2]))),
        Chao().fit(CountData(np.array([2, 3]), np.array([9, 2]))),
        Chao().fit(CountData(np.array([], dtype=int), np.array([], dtype=int))),
        Zelterman().fit(CountData(np.array([1]), np.array([9]))),
        Zelterman().fit(CountData(np.array([2, 3]), np.array([9, 2]))),
    ],
)
def test_nothing_to_go_by_is_not_estimable(answer: Estimate | NotEstimable) -> None:
    assert isinstance(answer, NotEstimable)
    assert answer.reason
    assert answer.what_would_help


@pytest.mark.parametrize(
    "answer",
    [
        Chao().fit(CountData(np.array([1, 2]), np.array([5, 10**10]))),
        Chao().fit(histories(("A", "B"), {1: 2, 2: 1, 3: 10**10})),
        Chapman().fit(histories(("A", "B"), {1: 2, 2: 1, 3: 10**10})),
        LogLinear().fit(histories(("A", "B"), {1: 2, 2: 1, 3: 10**10})),
        Zelterman().fit(CountData(np.array([1, 2]), np.array([5, 10**10]))),
    ],
)
def test_nobody_left_unseen_is_no_estimate(answer: Estimate | NotEstimable) -> None:
    assert isinstance(answer, NotEstimable)
    assert "nobody unseen" in answer.reason


@pytest.mark.parametrize(
    "answer",
    [
        Chapman().fit(histories(("A", "B"), {1: 10**10, 2: 10**10, 3: 1})),
        Chao().fit(histories(("A", "B"), {1: 10**10, 2: 10**10, 3: 1})),
        LogLinear().fit(histories(("A", "B"), {1: 10**5, 2: 10**5, 3: 1})),
        Chao().fit(CountData(np.array([1, 2]), np.array([10**10, 1]))),
        Zelterman().fit(CountData(np.array([1, 2]), np.array([10**10, 1]))),
        ZeroTruncated().fit(CountData(np.array([1, 2]), np.array([10**10, 1]))),
    ],
)
def test_hardly_an_overlap_is_told_by_every_method(answer: Estimate | NotEstimable) -> None:
    assert "far-extrapolation" in {caution.code for caution in fitted(answer).cautions}


def test_chao_says_what_is_missing_and_of_nobody_how_many() -> None:
    for met, missing in (({1: 9, 3: 2}, "twice"), ({2: 9, 3: 2}, "once")):
        answer = Chao().fit(CountData(np.array(list(met)), np.array(list(met.values()))))
        assert isinstance(answer, NotEstimable)
        assert answer.reason.endswith(f"nobody was met just {missing}.")
        assert "9" not in answer.reason


def test_chapman_takes_two_lists_only() -> None:
    with pytest.raises(InputError, match="two lists, not 3"):
        Chapman().fit(KOREA)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(0.5, 0.999))
def test_ends_stay_in_order_at_every_level(f1: int, f2: int, level: float) -> None:
    data = CountData(np.array([1, 2]), np.array([f1, f2]))
    chao, zelterman = Chao().fit(data, level), Zelterman().fit(data, level)
    # Hardly anybody met once: nobody is left unseen.
    assert isinstance(chao, Estimate) or f1**2 < 2e-5 * f2
    # Met so often on average that a Poisson leaves nobody out.
    assert isinstance(zelterman, Estimate) or f2 > 5 * f1
    for made in (chao, zelterman):
        if isinstance(made, Estimate):
            assert data.n_observed <= made.interval.lower <= made.point <= made.interval.upper
            assert made.interval.level == level


def test_intervals_cover_under_one_rate() -> None:
    rng = np.random.default_rng(1995)
    hits = np.zeros(2)
    for _ in range(300):
        times = np.bincount(rng.poisson(0.5, 2000), minlength=12)[1:12]
        met = CountData(np.flatnonzero(times) + 1, times[times > 0])
        for i, answer in enumerate((Chao().fit(met), Zelterman().fit(met))):
            interval = fitted(answer).interval
            hits[i] += interval.lower <= 2000 <= interval.upper
    # 300 draws at 95%: fewer than 273 would happen by chance less than once in 300 times.
    assert (hits >= 273).all()


def test_chao_allows_for_lists_of_different_size() -> None:
    rng = np.random.default_rng(7)
    chances = np.array([0.05, 0.3, 0.15, 0.1])
    points = []
    for _ in range(100):
        cells = ((rng.random((5000, 4)) < chances) * (1 << np.arange(4))).sum(axis=1)
        counts = np.bincount(cells, minlength=16)
        table = {cell: int(counts[cell]) for cell in range(1, 16)}
        points.append(fitted(Chao().fit(histories(tuple("ABCD"), table))).point)
    assert np.mean(points) == pytest.approx(5000, rel=0.02)
