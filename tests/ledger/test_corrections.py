from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.ledger.conftest import TEXT, figure, reading, span
from undercount.errors import InputError
from undercount.ledger import Aliases, Figure, Ledger
from undercount.ledger.corrections import FIELDS, apply
from undercount.ledger.schema import FIGURE_FIELDS

A, B = "A. Tester", "B. Tester"


def _correct(ledger: Ledger, name: str, changes: dict[str, Any], by: str = A) -> Figure:
    ledger.judge([name], "corrected", by=by, why="", changes=changes)
    return ledger.entries()[0].figure


def test_a_correction_is_what_the_ledger_then_says(ledger: Ledger, name: str) -> None:
    left = _correct(
        ledger, name,
        {
            "surface": span("40"), "value": 40, "low": 40, "high": 40.0, "quantifier": "exact",
            "hedge": None, "unit": "boat", "population": span("boats"),
            "claimant": span("kitchen of Halden"), "claimant_class": "ngo", "place": None,
            "period": span("3 May"), "period_start": "2021-05-03", "period_end": "2021-05-03",
            "quantity": "boats_at_quay",
        },
    )  # fmt: skip
    (entry,) = ledger.entries()
    assert (entry.id, entry.decision) == (name, "accepted")
    assert entry.corrected == (
        "claimant", "claimant_class", "hedge", "high", "low", "period", "period_end",
        "period_start", "place", "population", "quantifier", "quantity", "surface", "unit", "value",
    )  # fmt: skip
    assert (left.value, left.low, left.high, left.unit) == (40.0, 40.0, 40.0, "boat")
    assert (left.hedge, left.place, left.population) == (None, None, "boats")
    assert (left.claimant, left.claimant_class, left.quantity) == (
        "kitchen of Halden", "ngo", "boats_at_quay",
    )  # fmt: skip
    assert (left.period, left.period_start) == ("3 May", date(2021, 5, 3))
    assert left.measure == "stock"
    # Each field is still one click from its words, and the number from its sentence.
    assert TEXT[left.start : left.end] == left.surface == "40"
    for field, (start, end) in left.spans.items():
        assert TEXT[start:end] == getattr(left, field)
    assert set(left.spans) == {"population", "claimant", "period"}
    assert entry.sentence is not None
    assert entry.offset is not None
    assert entry.sentence[entry.offset :].startswith("40 boats")
    # How sure a machine was is not said of what a person wrote.
    assert (left.confidence, left.confidences) == (None, {})


def test_what_is_read_stays_beside_what_was_corrected(ledger: Ledger, name: str) -> None:
    _correct(ledger, name, {"unit": "household"})
    (read,) = ledger.entries(as_read=True)
    assert (read.decision, read.corrected) == ("suggested", ())
    assert read.figure == figure(source="harbour office")
    (left,) = next(ledger.readings()).figures
    assert left.unit == "household"


def test_rejecting_or_accepting_later_takes_the_correction_out(ledger: Ledger, name: str) -> None:
    assert _correct(ledger, name, {"unit": "household"}).unit == "household"
    ledger.judge([name], "accepted", by=A, why="", key="k")
    (entry,) = ledger.entries()
    assert (entry.figure.unit, entry.corrected) == ("person", ())
    ledger.undo("k", by=A)
    assert ledger.entries()[0].corrected == ("unit",)


def test_a_corrected_source_goes_by_its_usual_name_and_a_question_is_the_persons(
    ledger: Ledger, name: str
) -> None:
    aliases = Aliases(
        {("source", "kitchen of halden", ""): "Kitchen", ("quantity", "people", ""): "quay"}
    )
    assert ledger.entries(aliases)[0].figure.quantity == "quay"
    _correct(ledger, name, {"claimant": span("kitchen of Halden"), "quantity": None})
    (entry,) = ledger.entries(aliases)
    assert (entry.figure.source, entry.figure.quantity) == ("Kitchen", None)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "changes nothing"),
    ({"unit": "ghost"}, "'ghost' is not one of person"),
    ({"unit": ["person"]}, "is not one of"),
    ({"unit": None}, "may not be empty"),
    ({"surface": None}, "may not be empty"),
    ({"claimant": "harbour office"}, "needs words of the document"),
    ({"claimant": {"text": "harbour office", "start": 0, "end": 14}}, "does not say"),
    ({"claimant": {**span("boats"), "end": TEXT.index("boats") + 4}}, "does not say"),
    ({"claimant": {**span("boats"), "more": 1}}, "needs words"),
    ({"claimant": {"text": "x", "start": -1, "end": 0}}, "does not say"),
    ({"claimant": {"text": "x", "start": 10**30, "end": 10**30 + 1}}, "does not say"),
    ({"place": {"text": " ", "start": 9, "end": 10}}, "does not say"),
    ({"surface": span("3")}, "must stand in the figure's sentence"),
    ({"value": "620"}, "is not a number"),
    ({"value": True}, "is not a number"),
    ({"value": float("nan")}, "is not a number"),
    ({"value": 1e12}, "is not a number"),
    ({"value": 700}, "low <= value <= high"),
    ({"low": 700.0}, "low <= value <= high"),
    ({"period_start": "3 May"}, "is not a day"),
    ({"period_start": "2916-05-03"}, "is not a day"),
    ({"period_start": "2021-05-03", "period_end": "2021-05-02"}, "is before"),
    ({"quantity": "  "}, "is not a name"),
    ({"quantity": "x" * 201}, "is not a name"),
    ({"quantity": "a\ud800"}, "is not a name"),
    ({"document": "b.txt"}, "no such field"),
    ({"confidence": 1.0}, "no such field"),
]


@pytest.mark.parametrize(
    ("changes", "why"), WRONG, ids=[str(number) for number in range(len(WRONG))]
)
def test_what_is_not_in_order_is_refused(
    ledger: Ledger, name: str, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(InputError, match=why):
        ledger.judge([name], "corrected", by=A, why="", changes=changes)
    assert ledger.history() == ()


def test_all_that_is_wrong_is_told_at_once(ledger: Ledger, name: str) -> None:
    with pytest.raises(InputError) as caught:
        _correct(ledger, name, {"unit": "ghost", "value": "x", "place": span("boats") | {"end": 0}})
    assert [problem.column for problem in caught.value.problems] == ["unit", "value", "place"]
    with pytest.raises(InputError, match="only a correction"):
        ledger.judge([name], "accepted", by=A, why="", changes={"unit": "boat"})


def test_what_was_typed_by_hand_is_mended_where_it_was_typed(ledger: Ledger) -> None:
    ledger.put_hand_figures([Figure(surface="3", value=3, low=3, high=3, origin="hand", row=7)])
    typed = ledger.entries()[-1].id
    with pytest.raises(InputError, match="Mend line 7"):
        ledger.judge([typed], "corrected", by=A, why="", changes={"unit": "boat"})


def test_a_correction_moves_with_its_figure(ledger: Ledger, name: str) -> None:
    changes = {"claimant": span("kitchen of Halden"), "surface": span("40"),
               "value": 40, "low": 40, "high": 40}  # fmt: skip
    _correct(ledger, name, changes)
    longer = "A line before it all.\n" + TEXT
    ledger.put_reading(reading(longer))
    (entry,) = ledger.entries()
    left = entry.figure
    assert (entry.id, entry.decision, left.claimant) == (name, "accepted", "kitchen of Halden")
    assert longer[slice(*left.spans["claimant"])] == "kitchen of Halden"
    assert longer[left.start : left.end] == "40"


def test_words_that_have_gone_keep_their_wording_and_lose_their_place(
    ledger: Ledger, name: str
) -> None:
    _correct(ledger, name, {"claimant": span("kitchen of Halden")})
    ledger.put_reading(reading(TEXT.replace("The kitchen of Halden", "Somebody else there")))
    left = ledger.entries()[0].figure
    assert left.claimant == "kitchen of Halden"
    assert "claimant" not in left.spans


def test_a_correction_lapses_only_where_it_left_what_the_machine_read(
    ledger: Ledger, name: str
) -> None:
    _correct(ledger, name, {"claimant": span("kitchen of Halden")})
    # The machine learns to read what the person wrote, or something else in that very field.
    for claimant in ("kitchen of Halden", "police"):
        ledger.put_reading(reading(claimant=claimant))
        assert ledger.entries()[0].decision == "accepted"
        assert ledger.entries()[0].figure.claimant == "kitchen of Halden"
        assert ledger.lapsed() == ()
    ledger.put_reading(reading(unit="household"))
    assert (ledger.entries()[0].decision, ledger.lapsed()) == ("suggested", (name,))
    assert ledger.entries()[0].figure == figure(unit="household", source="harbour office")


def test_one_end_of_a_period_rests_on_the_other(ledger: Ledger, name: str) -> None:
    first, last = date(2021, 5, 1), date(2021, 5, 31)
    ledger.put_reading(reading(period_start=first, period_end=last))
    _correct(ledger, name, {"period_start": "2021-05-20"})
    # Read otherwise, the end would come before the start.
    ledger.put_reading(reading(period_start=first, period_end=date(2021, 5, 7)))
    assert ledger.lapsed() == (name,)


def test_two_people_are_of_one_mind_by_words_not_by_places(ledger: Ledger, name: str) -> None:
    _correct(ledger, name, {"unit": "boat", "place": None})
    _correct(ledger, name, {"place": None, "unit": "boat"}, by=B)
    one, other = ledger.versions(name).values()
    assert one.says == other.says
    _correct(ledger, name, {"place": None}, by=B)
    one, other = ledger.versions(name).values()
    assert one.says != other.says


def test_every_correctable_field_is_one_of_a_figure() -> None:
    assert set(FIELDS) < set(FIGURE_FIELDS)
    assert apply(figure(), {}) == figure(confidence=None)
