"""Text in pieces: each with the code points it stands in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from undercount.read.model.wordpiece import LINE, TAB, pieces, vocabulary


def _words(text: str) -> list[str]:
    names = {number: piece for piece, number in vocabulary().items()}
    return [names[number] for number in pieces(text).ids]


def test_the_vocabulary_is_whole() -> None:
    assert len(vocabulary()) == 30522
    assert (vocabulary()["[CLS]"], vocabulary()["[SEP]"], vocabulary()["[UNK]"]) == (101, 102, 100)


def test_words_fall_into_known_pieces() -> None:
    assert _words("Unaccompanied minors") == ["una", "##cco", "##mp", "##ani", "##ed", "minors"]
    assert _words("Préfecture") == _words("prefecture")
    assert _words("中") != ["[UNK]"]
    assert _words("x" * 65) == ["[UNK]"]


def test_lines_and_tabs_are_kept() -> None:
    assert pieces("a\n\tb").ids[1:3] == [LINE, TAB]


def test_each_piece_stands_where_its_letters_do() -> None:
    text = "L'Auberge en comptait 9 106 (août)."
    cut = pieces(text)
    spans = list(zip(cut.starts, cut.ends, strict=True))
    assert "".join(text[a:b] for a, b in spans) == text.replace(" ", "")
    assert cut.words == [text[a].isalnum() for a, _ in spans]


@given(st.text(max_size=200))
def test_any_text_is_cut_in_order(text: str) -> None:
    cut = pieces(text)
    spans = list(zip(cut.starts, cut.ends, strict=True))
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert cut.starts == sorted(cut.starts)
    assert len(cut.ids) == len(cut.starts) == len(cut.ends) == len(cut.words)
