"""Times, the chain of who says it and derived numbers in invented Spanish sentences."""

from __future__ import annotations

from datetime import date

import pytest

from tests.read.texts import figure, read
from undercount.read.times.days import dated

PUBLISHED = date(2017, 5, 10)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "period", "first", "last"),
    [
        ("La semana pasada llegaron 40 personas.", "semana pasada",
         date(2017, 5, 1), date(2017, 5, 7)),
        ("En lo que va de año han muerto 40 personas.", "En lo que va de año",
         date(2017, 1, 1), PUBLISHED),
        ("Entre el 3 y el 9 de mayo de 2016 llegaron 40 personas.",
         "Entre el 3 y el 9 de mayo de 2016", date(2016, 5, 3), date(2016, 5, 9)),
        ("Desde enero han muerto 40 personas.", "Desde enero", date(2017, 1, 1), PUBLISHED),
        ("En el primer semestre de 2016 llegaron 40 personas.", "primer semestre de 2016",
         date(2016, 1, 1), date(2016, 6, 30)),
        ("La noche del lunes al martes llegaron 40 personas.", "noche del lunes al martes",
         date(2017, 5, 8), date(2017, 5, 9)),
        ("El martes llegaron 40 personas.", "martes", date(2017, 5, 9), date(2017, 5, 9)),
    ],
)  # fmt: skip
def test_spanish_times(text: str, period: str, first: date, last: date) -> None:
    found = figure(text, "40", "es", PUBLISHED)
    assert (found.period, found.period_start, found.period_end) == (period, first, last)


def test_how_long_spanish_words_mean() -> None:
    assert dated("últimos tres meses", "es", PUBLISHED).accuracy == "quarter"
    assert dated("2016", "es", PUBLISHED).anchor == "stated"
    assert dated("al día", "es", PUBLISHED).accuracy == "day"


@pytest.mark.parametrize(
    ("text", "claimant", "relay"),
    [
        ("El ministerio dijo, citando a la policía, que 40 personas murieron.",
         "policía", "ministerio"),
        ("Según la policía, citada por Radio Sarn, murieron 40 personas.",
         "policía", "Radio Sarn"),
    ],
)  # fmt: skip
def test_spanish_relays(text: str, claimant: str, relay: str) -> None:
    found = figure(text, "40", "es")
    assert (found.claimant, found.relay, found.directness) == (claimant, relay, "relayed")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Las llegadas se duplicaron hasta 6.400.", 3200),
        ("Las llegadas aumentaron un 40 % hasta las 7.000.", 5000),
        ("La mitad de las 1.000 personas son menores.", 500),
        ("Llegaron 900 personas, dos tercios de ellas menores.", 600),
    ],
)
def test_spanish_words_imply_a_number(text: str, value: int) -> None:
    (found,) = read(text, "es").derived
    assert found.low <= value <= found.high
