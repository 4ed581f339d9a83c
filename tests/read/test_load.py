"""Files of every odd kind: what is read, and what the message says."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.read import Limits, load, read_document

DAY = date(2017, 5, 3)
WORDS = "The harbour café counted 40 people at noon, « une quarantaine », they said.\n"
FRENCH = "La préfecture a compté 40 personnes près du port, où l'été a été long, « environ ».\n"
SPANISH = "La policía contó 40 niños en el puerto; «una cuarentena», según el señor alcalde.\n"
ARABIC = "قالت الوزارة إن 40 شخصا وصلوا إلى الميناء يوم الأحد، وفقا لمسؤول محلي في المدينة.\n"
RUSSIAN = "Министерство сообщило, что в порт прибыли 40 человек, по словам чиновника.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WORDS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode(), "utf-8"),
        (WORDS.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "utf-16"),
        (WORDS.encode("utf-32"), "utf-32"),
    ],
)
def test_encodings_that_are_known(tmp_path: Path, data: bytes, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    document = load("a.txt", tmp_path)
    assert (document.text, document.encoding, document.cautions) == (WORDS, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", [WORDS, ARABIC, RUSSIAN])
def test_utf_16_without_its_mark_is_told_by_its_spaces(
    tmp_path: Path, words: str, encoding: str
) -> None:
    (tmp_path / "a.txt").write_bytes(words.encode(encoding))
    document = load("a.txt", tmp_path)
    assert (document.text, document.encoding) == (words, encoding)
    assert "not declared" in document.cautions[0]


@pytest.mark.parametrize(
    ("words", "encoding", "language"),
    [
        (WORDS, "cp1252", "en"),
        (FRENCH, "cp1252", "fr"),
        (FRENCH, "mac_roman", "fr"),
        (SPANISH, "iso8859-1", "es"),
        (ARABIC, "cp1256", "ar"),
        (RUSSIAN, "cp1251", "ru"),
        (RUSSIAN, "koi8-r", "ru"),
    ],
)
def test_a_guessed_encoding_and_its_letters_are_said_in_words(
    tmp_path: Path, words: str, encoding: str, language: str
) -> None:
    (tmp_path / "a.txt").write_bytes(words.encode(encoding))
    document = load("a.txt", tmp_path)
    assert (document.text, document.language) == (words, language)
    assert "guess" in document.cautions[0]
    assert next(char for char in words if not char.isascii()) in document.cautions[0]
    assert (tmp_path / "a.txt").read_bytes() == words.encode(encoding)


def test_one_damaged_letter_makes_utf_8_no_other_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(FRENCH.encode() * 2 + b"40 caf\xe9s.\n")
    document = load("a.txt", tmp_path)
    assert document.text == FRENCH * 2 + "40 caf\ufffds.\n"
    assert document.cautions == ("damaged characters that were not read: 1",)


def test_arabic_in_utf_8_is_named_and_said_to_be_unread(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    reading = read_document("a.txt", tmp_path)
    assert reading.language == "ar"
    assert reading.cautions == (
        "the document is in Arabic, which is not read: it was read with the English words",
    )


def test_line_ends_of_old_machines_and_stray_nuls_keep_every_position(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        b"The count at the gate of the port:\rIt is\x0040 people.\r\n" * 3
    )
    reading = read_document("a.txt", tmp_path)
    assert reading.text == "The count at the gate of the port:\nIt is 40 people.\r\n" * 3
    assert [f.surface for f in reading.figures] == ["40"] * 3
    assert "read as spaces: 3" in reading.cautions[0]


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
        ("a.txt", b"12 34 -- 56", "holds no words, only numbers"),
        ("a.txt", "٤٠ ٥٠".encode(), "holds no words, only numbers"),
        ("a.txt", b"-- !!\n***", "holds no words, only signs"),
        ("a.html", b"<table><tr><td>40</td><td>50</td></tr></table>", "only numbers"),
        ("a.html", b"<html><script>var people = 40;</script></html>", "empty"),
        ("a.txt", b"%PDF-1.7\nThere were 40 people", "a PDF"),
        ("a.txt", b"{\\rtf1 There were 40 people}", "rich text"),
        ("a.html", b"\xff\xd8\xff\xe0 There were 40 people", "a JPEG image"),
        ("a.txt", b"\0\0\0\x18ftypheic There were 40 people", "image or film"),
        ("a.docx", b"PK", "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("a.pdf", b"There were 40 people", "no PDF"),
        ("a.odt", b"PK", "kind"),
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
        file.truncate(100_000_000)
    (tmp_path / "a.txt").chmod(0)  # to open it would be another error
    with pytest.raises(InputError, match="too large: 100,000,000 bytes, and the limit is 20,000"):
        load("a.txt", tmp_path)


def test_a_limit_is_the_users_to_choose(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    with pytest.raises(InputError, match="the limit is 10"):
        load("a.txt", tmp_path, Limits(file_bytes=10))


def test_a_folder_named_as_a_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(InputError, match="folder"):
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
