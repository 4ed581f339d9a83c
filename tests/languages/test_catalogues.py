"""Every language says everything, with the same places, and in its own typography."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import chain
from pathlib import Path

import pytest

from undercount.languages import catalogue, languages
from undercount.languages.po import Message, read_po
from undercount.report.language import left, speaking
from undercount.report.messages import lacking, main, messages
from undercount.report.sentences import pieces

OTHERS = languages()[1:]
_PLACE = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"`[^`]*`|='[^']*'|=\"[^\"]*\"|\"(?:truncated|other)\"|<[^<>]+>")


def said(code: str) -> list[Message]:
    folder = files("undercount.languages") / code
    found = [read_po(file.read_text(encoding="utf-8")) for file in folder.iterdir()]
    return [item for item in chain.from_iterable(found) if item.one]


def test_there_is_english_and_french() -> None:
    assert languages() == ("en", "fr")


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="no report in 'xx'; there is en, fr"):
        catalogue("xx")


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_of_the_report_has_a_translation(code: str) -> None:
    assert lacking(code) == []


def test_what_lacks_is_told() -> None:
    assert len(lacking("xx")) == len(list(messages())) > 400


def test_a_new_language_begins_with_every_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["messages", "xx"])
    main()
    printed = list(read_po(capsys.readouterr().out))
    assert "Plural-Forms" in printed[0].told[0]
    assert [(item.one, item.many) for item in printed[1:]] == list(messages())


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_of_its_message(code: str) -> None:
    for item in said(code):
        wanted = set(_PLACE.findall(item.one))
        for told in item.told:
            # A count may leave its number out where there is one thing: "this claim".
            assert set(_PLACE.findall(told)) <= wanted | set(_PLACE.findall(item.many)), item.one
            assert item.many or set(_PLACE.findall(told)) == wanted, item.one


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_tags_of_its_message(code: str) -> None:
    for item in said(code):
        for told in item.told:
            assert sorted(re.findall(r"</?\w+", told)) == sorted(re.findall(r"</?\w+", item.one))


@pytest.mark.parametrize("code", OTHERS)
def test_no_message_is_told_twice_or_not_at_all(code: str) -> None:
    found = [item.one for item in said(code)]
    assert len(found) == len(set(found))
    assert all(all(item.told) for item in said(code))


def test_french_spaces_do_not_break_and_its_apostrophes_are_round() -> None:
    for item in said("fr"):
        for told in item.told:
            words = _CODE.sub("", told)
            assert not re.search(r" [:;?!»%]|« |\d \d{3}|'", words), told


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_that_the_examples_say_is_left_in_english(code: str) -> None:
    """One sentence of each shape, as `undercount run` made them of the examples' projects."""
    examples = (Path(__file__).parent / "said_by_examples.txt").read_text(encoding="utf-8")
    with speaking(code):
        for sentence in examples.splitlines():
            pieces(sentence)
        assert left() == ()
