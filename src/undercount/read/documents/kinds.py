"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from typing import Final

HTML_SUFFIXES: Final = (".html", ".htm", ".xhtml")
TEXT_SUFFIXES: Final = (".txt", ".md")
PDF_SUFFIXES: Final = (".pdf",)
DOCX_SUFFIXES: Final = (".docx",)
SUFFIXES: Final = TEXT_SUFFIXES + HTML_SUFFIXES + PDF_SUFFIXES + DOCX_SUFFIXES
"""The kinds of files that are read."""

PDF_MARK: Final = b"%PDF-"
ZIP_MARK: Final = b"PK\x03\x04"
OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MARKS: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an image, sound or film"),
    (b"OggS", "a sound or film"),
    (b"ID3\x03", "a sound"),
    (b"ID3\x04", "a sound"),
    (PDF_MARK, "a PDF"),
    (ZIP_MARK, "a ZIP archive, or a Word, Excel or OpenDocument file"),
    (OLE_MARK, "an old Office file, or one with a password"),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)


def known_kind(data: bytes) -> str | None:
    """The kind in words ("a PNG image"), or None where the first bytes tell none."""
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return kind
    if data[4:8] == b"ftyp":
        return "an image or film"
    return None
