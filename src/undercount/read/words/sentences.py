"""Sentences of a block as spans. Abbreviations, initials, numbers and closing quotes are minded."""

from __future__ import annotations

import re
from typing import Final

from undercount.read.lexicon import shared

MAX_SENTENCE: Final = 1500
"""Longest sentence in code points; a longer one is cut at a space, so that work stays linear."""

_END: Final = re.compile(
    r"[.!?…]{1,5}[ \u00a0\u202f]?[»]{1,2}(?=\s)|[.!?…]{1,5}[\"'”’»)\]]{0,3}(?=\s)"
)
_OPENERS: Final = '"“‘«([—–-•'
_ABBREVIATIONS: Final = shared("sentences.abbreviations")
# After these a number or a name goes on, so that even a capital does not begin a sentence.
_TITLES: Final = shared("sentences.titles")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`; together they hold all but white space.

    >>> text = "Mr. Sol came. He left at 5 p.m. on Friday."
    >>> [text[a:b] for a, b in sentences(text, 0, len(text))]
    ['Mr. Sol came.', 'He left at 5 p.m. on Friday.']
    """
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() <= begin or not _ends(text, match, end):
            continue
        _append(spans, text, begin, match.end())
        begin = match.end()
    _append(spans, text, begin, end)
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = start + MAX_SENTENCE if cut < 0 else cut
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            spans.append((start, stop))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))


def _ends(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the full stop found ends a sentence."""
    after = match.end()
    while after < end and text[after].isspace():
        after += 1
    if after >= end:
        return True
    following = text[after]
    while following in _OPENERS and after + 1 < end:
        after += 1
        following = text[after]
        if following in "  ":
            continue
    closes = match.group().strip(".!?…") != ""
    if following.islower():
        return False
    if match.group()[0] != "." or closes:
        return True
    word = _word_before(text, match.start())
    if word in _TITLES or (word in _ABBREVIATIONS and not following.isupper()):
        return False
    if word in _ABBREVIATIONS and "." not in word:
        return word not in ("no", "nos", "art", "sec", "para", "fig", "vol") and following.isupper()
    # An initial ("J. Sol"), but not a sentence ending in "I." or "A."
    return not (len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper())


def _word_before(text: str, stop: int) -> str:
    begin = stop
    while begin > 0 and stop - begin < 12 and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    return text[begin:stop].lower().strip(".")
