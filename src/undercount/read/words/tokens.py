"""Words, numbers and marks of a text, each with its span."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

# Groups of three digits may be parted by a space; at most five groups, so that a page of digits
# is read in linear time. A word keeps its hyphens and loses its apostrophes.
_TOKEN: Final = re.compile(
    r"(?P<number>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,5}(?!\d)(?:[.,]\d{1,3}(?!\d))?"
    r"|\d+(?:[.,]\d+){0,6})"
    r"|(?P<word>[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+){0,6})"
    r"|(?P<mark>['’]s\b|\S)"
)

_LETTERS: Final = re.compile(r"[^\W\d_]+")

QUOTE: Final = "\x00"
"""What stands for a whole quotation among the tokens around it."""

TokenKind = Literal["number", "word", "mark"]


class Token(NamedTuple):
    """One word, number or mark: `text[start:end]`, and the same in lower case."""

    start: int
    end: int
    low: str
    kind: TokenKind
    upper: bool


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Tokens of `text[start:end]`, spans counted in the whole text.

    >>> [token.low for token in tokenize("Some 1,200 of the town's sub-prefects")]
    ['some', '1,200', 'of', 'the', 'town', "'s", 'sub-prefects']
    """
    stop = len(text) if end is None else end
    new = tuple.__new__  # a third faster than Token(...), and tokens are most of what is made
    tokens = []
    for match in _TOKEN.finditer(text, start, stop):
        surface, kind = match[0], match.lastgroup
        low, upper = surface, False
        if kind == "word":
            low = surface.lower()
            upper = low != surface and (surface[0].isupper() or surface[0].istitle())
        elif kind == "mark":
            low = surface.lower().replace("’", "'")
        tokens.append(new(Token, (*match.span(), low, kind, upper)))
    return tokens


class Tokens:
    """The tokens of a text, made once and cut out by span.

    Paragraphs without a capital letter, as pages of digits, are cut up only when asked for.

    Attributes:
        text: the text.
        found: tokens of the paragraphs that hold a capital letter.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Token] = []
        start = 0
        while start < len(text):
            end = text.find("\n\n", start)
            end = len(text) if end < 0 else end + 2
            part = text[start:end]
            if part.lower() != part:
                self.found += tokenize(text, start, end)
            start = end
        self._starts = [token.start for token in self.found]

    def within(self, start: int, end: int) -> list[Token]:
        """The tokens of a sentence or paragraph, `text[start:end]`."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return self.found[first:last] or tokenize(self.text, start, end)


def words_among(tokens: Iterable[Token]) -> frozenset[str]:
    """The words of tokens in lower case, each once, and the parts of hyphenated ones.

    >>> sorted(words_among(tokenize("An asylum-seeker an hour")))
    ['an', 'asylum', 'asylum-seeker', 'hour', 'seeker']
    """
    words = {token.low for token in tokens}
    for word in [word for word in words if not word.isalpha() and word[-1].isalpha()]:
        words.update(_LETTERS.findall(word))
    return frozenset(words)
