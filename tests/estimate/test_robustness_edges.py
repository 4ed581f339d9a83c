from __future__ import annotations

import pytest

from tests.estimate.tables import histories, independent
from undercount.estimate.robustness import robustness
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable
from undercount.results.robustness_checks import NotDone


@pytest.mark.parametrize(
    "data",
    [
        histories(("A", "B", "C"), {1: 9, 2: 8, 3: 2, 4: 7}),
        histories(("A", "B", "C"), {1: 1_000_000, 2: 8, 3: 2, 4: 7, 5: 1}),
        histories(("A", "B", "C"), {7: 50}),
        histories(("A", "B"), {1: 90, 3: 20}),
        independent(300, 8, 0.2),
    ],
    ids=["nobody else meets C", "a million", "all on all", "nested", "eight lists"],
)
def test_odd_tables_are_answered_or_refused(data: CaptureHistories) -> None:
    made = robustness(data, replicates=4)
    # JSON refuses nan by itself.
    assert made.to_json()
    assert "nan" not in made.summary()
    assert made.verdict.plain
    if isinstance(made.answer, NotEstimable):
        assert isinstance(made.coverage, NotDone)


def test_more_than_six_lists_say_what_is_not_done() -> None:
    made = robustness(independent(400, 8, 0.3), replicates=2)
    assert isinstance(made.spread, NotDone)
    assert isinstance(made.coverage, NotDone)
    # The lists are still left out in turn, and the search downhill still answers.
    assert not isinstance(made.left_out, NotDone)
    assert isinstance(made.answer, Estimate)
