"""Whether the words before a number say that something rose or fell by so much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from undercount.read.lexicon import Lexicon
from undercount.read.words.tokens import Token

Trend = Literal["up", "down"]

_REACH: Final = 7  # words between the verb and its number
_STOPS: Final = frozenset([";", ".", ":", "(", "while", "but", "mais", "tandis", "pero"])


def trend_of(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Trend | None:
    """The nearest word of rise or fall before token `i` of the same clause.

    >>> from undercount.read.lexicon import lexicon
    >>> from undercount.read.words.tokens import tokenize
    >>> trend_of(tokenize("arrivals fell by about 12%"), 4, lexicon("en"))
    'down'
    """
    if i and tokens[i - 1].low in lexicon.words("numbers.trends.not_by"):
        return None  # "rose to 40", "down from 50": where it went, and not how far
    up, down = lexicon.words("numbers.trends.up"), lexicon.words("numbers.trends.down")
    for k in range(i - 1, max(-1, i - 1 - _REACH), -1):
        low = tokens[k].low
        if low in up:
            return "up"
        if low in down:
            return "down"
        if low in _STOPS:
            return None
    return None
