"""Who counted, where the subject is long, shared, left out or pointed at; invented sentences."""

from __future__ import annotations

import pytest

from tests.read.texts import figure, read

DATED = [
    ("The mayor said 5 left; the charities' census of 11 to 18 October had found 814.", "814"),
    ("The charities' census of the spring of 2016 found 814 people.", "814"),
    ("The charities' census taken from 3 to 9 May found 814 people.", "814"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "surface"), DATED)
def test_the_days_of_a_count_do_not_hide_who_took_it(text: str, surface: str) -> None:
    found = figure(text, surface)
    assert (found.claimant, found.artefact) == ("charities", "census")


def test_a_french_census_between_two_days() -> None:
    text = (
        "Selon la préfecture, 80 personnes vivaient là. "
        "Le recensement des associations du 6 au 9 août a trouvé 90 habitants."
    )
    found = figure(text, "90", "fr")
    assert (found.claimant, found.period) == ("associations", "du 6 au 9 août")
    assert (
        figure("Le recensement du 6 au 9 août a trouvé 90 habitants.", "90", "fr").claimant is None
    )


@pytest.mark.parametrize(
    ("text", "surface", "claimant"),
    [
        (
            "Two weeks before the closure Sol Libre and the agency had counted 190 minors.",
            "190",
            "Sol Libre and the agency",
        ),
        ("The council and the charities counted 90 people.", "90", "council and the charities"),
        ("They slept in Sarn and the agency counted 90 people.", "90", "agency"),
        ("The two charities arrived at 535 residents.", "535", "charities"),
        ("The prefecture came to about 200 people.", "200", "prefecture"),
        ("Open Door had spoken of between 10 and 15 people.", "10 and 15", "Open Door"),
        ("The police put it at around 200.", "200", "police"),
        ("A document of the border police has 817 interceptions.", "817", "border police"),
        ("Thirty families came to 12 houses.", "12", None),
    ],
)  # fmt: skip
def test_subjects(text: str, surface: str, claimant: str | None) -> None:
    assert figure(text, surface).claimant == claimant


def test_a_clause_without_its_verb_has_its_own_source() -> None:
    text = "Sol Libre and the agency had counted 190 minors and the charities 191."
    assert figure(text, "190").claimant == "Sol Libre and the agency"
    found = figure(text, "191")
    assert (found.claimant, found.population) == ("charities", "minors")


def test_their_census_is_that_of_the_last_body_named() -> None:
    text = (
        "The prefecture gave 370 people. The two charities arrived at 535. "
        "Another account of their census gives 549."
    )
    assert [(f.surface, f.claimant) for f in read(text).figures] == [
        ("370", "prefecture"), ("535", "charities"), ("549", "charities"),
    ]  # fmt: skip


def test_the_last_count_is_of_whoever_counted_before() -> None:
    last = "The last official count, of 17 August, had given 690 people."
    assert figure(f"The prefecture gave 370 people. {last}", "690").claimant == "prefecture"
    assert figure(last, "690").claimant is None


def test_those_whose_words_were_asked_for_do_not_count() -> None:
    text = "A second count, which went by what residents declared, gave 648 people."
    found = figure(text, "648")
    assert (found.claimant, found.artefact) == (None, "second count")


def test_a_section_is_told_by_the_source_in_its_heading_and_by_no_other() -> None:
    text = (
        "Searches at the port\n3 May 2016\n\n1. Scope\n"
        "1.1 The ministry reported that searches went on.\n\n2. Figures of the harbour police\n"
        "2.1 Between April and June 2015, 640 people were found in lorries.\n\n3. Reading\n"
        "3.1 In all 90 people were referred.\n"
    )
    found = figure(text, "640")
    assert (found.claimant, found.artefact) == ("harbour police", "Figures")
    assert figure(text, "90").claimant is None
