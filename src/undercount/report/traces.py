"""From a number to its words: what a number in a sentence leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from markupsafe import Markup, escape

from undercount.report.ledger_rows import LedgerRow
from undercount.report.sentences import Piece, pieces
from undercount.report.words import anchor_id
from undercount.visible import visible

_MONTH: Final = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|janv|févr|mars|avr|mai|juin|juil|août|sept|déc)"
    r"\w*\.?"
)
_SPACE: Final = r"\s"
_DIGITS: Final = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
)
# A day, a year, a time and a level of probability are no numbers of people, nor made of any.
_PARTS: Final = re.compile(
    rf"(?P<other>\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:er)?(?:{_SPACE}?[–-]{_SPACE}?\d{{1,2}})?{_SPACE}{_MONTH}(?:{_SPACE}\d{{4}})?"
    rf"|{_MONTH}{_SPACE}\d{{4}}\b"
    rf"|\b\d{{1,2}}:\d\d\b"
    rf"|\d+(?:[.,]\d+)?{_SPACE}?%(?:{_SPACE}(?:band|interval|range|probab)\w*|{_SPACE}?:))"
    rf"|(?P<number>(?<![\w.,])[+×−±]?(?:{_DIGITS})(?:{_SPACE}?%)?(?!\w))",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Traces:
    """Turns numbers in sentences into links.

    A number that one of the figures named beside it was written as leads to that figure's row of
    the ledger. Any other was worked out: it leads to the figures it rests on.
    """

    def __init__(self, rows: Mapping[str, LedgerRow]) -> None:
        """Take the rows of the ledger by id."""
        self._rows = rows

    def __call__(
        self, text: str, figures: Collection[str] = (), basis: str = "", *, ours: bool = False
    ) -> Markup:
        """A sentence in the page's language, its numbers as links.

        Args:
            text: the sentence, as another room said it; everything in it is escaped.
            figures: ids of the figures it speaks of.
            ours: whether it is in the page's language already.
            basis: id of the part of the page that holds what other numbers rest on; "" where they
                stand in it already.
        """
        written = {
            value: anchor_id("figure", name)
            for name in reversed(tuple(figures))
            if name in self._rows
            for value in _said(self._rows[name])
        }
        told = []
        for piece in (Piece(text),) if ours else pieces(text):
            held = Markup('<span lang="en">{}</span>') if piece.english else Markup("{}")
            told.append(held.format(self._linked(visible(piece.text), written, basis)))
        return Markup(" ").join(told)

    def _linked(self, text: str, written: Mapping[float, str], basis: str) -> Markup:
        made, end = [], 0
        for found in _PARTS.finditer(text):
            made.append(escape(text[end : found.start()]))
            made.append(self._part(found, written, basis))
            end = found.end()
        return Markup("").join([*made, escape(text[end:])])

    def _part(self, found: re.Match[str], written: Mapping[float, str], basis: str) -> Markup:
        said = found.group()
        if found["other"]:
            return escape(said)
        value = _value(said)
        target = written.get(value, "" if _YEAR.fullmatch(said) else basis)
        return worked(said, target) if target else escape(said)


def _said(row: LedgerRow) -> tuple[float, ...]:
    """The numbers a figure was written as, those in words too."""
    written = values(row.surface)
    return written if row.value is None else (*written, row.value)


def worked(said: str, target: str) -> Markup:
    """A number that leads to a part of the page."""
    return Markup('<a class="from" href="#{}">{}</a>').format(target, said)


def values(text: str) -> tuple[float, ...]:
    """The numbers in a text, days and years left out.

    >>> values("1,400 to 1,500 on 9 August 2016"), values("8\u202f071"), values("10.8%")
    ((1400.0, 1500.0), (8071.0,), (10.8,))
    """
    return tuple(_value(it.group()) for it in _PARTS.finditer(text) if it["number"])


def _value(said: str) -> float:
    digits = re.sub(r"[^\d.,]", "", said)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))
