"""Answers of a model: any wrapping is forgiven, nothing inside it is."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.endpoint_server import completion
from undercount.read.endpoint import EndpointError, Proposal
from undercount.read.endpoint.answer import MOST, content, proposals

ITEM = {"sentence_id": 1, "sentence": "Some 40 came.", "number": "40", "value": 40}
GOOD = json.dumps({"figures": [ITEM]})


@pytest.mark.parametrize(
    "said",
    [
        GOOD,
        json.dumps([ITEM]),
        f"```json\n{GOOD}\n```",
        f"Here are the figures:\n\n{GOOD}\n\nLet me know [if] that {{helps}}.",
        f"<think>Is [3] a figure? {{no}} {{}}</think>{GOOD}",
        json.dumps({"figures": [ITEM], "note": "one left out"}),
        json.dumps({"figures": [{**ITEM, "colour": 7}]}),
        f"\ufeff{GOOD}",
    ],
)
def test_wrapping_is_forgiven(said: str) -> None:
    assert proposals(said) == ([Proposal(1, "Some 40 came.", "40", 40.0)], [])


@pytest.mark.parametrize(
    "said",
    ["", "No figures.", "{", GOOD[:-3], '{"figures": 3}', "[1, 2]", '"figures"', "[" * 100_000,
     '{"figures": [1]}', "NaN", "{" * 3000],
)  # fmt: skip
def test_what_holds_no_list_of_figures_is_one_clear_error(said: str) -> None:
    with pytest.raises(EndpointError, match="no whole list of figures"):
        proposals(said)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sentence_id": "1"}, "sentence_id is no whole number"),
        ({"sentence_id": True}, "sentence_id is no whole number"),
        ({"sentence_id": None}, "sentence_id is no whole number"),
        ({"sentence": ""}, "sentence is no text"),
        ({"sentence": 5}, "sentence is no text"),
        ({"number": 40}, "number is no text"),
        ({"number": "4" * 5000}, "number is too long"),
        ({"value": "40"}, "value is no number"),
        ({"value": True}, "value is no number"),
        ({"value": [40]}, "value is no number"),
        ({"place": {"town": "Orla"}}, "place is no text"),
        ({"words": 40}, "words is no text"),
    ],
)
def test_an_item_of_the_wrong_shape_is_refused_alone(change: dict[str, object], why: str) -> None:
    found, refused = proposals(json.dumps([ITEM, {**ITEM, **change}]))
    assert len(found) == 1
    assert refused[0].reason.startswith(why)
    assert len(refused[0].given) <= 160


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999", "1" + "0" * 400])
def test_a_value_that_is_no_finite_number_is_refused(value: str) -> None:
    _, refused = proposals(GOOD.replace("40}", value + "}"))
    assert refused[0].reason == "value is no number"


def test_more_proposals_than_any_document_holds_are_cut() -> None:
    found, refused = proposals(json.dumps([ITEM] * (MOST + 7)))
    assert len(found) == MOST
    assert refused[0].given == "7 more"


def test_the_envelope_is_opened() -> None:
    assert content(completion("yes")) == "yes"
    assert content(completion([{"type": "text", "text": "ye"}, {"text": "s"}, 3])) == "yes"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html>hello</html>", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"{}", "no choices"),
        (b"[]", "no choices"),
        (b'{"choices": []}', "no choices"),
        (b'{"choices": [3]}', "no choices"),
        (b'{"choices": [{"message": null}]}', "no choices"),
        (completion(None), "empty"),
        (completion("  "), "empty"),
        (completion([]), "empty"),
        (completion("{", "length"), "cut off"),
    ],
)
def test_an_envelope_without_an_answer_is_one_clear_error(body: bytes, why: str) -> None:
    with pytest.raises(EndpointError, match=why):
        content(body)


@given(st.text())
def test_no_answer_breaks_the_parser(said: str) -> None:
    for call in (lambda: proposals(said), lambda: content(said.encode())):
        with suppress(EndpointError):
            call()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*ITEM, "place"]), inner),
    )
)
def test_no_json_breaks_the_parser(said: object) -> None:
    for call in (
        lambda: proposals(json.dumps({"figures": [said, {**ITEM, "value": said}]})),
        lambda: content(json.dumps({"choices": [said]}).encode()),
    ):
        with suppress(EndpointError):
            call()
