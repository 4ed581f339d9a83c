"""The report in French: numbers, days, names that stay, and what may not be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.report import calais, linked
from tests.report.plain import text_of
from undercount.report import Page, render, words
from undercount.report.language import digits, left, plural, say, speaking, spoken
from undercount.report.sentences import local, pieces
from undercount.results import (
    Assumption,
    Caution,
    Estimate,
    EstimateSet,
    Interval,
    NotEstimable,
)

NARROW = "\u202f"


@pytest.fixture
def french() -> Iterator[None]:
    with speaking("fr"):
        yield


def told(text: str) -> str:
    """With blanks that a reader of this test can tell apart from none."""
    return text.replace(NARROW, "_").replace("\u00a0", "~")


def test_english_is_spoken_where_nothing_is_asked() -> None:
    assert spoken() == "en"
    assert words.people(8071) == "8,071"
    assert pieces("The table counts nobody.")[0].text == "The table counts nobody."


@pytest.mark.usefixtures("french")
def test_numbers_have_narrow_spaces_and_a_comma() -> None:
    assert told(words.people(8071)) == "8_071"
    assert told(words.number(2.67)) == "2,67"
    assert told(words.percent(0.975)) == "97,5_%"
    assert told(words.span(5680, 9500)) == "5_680 à 9_500"
    assert told(words.span(410, float("inf"))) == "410 ou plus"
    assert told(digits("-1,234,567.5%")) == "-1_234_567,5_%"


@pytest.mark.usefixtures("french")
def test_days_are_french_and_the_first_is_premier() -> None:
    assert told(words.day(date(2016, 8, 1))) == "1er~août 2016"
    assert told(words.short_day(date(2016, 2, 29))) == "29~févr. 2016"
    assert told(words.period(date(2016, 8, 6), date(2016, 8, 9))) == "6–9~août 2016"


@pytest.mark.usefixtures("french")
def test_nought_and_one_are_singular() -> None:
    assert [words.counted(n, "figure") for n in (0, 1, 2)] == [
        "0 chiffre", "1 chiffre", "2 chiffres",
    ]  # fmt: skip
    assert plural("{n} of these", "{n} of those", 2, n=2) == "2 of those"


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("english", "french_"),
    [
        ("The table counts nobody.", "Le tableau ne compte personne."),
        (
            "For each person seen the estimate adds 1,234.5 unseen: the total is mostly the "
            "model's.",
            "Pour chaque personne vue, l’estimation en ajoute 1_234,5 non vues~: le total est "
            "surtout celui du modèle.",
        ),
        ("6 to 9 August 2016", "du 6 au 9~août 2016"),
        ("1 to 31 August 2016", "du 1er au 31~août 2016"),
        ("1 January to 31 December 2015", "du 1er~janvier au 31~décembre 2015"),
        (
            "Said of A to B, taken as true of C: D: 70% (“as many as”), read as that number, have "
            "left within 4 months, 1 January 2014 to 31 July 2015.",
            "Dit de A to B, tenu pour vrai de C~: D~: 70_% («~as many as~»), lu comme ce nombre "
            "même, sont partis en 4 mois, du 1er~janvier 2014 au 31~juillet 2015.",
        ),
    ],
)
def test_a_sentence_is_found_by_its_words_and_its_places_are_told(
    english: str, french_: str
) -> None:
    assert told(local(english)) == french_
    assert left() == ()


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    "name",
    [
        "Inspectorate of Borders and Immigration",
        "Official count of 11 October 2016",
        "people smuggled in lorries, a week",
        "The camp is closed: what the register says",
        "{0} and {names}",
        "50% of the people",
    ],
)
def test_a_name_in_a_sentence_stays_as_it_is(name: str) -> None:
    said = local(f"6,400 (lorry drops) is given to {name} (Sputnik) and elsewhere to nobody (RT).")
    assert f"est attribué à {name} (Sputnik), et ailleurs à personne (RT)." in said


@pytest.mark.usefixtures("french")
def test_words_of_caution_stay_and_their_number_is_ours() -> None:
    said = local("The hedge was added: 6,901 (Le Monde) is almost 7,000 elsewhere (Sputnik).")
    assert told(said) == (
        "La nuance a été ajoutée~: 6_901 (Le Monde) devient ailleurs almost 7_000 (Sputnik)."
    )


@pytest.mark.usefixtures("french")
def test_what_has_no_translation_stays_english_and_is_counted_once() -> None:
    text = "The table counts nobody. Nobody wrote this down. Nobody wrote this down."
    assert [(it.english, it.text) for it in pieces(text)] == [
        (False, "Le tableau ne compte personne."),
        (True, "Nobody wrote this down."),
        (True, "Nobody wrote this down."),
    ]
    assert say("A message of nobody") == "A message of nobody"
    assert left() == ("Nobody wrote this down.", "A message of nobody")


@pytest.mark.usefixtures("french")
def test_a_text_made_to_be_cut_in_endless_ways_is_left_alone() -> None:
    text = "a is said of b (c) and elsewhere of d (e), " * 60 + "."
    assert local(text) == text


METHOD = "Chao's lower bound (Chao 1987, 1989)"


def answer(observed: int, *cautions: Caution) -> Estimate:
    interval = Interval(observed, observed + 4000, 0.95, "lognormal")
    assumed = (Assumption("Nobody enters or leaves the population in the period."),)
    return Estimate(
        observed + 1234, interval, observed, METHOD, cautions=cautions, assumptions=assumed
    )


def test_a_sentence_left_in_english_says_so_to_a_screen_reader_and_at_the_foot() -> None:
    odd = answer(8000, Caution("c", "Nobody wrote this <b>down</b>."))
    page = Page("x", estimates=(EstimateSet("clinic", (("men", odd),)),))
    html = render(page, language="fr")
    assert '<span lang="en">Nobody wrote this &lt;b&gt;down&lt;/b&gt;.</span>' in html
    assert "1 phrase de cette page n’a pas encore de traduction" in html
    whole = replace(page, estimates=(EstimateSet("clinic", (("men", answer(8000)),)),))
    assert "pas encore de traduction" not in render(whole, language="fr")


def test_the_page_says_which_language_it_is_in() -> None:
    html = render(calais.page(), language="fr")
    assert '<html lang="fr">' in html
    for heading in ("Les réponses", "Dans le temps", "Estimations", "Le relevé"):
        assert re.search(rf"<h2[^>]*>{heading}</h2>", html)


def test_a_quotation_keeps_its_language_and_its_words() -> None:
    english, french_ = render(calais.page()), render(calais.page(), language="fr")
    quoted = re.compile(r'<span dir="auto"(?: lang="\w+")?>.*?</span>')
    assert quoted.findall(english) == quoted.findall(french_)
    assert 'lang="en"' in french_
    assert {entry.figure.surface for entry in calais.page().entries if entry.sentence} <= set(
        re.findall(r"<mark>(.*?)</mark>", french_)
    )


def test_what_is_kept_back_in_english_is_kept_back_in_french() -> None:
    rows = (
        ("men", answer(8211)),
        ("women", answer(7)),
        ("children", answer(3977)),
    )
    page = Page("x", estimates=(EstimateSet("clinic", rows),))
    html = render(page, language="fr").split("</style>")[1]
    assert f"9{NARROW}445" in html
    assert "moins de 10" in html
    for secret in (1241, 4007, 3977, 5211, 7977):
        for written in (f"{secret:,}", words.people(secret).replace(",", NARROW)):
            assert not re.search(rf"(?<![\d\w]){written}(?![\d\w])", html)
    few = NotEstimable("All 9 were met once.", "A second list.", n_observed=9)
    html = render(Page("x", estimates=(EstimateSet("clinic", (("girls", few),)),)), language="fr")
    assert "moins de 10" in html
    assert "All 9 were met once" not in html


def test_every_page_in_french_has_the_numbers_of_the_english_one() -> None:
    """Neither more nor fewer: what is suppressed and what is shown does not hang on language."""
    for page in (calais.page(), linked.page()):
        assert numbers(render(page)) == numbers(render(page, language="fr"))


def numbers(html: str) -> list[str]:
    """Numbers of four digits and more of the page's text, in order of size."""
    text = text_of(html.split("</style>")[1])
    found = re.findall(rf"(?<![\d.,]){'[0-9]{1,3}'}(?:[,{NARROW}][0-9]{{3}})+(?![\d])", text)
    return sorted({re.sub(r"\D", "", number) for number in found}, key=int)


def test_unseen_characters_of_a_name_are_written_out_in_french_too() -> None:
    first = calais.page().entries[0]
    entry = replace(first, figure=replace(first.figure, source="a\u202eb", claimant="c\u202ed"))
    html = render(Page("x", entries=(entry,)), language="fr")
    assert "\u202e" not in html
    assert "a[U+202E]b" in html
    assert "nommé «\u00a0<bdi>c[U+202E]d</bdi>\u00a0»" in html


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no report in 'xx'"):
        render(Page("x"), language="xx")
