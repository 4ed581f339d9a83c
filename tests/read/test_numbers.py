"""The number grammar on invented phrases: value, lower and upper end, form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.read.lexicon import lexicon
from undercount.read.numbers.grammar import numbers
from undercount.read.numbers.scalars import digits_value
from undercount.read.words.tokens import tokenize

ENGLISH = [
    ("1,200 goats", "1,200", 1200, "scalar"),
    ("1 200 goats", "1 200", 1200, "scalar"),
    ("1\u202f200 goats", "1\u202f200", 1200, "scalar"),
    ("2.5 million goats", "2.5 million", 2_500_000, "scalar"),
    ("fourteen hundred goats", "fourteen hundred", 1400, "scalar"),
    ("one hundred and seven goats", "one hundred and seven", 107, "scalar"),
    ("sixty-one goats", "sixty-one", 61, "scalar"),
    ("thirty-odd goats", "thirty-odd", 30, "scalar"),
    ("half a dozen goats", "half a dozen", 6, "scalar"),
    ("half a million goats", "half a million", 500_000, "scalar"),
    ("two dozen goats", "two dozen", 24, "scalar"),
    ("a quarter of goats", "a quarter", 0.25, "ratio"),
    ("three fifths of goats", "three fifths", 0.6, "ratio"),
    ("one goat in eight", "one goat in eight", 0.125, "ratio"),
    ("two out of five", "two out of five", 0.4, "ratio"),
    ("14 per cent of goats", "14 per cent", 14, "percent"),
    ("6.5% of goats", "6.5%", 6.5, "percent"),
    ("it trebled", "trebled", 3, "change"),
    ("a sevenfold rise", "sevenfold", 7, "change"),
    ("twice the flock", "twice", 2, "ratio"),
    ("six times as many", "six times", 6, "ratio"),
]
FRENCH = [
    ("7 300 chèvres", "7 300", 7300, "scalar"),
    ("3,4 millions de chèvres", "3,4 millions", 3_400_000, "scalar"),
    ("soixante-dix-sept chèvres", "soixante-dix-sept", 77, "scalar"),
    ("quatre-vingt-treize chèvres", "quatre-vingt-treize", 93, "scalar"),
    ("trente et une chèvres", "trente et une", 31, "scalar"),
    ("deux cent douze chèvres", "deux cent douze", 212, "scalar"),
    ("une vingtaine de chèvres", "une vingtaine", 20, "scalar"),
    ("12 % des chèvres", "12 %", 12, "percent"),
    ("un tiers des chèvres", "un tiers", 0.3333, "ratio"),
    ("une chèvre sur six", "une chèvre sur six", 0.1667, "ratio"),
    ("le total a triplé", "triplé", 3, "change"),
    ("quatre fois plus", "quatre fois", 4, "ratio"),
]
RANGES = [
    ("en", "between 30 and 45 goats", "30 and 45", 30, 45, "range"),
    ("en", "700 to 900 goats", "700 to 900", 700, 900, "range"),
    ("en", "1,100–1,400 goats", "1,100–1,400", 1100, 1400, "range"),
    ("en", "two or three goats", "two or three", 2, 3, "range"),
    ("en", "1.5 to 2 million goats", "1.5 to 2 million", 1_500_000, 2_000_000, "range"),
    ("en", "3 to 5 per cent", "3 to 5 per cent", 3, 5, "percent"),
    ("en", "dozens of goats", "dozens", 24, 99, "vague"),
    ("en", "several hundred goats", "several hundred", 300, 999, "vague"),
    ("en", "tens of thousands", "tens of thousands", 20_000, 99_999, "vague"),
    ("fr", "entre 12 et 18 chèvres", "12 et 18", 12, 18, "range"),
    ("fr", "trois ou quatre chèvres", "trois ou quatre", 3, 4, "range"),
    ("fr", "des dizaines de chèvres", "dizaines", 20, 99, "vague"),
]


@pytest.mark.parametrize(("text", "surface", "value", "form"), ENGLISH)
def test_english(text: str, surface: str, value: float, form: str) -> None:
    _check("en", text, surface, value, form)


@pytest.mark.parametrize(("text", "surface", "value", "form"), FRENCH)
def test_french(text: str, surface: str, value: float, form: str) -> None:
    _check("fr", text, surface, value, form)


def _check(language: str, text: str, surface: str, value: float, form: str) -> None:
    (number,) = numbers(tokenize(text), lexicon(language))
    assert (text[number.start : number.end], number.form) == (surface, form)
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize(("language", "text", "surface", "low", "high", "form"), RANGES)
def test_ranges(language: str, text: str, surface: str, low: float, high: float, form: str) -> None:
    (number,) = numbers(tokenize(text), lexicon(language))
    assert (text[number.start : number.end], number.form) == (surface, form)
    assert (number.low, number.high, number.value) == (low, high, None)


@pytest.mark.parametrize(
    "text",
    ["a third person came", "the goat is half-hearted in theory", "a double room", "un chat"],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbers(tokenize(text), lexicon("fr" if text == "un chat" else "en")) == []


def test_a_rise_is_two_numbers_and_no_range() -> None:
    found = numbers(tokenize("the flock grew from 40 to 70"), lexicon("en"))
    assert [number.value for number in found] == [40, 70]


@given(st.integers(min_value=1, max_value=999_999_999))
def test_grouped_digits_keep_their_value(value: int) -> None:
    assert digits_value(f"{value:,}", "en") == value
    assert digits_value(f"{value:,}".replace(",", "\u202f"), "fr") == value
