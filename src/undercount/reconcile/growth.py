"""Growth that words state: doubled, 2.7 times, up 12%, 12% more than."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from undercount.ledger.aliases import fold
from undercount.reconcile.stated import Stated

_WORDS: Final = (
    (
        2.0,
        r"doubl(?:ed|ing|er|ent)|(?:a|ont|has|have) double|double(?= (?:the|that|those|as|of)\b)"
        r"|two-?fold|twice (?:as many|the number)|duplic\w+|deux fois plus",
    ),
    (3.0, r"trebl\w+|tripl\w+|three-?fold|three times|trois fois plus"),
    (4.0, r"quadrupl\w+|four-?fold|four times|quatre fois plus"),
    (0.5, r"halved|half as many|reduit\w* de moitie|divis\w+ par deux"),
)
_NUMBER: Final = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_TIMES: Final = re.compile(
    rf"(?:multipli\w+ par|factor of|x ?) ?(?:about |some )?{_NUMBER}(?![\d.,]*\d)"
    rf"|{_NUMBER} (?:times as|times the|fois plus|veces mas)"
)
_UP: Final = re.compile(
    rf"(?:\+ ?{_NUMBER} ?(?:%|per ?cent)"
    rf"|{_NUMBER} ?(?:%|per ?cent|pour cent|por ciento) (?:\w+ ){{0,2}}?"
    rf"(?:more|higher|above|increase|rise|up|de plus|de mas|growth|hausse|d'augmentation)"
    rf"|(?:increas\w*|ris\w+|rose|grew|grown|up|augment\w*|hausse|aument\w*)"
    rf" (?:\w+ ){{0,2}}?{_NUMBER} ?(?:%|per ?cent|pour cent|por ciento))"
)
_DOWN: Final = re.compile(
    rf"{_NUMBER} ?(?:%|per ?cent|pour cent|por ciento) (?:\w+ ){{0,2}}?"
    rf"(?:fewer|less|lower|below|decrease|fall|drop|down|de moins|menos|baisse)"
    rf"|(?:fell|fall\w*|dropp\w*|decreas\w*|declin\w*|down|baiss\w*|diminu\w*)"
    rf" (?:\w+ ){{0,2}}?{_NUMBER} ?(?:%|per ?cent|pour cent|por ciento)"
)


@dataclass(frozen=True, slots=True)
class Growth:
    """A factor in words.

    Attributes:
        factor: 2 for "doubled", 1.12 for "12% more".
        step: half the last written place of the factor: 0.005 for "12% more".
        words: as said.
    """

    factor: float
    step: float
    words: str


def said_growth(row: Stated) -> Growth | None:
    """The growth that the words around a figure state; None where they state none or two.

    A typed row's words are its hedge and population, then what its note says of the print.
    """
    figure = row.figure
    sentence = row.entry.sentence if figure.origin != "table" else None
    own = " ".join(filter(None, (figure.hedge, figure.population)))
    quoted = " ".join(re.findall(r'["“«]([^"”»]+)["”»]', figure.note or ""))
    for text in (sentence, own, quoted, figure.note):
        found = growth_in(text or "")
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def growth_in(text: str) -> list[Growth]:
    """Every growth that a text states, in no order.

    >>> growth_in("10,088 people, 12% more than the 9,106 of August")[0].factor
    1.12
    >>> growth_in("the number had doubled")[0].words
    'doubled'
    """
    plain = fold(text)
    found = []
    for factor, pattern in _WORDS:
        if told := re.search(rf"\b(?:{pattern})\b", plain):
            found.append(Growth(factor, 0.1 * factor, told[0]))
    for told in _TIMES.finditer(plain):
        number = told[1] or told[2]
        found.append(Growth(_value(number), _half(number), told[0].strip()))
    for sign, percent in ((1, _UP), (-1, _DOWN)):
        for told in percent.finditer(plain):
            number = next(group for group in told.groups() if group)
            factor = 1 + sign * _value(number) / 100
            if factor > 0:
                found.append(Growth(factor, _half(number) / 100, told[0].strip()))
    return found


def _value(number: str) -> float:
    return float(number.replace(",", "."))


def _half(number: str) -> float:
    decimals = len(number.replace(",", ".").partition(".")[2])
    return 0.5 * 10.0**-decimals
