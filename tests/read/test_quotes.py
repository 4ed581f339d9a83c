"""Which stretches in quotation marks are read, and which are somebody's words."""

from __future__ import annotations

import pytest

from tests.read.texts import read


def quotes(text: str, language: str = "en") -> list[str]:
    return [text[q.start : q.end] for q in read(text, language).quotes if q.direct]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('In the board\'s view the number "cannot exceed 600"; no data were supplied.',
         ["cannot exceed 600"]),
        ("Three left, and “another half-dozen” had hidden.", ["another half-dozen"]),
        ("He likened the plan to “fencing the sea” on Monday.", ["fencing the sea"]),
        ("The guard’s “fairy tale” and the “safe zone” were gone.", []),
        ("They watched “This Is Us” in the evening.", []),
        ("The claim was dismissed as “invented” by Ana Sol.", []),
        ("''Nobody asked us,'' Ana Sol added. ''We're Sarn.''",
         ["Nobody asked us,", "We're Sarn."]),
    ],
)  # fmt: skip
def test_a_few_words_are_speech_where_they_are_a_whole_phrase(text: str, words: list[str]) -> None:
    assert quotes(text) == words


def test_a_few_words_in_other_languages() -> None:
    assert quotes("Le collectif dit les avoir comptés « un par un » la nuit.", "fr") == [
        "un par un"
    ]
    assert quotes("La policía habla de «una fábula» en el puerto.", "es") == ["una fábula"]
    assert quotes("La «fábula» del puerto sigue.", "es") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We saw nobody on the road,“ said Ana Sol.", ["We saw nobody on the road,"]),
        ("”We saw nobody on the road,” said Ana Sol.", ["We saw nobody on the road,"]),
        ('"We saw nobody on the road,"said Ana Sol.', ["We saw nobody on the road,"]),
        ('Ana Sol said: "They told us "go home" and shut the gate."',
         ['They told us "go home" and shut the gate.']),
        ("Ana Sol came “late, and said: “We saw nobody on the road.”",
         ["We saw nobody on the road."]),
        ("‘Til dawn Ana Sol said: “The boys were walkin’ by the road.”",
         ["The boys were walkin’ by the road."]),
        ('"Late in May, “We saw nobody on the road,” said Ana Sol.',
         ["We saw nobody on the road,"]),
    ],
)  # fmt: skip
def test_marks_turned_the_wrong_way_left_open_or_nested(text: str, words: list[str]) -> None:
    assert quotes(text) == words


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("The agency pointed out that one boat may have more than one owner.", "agency",
         "that one boat may have more than one owner"),
        ("They checked the mayor's claim that there were ten boats.", "mayor",
         "that there were ten boats"),
        ("As aides have suggested the port may close, the mayor left for Sarn.", "aides",
         "the port may close"),
        ("“It is cold here,” Ana Sol said in the hall, emphasizing it was time to end the ban.",
         "Ana Sol", "it was time to end the ban"),
        ("Ana Sol came. He didn't say the port was shut.", "Ana Sol", "the port was shut"),
    ],
)  # fmt: skip
def test_reported_speech_has_its_speaker_and_its_end(text: str, speaker: str, said: str) -> None:
    found = [(q.speaker, text[q.start : q.end]) for q in read(text).quotes if not q.direct]
    assert (speaker, said) in found
