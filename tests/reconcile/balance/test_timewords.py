from __future__ import annotations

import pytest

from undercount.reconcile.balance.timewords import direction, length_unit, rate_unit, span


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("people smuggled in lorries, a week", "week"),
        ("200/week", "week"),
        ("successful passages a night", "day"),
        ("people who reached Britain, each night", "day"),
        ("arrivals in the camp, a month", "month"),
        ("monthly arrivals", "month"),
        ("10,000 per year", "year"),
        ("passages par nuit", "day"),
        ("50 par semaine", "week"),
        ("arrivées par mois", "month"),
        ("arrivées mensuelles", "month"),
        ("5 000 l’an", "year"),
        ("200 by the week", None),
        ("2,000 more people in a month", None),
        ("left within a month", None),
        ("a weekend", None),
        ("people who came a year ago", None),
        ("a dozen people", None),
        ("", None),
    ],
)
def test_units_of_rates(words: str, unit: str | None) -> None:
    found = rate_unit(words)
    assert (found and found[0]) == unit


@pytest.mark.parametrize(
    ("words", "span_"),
    [
        ("left within four months", "4 months"),
        ("who left in 10 days", "10 days"),
        ("gone after a year", "1 year"),
        ("partis dans les quatre mois", "4 months"),
        ("partis en moins de deux semaines", "2 weeks"),
        ("partis au bout de six mois", "6 months"),
        ("in lorries within three weeks", "3 weeks"),
        ("within some months", None),
        ("in the first months", None),
        ("within zero months", None),
    ],
)
def test_spans(words: str, span_: str | None) -> None:
    found = span(words)
    assert (found and found[0]) == span_


@pytest.mark.parametrize(
    ("after", "words", "unit"),
    [
        (" months on average", "", "month"),
        (" mois en moyenne", "", "month"),
        ("", "mean stay so far, in months", "month"),
        ("", "durée moyenne, en semaines", "week"),
        ("-day stays", "", "day"),
        (" people for months", "", None),
        ("", "mean stay", None),
    ],
)
def test_units_of_lengths(after: str, words: str, unit: str | None) -> None:
    found = length_unit(after, words)
    assert (found and found[0]) == unit


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("more people in the camp", 1),
        ("grew by 2,000", 1),
        ("2 000 de plus", 1),
        ("fewer people", -1),
        ("une baisse de 400", -1),
        ("400 de moins", -1),
        ("more came and fewer left", 0),
        ("people", 0),
    ],
)
def test_directions(words: str, sign: int) -> None:
    assert direction(words) == sign
