"""Catalogues are read as they stand: no step of compiling that somebody could forget."""

from __future__ import annotations

import pytest

from undercount.languages.po import Message, quoted, read_po


def test_a_message_on_several_lines_is_one() -> None:
    text = 'msgid ""\n"one "\n"two"\nmsgstr "un "\n"deux"\n'
    assert list(read_po(text)) == [Message("one two", "", ("un deux",))]


def test_forms_of_a_count_keep_their_order() -> None:
    text = (
        'msgid "{n} boat"\nmsgid_plural "{n} boats"\n'
        'msgstr[0] "{n} bateau"\nmsgstr[1] "{n} bateaux"\n'
    )
    assert list(read_po(text)) == [Message("{n} boat", "{n} boats", ("{n} bateau", "{n} bateaux"))]


def test_comments_and_blank_lines_are_passed_over() -> None:
    text = '# a note\n\nmsgid "a"\nmsgstr "b"\n\n#: file.py:3\nmsgid "c"\nmsgstr ""\n'
    assert [item.one for item in read_po(text)] == ["a", "c"]


@pytest.mark.parametrize("line", ["nonsense", '"words of nothing"', 'msgstring "x"'])
def test_a_line_that_is_none_of_a_catalogue_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 1 of the catalogue"):
        list(read_po(line))


@pytest.mark.parametrize("text", ['said "about"', "a\\b", "two\nlines", "« é »"])
def test_what_is_quoted_reads_as_itself(text: str) -> None:
    assert [item.one for item in read_po(f"msgid {quoted(text)}\n")] == [text]
