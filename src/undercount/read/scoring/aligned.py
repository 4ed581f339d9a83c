"""A reading's spans in another copy of its text, such as NAME.html.txt beside NAME.html.

An annotation of a page counts the characters of a text that somebody took from it; ours may differ
in a blank line. What stands in both texts is compared; what only one of them has cannot be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from typing import Any

_NOWHERE = -1
_LISTS = ("figures", "not_figures", "quotes", "posts", "claims")


def aligned(read: Mapping[str, Any], text: str, other: str) -> dict[str, Any]:
    """The rows of a reading with `start` and `end` as they stand in the other text.

    Args:
        read: as `to_gold` gives it.
        text: the text its spans count.
        other: the text the spans are wanted in. A row of which it lacks the words stands nowhere.
    """
    if text == other:
        return dict(read)
    place = _places(text, other)
    moved = dict(read)
    for name in _LISTS:
        rows = []
        for row in read[name]:
            start, last = place(row["start"]), place(row["end"] - 1)
            there = start >= 0 and last >= 0
            end = last + 1 if there else _NOWHERE
            rows.append({**row, "start": start if there else _NOWHERE, "end": end})
        moved[name] = rows
    return moved


def _places(text: str, other: str) -> Callable[[int], int]:
    """Where a character stands in the other text, or -1."""
    blocks = []
    here, there = _lines(text), _lines(other)
    same = SequenceMatcher(None, [t for _, t in here], [t for _, t in there], autojunk=False)
    for block in same.get_matching_blocks():
        for i in range(block.size):
            first, line = here[block.a + i]
            blocks.append((first, first + len(line), there[block.b + i][0] - first))
    starts = [first for first, _, _ in blocks]

    def place(at: int) -> int:
        i = bisect_right(starts, at) - 1
        return at + blocks[i][2] if i >= 0 and at < blocks[i][1] else _NOWHERE

    return place


def _lines(text: str) -> list[tuple[int, str]]:
    """Each line with text in it, from its first to its last letter, with where it begins."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at + len(line) - len(line.lstrip()), line.strip()))
        at += len(line) + 1
    return found
