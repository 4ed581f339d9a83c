"""Who says a number, in invented sentences."""

from __future__ import annotations

import pytest

from tests.read.texts import figure, read

CLAIMANTS = [
    (
        "The prefecture of Sarn said 412 people were moved.",
        "412",
        "prefecture of Sarn",
        "government",
    ),
    ("Police counted 412 people in the yard.", "412", "Police", "police_border"),
    ("Some 412 people came, Mayor Ana Sol said.", "412", "Ana Sol", "government"),
    ("Some 412 people came, according to the charity Open Door.", "412", "Open Door", "ngo"),
    (
        "According to the interior ministry, 412 people came.",
        "412",
        "interior ministry",
        "government",
    ),
    ("The group's register lists 412 children.", "412", "group", "unknown"),
    ("Its director, Ana Sol, told reporters that 412 people came.", "412", "Ana Sol", "unknown"),
    ("Open Door, a charity on the site, thinks 412 people came.", "412", "Open Door", "ngo"),
    ("The governor promised 412 beds by June.", "412", "governor", "government"),
    ("There were 412 people.", "412", None, "journalist"),
]
FRENCH = [
    ("La préfecture a annoncé 412 arrivées.", "412", "préfecture", "government"),
    ("Selon le parquet de Sarn, 412 personnes passent.", "412", "parquet de Sarn", "government"),
    ("L'association Sol Libre dit avoir hébergé 412 personnes.", "412", "Sol Libre", "ngo"),
    ("On a vu 412 personnes, a indiqué lundi la maire, Ana Sol.", "412", "Ana Sol", "government"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "surface", "claimant", "cls"), CLAIMANTS)
def test_english(text: str, surface: str, claimant: str | None, cls: str) -> None:
    found = figure(text, surface)
    assert (found.claimant, found.claimant_class) == (claimant, cls)


@pytest.mark.parametrize(("text", "surface", "claimant", "cls"), FRENCH)
def test_french(text: str, surface: str, claimant: str, cls: str) -> None:
    found = figure(text, surface, "fr")
    assert (found.claimant, found.claimant_class) == (claimant, cls)


def test_the_source_of_the_figure_wins_over_the_source_of_the_sentence_before() -> None:
    text = (
        "New statistics, handed over by the harbour police, show a rise. "
        "They reveal that the number of stowaways reached 830, according to a report released by "
        "the Inspector of Ports in May."
    )
    found = figure(text, "830")
    assert (found.claimant, found.artefact) == ("Inspector of Ports", "report")
    assert found.claimant_class == "inspectorate"


def test_a_register_is_the_artefact_of_its_keeper() -> None:
    found = figure("The harbour held 90 people, the town's daily register showed.", "90")
    assert (found.claimant, found.artefact) == ("town", "daily register")


def test_a_dated_census_speaks_for_those_who_took_it() -> None:
    found = figure("At the camp the charities' census of May 2016 found 88 people.", "88")
    assert (found.claimant, found.artefact, found.claimant_class) == ("charities", "census", "ngo")


def test_each_clause_has_its_own_source() -> None:
    text = "The ministry said 50 people drowned; the charity Open Door put the figure at 80."
    assert figure(text, "50").claimant == "ministry"
    assert figure(text, "80").claimant == "Open Door"


def test_a_pronoun_is_the_last_person_named() -> None:
    text = "The mayor, Ana Sol, warned of floods on Monday. She said 90 people were waiting."
    assert figure(text, "90").claimant == "Ana Sol"


def test_a_paragraph_keeps_its_source_and_the_next_does_not() -> None:
    text = (
        "The ministry said 50 people drowned. Another 20 are missing.\n\nSome 300 people marched."
    )
    assert figure(text, "20").claimant == "ministry"
    assert figure(text, "300").claimant is None


def test_the_writer_s_own_voice_is_nobody_s_name() -> None:
    text = "Open Door\nPress release, 3 May 2017\n\nOur teams counted 65 tents and 210 people."
    found = figure(text, "210")
    assert (found.claimant, found.claimant_class) == (None, "ngo")


def test_a_denial_belongs_to_who_denies() -> None:
    found = figure("The governor denied reports that 90 people had died.", "90")
    assert (found.claimant, found.status) == ("governor", "denied")


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ('"We saw nobody on the road," said Ana Sol, 40.', "We saw nobody on the road,", "Ana Sol"),
        ("Ana Sol said: “We saw nobody there.”", "We saw nobody there.", "Ana Sol"),
        ("« On n'a vu personne ici », assure Ana Sol.", "On n'a vu personne ici", "Ana Sol"),
    ],
)
def test_quotes(text: str, words: str, speaker: str) -> None:
    reading = read(text, "fr" if "«" in text else "en")
    assert [(text[q.start : q.end], q.speaker) for q in reading.quotes] == [(words, speaker)]


def test_scare_quotes_are_no_quotations() -> None:
    assert read('The "Garden" camp and its so-called "guests" were gone.').quotes == ()


def test_he_added_and_a_paragraph_of_quotation_keep_the_speaker() -> None:
    text = (
        '"Nobody asked us anything at all," Ana Sol told the Sarn Echo.\n\n'
        '"They came at dawn and took the tents away."\n\n"It was cold that night," she added.'
    )
    assert [quote.speaker for quote in read(text).quotes] == ["Ana Sol"] * 3
