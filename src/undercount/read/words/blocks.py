"""Paragraphs, headings, list items and table rows of a text, each a span of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, Literal

BlockKind = Literal["paragraph", "heading", "item", "row", "keyed"]

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BULLET: Final = re.compile(r"\s*(?:[-–•*·▪◦‣]|\(?[a-z0-9]{1,2}\))\s+")
_KEYED: Final = re.compile(
    r"\s*[^\d\s:][^:\n]{0,60}:\s*[\d(].{0,60}|\s*(?:19|20)\d\d[^:\n]{0,40}:\s*\d.{0,40}"
)
_WRAP_LINES: Final = 6  # fewer lines than this tell nothing about a wrap
_WRAP: Final = (50, 100)  # columns at which mails and terminals break lines
_HEADING: Final = 110


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table row or "label: number" line.

    Attributes:
        start: first code point, white space and bullet left out.
        end: one past the last code point.
        kind: what it is.
    """

    start: int
    end: int
    kind: BlockKind


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order. Lines are blocks, unless the whole text is hard-wrapped."""
    lines = [
        (match.start(), match.end()) for match in _LINE.finditer(text) if match.group().strip()
    ]
    if _is_wrapped(text, lines):
        lines = list(_unwrap(text, lines))
    return [block for start, end in lines if (block := _block(text, start, end)) is not None]


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether most lines end near one column and go on in the line below."""
    inner = [
        end - start
        for (start, end), (following, _) in pairwise(lines)
        if text.count("\n", end, following) < 2
    ]
    if len(inner) < _WRAP_LINES:
        return False
    low, high = _WRAP
    middle = median(inner)
    near = sum(1 for length in inner if low <= length <= high)
    return low <= middle <= high and near >= 0.7 * len(inner)


def _unwrap(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join lines that no empty line, bullet or short last line parts."""
    start, end = lines[0]
    for following, stop in lines[1:]:
        parted = text.count("\n", end, following) > 1 or _BULLET.match(text, following, stop)
        if parted or end - text.rfind("\n", 0, end) - 1 < _WRAP[0] // 2:
            yield start, end
            start = following
        end = stop
    yield start, end


def _block(text: str, start: int, end: int) -> Block | None:
    if "\t" in text[start:end].strip(" "):
        return Block(start, end, "row")
    kind: BlockKind = "paragraph"
    bullet = _BULLET.match(text, start, end)
    if bullet:
        start, kind = bullet.end(), "item"
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    if kind == "paragraph":
        if end - start < _HEADING and _KEYED.fullmatch(text, start, end) and text[end - 1] != ".":
            kind = "keyed"
        elif _is_heading(text[start:end]):
            kind = "heading"
    return Block(start, end, kind)


def _is_heading(line: str) -> bool:
    if len(line) >= _HEADING or line[-1] in ".,;!?:»”\"’')":
        return False
    return line[0].isupper() or line[0].isdigit() or line.isupper()
