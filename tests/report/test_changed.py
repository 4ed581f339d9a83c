"""The words that are marked between two sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from undercount.report.changed import Pieces, changed


def marked(pieces: Pieces) -> list[str]:
    return [text for text, new in pieces if new]


def test_what_the_change_names_is_marked_and_the_outlets_are_not() -> None:
    before, after = changed(
        "Gazette: about 200 people, a week, Calais to UK, according to a regional official.",
        "Courier: more than 200 people, a week, Calais to UK, according to a regional official.",
        "The hedge was changed: about 200 (Gazette) is more than 200 in the later print (Courier).",
    )
    assert marked(before) == ["about"]
    assert marked(after) == ["more than"]


def test_sentences_of_their_own_are_marked_by_what_the_change_names() -> None:
    before, after = changed(
        "The Chief Inspector wrote of 6,400 people in six months.",
        "According to the French police, 6,400 people came over the last year.",
        "6,400 is given to Chief Inspector (Gazette) and in the later print to French police (X).",
    )
    assert marked(before) == ["Chief Inspector"]
    assert marked(after) == ["French police"]


def test_versions_of_one_sentence_are_marked_at_every_edit() -> None:
    before, after = changed("In May almost 100 people came.", "In May some 110 people came.")
    assert marked(before) == ["almost 100"]
    assert marked(after) == ["some 110"]


def test_where_nothing_can_be_marked_the_number_is() -> None:
    before, after = changed(
        "They counted 6,468.", "Of all, 6,486 spoke up.", "", ("6,468", "6,486")
    )
    assert marked(before) == ["6,468"]
    assert marked(after) == ["6,486"]


def test_a_note_on_a_typed_row_is_no_word_of_its_source() -> None:
    before, _ = changed(
        "Gazette: 6,400 people. Note: doubled, says the Courier",
        "Courier: 6,400 people, doubled.",
        '"doubled" is said of 6,400 (Courier).',
    )
    assert "doubled" not in " ".join(marked(before))


_WORDS = ("in", "May", "6,400", "7%", "(x)", "people", "–", "came.", ",", "\u202e")
_SENTENCES = st.lists(st.sampled_from(_WORDS), max_size=9)


@given(_SENTENCES, _SENTENCES, _SENTENCES)
def test_pieces_joined_are_the_sentences(one: list[str], two: list[str], text: list[str]) -> None:
    sides = " ".join(one), " ".join(two)
    found = changed(*sides, " ".join(text), ("6,400", "May"))
    assert tuple("".join(part for part, _ in pieces) for pieces in found) == sides
