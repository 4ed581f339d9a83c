"""Numbers in invented sentences that count nobody, each with the reason that is kept."""

from __future__ import annotations

import pytest

from tests.read.texts import read
from undercount.read import quantities

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
    ("en", "Nobody under 16 is held there.", "16", "age"),
    ("en", "She is 66, and waits.", "66", "age"),
    ("en", "A nephew of 19 was with her.", "19", "age"),
    ("en", "The plan is 40 per cent funded.", "40 per cent", "money"),
    ("en", "The guards left at five in the morning.", "five", "time"),
    ("en", "It stands at 12-14 Old Mill Road, Harbourton.", "12-14", "other"),
    ("en", "Our letter: MX 7/3/19.", "MX 7/3/19", "id"),
    ("en", "Hotline: 5511.", "5511", "phone"),
    ("en", "It was minus 9 at night.", "9", "other"),
    ("es", "El consejo vota el día 12 la ley.", "12", "date"),
    ("es", "A las siete y cuarto se fueron.", "siete", "time"),
    ("fr", "La digue est à une dizaine de kilomètres.", "une dizaine de kilomètres", "other"),
    ("fr", "Le rapport (48 pages) est ici.", "48", "other"),
    ("en", "The number was read twice.", "twice", "other"),
    ("en", "CLAIM 3. Nothing came of it.", "CLAIM 3", "id"),
    ("en", "Exhibit 12 shows a pier.", "Exhibit 12", "id"),
    ("en", "Thread 3/7: the pier.", "Thread 3/7", "id"),
    ("en", "It passed by nine votes to four.", "four", "other"),
    ("fr", "Elle passa par 9 voix contre 4.", "4", "other"),
    ("es", "Hubo 9 votos a favor y 4 en contra.", "4", "other"),
    ("en", "It scored 3 out of 10 for safety.", "3 out of 10", "other"),
    ("en", "See paras 14-18 of it.", "paras 14-18", "legal"),
    ("en", "See s.12(3)(b) of it.", "s.12(3)(b)", "legal"),
    ("en", "Orla v Sarn [2019] EWHC 412.", "EWHC 412", "id"),
    ("en", "The 16:9 picture shows a pier.", "16:9", "other"),
    ("es", "Tel. 91 555 12 13 en Orla.", "91 555 12 13", "phone"),
    ("fr", "Au point 12 du rapport.", "point 12", "id"),
    ("fr", "Il a 9 ans.", "9 ans", "age"),
    ("fr", "Une fillette de quarante jours attendait.", "quarante jours", "age"),
    ("fr", "Il y a dix ans, rien.", "dix ans", "time"),
    ("en", "Nothing came since the 19th.", "19th", "date"),
    ("es", "Se cita la Resolución 148/2020.", "Resolución 148/2020", "legal"),
    ("en", "The guard, 34, waited.", "34", "age"),
    ("en", "A midwife of 41 waited.", "41", "age"),
    ("en", "Her eldest is seventeen.", "seventeen", "age"),
    ("es", "Murieron sus menores de seis y nueve años.", "seis", "age"),
    ("en", "They left at five this morning.", "five", "time"),
    ("en", "It is ten to nine.", "ten to nine", "time"),
    ("en", "It is seven minutes past five.", "five", "time"),
    ("en", "The news is at nine.", "nine", "time"),
    ("en", "By five, all had gone.", "five", "time"),
    ("en", "At 05.50 the ship left.", "05.50", "time"),
    ("en", "The stay fell from 19 days to 13.", "13", "time"),
    ("en", "It took a quarter of an hour.", "a quarter", "time"),
    ("fr", "Cela se passa dans la nuit du 27.", "27", "date"),
    ("es", "Orla, 4 mar (Agencia Sol).", "4 mar", "date"),
    ("en", "It cost 40,000 dalasis there.", "40,000 dalasis", "money"),
    ("en", "It cost S/ 40 million there.", "S/ 40 million", "money"),
    ("en", "So far 23% of the USD 9 million came.", "23%", "money"),
    ("en", "Ring 1800-555-012 for news.", "1800-555-012", "phone"),
    ("fr", "Numéro vert : 800 00 12 12.", "800 00 12 12", "phone"),
    ("en", "Toll-free 7090 0100.", "7090 0100", "phone"),
    ("en", "Balkan Review, vol. 8, pp. 141-166.", "pp. 141-166", "id"),
    ("en", "Public notice 03/22: a storm.", "notice 03/22", "id"),
    ("en", "The order for LOW-E151 stands.", "LOW-E151", "id"),
    ("en", "They stood at kilometre 12 of it.", "kilometre 12", "road"),
    ("fr", "La vedette numéro 174 a-t-elle viré ?", "numéro 174", "id"),
    ("en", "This holds at 95% confidence.", "95%", "other"),
    ("en", "Shoes, sizes 38 to 44, are wanted.", "38 to 44", "other"),
    ("en", "The two have never agreed.", "two", "other"),
    ("en", "It is half the 15-litre standard.", "half", "other"),
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


OTHERS = [
    ("en", "The men were in their mid-20s.", "20s", "age"),
    ("en", "It was built in the 1990s.", "1990s", "year"),
    ("en", "It opened to under-5s.", "5s", "age"),
    ("en", "A 5-year-old girl came.", "5-year-old", "age"),
    ("en", "A five-year-old girl came.", "five-year-old", "age"),
    ("en", "It is a five-year plan.", "five-year", "time"),
    ("en", "The home side won 3-1.", "3-1", "other"),
    ("en", "They moved from camp 3, where it rained.", "camp 3", "id"),
    ("en", "It cost RM23.50 a head.", "RM23.50", "money"),
    ("en", "It cost 30SSP a head.", "30SSP", "money"),
    ("en", "It costs 113 to 116 USD.", "113 to 116 USD", "money"),
    ("fr", "Les 18-25 ans partent.", "18-25 ans", "age"),
    ("fr", "Il a reçu 3 M€.", "3 M€", "money"),
    ("es", "La niña, de 5 años, llegó ayer.", "5 años", "age"),
    ("es", "Ocurrió el 4 de mayo de 2023.", "4 de mayo de 2023", "date"),
    ("es", "Ocurrió en la semana 12.", "semana 12", "time"),
    ("es", "Costó 3.500 euros.", "3.500 euros", "money"),
    ("es", "Pasaron tres semanas.", "tres semanas", "time"),
]


@pytest.mark.parametrize(("language", "text", "surface", "why"), OTHERS)
def test_what_other_numbers_say(language: str, text: str, surface: str, why: str) -> None:
    reading = read(text, language)
    assert [figure.surface for figure in reading.figures] == []
    assert (surface, why) in [(trap.surface, trap.why) for trap in reading.rejected]


def test_one_that_stands_for_a_noun_is_no_number() -> None:
    reading = read(
        "They asked for a list. There is no other one. She has the only official one, he said."
    )
    assert [trap.surface for trap in reading.rejected] == []


@pytest.mark.parametrize(
    ("text", "surface", "why"),
    [
        ("One in nine was a child under seven.", "seven", "age"),
        ("They found six tents for every ten families.", "ten", "other"),
    ],
)
def test_trap_beside_a_figure(text: str, surface: str, why: str) -> None:
    assert (surface, why) in [(trap.surface, trap.why) for trap in read(text).rejected]


@pytest.mark.parametrize(
    ("line", "surface", "why"),
    [
        ("11/23/26, 2:00 AM", "11/23/26", "date"),
        ("On 23/11/26 the camp held 40 people.", "23/11/26", "date"),
        ("file:///home/a/4/x.html 1/1", "file:///home/a/4/x.html", "id"),
    ],
)
def test_the_margins_of_a_printed_page_are_no_figures(line: str, surface: str, why: str) -> None:
    assert (surface, why) in [(q.surface, q.why) for q in quantities(line)]


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("en", "Capacity: 18. Nobody minded.", "18"),
        ("en", "Nine people died in one lorry.", "one"),
        ("en", "I heard that one died.", "one"),
        ("en", "Both leave out seven bodies found on the beach.", "seven"),
        ("en", "The stonemason put the toll at two.", "two"),
        ("en", "Six hundred minus 412 leaves many.", "412"),
        ("en", "The toll was, on Tuesday, eleven; then it rose.", "eleven"),
        ("en", "Some deported 27,000 Haitians last month.", "27,000"),
        ("en", "The mean was 4.2 and rose.", "4.2"),
        ("fr", "Il avançait en juin 21 000 élèves.", "21 000"),
        ("fr", "On compte 6 femmes et un nourrisson.", "un"),
        ("es", "De los guardias, una cuarta parte irá a Orla.", "una cuarta parte"),
    ],
)
def test_what_looks_like_a_trap_and_counts(language: str, text: str, surface: str) -> None:
    assert surface in [figure.surface for figure in read(text, language).figures]


def test_the_age_of_one_who_is_counted() -> None:
    reading = read("Two teenagers were hit. One, 17, died.")
    assert [figure.surface for figure in reading.figures] == ["Two", "One"]
    assert [(trap.surface, trap.why) for trap in reading.rejected] == [("17", "age")]
