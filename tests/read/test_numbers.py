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
    ("2, 669 goats", "2, 669", 2669, "scalar"),
    ("61, 000 goats", "61, 000", 61_000, "scalar"),
    ("4,15,548 goats", "4,15,548", 415_548, "scalar"),
    ("12.345.678 goats", "12.345.678", 12_345_678, "scalar"),
    ("10k goats", "10k", 10_000, "scalar"),
    ("54m people", "54m", 54_000_000, "scalar"),
    ("8.7M people", "8.7M", 8_700_000, "scalar"),
    ("1.2 M people", "1.2 M", 1_200_000, "scalar"),
    ("100m deep", "100", 100, "scalar"),
    ("1.5 trillion goats", "1.5 trillion", 1.5e12, "scalar"),
    ("a .5 share", ".5", 0.5, "scalar"),
    ("1½ goats", "1½", 1.5, "scalar"),
    ("2½ million goats", "2½ million", 2_500_000, "scalar"),
    ("½ of the goats", "½", 0.5, "ratio"),
    ("3/4 of the goats", "3/4", 0.75, "ratio"),
    ("1 / 3 of the goats", "1 / 3", 0.3333, "ratio"),
    ("a quarter of a million goats", "a quarter of a million", 250_000, "scalar"),
    ("two and a half million goats", "two and a half million", 2_500_000, "scalar"),
    ("5 and a half years", "5 and a half", 5.5, "scalar"),
    ("a five-year plan", "five", 5, "scalar"),
    ("400 million-year-old rock", "400 million", 400_000_000, "scalar"),
    ("a 900-strong herd", "900", 900, "scalar"),
    ("a nine-strong herd", "nine", 9, "scalar"),
    ("3 in 10 goats", "3 in 10", 0.3, "ratio"),
    ("6 out of every 10 goats", "6 out of every 10", 0.6, "ratio"),
    ("5x more", "5x", 5, "ratio"),
    ("\u0663\u0664 goats", "\u0663\u0664", 34, "scalar"),
    ("goats rose by a third last year", "a third", 0.3333, "ratio"),
    ("the herd was cut by half.", "half", 0.5, "ratio"),
    ("and half the goats went", "half", 0.5, "ratio"),
    ("as many as half go unseen", "half", 0.5, "ratio"),
    ("41 in a hundred goats", "41 in a hundred", 0.41, "ratio"),
    ("eight goats out of ten", "eight goats out of ten", 0.8, "ratio"),
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
    ("25,081 chèvres", "25,081", 25_081, "scalar"),
    ("25,081 %", "25,081 %", 25.081, "percent"),
    ("1.234,5 chèvres", "1.234,5", 1234.5, "scalar"),
    ("deux ans et demi", "deux", 2, "scalar"),
    ("deux et demi", "deux et demi", 2.5, "scalar"),
    ("deux mille millions", "deux mille millions", 2e9, "scalar"),
    ("avance le double, sans liste", "le double", 2, "ratio"),
    ("une bonne vingtaine de chèvres", "vingtaine", 20, "scalar"),
    ("un bon tiers des chèvres", "tiers", 0.3333, "ratio"),
    ("une chèvre sur vingt-cinq", "une chèvre sur vingt-cinq", 0.04, "ratio"),
    ("deux douzaines de chèvres", "deux douzaines", 24, "scalar"),
    ("trois centaines de chèvres", "trois centaines", 300, "scalar"),
]
SPANISH = [
    ("1.234,5 cabras", "1.234,5", 1234.5, "scalar"),
    ("1.300 cabras", "1.300", 1300, "scalar"),
    ("1,300 cabras", "1,300", 1300, "scalar"),
    ("1.300.000 cabras", "1.300.000", 1_300_000, "scalar"),
    ("1,3 millones", "1,3 millones", 1_300_000, "scalar"),
    ("12,5 por ciento", "12,5 por ciento", 12.5, "percent"),
    ("2 mil casas", "2 mil", 2000, "scalar"),
    ("mil doscientos", "mil doscientos", 1200, "scalar"),
    ("doscientas cincuenta mil", "doscientas cincuenta mil", 250_000, "scalar"),
    ("treinta y cinco cabras", "treinta y cinco", 35, "scalar"),
    ("novecientos noventa y nueve mil", "novecientos noventa y nueve mil", 999_000, "scalar"),
    ("veintidós cabras", "veintidós", 22, "scalar"),
    ("ciento veinte cabras", "ciento veinte", 120, "scalar"),
    ("dos mil trescientos millones", "dos mil trescientos millones", 2.3e9, "scalar"),
    ("un millón doscientas mil", "un millón doscientas mil", 1_200_000, "scalar"),
    ("medio millón de cabras", "medio millón", 500_000, "scalar"),
    ("media docena de cabras", "media docena", 6, "scalar"),
    ("dos docenas de cabras", "dos docenas", 24, "scalar"),
    ("un centenar de cabras", "un centenar", 100, "scalar"),
    ("un millar de cabras", "un millar", 1000, "scalar"),
    ("dos y medio millones", "dos y medio millones", 2_500_000, "scalar"),
    ("la mitad de las cabras", "la mitad", 0.5, "ratio"),
    ("dos tercios de las cabras", "dos tercios", 0.6667, "ratio"),
    ("tres cuartas partes", "tres cuartas", 0.75, "ratio"),
    ("uno de cada cinco", "uno de cada cinco", 0.2, "ratio"),
    ("una cabra de cada diez", "una cabra de cada diez", 0.1, "ratio"),
    ("el doble de cabras", "el doble", 2, "ratio"),
    ("una quinta parte de las cabras", "una quinta parte", 0.2, "ratio"),
    ("más del triple de cabras", "triple", 3, "ratio"),
    ("tres veces más", "tres veces", 3, "ratio"),
    ("se ha duplicado", "duplicado", 2, "change"),
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
    ("en", "20-25,000 goats", "20-25,000", 20_000, 25_000, "range"),
    ("en", "1-2 million goats", "1-2 million", 1_000_000, 2_000_000, "range"),
    ("en", "5%-7% of goats", "5%-7%", 5, 7, "percent"),
    ("en", "from 3 to 5 goats", "3 to 5", 3, 5, "range"),
    ("en", "a couple of hundred goats", "a couple of hundred", 200, 299, "vague"),
    ("en", "won 3-1", "3-1", 1, 3, "range"),
    ("es", "entre 3 y 5 cabras", "3 y 5", 3, 5, "range"),
    ("es", "de 20 a 30 cabras", "20 a 30", 20, 30, "range"),
    ("es", "3 o 4 cabras", "3 o 4", 3, 4, "range"),
    ("es", "decenas de cabras", "decenas", 20, 99, "vague"),
    ("es", "cientos de miles", "cientos de miles", 200_000, 999_999, "vague"),
    ("fr", "de 3 à 5 chèvres", "3 à 5", 3, 5, "range"),
    ("en", "eight or nine thousand goats", "eight or nine thousand", 8000, 9000, "range"),
    ("fr", "de 3 à 4 000 chèvres", "3 à 4 000", 3000, 4000, "range"),
    ("fr", "de deux à trois mille chèvres", "deux à trois mille", 2000, 3000, "range"),
    ("en", "a few dozen goats", "a few dozen", 24, 99, "vague"),
    ("fr", "quelques centaines de chèvres", "quelques centaines", 300, 999, "vague"),
    (
        "en",
        "between a quarter and a third of goats",
        "a quarter and a third",
        0.25,
        0.3333,
        "ratio",
    ),
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


@pytest.mark.parametrize(("text", "surface", "value", "form"), SPANISH)
def test_spanish(text: str, surface: str, value: float, form: str) -> None:
    _check("es", text, surface, value, form)


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
    ["a third person came", "the goat is half-hearted in theory", "a double room", "un chat",
     "una cabra", "a two-faced goat", "a matter for this half of the herd"],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    language = {"un chat": "fr", "una cabra": "es"}.get(text, "en")
    if text.startswith("a matter"):
        text = text.replace(" of", ",")
    assert numbers(tokenize(text), lexicon(language)) == []


def test_a_rise_is_two_numbers_and_no_range() -> None:
    found = numbers(tokenize("the flock grew from 40 to 70"), lexicon("en"))
    assert [number.value for number in found] == [40, 70]


def test_a_rise_by_so_much_to_so_much_is_two_numbers() -> None:
    found = numbers(tokenize("the flock rose by 4 to 90"), lexicon("en"))
    assert [number.value for number in found] == [4, 90]


def test_numbers_of_a_list_are_not_drawn_together() -> None:
    found = numbers(tokenize("of the 2, 669 came, and in camp 3, 120 goats, and 5, 120, 300"),
                    lexicon("en"))  # fmt: skip
    assert [number.value for number in found] == [2, 669, 3, 120, 5, 120, 300]


def _written(value: int, decimals: str, language: str) -> str:
    thousands, point = (",", ".") if language == "en" else (".", ",")
    whole = f"{value:,}".replace(",", thousands)
    return whole + (point + decimals if decimals else "")


@given(
    st.integers(min_value=1000, max_value=999_999_999),
    st.text("0123456789", max_size=2),
    st.sampled_from(["en", "fr", "es"]),
)
def test_written_numbers_keep_their_value(value: int, decimals: str, language: str) -> None:
    wanted = float(f"{value}.{decimals or 0}")
    assert digits_value(_written(value, decimals, language), language) == wanted
    spaced = f"{value:,}".replace(",", "\u202f")
    assert digits_value(spaced, language) == value


@given(st.integers(min_value=1, max_value=999_999_999), st.sampled_from(["en", "fr", "es"]))
def test_a_grouped_number_is_one_number_of_a_sentence(value: int, language: str) -> None:
    text = f"x {_written(value, '', language)} x"
    (number,) = numbers(tokenize(text), lexicon(language))
    assert number.value == value
    assert text[number.start : number.end] == text[2:-2]
