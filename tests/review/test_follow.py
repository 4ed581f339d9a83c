"""What follows from corrected words, by the reader's own rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from undercount.errors import InputError
from undercount.ledger import Figure
from undercount.review.follow import Around, completed

TEXT = (
    "Invented, 9 June 2021. Fishermen say almost 7,000 people, between 60 and 80 boats and 40% of "
    "the families came in the first half of May. Half of them left; 1,200 or more, the ministry of "
    "the interior said."
)
AROUND = Around(lambda start, end: TEXT[start:end], "en", date(2021, 6, 9))


def _span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def _figure(surface: str = "7,000", **changes: Any) -> Figure:
    start = TEXT.index(surface)
    return Figure(
        **{
            "surface": surface, "value": 7000.0, "low": 7000.0, "high": 7000.0,
            "document": "a.txt", "start": start, "end": start + len(surface),
            "sentence_start": TEXT.index("Fishermen") if start < TEXT.index("Half") else
            TEXT.index("Half"),
            "sentence_end": TEXT.index(" Half") if start < TEXT.index("Half") else len(TEXT),
            **changes,
        }
    )  # fmt: skip


def _left(
    changes: dict[str, Any], figure: Figure | None = None, before: dict[str, Any] | None = None
) -> dict[str, Any]:
    return completed(figure or _figure(), changes, AROUND, before or {})


@pytest.mark.parametrize("selected", ["almost 7,000", "7,000", "almost 7,000 people"])
def test_a_selected_number_is_read_with_its_words_of_caution(selected: str) -> None:
    wrong = _figure("40%", value=40.0, low=40.0, high=40.0, kind="percent")
    told = _left({"surface": _span(selected)}, wrong)
    assert told == {
        "surface": _span("7,000"), "value": 7000.0, "low": 6300.0, "high": 6999.0,
        "quantifier": "almost", "hedge": _span("almost"), "kind": "count",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("selected", "value", "low", "high", "kind", "quantifier"),
    [
        ("between 60 and 80", None, 60.0, 80.0, "range", "range"),
        ("40%", 40.0, 40.0, 40.0, "percent", "exact"),
        ("9 June", 9.0, 9.0, 9.0, "count", "exact"),
    ],
)
def test_other_forms_of_numbers(
    selected: str, value: float | None, low: float, high: float, kind: str, quantifier: str
) -> None:
    """What the reader takes for a date is a number all the same, if a person says so."""
    figure = _figure(sentence_start=0)
    told = _left({"surface": _span(selected)}, figure)
    left = {"value": 7000.0, "low": 7000.0, "high": 7000.0, "kind": "count",
            "quantifier": "exact", **told}  # fmt: skip
    assert (left["value"], left["low"], left["high"]) == (value, low, high)
    assert (left["kind"], left["quantifier"]) == (kind, quantifier)


def test_a_rate_stays_one() -> None:
    rate = _figure("40%", kind="rate", measure="rate")
    assert "kind" not in _left({"surface": _span("7,000")}, rate)


@pytest.mark.parametrize(
    ("words", "why"),
    [("people", "no number"), ("7,000 people, between 60 and 80", "2 numbers"), ("7", "no number")],
)
def test_a_selection_that_is_no_one_number_is_refused(words: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        _left({"surface": _span(words) if words != "7" else {**_span("7,000"), "text": ","}
               | {"start": TEXT.index("7,000") + 1, "end": TEXT.index("7,000") + 2}})  # fmt: skip
    assert caught.value.problems[0].column == "surface"


def test_what_the_person_sets_goes_before_what_would_follow() -> None:
    told = _left({"surface": _span("almost 7,000"), "quantifier": "approx", "low": 6000.0,
                  "high": 8000.0, "hedge": None})  # fmt: skip
    assert (told["quantifier"], told["low"], told["high"]) == ("approx", 6000.0, 8000.0)
    assert "hedge" not in told
    assert "value" not in told


def test_words_of_caution_make_the_interval_and_their_absence_unmakes_it() -> None:
    assert _left({"hedge": _span("almost")}) == {
        "hedge": _span("almost"), "quantifier": "almost", "low": 6300.0, "high": 6999.0,
    }  # fmt: skip
    hedged = _figure(hedge="almost", quantifier="almost", low=6300.0, high=6999.0,
                     spans={"hedge": tuple(_span("almost").values())[1:]})  # fmt: skip
    assert _left({"hedge": None}, hedged) == {
        "hedge": None, "quantifier": "exact", "low": 7000.0, "high": 7000.0,
    }  # fmt: skip
    # Behind the number, too; and words that the reader does not know change nothing else.
    more = _figure("1,200", value=1200.0, low=1200.0, high=1200.0)
    assert _left({"hedge": _span("or more")}, more)["quantifier"] == "at_least"
    assert _left({"hedge": _span("Fishermen")}) == {"hedge": _span("Fishermen")}


def test_a_typed_number_takes_the_interval_of_its_words() -> None:
    almost = _figure(quantifier="almost", low=6300.0, high=6999.0)
    assert _left({"value": 700.0}, almost) == {"value": 700.0, "low": 630.0, "high": 699.0}
    assert _left({"quantifier": "approx"}) == {
        "quantifier": "approx", "low": 6300.0, "high": 7700.0,
    }  # fmt: skip
    assert _left({"value": None, "low": 60.0, "high": 80.0, "quantifier": "range"}) == {
        "value": None, "low": 60.0, "high": 80.0, "quantifier": "range",
    }  # fmt: skip


def test_days_kinds_of_source_and_units_follow_their_words() -> None:
    told = _left({"period": _span("May")})
    assert (told["period_start"], told["period_end"]) == ("2021-05-01", "2021-05-31")
    dated = _figure(period="x", period_start=date(2021, 5, 1), period_accuracy="day")
    assert _left({"period": None}, dated)["period_start"] is None
    assert _left({"claimant": _span("ministry of the interior")})["claimant_class"] == "government"
    assert _left({"population": _span("families")}) == {
        "population": _span("families"), "unit": "household",
    }  # fmt: skip
    assert "unit" not in _left({"population": _span("Fishermen"), "unit": "person"})


def test_bare_words_mean_the_nearest_place_where_they_stand() -> None:
    assert _left({"claimant": "Fishermen"})["claimant"] == _span("Fishermen")
    with pytest.raises(InputError, match='does not say "Atlantis"'):
        _left({"place": "Atlantis"})
    with pytest.raises(InputError, match="sentence does not say"):
        _left({"surface": "1,200"})


def test_what_is_as_it_was_read_is_no_change() -> None:
    figure = _figure(claimant="Fishermen", spans={"claimant": (23, 32)}, unit="person",
                     period_start=date(2021, 5, 1))  # fmt: skip
    same = {"claimant": "Fishermen", "unit": "person", "value": 7000, "hedge": "", "place": None,
            "period_start": "2021-05-01"}  # fmt: skip
    assert _left(same, figure) == {}


def test_a_new_correction_comes_on_top_of_ones_own() -> None:
    before = {"unit": "boat", "claimant": _span("Fishermen")}
    told = _left({"place": _span("interior")}, before=before)
    assert told == {**before, "place": _span("interior")}
    # Set back to what was read, a field is no longer corrected.
    assert _left({"unit": "person"}, before=before) == {"claimant": _span("Fishermen")}


@pytest.mark.parametrize(
    "value",
    [5, [], {}, {"text": 1, "start": 0, "end": 1}, {"text": "x"}, {"text": "x", "start": 0.5},
     {"text": "Invented", "start": "0", "end": "8"}, {"text": "", "start": 0, "end": 0}],
)  # fmt: skip
@pytest.mark.parametrize("name", ["surface", "claimant", "period"])
def test_what_a_browser_may_send_instead_of_words(name: str, value: Any) -> None:
    with pytest.raises(InputError):
        _left({name: value})


def test_signs_that_act_unseen_are_the_documents_own_again() -> None:
    text = "Invented: \u202e7,000 people came."
    around = Around(lambda start, end: text[start:end], "en", None)
    figure = Figure(surface="7,000", value=7000.0, low=7000.0, high=7000.0, document="a.txt",
                    start=11, end=16, sentence_start=0, sentence_end=len(text))  # fmt: skip
    shown = {"text": "\ufffd7,000 people", "start": 10, "end": 23}
    told = completed(figure, {"population": shown}, around, {})
    assert told["population"]["text"] == "\u202e7,000 people"
