"""A document as loaded: its text, and what could be told about it before reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file, and where it comes from.

    Attributes:
        path: as the project or the user names it.
        sha256: hash of the bytes as received.
        text: what is read; all spans count its code points.
        encoding: how the bytes were decoded; "pdf" or "docx" for those.
        language: ISO 639-1 code; "en" where nothing tells otherwise.
        published: day of publication, or None.
        outlet: who published it, or None.
        title: title, or None.
        cautions: what went less than well, in words.
        pages: where each page of a PDF begins in the text; empty for what has no pages.
    """

    path: str
    sha256: str
    text: str
    encoding: str
    language: str = "en"
    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    cautions: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
