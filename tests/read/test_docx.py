"""Invented Word files, zipped here: text in order, nothing struck out, and no bomb unpacked."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from undercount.errors import InputError
from undercount.read import Limits, load, read_document
from undercount.read.documents.docx import docx_text
from undercount.read.documents.limits import LIMITS

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = """
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Count at the quay</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Port staff counted </w:t></w:r>
<w:ins><w:r><w:t>40</w:t></w:r></w:ins>
<w:del><w:r><w:delText>90</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>70</w:t></w:r></w:moveFrom>
<w:r><w:t xml:space="preserve"> peo</w:t><w:softHyphen/><w:t>ple</w:t></w:r>
<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden 9</w:t></w:r>
<w:r><w:t>.</w:t></w:r><w:r><w:instrText>PAGE 8</w:instrText></w:r></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>One</w:t><w:br/><w:t>more</w:t></w:r></w:p>
<w:tbl><w:tblPr/><w:tr><w:tc><w:p><w:r><w:t>Quay</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>2017</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>North</w:t></w:r></w:p><w:p><w:r><w:t>side</w:t></w:r></w:p></w:tc>
<w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>1,204</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>The end.</w:t></w:r></w:p>
"""
NOTES = (
    '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>At noon.</w:t></w:r></w:p></w:footnote>'
)
CORE = (
    '<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:title>Quay count</dc:title>'
    "<dc:created>2017-05-03T08:00:00Z</dc:created></c:coreProperties>"
)


def docx(body: str, notes: str | None = None, core: str | None = None) -> bytes:
    """A Word file of these parts, and a page header that is no text of the document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        root = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", root)
        archive.writestr("word/header1.xml", "<w:hdr>Header 7</w:hdr>")
        if notes is not None:
            text = f'<w:footnotes xmlns:w="{NAMESPACE}">{notes}</w:footnotes>'
            archive.writestr("word/footnotes.xml", text)
        if core is not None:
            archive.writestr("docProps/core.xml", core)
    return buffer.getvalue()


def test_paragraphs_tables_and_notes_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(BODY, NOTES, CORE))
    reading = read_document("a.docx", tmp_path)
    assert reading.text == (
        "Count at the quay\nPort staff counted 40 people[2].\nOne more\n"
        "Quay\t2017\nNorth side\t1,204\nThe end.\n[2] At noon.\n"
    )
    assert (reading.title, reading.published) == ("Quay count", date(2017, 5, 3))
    assert [f.surface for f in reading.figures] == ["40", "1,204"]


def test_a_cell_over_two_columns_keeps_the_next_one_in_its_place() -> None:
    def cell(text: str, span: str = "") -> str:
        return f"<w:tc><w:tcPr>{span}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    wide = cell("2016", '<w:gridSpan w:val="2"/>')
    body = f"<w:tbl><w:tr>{wide}{cell('2017')}</w:tr><w:tr>{cell('1') * 3}</w:tr></w:tbl>"
    assert docx_text(docx(body), "a.docx", LIMITS).text == "2016\t\t2017\n1\t1\t1\n"


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>Before.</w:t></w:r><m:AlternateContent xmlns:m="m"><m:Choice>'
        f"{box}</m:Choice><m:Fallback>{box}</m:Fallback></m:AlternateContent></w:p>"
    )
    assert docx_text(docx(body), "a.docx", LIMITS).text == "Before.\nIn a box.\n"


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        part.write(f'<w:document xmlns:w="{NAMESPACE}"><w:p><w:t>There were 40 people'.encode())
        for _ in range(12):
            part.write(b" " * 10_000_000)
        part.write(b"</w:t></w:p></w:document>")
    return buffer.getvalue()


def _zip(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


PLAIN = docx("<w:p><w:r><w:t>There were 40 people.</w:t></w:r></w:p>" * 50)
ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
LAUGHS = _zip(**{
    "word/document.xml": f'<!DOCTYPE a [<!ENTITY a0 "people">{ENTITIES}]>'
    f'<w:document xmlns:w="{NAMESPACE}"><w:p><w:t>40 &a11;</w:t></w:p></w:document>'
})  # fmt: skip


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (_bomb(), "unpacks to more than the limit"),
        (LAUGHS, "damaged|holds no words"),
        (docx("<w:p>" * 100_000), "damaged"),
        (PLAIN[: len(PLAIN) // 2], "damaged"),
        (PLAIN.replace(b"word/document.xml", b"word/documenu.xml"), "no Word file"),
        (_zip(**{"xl/workbook.xml": "<a/>"}), "no Word file"),
        (docx(""), "holds no words"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "protected by a password"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(InputError, match=what) as caught:
        load("a.docx", tmp_path, Limits(unpacked=50_000_000))
    assert caught.value.problems[0].hint
