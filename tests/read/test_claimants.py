"""Sources that stand away from their verb, in invented sentences."""

from __future__ import annotations

import pytest

from tests.read.texts import figure
from undercount.read.lexicon import lexicon
from undercount.read.voices.classes import issuer_class
from undercount.read.voices.turns import label

ENGLISH = [
    # Passives, brackets, and clauses inside clauses.
    ("Capacity is put at 412 by the municipal risk office.", "412", "municipal risk office"),
    ("It was denied by the harbour police that 412 men had been held.", "412", "harbour police"),
    ("A further 412 people were claimed in 2016 by an opposition deputy, Ivo Brel.", "412",
     "Ivo Brel"),
    ("The 412 bodies were found by fishermen on Monday.", "412", None),
    ("Some 412 people were moved through the port of Sarn (police figures).", "412", "police"),
    ("There were 412 admissions in the year to May 2019 [Prison Service, Ledger 4].", "412",
     "Prison Service"),
    ("The 412 people were handed to staff of Medical Relief (MR).", "412", None),
    ("Ministry radio quoted an unnamed officer as saying that 412 people had left.", "412",
     "unnamed officer"),
    ("The boat left with what survivors described as 412 people aboard, the navy said.", "412",
     "survivors"),
    ("The navy counted 40 boats. Fishermen I met put it at 412.", "412", "Fishermen"),
    ("Some 412 bodies had been found, the search and rescue agency said.", "412",
     "search and rescue agency"),
    ("More than 412 people have landed, according to the U.N. refugee agency.", "412",
     "U.N. refugee agency"),
    ("Ana Brel, one of the volunteers, had written down 412 names.", "412", "Ana Brel"),
    ("It is understood that 412 people were left out.", "412", None),
    # What follows a clause, and a later clause.
    ("In May 300 came, said the prefect of Sarn, against 412 in April.", "412", "prefect of Sarn"),
    ('"They left us," said Moe, who came with 412 others.', "412", None),
    ("The police towed two boats, fishermen say, and the mayor knows of 412 more.", "412",
     "mayor"),
    # Pronouns and offices.
    ("The police count 90. Former workers disagree: 412 people, they believe, are inside.", "412",
     "Former workers"),
    ("Camp leaders keep a book. According to them, 412 families left.", "412", "Camp leaders"),
    ("The police made 40 arrests. The charity Open Door says 90. Its own list has 412 names.",
     "412", "Open Door"),
    ("Ana Sol, a demographer, doubts it. Matching three lists, she arrives at 412 dead.", "412",
     "Ana Sol"),
    ("According to the harbour police:\n- 412 people were turned back\n- 12 were admitted", "412",
     "harbour police"),
    ("Sister Ana Sol briefed the members. Parishes were lending 412 beds.", "412",
     "Sister Ana Sol"),
    ("Some 412 people sleep there, as the mayor recalled on Monday.", "412", "mayor"),
    ("Some 412 people sleep there, in the mayor's words.", "412", "mayor"),
    ("The charity counts 90 men; the council's own count stops at 412.", "412", "council"),
]  # fmt: skip

FRENCH = [
    ("Le chef de canton, Ivo Sel, fait état de 412 morts dans le village.", "Ivo Sel"),
    ("Au moins 412 personnes ont été recensées par la gendarmerie dans le village.", "gendarmerie"),
    ("À en croire les riverains, 412 jeunes dorment sous le pont de la ville.", "riverains"),
    ("Chez les bénévoles, on compte 412 personnes à la rue.", "bénévoles"),
    ("L'an dernier, 412 personnes ont été contrôlées, rappelle la sous-préfecture.",
     "sous-préfecture"),
    ("La commune a des places, précise-t-on à la mairie, et 412 personnes attendent.", "mairie"),
    ("Un chiffre que confirme la Croix-Rouge : 412 repas servis à des familles.", "Croix-Rouge"),
    ("La police fait état de 90 renvois. Ces chiffres, a reconnu la commandante Ana Sol, sont bas. "
     "Elle a ajouté que 412 personnes attendaient.", "Ana Sol"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "claimant"), ENGLISH)
def test_a_source_away_from_its_verb_is_found(text: str, number: str, claimant: str | None) -> None:
    assert figure(text, number).claimant == claimant


@pytest.mark.parametrize(("text", "claimant"), FRENCH)
def test_french_turns_of_phrase_name_their_source(text: str, claimant: str) -> None:
    assert figure(text, "412", "fr").claimant == claimant


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Hon. Ivo Sel (Minister of Ports, Lib.): In May there were 40.", "Ivo Sel"),
        ("Question 12 — Ms. Ana Brel (Sarn): How many people are held?", "Ana Brel"),
        ("Answered by Ana Brel (Secretary of State)", "Ana Brel"),
        ("Moved by Councillor Ivo Sel: that the town open 40 places.", "Councillor Ivo Sel"),
        ("Sarn Camp (north shore): full since May.", None),
        ("What we know: forty people are missing.", None),
    ],
)
def test_a_label_names_who_speaks(line: str, name: str | None) -> None:
    found = label(line, lexicon("en"))
    assert (None if found is None else line[found[0] : found[1]]) == name


@pytest.mark.parametrize(
    ("outlet", "cls"),
    [
        ("Coast Guard, Sarn District", "police_border"),
        ("The Lantern Trust", "ngo"),
        ("The Border Herald", "journalist"),
        ("Sarn City Press", "journalist"),
        ("Department of Ports", "government"),
    ],
)
def test_an_issuer_is_of_the_kind_its_name_tells(outlet: str, cls: str) -> None:
    assert issuer_class(f"{outlet}\nForty people came.", outlet, lexicon("en")) == cls


def test_letters_in_brackets_stand_for_the_body_before_them() -> None:
    text = "The Northern Border Agency (NBX) met on Monday. The NBX said 412 people were held."
    assert figure(text, "412").claimant_class == "police_border"
