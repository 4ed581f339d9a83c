"""An answer, or why there is none and what would help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.intervention import Intervention
from undercount.reconcile.result import Reconciled
from undercount.reconcile.wording import too_few
from undercount.results import NotEstimable

Say = Callable[..., Entry]


def told(answer: Reconciled | NotEstimable, code: str) -> str:
    [text] = [caution.text for caution in answer.cautions if caution.code == code]
    return text


def test_one_observation(say: Say) -> None:
    answer = HouseEffects().fit([say(900, source="office")], name="x", title="x")
    assert isinstance(answer, NotEstimable)
    assert answer.reason.startswith("There is only one figure;")
    assert "Two or more" in answer.what_would_help


def test_no_observation() -> None:
    answer = HouseEffects().fit([], name="x", title="x")
    assert isinstance(answer, NotEstimable)
    assert "hand/figures.csv" in answer.what_would_help


def test_all_hedged(say: Say) -> None:
    entries = [
        say(1000, f"2020-01-{d:02d}", source=by, low=900, high=1100, quantifier="approx")
        for d, by in ((1, "a"), (8, "b"), (15, "a"), (22, "b"))
    ]
    answer = HouseEffects().fit(entries, name="x", title="x", ask=[date(2020, 1, 10)])
    assert isinstance(answer, Reconciled)
    assert answer.answers[0].lower < 1000 < answer.answers[0].upper
    assert answer.diagnostics["converged"]


def test_anchors_that_differ_are_named(say: Say) -> None:
    entries = [
        say(5013, "2020-01-10", source="census"),
        say(5611, "2020-01-12", source="register"),
        say(4700, "2020-01-11", source="office"),
    ]
    answer = HouseEffects(anchors=("census", "register")).fit(entries, name="x", title="x")
    assert isinstance(answer, Reconciled)
    text = told(answer, "anchors-apart")
    assert "census" in text
    assert "register" in text
    assert "factor of 1.12" in text


def test_anchors_that_exclude_each_other_give_no_series(say: Say) -> None:
    entries = [
        say(5013, "2020-01-10", source="census"),
        say(9127, "2020-01-11", source="register"),
        say(4700, "2020-01-11", source="office"),
    ]
    answer = HouseEffects(anchors=("census", "register")).fit(entries, name="camp", title="x")
    assert isinstance(answer, NotEstimable)
    assert "factor of 1.82" in answer.reason
    assert "choice which of the two" in answer.what_would_help
    assert answer.provenance["name"] == "camp"


def test_anchors_may_differ_across_an_intervention(say: Say) -> None:
    entries = [
        say(9127, "2020-01-10", source="census"),
        say(5013, "2020-01-13", source="register"),
        say(4700, "2020-01-14", source="office"),
    ]
    cleared = Intervention(date(2020, 1, 11), date(2020, 1, 12), "clearance")
    model = HouseEffects(anchors=("census", "register"), interventions=(cleared,))
    assert isinstance(model.fit(entries, name="x", title="x"), Reconciled)


@pytest.mark.parametrize("many", [0, 3])
def test_dates_missing(say: Say, many: int) -> None:
    dated = [say(900 + i, f"2020-01-{i + 1:02d}", source="office") for i in range(many)]
    undated = [say(1100 + i, None, source="charity") for i in range(3)]
    answer = HouseEffects().fit(dated + undated, name="x", title="x")
    assert "no number or no day" in told(answer, "not-pooled")
    if many:
        assert isinstance(answer, Reconciled)
        assert len(answer.observations) == many
    else:
        assert isinstance(answer, NotEstimable)
        assert "each with a day" in answer.what_would_help


def test_a_figure_of_a_day_after_it_was_printed_is_no_count(say: Say) -> None:
    entries = [say(900 + i, f"2020-01-{i + 1:02d}", source="office") for i in range(4)]
    forecast = say(2000, "2020-06-01", source="office", published=date(2020, 2, 1), id="late")
    answer = HouseEffects().fit([*entries, forecast], name="x", title="x")
    assert isinstance(answer, Reconciled)
    assert "an expectation, not a count): 2,000 (office)" in told(answer, "not-pooled")
    assert [row["figure"] for row in answer.diagnostics["refused"]] == ["late"]


def test_a_day_still_to_come_is_no_count(say: Say) -> None:
    entries = [say(900 + i, f"2020-01-{i + 1:02d}", source="office") for i in range(4)]
    answer = HouseEffects().fit([*entries, say(2000, "2199-06-01")], name="x", title="x")
    assert isinstance(answer, Reconciled)
    assert "a day still to come" in told(answer, "not-pooled")


def test_unit_unknown(say: Say) -> None:
    entries = [
        say(900 + i, f"2020-01-{i + 1:02d}", source="office", unit="other") for i in range(4)
    ]
    answer = HouseEffects().fit(entries, name="x", title="x")
    assert isinstance(answer, Reconciled)
    assert "not known" in told(answer, "unit-unknown")


def test_an_anchor_that_speaks_of_a_part_only(say: Say) -> None:
    whole = [say(900 + i, f"2020-01-{i + 1:02d}", source="office") for i in range(4)]
    part = [say(120, "2020-01-03", source="school register")]
    made = HouseEffects(anchors=("school register",)).fit_family(
        {"camp": whole, "children": part}, "camp"
    )
    camp = made["camp"]
    assert isinstance(camp, Reconciled)
    assert camp.fixed_by.startswith("Nothing fixes the level")
    assert isinstance(made["children"], Reconciled)


def test_a_figure_a_million_times_too_large(say: Say) -> None:
    entries = [
        say(903 + i, f"2020-01-{i + 1:02d}", source=by) for i in range(9) for by in ("a", "b")
    ]
    wrong = say(909_000_001, "2020-01-05", source="a")
    answer = HouseEffects(anchors=("b",)).fit([*entries, wrong], name="x", title="x")
    if isinstance(answer, Reconciled):
        assert "909,000,001" in " ".join(caution.text for caution in answer.cautions)
    else:
        assert "wrong by several orders" in answer.what_would_help


def test_too_few_figures_are_told_in_whole_sentences() -> None:
    assert too_few(0, 0) == "There is no figure; a series needs two."
    assert too_few(1, 1) == "There is only one figure; a series needs two."
    assert too_few(0, 1) == "The only figure cannot be used; a series needs two."
    assert too_few(0, 2) == "None of the 2 figures can be used; a series needs two."
    assert too_few(1, 3) == "Only one of the 3 figures can be used; a series needs two."
