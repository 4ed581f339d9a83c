from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from tests.estimate.described import People, described, simulated
from tests.estimate.tables import KOSOVO
from undercount.errors import InputError
from undercount.estimate import Chapman, LogLinear
from undercount.estimate.doubly.doubly_robust import DoublyRobust
from undercount.estimate.strata import by_strata
from undercount.histories import CaptureHistories
from undercount.results import Caution, Estimate, EstimateSet, Interval, NotEstimable


@dataclass(frozen=True, slots=True)
class Twice:
    """Says that as many are unseen as were seen, with draws of a known law around it."""

    draws: int = 2000
    spread: float = 5.0
    shift: float = 0.0
    least: int = 0
    one_order: bool = False
    open_end: bool = False

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        n = data.n_observed
        if n < self.least:
            return NotEstimable("Too few people.", "More.", "twice", n)
        made = np.random.default_rng(seed).normal(2 * n + self.shift, self.spread, self.draws)
        if self.one_order:
            made.sort()
        return Estimate(
            2.0 * n,
            Interval(n, math.inf if self.open_end else 3.0 * n, level, "bca"),
            n,
            f"twice {n}",
            cautions=(Caution("made-up", "Made up."),) if n > 100 else (),
            draws=made[None] if self.draws else None,
        )


def table(**people: int) -> CaptureHistories:
    """A table of two lists with a third of each stratum in each cell."""
    held: People = {(c, (name,)): n for name, n in people.items() for c in (1, 2, 3)}
    return described("AB", ("group",), held)


def rows(made: EstimateSet) -> dict[str, Estimate | NotEstimable]:
    return dict(made)


def total(made: EstimateSet, label: str = "total") -> Estimate:
    answer = rows(made)[label]
    assert isinstance(answer, Estimate)
    return answer


def no_total(made: EstimateSet) -> NotEstimable:
    answer = rows(made)["total"]
    assert isinstance(answer, NotEstimable)
    return answer


def test_points_add_up_and_intervals_do_not() -> None:
    made = by_strata(Twice(), table(b=10, a=20, c=30), "group")
    assert [label for label, _ in made] == ["a", "b", "c", "total", "all together"]
    answer = total(made)
    assert answer.point == 2 * 180
    assert answer.n_observed == 180
    # Independent errors of 5 each: sqrt(3) 5 1.96 and not 3 times 5 1.96.
    half = (answer.interval.upper - answer.interval.lower) / 2
    assert half == pytest.approx(math.sqrt(3) * 5 * 1.96, rel=0.06)
    assert answer.interval.kind == "percentile"
    assert answer.draws is not None
    assert answer.draws.shape == (1, 2000)
    assert total(made, "b").name == "b"
    assert answer.name == "total"


def test_draws_that_come_in_one_order_are_not_added_in_it() -> None:
    answer = total(by_strata(Twice(one_order=True), table(a=20, b=30, c=40), "group"))
    half = (answer.interval.upper - answer.interval.lower) / 2
    assert half == pytest.approx(math.sqrt(3) * 5 * 1.96, rel=0.06)


def test_strata_alike_in_everything_still_err_apart() -> None:
    answer = total(by_strata(Twice(one_order=True), table(a=20, b=20, c=20), "group"))
    half = (answer.interval.upper - answer.interval.lower) / 2
    assert half == pytest.approx(math.sqrt(3) * 5 * 1.96, rel=0.06)


@pytest.mark.parametrize("setting", [Twice(), LogLinear(interval="bca", replicates=100)])
def test_names_and_order_of_strata_do_not_move_the_total(setting: Twice | LogLinear) -> None:
    people = {"a": (40, 30, 20), "b": (90, 80, 30), "c": (25, 60, 12)}

    def made(names: dict[str, str]) -> Estimate:
        held: People = {
            (cell + 1, (names[name],)): n
            for name, counts in people.items()
            for cell, n in enumerate(counts)
        }
        return total(by_strata(setting, described("AB", ("group",), held), "group"))

    first = made({"a": "a", "b": "b", "c": "c"})
    assert first.draws is not None
    for names in ({"a": "c", "b": "a", "c": "b"}, {"a": "women", "b": "9", "c": "x"}):
        other = made(names)
        assert (other.point, other.interval) == (first.point, first.interval)
        assert other.draws is not None
        np.testing.assert_array_equal(other.draws, first.draws)


def test_the_seed_settles_every_number() -> None:
    data = table(a=20, b=30)
    one, again, other = (by_strata(Twice(), data, ("group",), seed=seed) for seed in (1, 1, 2))
    assert one.to_dict() == again.to_dict()
    assert total(one).interval != total(other).interval
    assert EstimateSet.from_dict(one.to_dict()).to_dict() == one.to_dict()


def test_one_stratum_is_its_own_total() -> None:
    made = by_strata(Twice(), table(a=20), "group")
    assert [label for label, _ in made] == ["a", "total", "all together"]
    assert total(made).interval == total(made, "a").interval


def test_a_stratum_without_an_estimate_takes_the_total_with_it_and_says_what_is_left() -> None:
    made = by_strata(Twice(least=50), table(a=20, b=10, c=30), "group")
    assert isinstance(rows(made)["b"], NotEstimable)
    answer = no_total(made)
    assert 'Not estimable in "b"' in answer.reason
    assert "The other 2 add up to 300 (" in answer.reason
    assert 'Merge "b"' in answer.what_would_help
    assert answer.n_observed == 180
    assert isinstance(rows(made)["all together"], Estimate)
    none = no_total(by_strata(Twice(least=500), table(a=20, b=10), "group"))
    assert '"a" and "b"' in none.reason
    assert "add up" not in none.reason


def test_a_method_without_draws_has_no_total() -> None:
    answer = no_total(by_strata(Twice(draws=0), table(a=20, b=10), "group"))
    assert "draws" in answer.reason
    assert "add up to 180" in answer.reason


def test_strata_with_nobody_are_rows_and_do_not_take_the_total() -> None:
    held: People = {
        (cell, who): 20 for cell in (1, 2, 3) for who in (("m", "1"), ("w", "1"), ("w", "2"))
    }
    made = by_strata(Twice(), described("AB", ("sex", "zone"), held), "sex+zone")
    labels = [label for label, _ in made]
    assert labels == ["m, 1", "m, 2", "w, 1", "w, 2", "total", "all together"]
    empty = rows(made)["m, 2"]
    assert isinstance(empty, NotEstimable)
    assert empty.n_observed == 0
    assert total(made).point == 360


@pytest.mark.parametrize("setting", [Chapman(), LogLinear(), DoublyRobust()])
def test_a_table_that_counts_nobody_is_rows_without_an_estimate(
    setting: Chapman | LogLinear | DoublyRobust,
) -> None:
    held: People = {(1, ("m",)): 0, (2, ("m",)): 0, (3, ("f",)): 0}
    made = by_strata(setting, described("AB", ("sex",), held), "sex")
    assert [label for label, _ in made] == ["total", "all together"]
    assert all(isinstance(answer, NotEstimable) for _, answer in made)


def test_a_stratum_whose_people_may_all_be_non_members_is_a_row() -> None:
    held: People = {(1, ("m",)): 20, (2, ("m",)): 20, (3, ("m",)): 9, (2, ("w",)): 30}
    data = described("AB", ("sex",), held)
    data = CaptureHistories(data.lists, data.counts, (), ("B",), data.described)
    made = by_strata(LogLinear(), data, "sex")
    assert isinstance(rows(made)["w"], NotEstimable)
    assert '"w"' in no_total(made).reason


def test_labels_that_are_taken() -> None:
    made = by_strata(Twice(), table(total=20, a=30), "group")
    assert [label for label, _ in made] == ["a", "total", "total (all strata)", "all together"]
    assert total(made, "total (all strata)").point == 300
    held: People = {(cell, who): 20 for cell in (1, 2, 3) for who in (("a, b", "c"), ("a", "b, c"))}
    twins = by_strata(Twice(), described("AB", ("x", "y"), held), ["x", "y"])
    labels = [label for label, _ in twins]
    assert len(set(labels)) == len(labels)
    assert total(twins).point == 240


def test_what_pooling_changes_and_what_strata_warn_of_is_told() -> None:
    held: People = {
        (1, ("m",)): 600, (2, ("m",)): 400, (3, ("m",)): 100,
        (1, ("w",)): 100, (2, ("w",)): 150, (3, ("w",)): 600,
    }  # fmt: skip
    setting = LogLinear(interval="bca", replicates=200)
    answer = total(by_strata(setting, described("AB", ("sex",), held), "sex"))
    assert answer.point == pytest.approx(700 * 500 / 100 + 700 * 750 / 600, rel=1e-6)
    assert {"strata-change-the-total", "cautions-in-strata"} <= {c.code for c in answer.cautions}
    assert answer.interval.lower > answer.diagnostics["all_together"]
    alike = total(by_strata(Twice(), table(a=20, b=30), "group"))
    assert "strata-change-the-total" not in {caution.code for caution in alike.cautions}


def test_a_point_beside_its_draws_stretches_the_interval_and_an_open_end_stays_open() -> None:
    above = total(by_strata(Twice(shift=40), table(a=20, b=30), "group"))
    assert above.interval.lower == above.point == 300
    assert "interval-stretched" in {caution.code for caution in above.cautions}
    below = total(by_strata(Twice(shift=-400), table(a=20, b=30), "group"))
    assert (below.interval.lower, below.interval.upper) == (150, 300)
    open_end = total(by_strata(Twice(open_end=True), table(a=20, b=30), "group"))
    assert open_end.interval.upper == math.inf


def test_draws_of_different_number_are_added() -> None:
    @dataclass(frozen=True)
    class Uneven:
        def fit(
            self, data: CaptureHistories, level: float = 0.95, seed: int = 1
        ) -> Estimate | NotEstimable:
            return Twice(draws=100 if data.n_observed < 70 else 1999).fit(data, level, seed)

    answer = total(by_strata(Uneven(), table(a=20, b=30), "group"))
    assert answer.diagnostics["n_draws"] == 1999
    assert answer.diagnostics["median_of_draws"] == pytest.approx(300, abs=2)


def test_wrong_settings() -> None:
    data = table(a=20, b=30)
    for by in ("", (), "age", ("group", "group"), "group*x"):
        with pytest.raises(InputError):
            by_strata(Twice(), data, by)
    with pytest.raises(InputError):
        by_strata(Twice(), KOSOVO, "sex")
    with pytest.raises(InputError, match="level"):
        by_strata(Twice(), data, "group", level=0.0)
    with pytest.raises(InputError, match="two lists"):
        by_strata(Chapman(), simulated(200, 1, n_lists=3), "sex")


def test_a_method_with_covariates_within_strata() -> None:
    data = simulated(4000, 3, strength=0.4)
    made = by_strata(DoublyRobust(), data, "sex")
    answer = total(made)
    assert answer.interval.lower <= 4000 <= answer.interval.upper
    assert answer.point == pytest.approx(total(made, "all together").point, rel=0.05)
    with pytest.raises(InputError, match="sex"):
        by_strata(DoublyRobust("sex"), data, "sex")


@pytest.mark.long
def test_totals_of_strata_cover_the_truth() -> None:
    inside = 0
    for seed in range(100):
        answer = total(
            by_strata(DoublyRobust("x"), simulated(4000, seed, strength=0.5), "sex", seed=seed)
        )
        inside += answer.interval.lower <= 4000 <= answer.interval.upper
    assert inside >= 90
