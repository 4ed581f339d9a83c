"""Placed pieces of text to flowing text: columns, rows of tables, paragraphs, no running heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from statistics import median
from typing import Final

from undercount.read.documents.columns import in_reading_order
from undercount.read.documents.content import Content
from undercount.read.documents.rows import ITEM, Line, Piece, lines_of

_EDGE_ROWS: Final = 3  # running heads stand among so many lines at the top or at the bottom
_HEAD_LETTERS: Final = 8  # "Camp 2" on the second page is a heading
_PAGE_NUMBER: Final = re.compile(
    r"[–—|\s-]{0,4}(?:(?:page|seite|página|p\.)\s)?\d{1,4}"
    r"(?:\s?(?:/|of|sur|de)\s?\d{1,4})?[–—|\s-]{0,4}"
)
_BARE_NUMBER: Final = re.compile(r"\W{0,4}\d{1,4}\W{0,4}")
_NUMBER: Final = re.compile(r"\b\d{1,4}\b")
_NEAR: Final = 8  # lines above and below that show how wide the column is
_HYPHENATED: Final = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_ENDS: Final = (".", "!", "?", ":", ";", "”", "»", ".)")
_NOTE_MARKS: Final = re.compile(r"(?:\[\d{1,3}\])+$")


_Shape = tuple[int, str, int | None]


def flowing_text(pages: Sequence[Sequence[Piece]]) -> Content:
    """One paragraph or table row a line, and where each page begins in the text.

    A paragraph that goes on over a page is joined; words parted at the end of a line are made
    whole, unless the document writes them with a hyphen elsewhere.
    """
    kept = [in_reading_order(page) for page in _without_heads(pages)]
    lines = [list(lines_of(page)) for page in kept]
    compounds = {
        found.lower() for page in lines for line in page for found in _HYPHENATED.findall(line.text)
    }
    parts: list[str] = []
    length = 0
    starts: list[int] = []
    before: Line | None = None
    for page in lines:
        pitch = _pitch(page)
        for index, line in enumerate(page):
            if before is None:
                joint = ""
            elif index == 0:
                joint = _joint(before, line, compounds) if _goes_on(before, line) else "\n"
            else:
                ends = _ends_paragraph(page, index, pitch)
                joint = "\n" if ends else _joint(before, line, compounds)
            if joint is _DROP:
                parts[-1] = parts[-1][:-1]
                length -= 1
                joint = ""
            parts.append(joint + line.text)
            if index == 0:
                starts.append(length + len(joint))
            length += len(parts[-1])
            before = line
        if not page:
            starts.append(length)
    return Content(text="".join(parts) + "\n", pages=tuple(starts))


def _without_heads(pages: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """Pages without page numbers; running heads stay on their first page, feet on their last.

    There they cut no paragraph in two, and may still tell who published this and when.
    """
    edges = [_edge_rows(page) for page in pages]
    found: dict[_Shape, list[int]] = {}
    for index, rows in enumerate(edges):
        for base, text in rows:
            for shape in _shapes(base, text, index):
                found.setdefault(shape, []).append(index)
    often = max(2, round(0.3 * len(pages)))
    for index, (page, rows) in enumerate(zip(pages, edges, strict=True)):
        dropped: set[int] = set()
        middle = (rows[0][0] + rows[-1][0]) / 2 if rows else 0.0
        for base, text in rows:
            on = [found[shape] for shape in _shapes(base, text, index)]
            on = [indices for indices in on if len(indices) >= often]
            if _PAGE_NUMBER.fullmatch(text.lower()):
                if on or not _BARE_NUMBER.fullmatch(text):
                    dropped.add(base)
            elif on:
                first, last = min(each[0] for each in on), max(each[-1] for each in on)
                if index != (last if base < middle else first):
                    dropped.add(base)
        yield [piece for piece in page if round(piece.base) not in dropped]


def _edge_rows(page: Sequence[Piece]) -> list[tuple[int, str]]:
    """Height and words of the rows at the top and at the bottom of a page."""
    rows: dict[int, list[Piece]] = {}
    for piece in page:
        rows.setdefault(round(piece.base), []).append(piece)
    bases = sorted(rows)
    chosen = sorted({*bases[:_EDGE_ROWS], *bases[-_EDGE_ROWS:]})
    return [
        (base, " ".join(p.text for p in sorted(rows[base], key=lambda p: p.left)))
        for base in chosen
    ]


def _shapes(base: int, text: str, index: int) -> set[_Shape]:
    """What makes a row the same as one on another page: its words, or all but the page number."""
    place = round(base / 4)
    shapes: set[_Shape] = {(place, text, None)}
    if sum(char.isalpha() for char in text) >= _HEAD_LETTERS or _BARE_NUMBER.fullmatch(text):
        for number in islice(_NUMBER.finditer(text), 4):
            rest = f"{text[: number.start()]}\0{text[number.end() :]}"
            shapes.add((place, rest, int(number[0]) - index))
    return shapes


def _right_edge(lines: Sequence[Line], index: int) -> float:
    """How far the lines near this one reach that begin about where it does."""
    line = lines[index]
    edge = line.right
    for near in (lines[index + 1 : index + _NEAR], lines[max(index - _NEAR, 0) : index][::-1]):
        for other in near:
            if other.is_row or not 0.9 < other.height / line.height < 1.1:
                break  # a heading or a table: what stands beyond may be of another width
            if abs(other.left - line.left) < 3 * line.height:
                edge = max(edge, other.right)
    return edge


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance from line to line, in heights of letters."""
    steps = [
        (above.base - below.base) / above.height
        for above, below in pairwise(lines)
        if 0.5 * above.height < above.base - below.base < 3 * above.height
    ]
    return median(steps) if steps else 1.2


def _ends_paragraph(lines: Sequence[Line], index: int, pitch: float) -> bool:
    """Whether a paragraph ends above the line of this index."""
    above, below = lines[index - 1], lines[index]
    if above.is_row or below.is_row or ITEM.match(below.text):
        return True
    if not 0.9 < below.height / above.height < 1.1:
        return True
    step = above.base - below.base
    if step < 0:  # the next column
        return not _goes_on(above, below)
    if step > 1.25 * max(pitch, 0.8) * above.height:
        return True
    if below.left > above.left + 0.8 * above.height and _is_ended(above):
        return True  # an indented first line
    # The first word below had room above: the line was ended on purpose.
    first = below.text.split(" ", 1)[0]
    width = (below.right - below.left) / max(len(below.text), 1) * (len(first) + 1)
    room = _right_edge(lines, index - 1) - 0.5 * above.height - above.right
    return width < room and not above.text.endswith("-")


def _is_ended(line: Line) -> bool:
    return _NOTE_MARKS.sub("", line.text).endswith(_ENDS)


def _goes_on(above: Line, below: Line) -> bool:
    """Whether a paragraph goes on in another column or on another page."""
    if above.is_row or below.is_row or ITEM.match(below.text):
        return False
    if not 0.9 < below.height / above.height < 1.1:
        return False
    return not _is_ended(above) and (below.text[0].islower() or above.text.endswith(("-", ",")))


_DROP: Final = "\x00"


def _joint(above: Line, below: Line, compounds: set[str]) -> str:
    """What stands between two lines of a paragraph; `_DROP` takes the hyphen away."""
    if not above.text.endswith("-"):
        return " "
    first, second = _LAST_WORD.search(above.text), _FIRST_WORD.match(below.text)
    if first is None or second is None:
        return "" if not above.text.endswith(" -") else " "
    if second[0][0].islower() and f"{first[1]}-{second[0]}".lower() not in compounds:
        return _DROP
    return ""
