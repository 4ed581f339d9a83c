"""Quotation marks in pairs: straight, curly, guillemets and English single ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_CLOSERS: Final = {"“": "”", "«": "»", "„": "“", "‘": "’"}
_MARK: Final = re.compile(r"[\"“”«»„‘’]")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKS: Final = 60  # further marks looked at for the closing one: apostrophes are marks too
_LONGEST: Final = 3000  # a mark not closed within so many code points is left alone


class Quoted(NamedTuple):
    """A span inside quotation marks: marks left out, and with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int

    def words(self, text: str) -> int:
        """How many words it holds."""
        return len(_WORD.findall(text, self.start, self.end))


def quoted(text: str, start: int, end: int) -> list[Quoted]:
    """Quotations in one block, outermost only; one left open runs to the block's end.

    >>> text = 'She said: “Nobody asked us.”'
    >>> [text[q.start:q.end] for q in quoted(text, 0, len(text))]
    ['Nobody asked us.']
    """
    marks = [(match.start(), match.group()) for match in _MARK.finditer(text, start, end)]
    found: list[Quoted] = []
    i = 0
    while i < len(marks):
        at, mark = marks[i]
        j = _close(text, marks, i, end) if _opens(text, at, mark, start, end) else None
        if j is None:
            opens_block = at == start and mark in '"“«'
            if opens_block and end - at <= _LONGEST:
                found.append(_trim(text, at, end, end))
                break
            i += 1
            continue
        found.append(_trim(text, at, marks[j][0], marks[j][0] + 1))
        i = j + 1
    return [quote for quote in found if quote.start < quote.end]


def _opens(text: str, at: int, mark: str, start: int, end: int) -> bool:
    if mark in "”»’":
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark == '"':
        return not before.isalnum() and not (after.isspace() and not before.isspace())
    return mark != "‘" or (not before.isalnum() and not after.isspace())


def _close(text: str, marks: Sequence[tuple[int, str]], i: int, end: int) -> int | None:
    """Index of the mark that closes mark `i`, or None."""
    at, mark = marks[i]
    wanted = _CLOSERS.get(mark, '"')
    for j in range(i + 1, min(len(marks), i + _MARKS)):
        position, found = marks[j]
        if position - at > _LONGEST:
            return None
        if found != wanted and not (mark == "“" and found == '"'):
            continue
        following = text[position + 1] if position + 1 < end else " "
        # An apostrophe closes nothing inside a word, nor after a plural's s.
        if wanted == "’" and (
            following.isalnum() or (text[position - 1] == "s" and following == " ")
        ):
            continue
        if wanted == '"' and following.isalnum():
            continue
        return j
    return None


def _trim(text: str, opening: int, closing: int, outer_end: int) -> Quoted:
    start, end = opening + 1, closing
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quoted(start, end, opening, outer_end)
