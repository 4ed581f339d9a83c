"""What a proposal must be to be accepted: every digit, on number boundaries, read alike."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.endpoint_faults import FIELDS, NUMBERS
from tests.read.endpoint_server import as_proposals
from tests.read.endpoint_texts import ANSWERS, TEXTS
from undercount.read.endpoint import Accepted, Proposal, Proposals, verify
from undercount.read.endpoint.answer import proposals
from undercount.read.endpoint.prompt import numbered


def check(
    text: str, number: str, value: float | None = None, words: str | None = None, **fields: str
) -> Proposals:
    """Propose a number for the first sentence that holds it, else for the first of all."""
    cut = numbered(text)
    home = next((s for s in cut if number in text[s.start : s.end]), cut[0])
    sentence = text[home.start : home.end]
    return verify(text, "en", cut, [Proposal(home.id, sentence, number, value, words, fields)])


def reason(text: str, number: str, value: float | None = None, **fields: str) -> str:
    found = check(text, number, value, **fields)
    assert not found.accepted
    return found.refused[0].reason


def taken(text: str, number: str, value: float | None = None, **fields: str) -> Accepted:
    found = check(text, number, value, **fields)
    assert not found.refused, found.refused[0].reason
    return found.accepted[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Some 14,200 people came.", "4,200"),
        ("Some 1,300 people came.", "300"),
        ("Some 1,300 people came.", "1"),
        ("Some 1 300 people came.", "300"),
        ("Some 2, 669 people came.", "669"),
        ("Some 2, 669 people came.", "2"),
        ("Some 2,000,000 people came.", "2,000"),
        ("Some 2,000,000 people came.", "000"),
        ("Some 5.5 million people came.", "5"),
        ("Some 5.5 million people came.", "5 million"),
        ("Some 5.5 million people came.", "5.5"),
        ("Some 6.4 million people came.", "6.4"),
        ("Some 6.4-million people came.", "6.4"),
        ("Some 6.4m people came.", "6.4"),
        ("Some 3 crore people came.", "3"),
        ("Some 120 people came.", "12"),
        ("Some 120 people came.", "20"),
        ("Twenty-five people came.", "Twenty"),
        ("Two hundred people came.", "hundred"),
        ("Two hundred people came.", "Two"),
        ("One in five people came.", "five"),
        ("Between 60 and 80 people came.", "60"),
        ("Between 60 and 80 people came.", "80"),
        ("Some 60-80 people came.", "80"),
        ("The A5 camp holds people.", "5"),
        ("Camp B12 holds people.", "12"),
        ("Group 7/12 came with people.", "12"),
    ],
)
def test_no_part_of_a_longer_number_is_taken(text: str, number: str) -> None:
    assert number in text  # a plain check for the words would let it through
    reason(text, number)


@pytest.mark.parametrize(
    ("text", "number", "value"),
    [
        ("Some 14,200 people came.", "14,200", 14200.0),
        ("Some 14,200 people came.", "Some 14,200", 14200.0),
        ("Some 14\u202f200 people came.", "14 200", 14200.0),
        ("Some 5.5 million people came.", "5.5 million", 5_500_000.0),
        ("Twelve hundred people came.", "twelve hundred", 1200.0),
        ("In all 15% of the people came.", "15", 15.0),
        ("In all 15 per cent of the people came.", "15 per cent", 15.0),
        ("Between 60 and 80 people came.", "60 and 80", None),
        ("Dozens of people came.", "Dozens", None),
        ("On 3 May, 12 people came.", "12", 12.0),
    ],
)
def test_a_whole_number_is_taken(text: str, number: str, value: float | None) -> None:
    assert taken(text, number, value).standing.number.value == (value or taken_value(text, number))


def taken_value(text: str, number: str) -> float | None:
    return taken(text, number).standing.number.value


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("4,201", "does not stand"),
        ("42,00", "does not stand"),
        ("4200", "does not stand"),
        ("4.200", "does not stand"),
        ("4 200", "does not stand"),
        ("４,２００", "does not stand"),
        ("people", "our grammar reads another number there"),
        ("4,200 people", "our grammar reads another number there"),
    ],
)
def test_digits_are_never_matched_loosely(number: str, why: str) -> None:
    assert why in reason("Some 4,200 people came.", number)


def test_a_value_must_be_what_the_words_say() -> None:
    assert "value 42000" in reason("Some 4,200 people came.", "4,200", 42000.0)
    assert "value 70" in reason("Between 60 and 80 people came.", "60 and 80", 70.0)


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("On 3 May people came.", "3", "date"),
        ("People came in 1987.", "1987", "year"),
        ("They paid €3,500 for people.", "3,500", "money"),
        ("Ana, aged 34, came with people.", "34", "age"),
        ("People came along road 12.", "12", "road"),
    ],
)
def test_what_our_rules_know_for_something_else_is_refused(
    text: str, number: str, why: str
) -> None:
    assert reason(text, number) == f"our rules read it as: {why}"


def test_the_sentence_must_be_the_one_of_its_id() -> None:
    text = "Some 40 people came. Then 50 boats left."
    cut = numbered(text)
    for i, sentence in ((1, "Some 40 men came."), (2, "Some 40 people came."), (3, "x"), (0, "x")):
        assert verify(text, "en", cut, [Proposal(i, sentence, "40")]).refused
    folded = [Proposal(1, " Some  40\npeople came. ", "40")]
    assert verify(text, "en", cut, folded).accepted


def test_one_number_is_proposed_once_and_two_alike_twice() -> None:
    text = "Some 5 men and 5 women came."
    men, women = (Proposal(1, text, "5", fields={"population": x}) for x in ("men", "women"))
    found = verify(text, "en", numbered(text), [women, men, women])
    assert [one.standing.number.start for one in found.accepted] == [5, 15]
    assert [one.reason for one in found.refused] == ["the number was proposed before"]


def test_the_words_beside_a_number_tell_which_is_meant() -> None:
    text = "Some 5 men and 5 women came, 8 men left."
    assert taken(text, "5", words="and 5 women").standing.number.start == 15
    assert "among its words" in reason(text, "8", words="Some 5 men")
    assert "among its words" in reason(text, "5", words="about 5 men")


def test_a_population_that_stands_with_another_number_gives_the_slip_away() -> None:
    text = "There were 516 girls and 553 boys."
    assert reason(text, "516", population="boys") == "its population stands with another number"
    assert reason(text, "516") == "nothing tells which number of the sentence is meant"
    assert taken(text, "553", population="boys").spans["population"] == (29, 33)
    twice = "There were 7 cases in Orla and 6 cases in Tessel."
    assert reason(twice, "6", population="cases").startswith("nothing tells which number")
    assert taken(twice, "6", words="and 6 cases", population="cases")


def test_fields_must_stand_in_the_document_there_or_before() -> None:
    text = "The river board met. In Tessel it counted 40 people. The mayor was away."
    found = taken(
        text, "40", population="people", claimant="the river board", place="Tessel",
        period="last week", measure="stock", hedge="about",
    )  # fmt: skip
    kept = {name: text[slice(*span)] for name, span in found.spans.items()}
    assert kept == {"population": "people", "claimant": "The river board", "place": "Tessel"}
    assert found.measure == "stock"
    assert set(found.dropped) == {"period", "hedge"}
    later = taken(text, "40", claimant="The mayor")
    assert "claimant" in later.dropped  # said after the number: nobody's source
    part = taken(text, "40", place="Tess", population="40 people")
    assert set(part.dropped) == {"place", "population"}


def test_a_measure_outside_the_vocabulary_is_dropped() -> None:
    assert "measure" in taken("Some 40 people came.", "40", measure="headcount").dropped


def every(name: str) -> list[tuple[str, list[dict[str, Any]], dict[str, Any]]]:
    """All recorded proposals of the invented documents with their sentences."""
    text = TEXTS[name]
    sentences = [{"id": s.id, "text": text[s.start : s.end]} for s in numbered(text)]
    return [(text, sentences, item) for item in as_proposals(ANSWERS[name], sentences)]


def through(text: str, item: dict[str, Any]) -> tuple[Accepted, ...]:
    found, _ = proposals('{"figures": [' + json.dumps(item) + "]}")
    return verify(text, "en", numbered(text), found).accepted


@pytest.mark.parametrize("name", list(TEXTS))
def test_recorded_answers_hold(name: str) -> None:
    for text, _, item in every(name):
        (one,) = through(text, item)
        assert text[one.standing.number.start : one.standing.number.end] == item["number"]


@pytest.mark.parametrize("fault", list(NUMBERS))
@pytest.mark.parametrize("words", [True, False])
def test_every_fault_of_a_number_is_refused(fault: str, words: bool) -> None:
    tried = 0
    for seed in range(5):
        rng = random.Random(seed)
        for name in TEXTS:
            for text, sentences, item in every(name):
                sound = item if words else {**item, "words": None}
                broken = NUMBERS[fault](sound, sentences, rng)
                if broken is not None:
                    tried += 1
                    assert not through(text, broken), (item["number"], broken["number"])
    assert tried


@pytest.mark.parametrize("fault", list(FIELDS))
def test_a_fault_in_a_field_never_reaches_the_number(fault: str) -> None:
    rng = random.Random(0)
    for text, sentences, item in every("note"):
        broken = FIELDS[fault](item, sentences, rng)
        if broken is None:
            continue
        (sound,), (one,) = through(text, item), through(text, broken)
        assert one.standing == sound.standing
        assert "hedge" in one.dropped or fault != "hedge changed"
        assert "population" not in one.spans or fault != "unit changed"


ALONE = [
    "About 14,200 people.", "5.5 million hens", "20-30 men", "1 300 boys", "One in 5", "A 12% fall",
    "Nearly 2, 669 men", "Two dozen 3-tonne lorries", "half a million", "6.4-million", "M25",
]  # fmt: skip


@given(st.sampled_from(ALONE), st.data())
def test_whatever_is_accepted_is_a_number_of_our_grammar_there(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    number = text[start : data.draw(st.integers(start + 1, len(text)))]
    for one in check(text, number, words=data.draw(st.sampled_from([None, text]))).accepted:
        read = text[one.standing.number.start : one.standing.number.end]
        said = number.strip()
        assert read in said or read == f"{said}%"
        assert said.removesuffix(read).strip().lower() in ("", "about", "nearly", said.lower())


@given(st.text(), st.text(max_size=9), st.text(max_size=9), st.integers(-2, 3))
def test_no_proposal_breaks_the_check(text: str, number: str, words: str, home: int) -> None:
    cut = numbered(text)
    fields = dict.fromkeys(("population", "claimant", "measure", "hedge"), words)
    for sentence in [text, *(text[s.start : s.end] for s in cut)]:
        for beside in (None, words):
            verify(text, "fr", cut, [Proposal(home, sentence, number, None, beside, fields)])
