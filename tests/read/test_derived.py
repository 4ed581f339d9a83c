"""Numbers that nobody stated: worked out with both intervals, and never among the figures."""

from __future__ import annotations

import pytest

from tests.read.texts import read
from undercount.ledger.records import Derived

IMPLIED = [
    ("Arrivals doubled to 6,400.", "en", "doubled to 6,400", 3200),
    ("The number who came has doubled over the last year, reaching 6,400.", "en", None, 3200),
    ("The backlog halved to 800 cases.", "en", "halved to 800", 1600),
    ("Arrivals tripled from 1,200.", "en", "tripled from 1,200", 3600),
    ("Arrivals were up 40% to 7,000.", "en", "up 40% to 7,000", 5000),
    ("Arrivals fell by 20 per cent to 800.", "en", "fell by 20 per cent to 800", 1000),
    ("A 40% rise to 7,000 arrivals.", "en", "40% rise to 7,000", 5000),
    ("Arrivals were up by 1,200 to 9,000.", "en", "up by 1,200 to 9,000", 7800),
    ("Arrivals rose by 1,200 to 9,000.", "en", "rose by 1,200 to 9,000", 7800),
    ("Half of the 1,000 people were minors.", "en", "Half of the 1,000", 500),
    ("One in five of 4,300 people fled.", "en", "One in five of 4,300", 860),
    ("Exactly 900 people came. Two thirds of them were minors.", "en", "Two thirds of them", 600),
    ("Of the 900 people, a third were minors.", "en", "900 people, a third", 300),
    ("In June 200 people came, of whom a quarter were minors.", "en", None, 50),
    ("Le nombre d'arrivées a doublé pour atteindre 6 400.", "fr", None, 3200),
    ("Les arrivées sont en hausse de 40 % à 7 000.", "fr", "hausse de 40 % à 7 000", 5000),
    ("La moitié des 1 000 personnes sont mineures.", "fr", "La moitié des 1 000", 500),
    ("Elle compte 900 personnes, dont un tiers de mineurs.", "fr", None, 300),
]  # fmt: skip


def implied(text: str, language: str = "en") -> list[Derived]:
    return list(read(text, language).derived)


@pytest.mark.parametrize(("text", "language", "words", "value"), IMPLIED)
def test_words_imply_a_number(text: str, language: str, words: str | None, value: int) -> None:
    reading = read(text, language)
    (found,) = reading.derived
    assert found.low <= value <= found.high
    assert found.high - found.low <= 0.25 * value
    assert words in (None, text[found.start : found.end])
    stated = next(figure for figure in reading.figures if figure.start == found.of_start)
    assert stated.surface in found.rule
    assert all(figure.value != value for figure in reading.figures)


def test_the_interval_carries_the_hedges_of_both() -> None:
    (found,) = implied("Arrivals more than doubled to about 6,400.")
    assert (found.low, found.high) == (1440, 3520)  # 5,760 / 4 to 7,040 / 2
    (found,) = implied("About 900 people came ashore, two thirds of them minors.")
    assert (found.low, found.high) == (486, 727)  # a tenth each way on 810 to 990


@pytest.mark.parametrize(
    "text",
    [
        "Arrivals tripled from 1,200 to 3,600.",
        "The mayor counted 9,000 people, up 40% from 6,400.",
        "The mayor counted 6,240 people, more than double the 2,915 recorded in 2022.",
        "Arrivals doubled, forcing families to move to 40 camps.",
        "The mayor denied that arrivals had doubled to 6,400.",
        "Some 40% of those who came were minors.",
    ],
)
def test_nothing_is_implied_where_both_are_stated_or_nothing_joins_them(text: str) -> None:
    assert implied(text) == []
