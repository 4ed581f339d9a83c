"""The text of a Word file: paragraphs, tables as rows with tabs, notes at the end.

Only the parts that hold text are unpacked, each under a limit. Headers and footers, comments,
hidden words, and what somebody struck out or moved away are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from lxml import etree

from undercount.errors import InputError, Problem
from undercount.read.documents.content import Content, without_invisible
from undercount.read.documents.kinds import OLE_MARK
from undercount.read.documents.limits import Limits

_DOCUMENT: Final = "word/document.xml"
_NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")
_FACTS: Final = "docProps/core.xml"
_MEGABYTE: Final = 1_000_000  # a small part may be packed as well as it likes
_LEFT_OUT: Final = frozenset(
    [
        "del", "moveFrom", "delText", "instrText", "delInstrText",  # struck out, and field codes
        "Fallback",  # a second copy for old programs
        "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr",
    ]
)  # fmt: skip
_COLUMNS: Final = 63  # that a table of Word can have
_SPACE: Final = re.compile(r"[ \t\r\n\f\v]+")
_CELL: Final = "\x1f"  # cannot stand in XML, so it is no one's text
_UNTITLED: Final = re.compile(r"^\S*\.\w{2,5}$|^Microsoft |^untitled|^document\d*$", re.I)


def docx_text(data: bytes, name: str, limits: Limits) -> Content:
    """The text of a Word file, one paragraph or table row a line.

    Raises:
        InputError: it is protected by a password, damaged, no Word file, or a zip bomb.
    """
    if data.startswith(OLE_MARK):
        hint = "Save it as .docx without a password."
        what = "the file is protected by a password, or an old Word file (.doc)"
        raise InputError(Problem(what, name, hint=hint))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _part(archive, _DOCUMENT, name, limits)
            notes = [_part(archive, part, name, limits) for part in _NOTES]
            facts = _part(archive, _FACTS, name, limits)
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, NotImplementedError,
            EOFError, OSError, RuntimeError, ValueError) as error:  # fmt: skip
        if isinstance(error, InputError):
            raise
        hint = "Open it in Word and save it again."
        raise InputError(Problem("the Word file is damaged", name, hint=hint)) from None
    if body is None:
        hint = "Give it its real extension, or save it as .docx."
        raise InputError(Problem("this is no Word file", name, hint=hint))
    lines = _lines(body)
    for root in notes:
        for note in root if root is not None else ():
            if _local(note) in ("footnote", "endnote") and _attribute(note, "type") is None:
                found = _lines(note)
                if found:
                    lines.append(f"[{_attribute(note, 'id')}] {' '.join(found)}")
    content = Content(without_invisible("\n".join(lines) + "\n") if lines else "")
    for element in facts.iter() if facts is not None else ():
        value = " ".join((element.text or "").split())[:500]
        if _local(element) == "title" and value and not _UNTITLED.search(value):
            content.title = value
        elif _local(element) == "created":
            content.made = value
    return content


def _part(archive: zipfile.ZipFile, part: str, name: str, limits: Limits) -> etree._Element | None:
    """One file of the archive, parsed; None where there is none of that name."""
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    with archive.open(info) as file:
        data = file.read(limits.unpacked + 1)  # the size stated in the archive may be a lie
    ratio = len(data) / max(info.compress_size, 1)
    if len(data) > limits.unpacked or (len(data) > _MEGABYTE and ratio > limits.zip_ratio):
        what = (
            f"the Word file unpacks to more than the limit of {limits.unpacked:,} bytes"
            f" or {limits.zip_ratio} times its size"
        )
        raise InputError(Problem(what, name, hint="Split it into parts, or save its text."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(data, parser)


def _lines(top: etree._Element) -> list[str]:
    """Paragraphs and table rows under `top`, in order, without recursion."""
    lines: list[str] = []
    buffer: list[str] = []
    rows = 0

    def flush() -> None:
        text = _SPACE.sub(" ", "".join(buffer)).strip(" ")
        buffer.clear()
        if text:
            lines.append(text)

    stack: list[tuple[etree._Element, bool]] = [(top, False)]
    while stack:
        element, done = stack.pop()
        tag = _local(element)
        if done:
            if tag == "tr":
                rows -= 1
                if rows == 0:
                    cells = "".join(buffer).split(_CELL)[1:]
                    buffer.clear()
                    row = "\t".join(_SPACE.sub(" ", cell).strip() for cell in cells)
                    if row.strip():
                        lines.append(row)
            elif tag == "tc" and rows == 1:
                buffer.append(_CELL * (_span(element) - 1))
            elif tag == "p":
                if rows:
                    buffer.append(" ")
                else:
                    flush()
            continue
        if tag in _LEFT_OUT or (tag == "r" and _is_hidden(element)):
            continue
        if tag == "tr":
            if rows == 0:
                flush()
            rows += 1
        elif tag == "tc" and rows == 1:
            buffer.append(_CELL)
        elif tag == "t":
            buffer.append(element.text or "")
        elif tag in ("tab", "br", "cr", "ptab"):
            buffer.append(" ")
        elif tag == "noBreakHyphen":
            buffer.append("\u2011")
        elif tag in ("footnoteReference", "endnoteReference"):
            buffer.append(f"[{_attribute(element, 'id')}]")
        elif tag == "p" and not rows:
            flush()  # a text box stands inside a paragraph
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    flush()
    return lines


def _span(cell: etree._Element) -> int:
    """Columns that a cell of a table takes."""
    for properties in cell:
        for child in properties if _local(properties) == "tcPr" else ():
            if _local(child) == "gridSpan":
                stated = _attribute(child, "val") or ""
                return min(int(stated), _COLUMNS) if stated.isascii() and stated.isdigit() else 1
    return 1


def _is_hidden(run: etree._Element) -> bool:
    for properties in run:
        if _local(properties) == "rPr":
            return any(
                _local(child) == "vanish" and _attribute(child, "val") not in ("0", "false")
                for child in properties
            )
    return False


def _local(element: etree._Element) -> str:
    """Name without its namespace: Word and other programs write different ones."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _attribute(element: etree._Element, name: str) -> str | None:
    for key, value in element.attrib.items():
        if str(key).rsplit("}", 1)[-1] == name:
            return str(value)
    return None
