"""The paragraph or so around a figure: whole sentences, and no more than fits a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from undercount.read.words.blocks import blocks
from undercount.read.words.sentences import sentences

LONGEST: Final = 2000
"""Code points of a document that are shown at once."""

Span = tuple[int, int]


def around(words: Callable[[int, int], str], sentence: Span, spans: Iterable[Span]) -> Span:
    """Which part of a document to show with a figure.

    Its sentence and, where they fit, the words of its fields; then the rest of the paragraph; then
    what stands before and behind, the nearest first, as far as it fits: one sentence seldom says
    who speaks and of which day.

    Args:
        words: the document's text between two code points.
        sentence: where the figure's sentence stands.
        spans: where its fields stand.

    Returns:
        First code point and one past the last.
    """
    first = max(0, sentence[0] - LONGEST)
    text = words(first, sentence[1] + LONGEST)
    found = [
        [(first + a, first + b) for a, b in sentences(text, block.start, block.end)]
        for block in blocks(text)
    ]
    # What the cut has torn is left out: a sentence at the edge may be half of one.
    whole = [[at for at in block if _is_whole(at, first, text, sentence)] for block in found]
    start, end = sentence
    for at in sorted(spans, key=lambda at: max(start - at[0], at[1] - end)):
        start, end = _grown((start, end), at)
    start, end = _to_sentences((start, end), [at for block in whole for at in block])
    for block in whole:
        if block and block[0][0] < end and start < block[-1][1]:
            for at in sorted(block, key=lambda at: abs(at[0] - sentence[0])):
                start, end = _grown((start, end), at)
    for at in sorted(
        (at for block in whole for at in block), key=lambda at: abs(at[0] - sentence[0])
    ):
        grown = _grown((start, end), at)
        if grown == (start, end) and (at[0] < start or at[1] > end):
            break  # what stands beyond it would leave a hole
        start, end = grown
    return start, end


def _is_whole(at: Span, first: int, text: str, sentence: Span) -> bool:
    torn_before = first > 0 and at[0] <= first + 1
    torn_behind = at[1] >= first + len(text) and len(text) >= LONGEST + sentence[1] - first
    return not torn_before and not torn_behind


def _grown(shown: Span, at: Span) -> Span:
    """What is shown with one part more, if that fits."""
    start, end = min(shown[0], at[0]), max(shown[1], at[1])
    return (start, end) if end - start <= LONGEST else shown


def _to_sentences(shown: Span, found: Iterable[Span]) -> Span:
    """What is shown, up to the ends of the sentences that it begins and ends in."""
    for at in found:
        if at[0] < shown[1] and shown[0] < at[1]:
            shown = _grown(shown, at)
    return shown
