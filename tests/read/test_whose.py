"""Whose number it is: accounts, brackets, appositions, transcripts, and what kind of body."""

from __future__ import annotations

import pytest

from tests.read.texts import read
from undercount.ledger.records import Figure


def _first(text: str, language: str = "en") -> Figure:
    return read(text, language).figures[0]


@pytest.mark.parametrize(
    ("text", "claimant", "cls"),
    [
        ("By the harbour master's reckoning, 60 people were aboard.", "harbour master", None),
        ("Landed since Monday: 240 people (Ministry of Ports).", "Ministry of Ports", "government"),
        ("Ada Brink, a geographer whose team walked the coast for a year, holds that 300 "
         "people drowned off Sarn.", "Ada Brink", "academic"),
        ("A judge who called there on 3 May found 90 people on the floor.", "judge", "government"),
        ("Ada Brink, 41, walked to Sarn with a cart. There were 30 people in the boat, she said.",
         "Ada Brink", None),
        ("The coastguard keeps a diary. Its log shows 45 people landed at Sarn in May.",
         "coastguard", "police_border"),
        ("Algiers said on Monday that 40 people had been turned back.", "Algiers", None),
    ],
)  # fmt: skip
def test_whose_number(text: str, claimant: str, cls: str | None) -> None:
    figure = _first(text)
    assert figure.claimant == claimant
    assert cls is None or figure.claimant_class == cls


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ('"We fed 80 people," said Ada Brink, a nurse at the clinic.', "private"),
        ('"We fed 80 people," said Ada Brink, deputy head of the UN office.', "igo"),
        ("Det Sgt Ada Brink said 80 people were found in the lorry.", "police_border"),
    ],
)  # fmt: skip
def test_a_person_is_of_the_kind_of_their_office(text: str, cls: str) -> None:
    assert _first(text).claimant_class == cls


@pytest.mark.parametrize(
    ("text", "language", "claimant", "cls"),
    [
        ("Le gouverneur de Sarn assure que 80 personnes sont parties.", "fr", "gouverneur de Sarn",
         "government"),
        ("La concejala de Vivienda, Ada Brink, detalló que 80 personas duermen en el puerto.", "es",
         "Ada Brink", "government"),
    ],
)  # fmt: skip
def test_whose_number_elsewhere(text: str, language: str, claimant: str, cls: str) -> None:
    figure = _first(text, language)
    assert (figure.claimant, figure.claimant_class) == (claimant, cls)


def test_turns_of_a_transcript_are_their_speakers() -> None:
    text = (
        "Voices of the river\n\nPRESENTER: How many were in the boat?\n\n"
        "BRINK: There were 70 people in it.\n\nPRESENTER: And now?\n\nBRINK: Now 12 are left.\n"
    )
    claimants = [figure.claimant for figure in read(text).figures]
    assert claimants == ["BRINK", "BRINK"]  # verbatim


def test_a_release_is_of_whoever_speaks_today() -> None:
    text = (
        "More boats, fewer beds\n\nPress release\n\nSARN, 3 May 2021 – The United Nations today "
        "asked for tents. There are 900 people on the quay.\n"
    )
    assert _first(text).claimant_class == "igo"
