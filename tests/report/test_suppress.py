"""Small counts of people are kept back, and cannot be worked out from what is left."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.estimate import ZeroTruncatedPoisson
from undercount.histories import CountData, Covariate
from undercount.report import Page, render
from undercount.report.suppress import printable, shown_rows
from undercount.results import Caution, Estimate, EstimateSet, Interval, NotEstimable


def estimate(observed: int) -> Estimate:
    interval = Interval(observed, observed + 4000, 0.95, "lognormal")
    return Estimate(observed + 1234, interval, observed, "Chapman", cautions=(Caution("c", "why"),))


def instead(*rows: tuple[str, int], below: int = 10) -> list[str]:
    answers = EstimateSet("x", tuple((label, estimate(n)) for label, n in rows))
    return [row.instead for row in shown_rows(answers, below)]


def test_asking_which_rows_may_be_shown_loads_little() -> None:
    code = (
        "import sys; from undercount.report import shown_rows; "
        "print({'jinja2', 'numpy', 'sqlite3'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_ten_is_printed_and_nine_is_not() -> None:
    assert instead(("men", 10), ("women", 9), ("boys", 9)) == [
        "", "fewer than 10", "fewer than 10",
    ]  # fmt: skip


def test_nobody_is_a_small_count_too() -> None:
    assert instead(("men", 0)) == ["fewer than 10"]


def test_zero_suppresses_nothing() -> None:
    assert instead(("men", 0), ("women", 3), below=0) == ["", ""]


@pytest.mark.parametrize("label", ["children", "unaccompanied minors", "Under-18s", "enfants"])
def test_beside_one_small_count_children_go_first(label: str) -> None:
    found = instead(("men", 50), (label, 400), ("other", 4))
    assert [bool(text) for text in found] == [False, True, True]


def test_beside_one_small_count_the_next_smallest_goes() -> None:
    found = instead(("men", 50), ("women", 400), ("other", 4))
    assert [bool(text) for text in found] == [True, False, True]


def test_what_is_not_estimable_is_kept_back_too() -> None:
    few = NotEstimable("All 7 were met once.", "A second list.", n_observed=7)
    page = Page("x", estimates=(EstimateSet("clinic", (("girls", few),)),))
    html = render(page)
    assert "fewer than 10" in html
    assert "All 7 were met once" not in html


def test_no_number_of_a_small_row_reaches_the_page() -> None:
    rows = (("men", estimate(8211)), ("women", estimate(7)), ("children", estimate(3977)))
    html = render(Page("x", estimates=(EstimateSet("clinic", rows),)))
    shown = html.split("</style>")[1]
    assert "9,445" in shown
    for secret in ("1,241", "4,007", "3,977", "5,211", "7,977"):
        assert secret not in shown


def by_age(people: dict[str, tuple[int, int]]) -> EstimateSet:
    """A zero-truncated fit of people met once and twice, by age."""
    rows = [
        (i, times, n) for i, two in enumerate(people.values()) for times, n in enumerate(two, 1)
    ]
    codes, times, counts = (np.array(column) for column in zip(*rows, strict=True))
    data = CountData(times, counts, (Covariate("age", tuple(people), codes),))
    fit = ZeroTruncatedPoisson("age").fit(data)
    assert isinstance(fit, Estimate)
    return EstimateSet("clinic", (("zero-truncated", fit),))


def test_a_small_group_inside_a_row_is_not_described() -> None:
    answers = by_age({"adult": (101, 26), "child": (3, 1)})
    [shown] = shown_rows(answers, 10)
    assert isinstance(shown.answer, Estimate)
    # The adults' number would give the children's away.
    assert not {"by_level", "coefficients"} & set(shown.answer.diagnostics)
    assert shown.answer.diagnostics["aic"] < 200
    html = render(Page("x", estimates=(answers,))).split("</style>")[1]
    assert "age=child: its rate rests on fewer than 5 further meetings" in html
    for secret in (" 4 people", "of 4 ", " 1 further", " 11 "):
        assert secret not in html


def test_groups_that_are_large_enough_stay_described() -> None:
    answers = by_age({"adult": (101, 26), "child": (8, 2)})
    assert [row.answer for row in shown_rows(answers, 10)] == [answer for _, answer in answers]
    few = by_age({"adult": (101, 26), "child": (3, 1)})
    assert [row.answer for row in shown_rows(few, 0)] == [answer for _, answer in few]


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(0, 20))
def test_never_exactly_one_row_is_missing(observed: list[int], below: int) -> None:
    answers = EstimateSet("x", tuple((f"group {i}", estimate(n)) for i, n in enumerate(observed)))
    shown = printable(answers, below)
    assert all(answer.n_observed is not None and answer.n_observed >= below for _, answer in shown)
    missing = len(answers) - len(shown)
    assert missing != 1 or len(answers) == 1
