"""Who says a number, in what, who passed it on, and how directly it comes."""

from __future__ import annotations

import pytest

from tests.read.texts import figure
from undercount.ledger import Figure
from undercount.read import Document
from undercount.read.reading import read_rules

RELAYED = [
    ("The ministry said on Monday, citing the UN agency, that 40 people died.", "en",
     "UN agency", "ministry"),
    ("Some 40 people died, the ministry said, quoting the UN agency.", "en",
     "UN agency", "ministry"),
    ("According to police figures seen by Radio Sarn, 40 people died.", "en",
     "police", "Radio Sarn"),
    ("According to figures from the coastguard obtained by the Sarn Post, 40 people died.", "en",
     "coastguard", "Sarn Post"),
    ("Ana Sol, the mayor, told the Sentinel that 40 people had died.", "en",
     "Ana Sol", "Sentinel"),
    ("A police source quoted by the Sarn Gazette said 40 people had died.", "en",
     "police source", "Sarn Gazette"),
    ("In an interview with Radio Sarn, the mayor said 40 people had died.", "en",
     "mayor", "Radio Sarn"),
    ("Selon l'Agence Sarn, qui cite la préfecture, 40 personnes sont mortes.", "fr",
     "préfecture", "Agence Sarn"),
    ("Selon la préfecture, citée par Le Courrier, 40 personnes sont mortes.", "fr",
     "préfecture", "Courrier"),
    ("La préfecture a déclaré à Radio Sarn que 40 personnes étaient mortes.", "fr",
     "préfecture", "Radio Sarn"),
    ("Le ministère affirme, en citant la police, que 40 personnes sont mortes.", "fr",
     "police", "ministère"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "claimant", "relay"), RELAYED)
def test_who_passes_a_number_on_is_told_from_who_claims_it(
    text: str, language: str, claimant: str, relay: str
) -> None:
    found = figure(text, "40", language)
    assert (found.claimant, found.relay, found.directness) == (claimant, relay, "relayed")
    assert text[slice(*found.spans["relay"])] == relay


@pytest.mark.parametrize("audience", ["parliament", "reporters", "this newspaper", "the council"])
def test_an_audience_is_no_relay(audience: str) -> None:
    found = figure(f"The mayor told {audience} that 40 people had died.", "40")
    assert (found.claimant, found.relay, found.directness) == ("mayor", None, "reported")


@pytest.mark.parametrize(
    ("text", "claimant", "artefact"),
    [
        ("According to ministry data, 40 people died.", "ministry", "data"),
        ("An internal Northwatch report says 40 people died.", "Northwatch", "report"),
        ("A study by the University of Sarn puts the dead at 40.", "University of Sarn", "study"),
        ("Official figures show that 40 people died.", None, "Official figures"),
    ],
)
def test_the_document_is_told_from_who_keeps_it(
    text: str, claimant: str | None, artefact: str
) -> None:
    found = figure(text, "40")
    assert (found.claimant, found.artefact, found.directness) == (claimant, artefact, "reported")


def _issued(text: str, outlet: str | None) -> Figure:
    document = Document("invented.txt", "0" * 64, text, "utf-8", language="en", outlet=outlet)
    return read_rules(document).figures[0]


def test_a_quotation_is_the_most_direct() -> None:
    found = figure("“We counted 40 people on the quay,” the mayor told Radio Sarn.", "40")
    assert (found.directness, found.relay) == ("quoted", "Radio Sarn")


def test_the_issuer_s_own_number_is_its_own() -> None:
    assert _issued("Press release\n\nOur teams fed 40 people.", "Sarn Relief").directness == "own"
    assert _issued("Sarn Relief said 40 people came.", "Sarn Relief").directness == "own"
    assert _issued("Some 40 people came.", None).directness == "unsourced"
