"""Numbers in sentences as links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report import calais
from undercount.report.ledger_rows import LedgerRow, ledger_rows
from undercount.report.traces import Traces, values


@pytest.fixture(scope="module")
def rows() -> dict[str, LedgerRow]:
    found = [row for rows in ledger_rows(calais.page()).values() for row in rows]
    return {"a": replace(found[0], surface="6,901", value=6901.0),
            "b": replace(found[0], surface="a dozen thousand", value=12000.0)}  # fmt: skip


def test_a_number_that_a_figure_was_written_as_leads_to_it(rows: dict[str, LedgerRow]) -> None:
    told = Traces(rows)("6,901 and 12,000 differ by 5,099.", ("a", "b"), "figures-camp")
    assert told == (
        '<a class="from" href="#figure-a">6,901</a> and '
        '<a class="from" href="#figure-b">12,000</a> differ by '
        '<a class="from" href="#figures-camp">5,099</a>.'
    )


def test_without_a_basis_what_was_worked_out_stays_plain(rows: dict[str, LedgerRow]) -> None:
    assert Traces(rows)("6,901 is 70% of 9,859", ("b",)) == "6,901 is 70% of 9,859"


@pytest.mark.parametrize(
    "text",
    [
        "from 31 August 2016 to 6–9 Sep 2016",
        "on 2016-08-31 at 12:30, in 2014 and April 2015",
        "the 90% band, a 95% interval, with 90% probability (90%:",
        "le 1er avril 2015, en août 2016",
        "the 4th time, A2 and v1.2.3",
    ],
)
def test_days_years_levels_and_names_are_no_numbers(text: str, rows: dict[str, LedgerRow]) -> None:
    assert "<a" not in Traces(rows)(text, ("a",), "there")


def test_a_year_that_is_a_figure_is_a_number(rows: dict[str, LedgerRow]) -> None:
    counted = {"a": replace(rows["a"], surface="2016", value=2016.0)}
    assert 'href="#figure-a">2016' in Traces(counted)("It counted 2016 people.", ("a",), "there")


def test_text_of_a_source_is_escaped_around_and_in_the_link(rows: dict[str, LedgerRow]) -> None:
    told = Traces(rows)('<b>6,901</b> "\u202e', ("a",), '"><script>')
    assert told.startswith('&lt;b&gt;<a class="from" href="#figure-a">6,901</a>&lt;/b&gt;')
    assert "[U+202E]" in told
    assert "<script>" not in Traces(rows)("7 men", (), '"><script>')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,400 to 1,500", (1400.0, 1500.0)),
        ("8\u202f071 ou 8\u00a0071,5", (8071.0, 8071.5)),
        ("+10.8 % and ×1.31", (10.8, 1.31)),
        ("in 2016, 7 people", (2016.0, 7.0)),
        ("nobody", ()),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, expected: tuple[float, ...]) -> None:
    assert values(text) == expected
