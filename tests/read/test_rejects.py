"""Numbers in invented sentences that count nobody, each with the reason that is kept."""

from __future__ import annotations

import pytest

from tests.read.texts import read

TRAPS = [
    ("en", "Ana Sol, 34, waited.", "34", "age"),
    ("en", "Girls aged 12 and 15 waited.", "12", "age"),
    ("en", "It happened on 3 May 2017 at the port.", "3 May 2017", "date"),
    ("en", "It happened on Monday, June 5, 2017.", "Monday, June 5, 2017", "date"),
    ("en", "Nothing moved in 2014 at all.", "2014", "year"),
    ("en", "The 2015–16 season was calm.", "2015–16", "year"),
    ("en", "They waited for nine weeks there.", "nine weeks", "time"),
    ("en", "The gate opens at 6.30am daily.", "6.30am", "time"),
    ("en", "It cost €4.2 million to build.", "€4.2 million", "money"),
    ("en", "It cost 300 euros to build.", "300 euros", "money"),
    ("en", "See section 14 of the law.", "section 14", "legal"),
    ("en", "Lorries left the A26 at dawn.", "A26", "road"),
    ("en", "Call +44 1632 960 001 for news.", "+44 1632 960 001", "phone"),
    ("en", "Report No. 77 is late.", "No. 77", "id"),
    ("en", "Write to https://example.org/12/34 today.", "https://example.org/12/34", "id"),
    ("en", "It was the third attempt.", "third", "ordinal"),
    ("en", "They came on the 4th boat.", "4th", "ordinal"),
    ("en", "The camp lies 12 kilometres off.", "12", "other"),
    ("en", "There are two ways of counting.", "two", "other"),
    ("fr", "Ana Sol, 34 ans, attendait.", "34 ans", "age"),
    ("fr", "Rien ne bouge depuis le 3 mai 2017.", "3 mai 2017", "date"),
    ("fr", "La clôture a coûté 40 000 €.", "40 000 €", "money"),
    ("fr", "La patrouille longe la RN 12.", "RN 12", "road"),
    ("fr", "L'article 8 est cité.", "article 8", "legal"),
    ("fr", "Permanence : 01 99 00 12 34.", "01 99 00 12 34", "phone"),
    ("fr", "C'est la deuxième fois.", "deuxième", "ordinal"),
]


@pytest.mark.parametrize(("language", "text", "surface", "why"), TRAPS)
def test_trap(language: str, text: str, surface: str, why: str) -> None:
    reading = read(text, language)
    assert [figure.surface for figure in reading.figures] == []
    assert (surface, why) in [(trap.surface, trap.why) for trap in reading.rejected]


def test_a_share_of_money_is_money() -> None:
    reading = read("Of the $9 million asked, 40 percent has been paid.")
    assert [(trap.surface, trap.why) for trap in reading.rejected] == [
        ("$9 million", "money"), ("40 percent", "money"),
    ]  # fmt: skip


def test_a_year_that_counts_people_is_a_figure() -> None:
    assert [f.value for f in read("The census found 1950 residents.").figures] == [1950]


def test_figures_beside_traps_are_kept() -> None:
    reading = read("On 3 May 2017, 41 people aged over 60 left camp 7 on the A26.")
    assert [figure.surface for figure in reading.figures] == ["41"]
