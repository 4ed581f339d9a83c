"""Files of every odd kind: what is read, and what the message says."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.read import load
from undercount.read.documents.load import MAX_BYTES

DAY = date(2017, 5, 3)
WORDS = "The harbour café counted 40 people at noon, « une quarantaine », they said.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WORDS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode(), "utf-8"),
        (WORDS.encode("utf-16"), "utf-16"),
    ],
)
def test_encodings_that_are_known(tmp_path: Path, data: bytes, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    document = load("a.txt", tmp_path)
    assert (document.text, document.encoding, document.cautions) == (WORDS, encoding, ())


def test_a_guessed_encoding_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((WORDS * 20).encode("cp1252"))
    document = load("a.txt", tmp_path)
    assert "café" in document.text
    assert "guess" in document.cautions[0]


def test_a_declared_encoding_is_believed(tmp_path: Path) -> None:
    page = f'<html><meta charset="iso-8859-1"><p>{WORDS}</p></html>'
    (tmp_path / "a.html").write_bytes(page.encode("iso-8859-1"))
    document = load("a.html", tmp_path)
    assert document.text == WORDS
    assert document.encoding == "iso8859-1"


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("a.txt", bytes(range(1, 32)) * 40, "binary"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"12 34 -- 56", "empty"),
        ("a.html", b"<html><script>var people = 40;</script></html>", "empty"),
        ("a.docx", b"PK", "kind"),
    ],
)
def test_what_is_no_document_is_named_with_its_file(
    tmp_path: Path, name: str, data: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=what) as caught:
        load(name, tmp_path)
    assert caught.value.problems[0].file == name
    assert caught.value.problems[0].hint


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="too large"):
        load("a.txt", tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"b\.txt"):
        load("b.txt", tmp_path)


def test_a_document_is_named_by_its_path_inside_the_project(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(WORDS, encoding="utf-8")
    assert load("documents/a.txt", tmp_path).path == "documents/a.txt"
    assert load(tmp_path / "documents" / "a.txt", tmp_path).path == "documents/a.txt"


@pytest.mark.parametrize(
    ("name", "text", "published", "outlet", "language"),
    [
        ("a.txt", "Sarn Echo, 3 May 2017\n\nThe port is shut.", DAY, "Sarn Echo", "en"),
        ("a.txt", "SARN, May 3, 2017 (Quay Wire) — The port is shut.", DAY, "Quay Wire", "en"),
        ("a.txt", "L'Écho, 3 mai 2017\n\nLe port est fermé.", DAY, "L'Écho", "fr"),
        ("sarn-2017-05-03.txt", "The port is shut.", DAY, None, "en"),
        ("a.txt", "The 12 months to 3 May 2017 were calm.", None, None, "en"),
    ],
)  # fmt: skip
def test_what_the_first_lines_tell(
    tmp_path: Path, name: str, text: str, published: date | None, outlet: str | None, language: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    document = load(name, tmp_path)
    assert (document.published, document.outlet, document.language) == (published, outlet, language)
