"""Which words changed between two sentences."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# (text, whether it is marked)
Pieces = tuple[tuple[str, bool], ...]

_WORD = re.compile(r"\d[\d,.]*\d%?|\w+%?")
_BESIDE = re.compile(r"\([^()]*\)")
_NOTE = " Note: "
# Words that carry no change by themselves, and words of the sentence that names the change.
_SMALL = frozenset(
    {
        "a", "after", "an", "and", "as", "at", "before", "by", "for", "from", "given", "he",
        "her", "his", "in", "into", "is", "it", "its", "later", "of", "on", "or", "print", "said",
        "that", "the", "their", "to", "was", "were", "which", "with",
    }
)  # fmt: skip
# From here on two sentences are versions of one another, and what differs is what was edited.
_ALIKE = 0.6


def changed(before: str, after: str, text: str = "", numbers: tuple[str, str] = ("", "")) -> tuple[
    Pieces, Pieces
]:  # fmt: skip
    """Mark the words that the change names, else every edit in versions of one sentence.

    Args:
        before: the first sentence, or a typed row's fields as one.
        after: the later one.
        text: the change in words.
        numbers: the number of each as written, marked where nothing else can be.

    Returns:
        Both sentences in pieces; joined they are the sentences again.

    >>> before, after = "Almost 100 people came on Monday.", "More than 100 people came on Monday."
    >>> [piece for piece in changed(before, after)[1] if piece[1]]
    [('More than', True)]
    """
    sides = (before, after)
    heard = [_words(_said(side)) for side in sides]
    named = {word.group().lower() for word in _words(_BESIDE.sub(" ", text))} - _SMALL
    spoken = [{word.group().lower() for word in words} for words in heard]
    found = [
        [it.span() for it in heard[i] if it.group().lower() in named - spoken[1 - i]]
        for i in (0, 1)
    ]
    if not any(found):
        found = _edits(heard[0], heard[1])
    first, second = (
        _pieces(side, spans or _place(side, number))
        for side, spans, number in zip(sides, found, numbers, strict=True)
    )
    return first, second


def _edits(before: list[re.Match[str]], after: list[re.Match[str]]) -> list[list[tuple[int, int]]]:
    """Where two versions of one sentence differ; nothing for sentences of their own."""
    found: list[list[tuple[int, int]]] = [[], []]
    words = [[word.group().lower() for word in side] for side in (before, after)]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    if matcher.ratio() >= _ALIKE:
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind != "equal":
                found[0] += [word.span() for word in before[i:j]]
                found[1] += [word.span() for word in after[k:m]]
    return found


def _said(sentence: str) -> str:
    """The sentence without the note that somebody added to a typed row."""
    return sentence.split(_NOTE, 1)[0]


def _words(text: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(text))


def _place(sentence: str, number: str) -> list[tuple[int, int]]:
    start = sentence.find(number) if number else -1
    return [(start, start + len(number))] if start >= 0 else []


def _pieces(sentence: str, spans: list[tuple[int, int]]) -> Pieces:
    """Cut a sentence at its spans; spans with nothing but small words between them are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        between = sentence[joined[-1][1] : start] if joined else ""
        if joined and set(between.lower().split()) <= _SMALL and not set(between) & set(",.;:"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in joined:
        pieces += [(sentence[at:start], False), (sentence[start:end], True)]
        at = end
    pieces.append((sentence[at:], False))
    return tuple(piece for piece in pieces if piece[0])
