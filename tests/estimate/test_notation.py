from __future__ import annotations

import numpy as np
import pytest

from undercount.errors import InputError
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.notation import format_model, parse_model

REAL = ("LA", "NG", "GO")


@pytest.mark.parametrize(
    ("text", "lists", "read_back"),
    [
        ("[AB][C]", ("A", "B", "C"), "[AB][C]"),
        ("[LA,NG][GO]", REAL, "[LA,NG][GO]"),
        ("[LA×NG] [GO]", REAL, "[LA,NG][GO]"),
        ("[12][3]", REAL, "[LA,NG][GO]"),
        ("[12 3]", REAL, "[LA,NG][GO]"),
        ("[AB][C]", REAL, "[LA,NG][GO]"),
        ("[ba][c]", ("a", "b", "c"), "[ab][c]"),
        ("[AB][A][B][C]", ("A", "B", "C"), "[AB][C]"),
        ("[legal aid,census][clinic]", ("legal aid", "census", "clinic"), None),
    ],
)
def test_a_model_is_read_and_written_back(
    text: str, lists: tuple[str, ...], read_back: str | None
) -> None:
    assert format_model(parse_model(text, lists), lists) == (read_back or text)


def test_names_go_before_positions() -> None:
    # List "B" stands first: [B] is that list, not the second one.
    assert parse_model("[BC][A]", ("B", "C", "A"))[0b011]
    whole = parse_model("[AB][A][B]", ("A", "B", "AB"))
    assert not whole[0b011]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is not a model"),
        ("AB,C", "is not a model"),
        ("[AB", "is not a model"),
        ("[AB]+[C]", "is not a model"),
        ("[AX][B][C]", "names no list: 'X'"),
        ("[14][2][3]", "names no list"),
        ("[A,][B][C]", "names no list: ''"),
        ("[AB]", "leaves out C"),
    ],
)
def test_what_is_no_model_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what.replace("[", r"\[")):
        parse_model(text, ("A", "B", "C"))


def test_every_model_is_read_back_from_what_is_written() -> None:
    for lists in (tuple("ABCD"), ("EXH", "ABA", "OSCE", "HRW")):
        for model in hierarchical_models(4):
            assert np.array_equal(parse_model(format_model(model, lists), lists), model)
