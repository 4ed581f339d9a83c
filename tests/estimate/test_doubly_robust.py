from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from tests.estimate.described import People, described, simulated
from tests.estimate.tables import KOSOVO
from undercount.errors import InputError
from undercount.estimate.doubly.doubly_robust import DoublyRobust
from undercount.estimate.doubly.logits import fit_logits, log_shares
from undercount.estimate.doubly.one_step import deal, nuisances, one_step, worth
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

BY_SEX: People = {
    (1, ("m",)): 600, (2, ("m",)): 400, (3, ("m",)): 200,
    (1, ("w",)): 100, (2, ("w",)): 150, (3, ("w",)): 300,
}  # fmt: skip


def fitted(setting: DoublyRobust, data: CaptureHistories, seed: int = 1) -> Estimate:
    answer = setting.fit(data, seed=seed)
    assert isinstance(answer, Estimate)
    return answer


def refusal(setting: DoublyRobust, data: CaptureHistories) -> str:
    answer = setting.fit(data)
    assert isinstance(answer, NotEstimable)
    assert answer.what_would_help
    return answer.reason


def codes(answer: Estimate) -> set[str]:
    return {caution.code for caution in answer.cautions}


def same_for_all() -> tuple[np.ndarray, np.ndarray]:
    """788 people of a table made by a congruential generator: x, s, and their cells.

    The same table was given to drpop 0.0.3 in R 4.
    """
    state, rows = 12345, []

    def uniform() -> float:
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return state / 2**31

    for _ in range(1200):
        x, s = round(4 * uniform() - 2, 1), int(uniform() < 0.4)
        first = uniform() < 1 / (1 + np.exp(0.2 - 0.8 * x - 0.3 * s))
        second = uniform() < 1 / (1 + np.exp(0.5 - 0.6 * x))
        if first or second:
            rows.append((x, s, first + 2 * second))
    made = np.array(rows)
    return made[:, :2], made[:, 2].astype(np.int64)


def test_the_numbers_of_drpop() -> None:
    """popsize(funcname = "mlogit", nfolds = 1): psi 0.60705904, sigman 94.471885; n 1298."""
    covariates, cells = same_for_all()
    design = np.column_stack([np.ones(len(cells)), covariates])
    people = np.eye(4)[cells]
    fit = fit_logits(design, people[:, 1:], 1e-9)
    assert fit is not None
    logs = np.zeros((len(cells), 4))
    logs[:, 1:] = log_shares(design, fit[:, 1:])
    value = (worth(logs) * people).sum(axis=1)
    n = len(cells)
    assert n / value.sum() == pytest.approx(0.60705904, abs=1e-6)
    # drpop divides by n - 1 where our sum divides by n.
    ratio = value.mean()
    variance = n * value.var(ddof=1) + n * ratio * (ratio - 1)
    assert variance**0.5 == pytest.approx(94.471885, abs=1e-3)
    assert (value**2).sum() - value.sum() == pytest.approx(variance, rel=2e-3)


def test_one_category_is_lincoln_and_petersen_by_stratum() -> None:
    """drpop on the same 788 people, s alone: psi 0.76715529, sigman 30.114233."""
    covariates, cells = same_for_all()
    people: People = {}
    for s, cell in zip(covariates[:, 1], cells, strict=True):
        key = int(cell), (str(int(s)),)
        people[key] = people.get(key, 0) + 1
    data = described("AB", ("s",), people)
    by_hand = 0.0
    for s in "01":
        first, second, both = (people[cell, (s,)] for cell in (1, 2, 3))
        by_hand += (first + both) * (second + both) / both
    alone = fitted(DoublyRobust(folds=1), data)
    assert alone.point == pytest.approx(by_hand, rel=1e-4)
    assert alone.point == pytest.approx(788 / 0.76715529, rel=1e-3)
    assert alone.diagnostics["se"] == pytest.approx(30.114233, rel=2e-3)
    assert fitted(DoublyRobust(), data).point == pytest.approx(by_hand, rel=0.01)
    assert alone.diagnostics["without_covariates"] == pytest.approx(1026.77, abs=0.01)


def test_three_lists_by_hand() -> None:
    counts = {"m": [90, 80, 40, 70, 30, 20, 15], "w": [30, 25, 30, 40, 35, 30, 45]}
    people: People = {
        (cell + 1, (s,)): held[cell] for s, held in counts.items() for cell in range(7)
    }
    by_hand = 0.0
    for a, b, ab, c, ac, bc, abc in counts.values():
        by_hand += a + b + ab + c + ac + bc + abc + a * b * c * abc / (ab * ac * bc)
    data = described("ABC", ("sex",), people)
    assert fitted(DoublyRobust(folds=1), data).point == pytest.approx(by_hand, rel=5e-3)


def test_two_of_three_lists_leave_the_people_on_the_third_as_they_are() -> None:
    on_third: People = {(4, ("m",)): 50, (5, ("m",)): 40, (7, ("w",)): 30}
    answer = fitted(
        DoublyRobust(lists=("A", "B"), folds=1), described("ABC", ("sex",), BY_SEX | on_third)
    )
    assert answer.point == pytest.approx(120 + 800 * 600 / 200 + 400 * 450 / 300, rel=2e-3)
    assert answer.n_observed == 1750 + 120
    assert answer.diagnostics["on_other_lists"] == 120
    assert any("none of the remaining lists" in item.text for item in answer.assumptions)


@pytest.mark.parametrize(
    ("data", "setting", "reason"),
    [
        (described("AB", ("sex",), {}), DoublyRobust(), "counts nobody"),
        (described("A", ("sex",), {(1, ("m",)): 9}), DoublyRobust(), "only one list"),
        (described("AB", ("sex",), {(1, ("m",)): 9, (2, ("m",)): 9}), DoublyRobust(), "more than"),
        (described("AB", ("sex",), {(1, ("m",)): 9, (3, ("m",)): 9}), DoublyRobust(), "two people"),
        (described("ABC", ("sex",), BY_SEX), DoublyRobust(), "Nobody is on C"),
        (
            described("ABC", ("sex",), BY_SEX | {(4, ("m",)): 50}),
            DoublyRobust(),
            "none of the others",
        ),
        (
            described("AB", ("sex",), BY_SEX | {(1, ("x",)): 50, (2, ("x",)): 50}),
            DoublyRobust(),
            "Nobody with sex=x is on A and B",
        ),
        (KOSOVO, DoublyRobust(), "Nothing describes the people"),
    ],
)
def test_what_cannot_be_estimated_says_why(
    data: CaptureHistories, setting: DoublyRobust, reason: str
) -> None:
    assert reason in refusal(setting, data)


def test_lists_that_exclude_each_other_are_refused() -> None:
    data = described("ABC", ("sex",), BY_SEX | {(4, ("m",)): 50, (5, ("m",)): 5})
    assert "cannot tell" in refusal(DoublyRobust(), replace(data, exclusive=(("B", "C"),)))


def test_fifteen_lists_are_refused_and_two_of_them_answered() -> None:
    rng = np.random.default_rng(3)
    cells = rng.integers(1, 2**15, 3000)
    people: People = {}
    for cell, sex in zip(cells.tolist(), rng.integers(0, 2, 3000).tolist(), strict=True):
        people[cell, (str(sex),)] = people.get((cell, (str(sex),)), 0) + 1
    people |= {(bit, (sex,)): 30 for bit in (1, 2, 3) for sex in "01"}
    data = described("ABCDEFGHIJKLMNO", ("sex",), people)
    assert "more patterns" in refusal(DoublyRobust(), data)
    assert fitted(DoublyRobust(lists=("A", "B")), data).diagnostics["on_other_lists"] > 2000


def test_a_million_in_one_cell() -> None:
    for cell in (1, 3):
        answer = fitted(DoublyRobust(), described("AB", ("sex",), BY_SEX | {(cell, ("m",)): 10**6}))
        assert np.isfinite([answer.point, answer.interval.lower, answer.interval.upper]).all()


def with_a_rare_level(alone: int, both: int) -> CaptureHistories:
    rare: People = {(1, ("x",)): alone, (2, ("x",)): alone, (3, ("x",)): both}
    return described("AB", ("sex",), BY_SEX | rare)


def test_few_overlaps_and_chances_at_their_floor_are_told() -> None:
    assert codes(fitted(DoublyRobust(), with_a_rare_level(30, 9))) == {
        "fewer-than-three-lists",
        "few-overlaps",
    }
    raised = fitted(DoublyRobust(trim=0.1), with_a_rare_level(60, 2))
    assert raised.diagnostics["trimmed"] == pytest.approx(122 / 1872)
    assert {"trimmed", "few-overlaps", "few-carry-the-unseen"} <= codes(raised)
    assert "below its floor" in refusal(DoublyRobust(trim=0.1), with_a_rare_level(300, 4))


def test_wrong_settings() -> None:
    for setting in (
        {"covariates": "age*sex"},
        {"lists": ("A",)},
        {"lists": ("A", "A")},
        {"folds": 0},
        {"splits": 4},
        {"trim": 0.0},
        {"trim": float("nan")},
    ):
        with pytest.raises(InputError):
            DoublyRobust(**setting)
    data = described("AB", ("sex",), BY_SEX)
    for wrong in (DoublyRobust("age"), DoublyRobust(lists=("A", "Z"))):
        with pytest.raises(InputError, match="there is no"):
            wrong.fit(data)
    with pytest.raises(InputError, match="level"):
        DoublyRobust().fit(data, level=1.0)


def test_numbers_of_few_values_are_categories_and_constants_do_no_harm() -> None:
    people = {(cell, (*rest, "1", "same")): n for (cell, rest), n in BY_SEX.items()}
    data = described("AB", ("sex", "year", "place"), people)
    answer = fitted(DoublyRobust(), data)
    assert answer.diagnostics["columns"] == ["intercept", "sex=w"]
    assert answer.point == fitted(DoublyRobust("sex"), described("AB", ("sex",), BY_SEX)).point


def test_the_order_of_lists_rows_and_covariates_does_not_matter() -> None:
    rng = np.random.default_rng(5)
    people: People = {}
    for cell, age, sex in zip(
        rng.integers(1, 8, 900), rng.integers(20, 40, 900), rng.integers(0, 2, 900), strict=True
    ):
        key = int(cell), (str(age), "fm"[sex])
        people[key] = people.get(key, 0) + 1
    first = fitted(DoublyRobust(), described("ABC", ("age", "sex"), people))
    for order in permutations(range(3)):
        moved: People = {}
        for (cell, (age, sex)), n in reversed(people.items()):
            there = sum((cell >> old & 1) << new for new, old in enumerate(order))
            moved[there, (sex, age)] = n
        names = tuple("ABC"[old] for old in order)
        other = fitted(DoublyRobust(), described(names, ("sex", "age"), moved))
        assert other.point == pytest.approx(first.point, rel=1e-9)
        assert other.interval.upper == pytest.approx(first.interval.upper, rel=1e-9)


def test_the_seed_settles_every_number_and_another_moves_it_little() -> None:
    data = simulated(2000, 8)
    one, again, other = (fitted(DoublyRobust(), data, seed) for seed in (1, 1, 2))
    assert one.to_json() == again.to_json()
    assert one.draws is not None
    assert again.draws is not None
    np.testing.assert_array_equal(one.draws, again.draws)
    assert one.point != other.point
    assert other.point == pytest.approx(one.point, rel=0.05)
    assert Estimate.from_dict(one.to_dict()).to_dict() == one.to_dict()


def test_the_draws_are_of_the_law_of_the_interval() -> None:
    answer = fitted(DoublyRobust(), simulated(2000, 8))
    assert answer.draws is not None
    assert answer.draws.shape == (1, 4000)
    middle, low, high = np.quantile(answer.draws, [0.5, 0.025, 0.975])
    found = (answer.point, answer.interval.lower, answer.interval.upper)
    assert (middle, low, high) == pytest.approx(found, rel=0.02)
    assert answer.draws.min() >= answer.n_observed


def test_folds_hold_everybody_once() -> None:
    people = np.random.default_rng(1).integers(0, 9, (40, 8))
    people[:, 0] = 0
    folds = deal(people, 5, 1)
    np.testing.assert_array_equal(folds.sum(axis=0), people)
    assert np.ptp(folds.sum(axis=(1, 2))) <= 1
    assert np.ptp(folds, axis=0).max() <= 1


def test_either_of_two_chances_may_be_wrong_but_not_both() -> None:
    """Das, Kennedy & Jewell (2023): the error is the product of the two regressions' errors."""
    rng = np.random.default_rng(2)
    n = 400_000
    x = rng.normal(size=n)
    true = [1 / (1 + np.exp(-reach)) for reach in (0.3 + x, -0.2 + x)]
    cell = (rng.random(n) < true[0]) + 2 * (rng.random(n) < true[1])
    constant = [np.full(n, (cell == 3).sum() / np.isin(cell, on).sum()) for on in ((2, 3), (1, 3))]

    def total(first: np.ndarray, second: np.ndarray) -> float:
        logs = np.zeros((n, 4))
        logs[:, 1], logs[:, 2] = np.log(1 / second - 1), np.log(1 / first - 1)
        return float(np.take_along_axis(worth(logs), cell[:, None], axis=1).sum()) / n

    assert total(true[0], true[1]) == pytest.approx(1, abs=0.01)
    assert total(constant[0], true[1]) == pytest.approx(1, abs=0.01)
    assert total(true[0], constant[1]) == pytest.approx(1, abs=0.01)
    assert total(constant[0], constant[1]) < 0.93


def test_what_moves_one_list_alone_may_be_left_out_and_what_moves_both_may_not() -> None:
    data = simulated(40_000, 1, strength=0.9)
    assert fitted(DoublyRobust("x+sex"), data).point == pytest.approx(40_000, rel=0.03)
    assert fitted(DoublyRobust("x"), data).point == pytest.approx(40_000, rel=0.03)
    assert fitted(DoublyRobust("sex"), data).point < 0.93 * 40_000


def test_both_lists_moved_by_a_number() -> None:
    _covers(25, 2000)


@pytest.mark.long
def test_both_lists_moved_by_a_number_in_many_tables() -> None:
    _covers(200, 2000)


def _covers(n_tables: int, n: int) -> None:
    inside, plain = 0, []
    for seed in range(n_tables):
        answer = fitted(DoublyRobust(), simulated(n, seed), seed)
        inside += answer.interval.lower <= n <= answer.interval.upper
        plain.append(answer.diagnostics["without_covariates"])
    assert np.mean(plain) < 0.95 * n
    assert inside >= 0.9 * n_tables


@pytest.mark.long
def test_intervals_are_to_be_trusted_where_the_unseen_rest_on_many() -> None:
    covered, carried = [], []
    for n in (500, 1000, 2000):
        for strength, middle in ((1.0, -0.3), (0.5, -0.3), (1.0, -1.3), (0.5, -1.3)):
            for seed in range(40):
                data = simulated(n, seed, strength=strength, middle=middle)
                answer = DoublyRobust().fit(data, seed=seed)
                if isinstance(answer, Estimate):
                    covered.append(answer.interval.lower <= n <= answer.interval.upper)
                    carried.append(answer.diagnostics["carried_by"])
    many = np.array(carried) >= 100
    assert np.mean(np.array(covered)[many]) >= 0.9
    assert many.sum() > 100


def test_the_sums_stay_finite_where_a_level_is_separated() -> None:
    people = np.array([[0, 40, 30, 20], [0, 0, 25, 20]])
    design = np.array([[1.0, -0.7], [1.0, 1.4]])
    made = one_step(design, people, deal(people, 5, 1), 0.005)
    assert made is not None
    assert made.total == pytest.approx(150 + 45, rel=0.05)
    found = nuisances(design, people.astype(np.float64), 0.005)
    assert found is not None
    assert np.isfinite(found[0]).all()
