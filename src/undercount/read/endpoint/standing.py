"""The door to our number grammar: every number of a sentence, figure or not, with its hedge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from undercount.ledger.records import Rejected
from undercount.read.lexicon import Lexicon
from undercount.read.numbers.candidates import candidates
from undercount.read.numbers.grammar import numbers
from undercount.read.numbers.hedges import Hedged, hedge
from undercount.read.numbers.number import Number
from undercount.read.words.tokens import tokenize
from undercount.units import Rejection


@dataclass(frozen=True, slots=True)
class Standing:
    """A number of our grammar where it stands.

    Attributes:
        number: its span, value and form.
        hedged: its interval, and the span of the words that hedge it.
        why: why our rules take it for no figure, or None.
    """

    number: Number
    hedged: Hedged
    why: Rejection | None


def standing(
    text: str, start: int, end: int, shapes: Sequence[Rejected], words: Lexicon
) -> list[Standing]:
    """Every number of the sentence `text[start:end]`, from left to right.

    Args:
        text: the document's text.
        start: first code point of the sentence.
        end: one past its last.
        shapes: all traps of the document, sorted.
        words: the lexicon of its language.

    >>> from undercount.read.lexicon import lexicon
    >>> text = "About 5.5 million people in 3 camps"
    >>> [s.number.value for s in standing(text, 0, len(text), [], lexicon("en"))]
    [5500000.0, 3.0]
    """
    tokens = tokenize(text, start, end)
    if not tokens:
        return []
    first = bisect_right(shapes, start, key=lambda trap: trap.end)
    last = bisect_left(shapes, end, key=lambda trap: trap.start)
    against = [*candidates(text, tokens, shapes, words).rejected, *shapes[first:last]]
    return [
        Standing(number, hedge(tokens, number, words), _why(number, against))
        for number in numbers(tokens, words)
    ]


def alone(surface: str, words: Lexicon) -> Number | None:
    """The one number that `surface` is from end to end, or None."""
    found = numbers(tokenize(surface), words)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(surface)):
        return None
    return found[0]


def _why(number: Number, against: Sequence[Rejected]) -> Rejection | None:
    for trap in against:
        if trap.start < number.end and number.start < trap.end:
            return trap.why
    return None
