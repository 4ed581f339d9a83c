"""Invented sentences are read through here; every name and number in these tests is made up."""

from __future__ import annotations

from datetime import date

from undercount.ledger import Figure, Reading
from undercount.read import Document
from undercount.read.reading import read_rules


def read(text: str, language: str = "en", published: date | None = None) -> Reading:
    """Everything read in an invented text."""
    return read_rules(
        Document("invented.txt", "0" * 64, text, "utf-8", language=language, published=published)
    )


def figure(text: str, surface: str, language: str = "en", published: date | None = None) -> Figure:
    """The one figure with this surface in an invented text."""
    found = [f for f in read(text, language, published).figures if f.surface == surface]
    assert len(found) == 1, [f.surface for f in read(text, language, published).figures]
    return found[0]
