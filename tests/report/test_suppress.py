"""Small counts of people are kept back, and cannot be worked out from what is left."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.estimate import ZeroTruncated, estimate_all
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
    fit = ZeroTruncated("age").fit(data)
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


def by_methods(
    *strata: tuple[str, int], methods: tuple[str, ...] = ("chao", "loglinear")
) -> EstimateSet:
    """Each stratum under several methods, with its totals: the rows of a project's estimate."""
    everybody = sum(n for _, n in strata)
    rows = [
        (f"{method}: {name}", replace(estimate(n), name=name))
        for method in methods
        for name, n in (*strata, ("total", everybody), ("all together", everybody))
    ]
    return EstimateSet("x", tuple(rows))


def hidden(answers: EstimateSet, below: int = 10) -> set[str]:
    return {row.label for row in shown_rows(answers, below) if row.answer is None}


def test_a_small_stratum_and_one_more_go_whatever_the_method() -> None:
    made = by_methods(("men", 300), ("women", 50), ("other", 4), ("unknown", 80))
    assert hidden(made) == {"chao: other", "loglinear: other", "chao: women", "loglinear: women"}
    one = by_methods(("men", 300), ("women", 50), ("other", 4), methods=("chao",))
    assert hidden(one) == {"chao: other", "chao: women"}


def test_a_refusal_belongs_to_its_stratum() -> None:
    made = by_methods(("men", 300), ("women", 50), ("other", 4))
    few = NotEstimable("Nobody was met twice.", "A list.", n_observed=4, name="other")
    rows = tuple((label, few if "chao: other" in label else row) for label, row in made)
    assert hidden(EstimateSet("x", rows)) == {
        f"{method}: {name}" for method in ("chao", "loglinear") for name in ("other", "women")
    }


def test_children_go_first_under_every_method() -> None:
    made = by_methods(("men", 30), ("girls", 400), ("other", 4))
    assert hidden(made) == {
        f"{method}: {name}" for method in ("chao", "loglinear") for name in ("other", "girls")
    }


@pytest.mark.parametrize("few", [(4, 0), (0, 0), (9, 9)])
def test_a_total_would_give_several_small_strata_away(few: tuple[int, int]) -> None:
    made = by_methods(("men", 300), ("women", 50), ("other", few[0]), ("unknown", few[1]))
    assert hidden(made) == {
        f"{method}: {name}"
        for method in ("chao", "loglinear")
        for name in ("other", "unknown", "women")
    }


def test_several_small_strata_hide_each_other() -> None:
    made = by_methods(("men", 300), ("women", 50), ("other", 7), ("unknown", 6))
    assert hidden(made) == {
        f"{method}: {name}" for method in ("chao", "loglinear") for name in ("other", "unknown")
    }


def test_without_a_further_stratum_the_totals_go() -> None:
    made = by_methods(("other", 9), ("unknown", 9))
    assert hidden(made) == {label for label, _ in made}


def test_a_stratum_that_is_called_total_is_a_stratum() -> None:
    called = {"total": "total (all strata)"}
    made = by_methods(("men", 300), ("women", 80), ("other", 4))
    rows = tuple((label, replace(row, name=called.get(row.name, row.name))) for label, row in made)
    rows += tuple((f"{method}: its", replace(estimate(20), name="total")) for method in ("a", "b"))
    assert hidden(EstimateSet("x", rows)) == {"chao: other", "loglinear: other", "a: its", "b: its"}


def test_a_total_tells_nothing_by_stratum_where_one_is_kept_back() -> None:
    told = {"strata": {"men": 1534.0, "other": 1238.0}, "n_draws": 7}
    rows = [("men", estimate(300)), ("women", estimate(50)), ("other", estimate(4))]
    rows += [("total", replace(estimate(354), diagnostics=told))]
    shown = {row.label: row.answer for row in shown_rows(EstimateSet("x", tuple(rows)), 10)}
    assert isinstance(shown["total"], Estimate)
    assert shown["total"].diagnostics == {"n_draws": 7}
    adds_up = NotEstimable('Not in "other". The other 2 add up to 12.', "Merge.", n_observed=354)
    refused = EstimateSet("x", (*rows[:-1], ("total", adds_up)))
    shown = {row.label: row.answer for row in shown_rows(refused, 10)}
    assert shown["total"] is None


@pytest.mark.parametrize("interval", ["profile", "bca"])
def test_strata_from_a_file_are_kept_back_with_both_methods(tmp_path: Path, interval: str) -> None:
    patterns = ("1,0,0", "0,1,0", "0,0,1", "1,1,0", "1,0,1", "0,1,1", "1,1,1")
    people = {"men": (40, 30, 20, 9, 8, 7, 6), "women": (20, 15, 12, 6, 5, 4, 3), "other": (2, 1)}
    lines = [
        f"{on},{sex},{n}" for sex, ns in people.items() for on, n in zip(patterns, ns, strict=False)
    ]
    (tmp_path / "lists.csv").write_text("\n".join(["A,B,C,sex,count", *lines]))
    made = estimate_all(
        tmp_path / "lists.csv", "x", ("chao", "loglinear"), by=("sex",),
        interval=interval, replicates=20 if interval == "bca" else None,
    )  # fmt: skip
    again = EstimateSet.from_dict(made.to_dict())
    assert [answer.name for _, answer in again] == [answer.name for _, answer in made]
    kept_back = hidden(again)
    assert {f"{m}: {s}" for m in ("chao", "loglinear") for s in ("other", "women")} <= kept_back
    assert not any(label.endswith(("men", "together")) for label in kept_back - {
        "chao: women", "loglinear: women"
    })  # fmt: skip


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(1, 15))
def test_no_total_tells_of_a_small_stratum(observed: list[int], below: int) -> None:
    """Everything that fits what is printed leaves each small count open, and the small as one."""
    made = by_methods(*((f"group {i}", n) for i, n in enumerate(observed)))
    rows = {row.label: row for row in shown_rows(made, below)}
    if rows["chao: total"].answer is None:
        return
    words = [rows[f"chao: group {i}"].instead for i in range(len(observed))]
    few = [n for n, word in zip(observed, words, strict=True) if word.startswith("fewer")]
    beside = [n for n, word in zip(observed, words, strict=True) if word.startswith("not shown")]
    if few and not beside:
        assert len(few) > 1
        assert below <= sum(few) < len(few) * (below - 1)
    assert len(beside) <= 1


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(0, 20))
def test_never_exactly_one_row_is_missing(observed: list[int], below: int) -> None:
    answers = EstimateSet("x", tuple((f"group {i}", estimate(n)) for i, n in enumerate(observed)))
    shown = printable(answers, below)
    assert all(answer.n_observed is not None and answer.n_observed >= below for _, answer in shown)
    missing = len(answers) - len(shown)
    assert missing != 1 or len(answers) == 1
