from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from undercount.ledger import Entry, Figure, echoes

TYPED = Entry(
    id="hand",
    decision="accepted",
    figure=Figure(
        surface="6,901",
        value=6901,
        low=6901,
        high=6901,
        source="prefecture",
        origin="hand",
        quantity="camp",
        period_start=date(2016, 8, 17),
        period_end=date(2016, 8, 17),
    ),
)
READ = Entry(
    id="read",
    decision="suggested",
    figure=Figure(surface="6 901", value=6901, low=6901, high=6901, source="prefecture"),
    published=date(2016, 8, 31),
)


def test_the_same_number_of_the_same_source_is_an_echo() -> None:
    assert echoes([TYPED, READ]) == {"hand": ("read",)}


@pytest.mark.parametrize(
    "change",
    [
        {"value": 6910},
        {"source": "charities"},
        {"unit": "household"},
        {"quantity": "children"},
        {"period_start": date(2016, 9, 1), "period_end": date(2016, 9, 2)},
        {"origin": "hand"},
    ],
)
def test_what_differs_is_none(change: dict[str, object]) -> None:
    other = replace(READ, figure=replace(READ.figure, **change))  # type: ignore[arg-type]  # fields by name
    assert echoes([TYPED, other]) == {}


def test_a_document_cannot_repeat_the_future() -> None:
    assert echoes([TYPED, replace(READ, published=date(2016, 8, 1))]) == {}


def test_a_rejected_reading_is_no_echo() -> None:
    assert echoes([TYPED, replace(READ, decision="rejected")]) == {}
