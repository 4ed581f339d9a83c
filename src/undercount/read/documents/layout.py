"""Placed pieces of text to flowing text: columns, rows of tables, paragraphs, no running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from undercount.read.documents.columns import in_reading_order
from undercount.read.documents.content import Content

_EDGE_ROWS: Final = 3  # running heads stand among so many lines at the top or at the bottom
_HEAD_LETTERS: Final = 8  # "Camp 2" on the second page is a heading
_PAGE_NUMBER: Final = re.compile(
    r"[–—|\s-]{0,4}(?:(?:page|seite|página|p\.)\s)?\d{1,4}"
    r"(?:\s?(?:/|of|sur|de)\s?\d{1,4})?[–—|\s-]{0,4}"
)
_BARE_NUMBER: Final = re.compile(r"\W{0,4}\d{1,4}\W{0,4}")
_FIRST_NUMBER: Final = re.compile(r"^\W{0,4}(\d{1,4})\b")
_LAST_NUMBER: Final = re.compile(r"\b(\d{1,4})\W{0,4}$")
_NEAR: Final = 8  # lines above and below that show how wide the column is
_HYPHENATED: Final = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_ENDS: Final = (".", "!", "?", ":", ";", "”", "»", ".)", "]")
_ITEM: Final = re.compile(r"[-–•*·▪◦‣●○■]\s|[-–•▪◦‣●○■]$|\(?(?:\d{1,2}|[a-z])[.)]\s")


_Shape = tuple[int, str, int | None]


class Piece(NamedTuple):
    """Some words on one line of a page, in points from the lower left; `height` of the letters."""

    text: str
    left: float
    right: float
    base: float
    height: float


class _Line(NamedTuple):
    """One line of a column, or one row of a table with tabs between its cells."""

    text: str
    left: float
    right: float
    base: float
    height: float
    is_row: bool = False


def flowing_text(pages: Sequence[Sequence[Piece]]) -> Content:
    """One paragraph or table row a line, and where each page begins in the text.

    A paragraph that goes on over a page is joined; words parted at the end of a line are made
    whole, unless the document writes them with a hyphen elsewhere.
    """
    kept = [in_reading_order(page) for page in _without_heads(pages)]
    lines = [list(_lines(page)) for page in kept]
    compounds = {
        found.lower() for page in lines for line in page for found in _HYPHENATED.findall(line.text)
    }
    parts: list[str] = []
    length = 0
    starts: list[int] = []
    before: _Line | None = None
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
    """Pages without page numbers, and with a running head only where it stands first."""
    edges = [_edge_rows(page) for page in pages]
    counts = Counter(
        shape
        for index, rows in enumerate(edges)
        for base, text in rows
        for shape in _shapes(base, text, index)
    )
    often = max(2, round(0.3 * len(pages)))
    seen: set[_Shape] = set()
    for i, (page, rows) in enumerate(zip(pages, edges, strict=True)):
        dropped: set[int] = set()
        for base, text in rows:
            repeated = [shape for shape in _shapes(base, text, i) if counts[shape] >= often]
            alone = _BARE_NUMBER.fullmatch(text)
            if _PAGE_NUMBER.fullmatch(text.lower()) and (repeated or not alone):
                dropped.add(base)
            elif repeated:
                if not seen.isdisjoint(repeated):
                    dropped.add(base)
                seen.update(repeated)
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
        for number in (_FIRST_NUMBER.search(text), _LAST_NUMBER.search(text)):
            if number is not None:
                rest = f"{text[: number.start(1)]}\0{text[number.end(1) :]}"
                shapes.add((place, rest, int(number[1]) - index))
    return shapes


def _lines(pieces: Sequence[Piece]) -> Iterator[_Line]:
    """Pieces side by side are one line, or the cells of a row where rows below are cut alike."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if (
            last is not None
            and abs(piece.base - last.base) < 0.3 * last.height
            and piece.left >= last.right - 0.5 * last.height
        ):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    index = 0
    while index < len(rows):
        stop = index
        while stop < len(rows) and len(rows[stop]) > 1:
            stop += 1
        columns = _columns(rows[index:stop]) if stop - index > 1 else []
        if len(columns) > 1:
            for row in rows[index:stop]:
                cells = [
                    " ".join(p.text for p in row if low <= (p.left + p.right) / 2 <= high)
                    for low, high in columns
                ]
                yield _line("\t".join(cells).rstrip("\t"), row, is_row=True)
            index = stop
            continue
        yield _line(" ".join(piece.text for piece in rows[index]), rows[index])
        index += 1


def _columns(rows: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """Where the cells of these rows stand, or nothing where they share no columns."""
    spans = sorted((piece.left, piece.right) for row in rows for piece in row)
    merged: list[tuple[float, float]] = []
    for left, right in spans:
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged if len(merged) >= median(len(row) for row in rows) else []


def _line(text: str, row: Sequence[Piece], is_row: bool = False) -> _Line:
    height = max(piece.height for piece in row)
    return _Line(text, row[0].left, row[-1].right, row[0].base, height, is_row)


def _right_edge(lines: Sequence[_Line], index: int) -> float:
    """How far the lines near this one reach that begin about where it does."""
    line = lines[index]
    return max(
        near.right
        for near in lines[max(index - _NEAR, 0) : index + _NEAR]
        if abs(near.left - line.left) < 3 * line.height
        and 0.9 < near.height / line.height < 1.1
        and not near.is_row
    )


def _pitch(lines: Sequence[_Line]) -> float:
    """The usual distance from line to line, in heights of letters."""
    steps = [
        (above.base - below.base) / above.height
        for above, below in pairwise(lines)
        if 0.5 * above.height < above.base - below.base < 3 * above.height
    ]
    return median(steps) if steps else 1.2


def _ends_paragraph(lines: Sequence[_Line], index: int, pitch: float) -> bool:
    """Whether a paragraph ends above the line of this index."""
    above, below = lines[index - 1], lines[index]
    if above.is_row or below.is_row or _ITEM.match(below.text):
        return True
    if not 0.9 < below.height / above.height < 1.1:
        return True
    step = above.base - below.base
    if step < 0:  # the next column
        return not _goes_on(above, below)
    if step > 1.25 * max(pitch, 0.8) * above.height:
        return True
    if below.left > above.left + 0.8 * above.height and above.text.endswith(_ENDS):
        return True  # an indented first line
    # The first word below had room above: the line was ended on purpose.
    first = below.text.split(" ", 1)[0]
    width = (below.right - below.left) / max(len(below.text), 1) * (len(first) + 1)
    room = _right_edge(lines, index - 1) - 0.5 * above.height - above.right
    return width < room and not above.text.endswith("-")


def _goes_on(above: _Line, below: _Line) -> bool:
    """Whether a paragraph goes on in another column or on another page."""
    if above.is_row or below.is_row or _ITEM.match(below.text):
        return False
    if not 0.9 < below.height / above.height < 1.1:
        return False
    return not above.text.endswith(_ENDS) and (
        below.text[0].islower() or above.text.endswith(("-", ","))
    )


_DROP: Final = "\x00"


def _joint(above: _Line, below: _Line, compounds: set[str]) -> str:
    """What stands between two lines of a paragraph; `_DROP` takes the hyphen away."""
    if not above.text.endswith("-"):
        return " "
    first, second = _LAST_WORD.search(above.text), _FIRST_WORD.match(below.text)
    if first is None or second is None:
        return "" if not above.text.endswith(" -") else " "
    if second[0][0].islower() and f"{first[1]}-{second[0]}".lower() not in compounds:
        return _DROP
    return ""
