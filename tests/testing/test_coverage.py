from __future__ import annotations

import importlib.util
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.testing.toy import Toy
from undercount.errors import InputError
from undercount.estimate import Chapman, LogLinear
from undercount.histories import CaptureHistories
from undercount.results import Estimate, Interval, NotEstimable
from undercount.testing import Simulated, coverage, simulate_histories


@dataclass(frozen=True, slots=True)
class Guess:
    """Everywhere the same interval: it is known beforehand when it covers."""

    lower: float
    upper: float

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        if data.n_observed % 2:
            return NotEstimable("An odd number.", "One person more.")
        return Estimate(self.lower, Interval(self.lower, self.upper, level, "guess"), 0, "Guess")


def made(seed: int) -> Simulated:
    return simulate_histories(200, (0.3, 0.4), seed=seed)


def test_the_summary_of_known_intervals() -> None:
    found = coverage(Guess(150, 250), made, 60, level=0.9).to_dict()
    assert found["covered"] == found["estimated"] == 60 - found["not_estimable"]
    assert 15 < found["not_estimable"] < 45
    assert (found["coverage"], found["relative_bias"], found["rmse"]) == (1, -0.25, 50)
    assert (found["mean_width"], found["median_width"], found["level"]) == (100, 100, 0.9)
    assert coverage(Guess(201, 250), made, 10).covered == 0
    assert coverage(Guess(100, 200), made, 10).share == 1


def test_an_open_end_and_no_estimate_at_all_are_none_and_never_nan() -> None:
    @dataclass(frozen=True, slots=True)
    class Refuses:
        def fit(
            self, data: CaptureHistories, level: float = 0.95, seed: int = 1
        ) -> Estimate | NotEstimable:
            return NotEstimable("Never.", "Nothing.")

    none = coverage(Refuses(), made, 3)
    assert none.to_dict()["not_estimable"] == 3
    assert none.share is none.standard_error is none.to_dict()["rmse"] is None
    opened = coverage(Guess(150, math.inf), made, 10)
    assert opened.share == 1
    assert opened.to_dict()["mean_width"] is None
    for found in (none, opened):
        json.dumps(found.to_dict(), allow_nan=False)


def test_two_halves_are_the_whole() -> None:
    steps: list[tuple[int, int]] = []
    whole = coverage(
        Chapman(), made, 12, seed=4, progress=lambda done, of: steps.append((done, of))
    )
    parts = coverage(Chapman(), made, 5, seed=4).together(
        coverage(Chapman(), made, 7, seed=4, first=5)
    )
    assert whole.to_dict() == parts.to_dict()
    assert whole.point.tolist() == parts.point.tolist()
    assert steps[-1] == (12, 12)
    assert coverage(Chapman(), made, 12, seed=5).point.tolist() != whole.point.tolist()
    with pytest.raises(InputError, match="do not add up"):
        whole.together(coverage(Chapman(), made, 2, level=0.5))


def test_no_replicate_is_refused() -> None:
    with pytest.raises(InputError, match="1 or more"):
        coverage(Toy(), made, 0)


def test_chapman_covers_where_its_assumptions_hold_and_not_where_lists_depend() -> None:
    found = coverage(Chapman(), lambda seed: simulate_histories(500, (0.4, 0.3), seed=seed), 400)
    assert found.share == pytest.approx(0.95, abs=4 * 0.011)
    dependent = coverage(
        Chapman(),
        lambda seed: simulate_histories(500, (0.4, 0.3), dependence={"AB": 5.0}, seed=seed),
        100,
    )
    assert dependent.share is not None
    assert dependent.share < 0.1
    assert dependent.to_dict()["relative_bias"] < -0.2


def benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "interval_coverage.py"
    spec = importlib.util.spec_from_file_location("interval_coverage", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclass looks its own module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# People observed in the tables that the designs were fitted to.
OBSERVED = {
    "Western, 5 lists": 345,
    "New Orleans, 5 lists": 185,
    "UK 2013, 5 lists": 2744,
    "Netherlands, 5 lists": 8234,
    "UK 2013, 6 lists": 2744,
}


def test_the_designs_leave_as_many_unseen_as_the_tables_they_imitate() -> None:
    designs = benchmark().DESIGNS
    assert set(designs) == set(OBSERVED)
    for name, design in designs.items():
        tables = [design.simulate(seed).histories.n_observed for seed in range(40)]
        spread = math.sqrt(OBSERVED[name] / 40)
        assert sum(tables) / 40 == pytest.approx(OBSERVED[name], abs=4 * spread), name


@pytest.mark.long
def test_coverage_on_the_western_design() -> None:
    design = benchmark().DESIGNS["Western, 5 lists"]
    known = coverage(LogLinear(model=design.model), design.simulate, 200)
    assert known.share == pytest.approx(0.95, abs=4 * 0.0154)
    chosen = coverage(LogLinear(interval="bca", replicates=100), design.simulate, 60)
    assert chosen.share is not None
    assert chosen.share > 0.8
