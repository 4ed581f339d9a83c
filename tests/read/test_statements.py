"""Who said what, in marks and out of them; every name and sentence here is invented."""

from __future__ import annotations

import pytest

from tests.read.texts import read


def said(text: str, language: str = "en") -> list[tuple[str, str | None, bool]]:
    """The words, their speaker, and whether they stand in marks."""
    return [
        (text[quote.start : quote.end], quote.speaker, quote.direct)
        for quote in read(text, language).quotes
    ]


def direct(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    return [(words, speaker) for words, speaker, marks in said(text, language) if marks]


def reported(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    return [(words, speaker) for words, speaker, marks in said(text, language) if not marks]


REPORTED = [
    ("Ana Sol said the camp would close.", "the camp would close", "Ana Sol"),
    ("Ana Sol told reporters that the camp would close.", "that the camp would close", "Ana Sol"),
    ("The camp would close, Ana Sol said.", "The camp would close", "Ana Sol"),
    ("According to the Red Cross, 40 people drowned.", "40 people drowned", "Red Cross"),
    ("Open Door's report found that 40 slept outside.", "that 40 slept outside", "Open Door"),
    ("Ana Sol warned of more floods.", "of more floods", "Ana Sol"),
    ("The ministry believes the figure is lower.", "the figure is lower", "ministry"),
    ("Ana Sol has called for new tents.", "for new tents", "Ana Sol"),
    ("The plan is backed by Open Door.", "The plan", "Open Door"),
    ("He's demanding new tents.", "new tents", None),
    ("Ana Sol would not confirm the deaths.", "the deaths", "Ana Sol"),
]


@pytest.mark.parametrize(("text", "words", "speaker"), REPORTED)
def test_reported_speech(text: str, words: str, speaker: str | None) -> None:
    assert reported(text) == [(words, speaker)]


def test_who_is_the_one_named_before() -> None:
    text = "“They move us,” said Ana Sol, a teacher who says nobody has come."
    assert reported(text) == [("nobody has come", "Ana Sol")]


def test_the_dash_behind_a_dateline_parts_nothing() -> None:
    text = "SARN, May 11 — The harbour police said on Monday that the camp was empty."
    assert reported(text) == [("that the camp was empty", "harbour police")]


def test_a_participle_and_a_second_verb_share_their_subject() -> None:
    assert reported("Ana Sol urged the port to open, adding that nobody had slept.") == [
        ("the port to open", "Ana Sol"),
        ("that nobody had slept", "Ana Sol"),
    ]
    assert reported("Ana Sol praised the crews and criticised the ministry.") == [
        ("the crews", "Ana Sol"),
        ("the ministry", "Ana Sol"),
    ]


def test_what_is_only_retold_belongs_to_the_outer_speaker() -> None:
    assert reported("Ana Sol said the mayor hoped to open the port.") == [
        ("the mayor hoped to open the port", "Ana Sol")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The tents were gone by noon.",
        "Early reports and attacks on crews were counted.",
        "Ana Sol spoke for an hour.",
        "Police recorded 90 boats.",
    ],
)
def test_no_speech(text: str) -> None:
    assert [words for words, _, _ in said(text) if words not in ("90 boats",)] == []


def test_names_roles_and_pronouns_are_resolved() -> None:
    text = (
        "The mayor of Sarn, Ana Sol, said the camp would close. She added that nobody knew. "
        "“It is a great shame,” Sol said. “We will see,” the mayor went on."
    )
    quotes = read(text).quotes
    assert {quote.speaker for quote in quotes} == {"Ana Sol"}
    assert {(quote.role, quote.organisation) for quote in quotes} == {("mayor", "Sarn")}
    at_hand = [text[q.speaker_start : q.speaker_end] for q in quotes if q.speaker_start is not None]
    assert at_hand == ["Ana Sol", "She", "Sol", "mayor"]
    cues = [text[q.cue_start : q.cue_end] for q in quotes if q.cue_start is not None]
    assert cues == ["said", "added", "said", "went"]


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        ("“We saw nobody there,” said UNHCR spokeswoman Ana Sol.", "spokeswoman", "UNHCR"),
        ("“We saw nobody there,” said Ana Sol, head of Open Door.", "head", "Open Door"),
        ("Bo Lund of the harbour police said: “We saw nobody there.”", None, "harbour police"),
    ],
)
def test_role_and_organisation(text: str, role: str | None, organisation: str) -> None:
    (quote,) = read(text).quotes
    assert (quote.role, quote.organisation) == (role, organisation)


DIRECT = [
    ("Ana Sol chanted “What curfew?” at dawn.", [("What curfew?", "Ana Sol")]),
    ("“Is the road open?” Ana Sol asked.", [("Is the road open?", "Ana Sol")]),
    ("“Is it open?” asked Ana Sol (O-Sarn).", [("Is it open?", "Ana Sol")]),
    ("Rep. Ana Sol (O-Sarn) said, “We saw nobody.”", [("We saw nobody.", "Rep. Ana Sol")]),
    ("''We saw nobody,'' Ana D. Sol said.", [("We saw nobody,", "Ana D. Sol")]),
    ("'We saw nobody at all,' said Ana Sol.", [("We saw nobody at all,", "Ana Sol")]),
    ("“We saw,” Ana Sol sang, “a boat.”", [("We saw,", "Ana Sol"), ("a boat.", "Ana Sol")]),
    ("“We saw nobody there.”\n― Ana Sol, Sarn", [("We saw nobody there.", "Ana Sol")]),
    ("A word from Ana Sol: “Nobody came to us.”", [("Nobody came to us.", "Ana Sol")]),
    ("Ana Sol mocked the port, saying “It is a bad joke.”", [("It is a bad joke.", "Ana Sol")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quotes"), DIRECT)
def test_direct_quotations(text: str, quotes: list[tuple[str, str]]) -> None:
    assert direct(text) == quotes


@pytest.mark.parametrize(
    "text",
    [
        "They watched “The Long Night of Sarn” on Sunday.",
        'She was on "State of the Harbour." It rained.',
        "The refugees' camp and the workers' hall were 'home'.",
    ],
)
def test_titles_and_apostrophes_are_no_quotations(text: str) -> None:
    assert direct(text) == []


def test_paragraphs_left_open_belong_to_one_speaker() -> None:
    text = (
        "The port was shut, Bo Lund said.\n\n“We waited for hours and nobody came.\n\n"
        "“Then they took the tents.\n\n“It was cold,” Ana Sol, a volunteer, told reporters."
    )
    assert [speaker for _, speaker in direct(text)] == ["Ana Sol"] * 3


def test_turns_of_a_transcript() -> None:
    text = "“SOL: Who came on the boat?\n\n“LUND: Nobody came on the boat.”"
    assert direct(text) == [
        ("Who came on the boat?", "SOL"), ("Nobody came on the boat.", "LUND"),
    ]  # fmt: skip


FRENCH = [
    (
        "« On n'a vu personne, a ajouté Ana Sol, et la route était vide. »",
        [("On n'a vu personne", "Ana Sol"), ("et la route était vide.", "Ana Sol")],
    ),
    (
        "« On part, explique Ana Sol, bénévole de Sol Libre, et vite. »",
        [("On part", "Ana Sol"), ("et vite.", "Ana Sol")],
    ),
    ("— On part demain, dit Ana Sol.", [("On part demain", "Ana Sol")]),
    ("« C'est une honte », s'indigne Ana Sol.", [("C'est une honte", "Ana Sol")]),
]
SPANISH = [
    (
        "—No vimos a nadie —dijo Ana Sol—. Nadie vino.",
        [("No vimos a nadie", "Ana Sol"), ("Nadie vino.", "Ana Sol")],
    ),
    (
        "«No vino nadie a la playa», dijo la alcaldesa de Sarn, Ana Sol. “Nos mienten”, agregó.",
        [("No vino nadie a la playa", "Ana Sol"), ("Nos mienten", "Ana Sol")],
    ),
]


@pytest.mark.parametrize(("text", "quotes"), FRENCH)
def test_french(text: str, quotes: list[tuple[str, str]]) -> None:
    assert direct(text, "fr") == quotes


@pytest.mark.parametrize(("text", "quotes"), SPANISH)
def test_spanish(text: str, quotes: list[tuple[str, str]]) -> None:
    assert direct(text, "es") == quotes


def test_spanish_verbs_without_a_subject_point_to_who_spoke_before() -> None:
    text = "El gobernador, Luis Paz, negó que hubiera muertos. Añadió que todo estaba en calma."
    assert reported(text, "es") == [
        ("que hubiera muertos", "Luis Paz"), ("que todo estaba en calma", "Luis Paz"),
    ]  # fmt: skip


def test_french_pronouns_behind_their_verb() -> None:
    text = "La maire, Ana Sol, a parlé lundi. « On nous a menti hier », a-t-elle ajouté."
    (quote,) = (quote for quote in read(text, "fr").quotes if quote.direct)
    assert quote.speaker_start is not None
    assert text[quote.speaker_start : quote.speaker_end] == "a-t-elle"


def test_a_carried_quotation_points_to_the_words_before() -> None:
    text = "“We saw nobody there,” Ana Sol said. “Nobody came.”"
    second = read(text).quotes[1]
    assert second.speaker_start is not None
    assert text[second.speaker_start : second.speaker_end] == "Ana Sol"


@pytest.mark.parametrize(
    "text",
    [
        'A guard who asked not to be named said that "fifty, maybe sixty men" are sold each week.',
        "Whoever believes this harsh should consider that 40 women in Sarn had been counselled.",
    ],
)
def test_one_clause_behind_two_verbs_is_one_statement(text: str) -> None:
    """The ledger keeps one statement of a kind a place, and refused such a document whole."""
    quotes = read(text).quotes
    places = [(quote.direct, quote.start) for quote in quotes]
    assert len(places) == len(set(places)) > 0
