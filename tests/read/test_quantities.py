"""Every number of a text: its value, its words, its hedge, and that no digit is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read.steps import steps
from tests.read.texts import read
from undercount.read.lexicon import LANGUAGES
from undercount.read.numbers.quantities import Quantity, quantities
from undercount.units import QUANTIFIERS, REJECTIONS

LANGUAGE = st.sampled_from(LANGUAGES)
WORDS = """
et demi y medio and a half M bn tn x × 's
1 1,200 1.200 12% €3 $2.5m USD10m 40,000 2016 2016-17 3.5 .5 ½ 1/3 3-1 5-9 10k 2, 669 -5 ٣٤ one a
half twelve hundred million and third of twice up rose by to from between per km kg day years old
five-year camp Week page (n=44) [12] §3 3.1. A3 no. 12:30 +44 7700 900123 www.a.b/7 mil un centenar
medio millón decenas de cada cinco y casi unos entre une dizaine pour cent près de sur dix fois deux
about nearly over or more minus sub - – / ' ’s " ( ) . , ; : people families boats deaths The Pro 12
"""
JUMBLE = st.lists(st.sampled_from([*WORDS.split(), "\n", "\t", ". "]), max_size=50).map(" ".join)
TIGHT = st.lists(
    st.sampled_from([*"0123456789", ",", ".", " ", "a", "$", "%", "-", "/", "(", "€", "\n"]),
    max_size=40,
).map("".join)  # fmt: skip
_RUN = re.compile(r"\d+")


def _one(text: str, language: str = "en") -> Quantity:
    (found,) = quantities(text, language)
    return found


UNITS = [
    ("en", "12 wells failed", "wells"),
    ("en", "40% of the hand pumps", "hand pumps"),
    ("en", "a third of boats", "boats"),
    ("en", "5 kg of salt", "kg of salt"),
    ("en", "2 litres per day", "litres per day"),
    ("en", "12 square kilometres of the lake", "square kilometres"),
    ("en", "a five-year plan", "year"),
    ("en", "3 deaths per 1,000 births", "deaths per 1,000 births"),
    ("en", "came by boats (7)", "boats"),
    ("en", "girls and boys: boys (7)", "boys"),
    ("en", "8 refugees and migrants", "refugees and migrants"),
    ("en", "it grew by 12 per cent", None),
    ("en", "12 drowned", None),
    ("fr", "12 puits", "puits"),
    ("fr", "40 % des puits", "puits"),
    ("es", "12 casas destruidas", "casas"),
    ("es", "40 por ciento de las familias", "familias"),
]


@pytest.mark.parametrize(("language", "text", "unit"), UNITS)
def test_unit(language: str, text: str, unit: str | None) -> None:
    found = quantities(text, language)[0]
    assert (None if found.unit is None else text[slice(*found.unit)]) == unit


def test_what_was_counted_before_is_carried_on() -> None:
    text = "In all 30 families came: Alba (12) and Brisa (18)."
    first, *others = quantities(text)
    assert not first.carried
    assert [(q.surface, q.unit, q.carried) for q in others] == [
        ("12", first.unit, True), ("18", first.unit, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["The number of families has risen to 40.", "Of the displaced families, 40 have left.",
     "It reached 40 and 50 families.", "It reached 40 of the 50 families."],
)  # fmt: skip
def test_a_unit_is_shared_within_a_sentence(text: str) -> None:
    found = quantities(text)[0]
    assert found.carried
    assert found.unit is not None
    assert text[slice(*found.unit)].endswith("families")


MONEY = [
    ("a cost of $2.5m", 2_500_000, "$"),
    ("a cost of USD10m", 10_000_000, "USD"),
    ("some 3 million euros", 3_000_000, "euros"),
    ("US$ 60 each", 60, "US$"),
    ("a loss of €3bn", 3_000_000_000, "€"),
    ("3 M€ lost", 3_000_000, "€"),
    ("Rs 500 each", 500, "Rs"),
    ("they try 3 reeds", None, None),
]


@pytest.mark.parametrize(("text", "value", "unit"), MONEY)
def test_money(text: str, value: float | None, unit: str | None) -> None:
    found = _one(text)
    if value is None:
        assert found.why is None
        return
    assert (found.value, found.why) == (value, "money")
    assert found.unit is not None
    assert text[slice(*found.unit)] == unit


def test_a_range_of_money_is_one_quantity() -> None:
    found = _one("between $2 and $3 million a year")
    assert (found.low, found.high, found.form) == (2_000_000, 3_000_000, "range")
    first, second = quantities("the price rose from $2 to $3")
    assert (first.value, second.value) == (2, 3)


def test_a_hedge_stands_before_a_currency_too() -> None:
    text = "more than $40 a head"
    found = _one(text)
    assert found.quantifier == "more_than"
    assert found.hedge is not None
    assert text[slice(*found.hedge)] == "more than"


@pytest.mark.parametrize(
    ("text", "trend"),
    [("costs rose by 3%", "up"), ("up 3%", "up"), ("stocks fell about 3%", "down"),
     ("rose to 3 tonnes", None), ("3 boats", None)],
)  # fmt: skip
def test_trend(text: str, trend: str | None) -> None:
    assert _one(text).trend == trend


@pytest.mark.parametrize(
    ("text", "value"),
    [("it was -5 degrees", -5), ("it was minus 5 degrees", -5), ("al menos 5 casas", 5),
     ("- 5 boats", 5), ("Reeds: 5-7 boats", None)],
)  # fmt: skip
def test_sign(text: str, value: float | None) -> None:
    assert _one(text).value == value


NO_AMOUNTS = [
    ("the reeds1 grew", "1", "id"),
    ("it grew.2 Then it stopped", "2", "id"),
    ("from camp 3, and on", "camp 3", "id"),
    ("as written in 2009.7 Then it stopped", "7", "id"),
    ("steps: 1. Ask; 2. Write", "2", "id"),
    ("a lake of 3 km2", "2", "id"),
    ("the Model 12 Pro", "12", "id"),
    ("heard on Radio One today", "One", "id"),
    ("they won 3-1", "3-1", "other"),
]


@pytest.mark.parametrize(("text", "surface", "why"), NO_AMOUNTS)
def test_names_notes_and_scores(text: str, surface: str, why: str) -> None:
    assert (surface, why) in [(q.surface, q.why) for q in quantities(text)]


def _check(text: str, found: list[Quantity]) -> None:
    for quantity in found:
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.surface
        for span in (quantity.hedge, quantity.unit, quantity.gap):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)
        assert quantity.quantifier in QUANTIFIERS
        assert quantity.why is None or quantity.why in REJECTIONS
        assert (quantity.low is None) == (quantity.high is None)
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
    _check_digits(text, [(q.start, q.end) for q in found])


def _check_digits(text: str, spans: list[tuple[int, int]]) -> None:
    """Each run of digits belongs to exactly one number."""
    for run in _RUN.finditer(text):
        held = [span for span in spans if span[0] < run.end() and run.start() < span[1]]
        assert len(held) == 1, (run, held)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), LANGUAGE)
def test_any_text(text: str, language: str) -> None:
    _check(text, quantities(text, language))


@settings(max_examples=300, deadline=None)
@given(JUMBLE, LANGUAGE)
def test_any_jumble(text: str, language: str) -> None:
    _check(text, quantities(text, language))


@settings(max_examples=300, deadline=None)
@given(TIGHT, LANGUAGE)
def test_any_row_of_digits_and_marks(text: str, language: str) -> None:
    _check(text, quantities(text, language))


@pytest.mark.parametrize(
    "piece",
    ["$5 to ", "3-1 ", "$1-2m ", "12 (of ", "number of 5 ", "½ ", "5 per ", "2, 669 ", "five-year ",
     "1.1. A ", "and a half ", "(", "1a", "Model 12 Pro "],
)  # fmt: skip
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    size = 4_000
    quantities(piece)
    small, large = (steps(quantities, (piece * n)[:n]) for n in (size, 3 * size))
    assert large < 4.5 * small + 50_000


@settings(max_examples=200, deadline=None)
@given(st.one_of(JUMBLE, TIGHT), LANGUAGE)
def test_a_reading_loses_no_digit(text: str, language: str) -> None:
    reading = read(text, language)
    spans = [(figure.start or 0, figure.end or 0) for figure in reading.figures]
    _check_digits(text, spans + [(trap.start, trap.end) for trap in reading.rejected])
