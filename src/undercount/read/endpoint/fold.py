"""Text with its white space folded, which knows where each of its characters came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Folded:
    """Words parted by single spaces, in lower case where that keeps their length.

    Attributes:
        text: the folded text.
        at: for each of its code points, the place in the text it was made of.
    """

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `text[start:end]` in the text it was made of."""
        return self.at[start], self.at[end - 1] + 1

    def finds(self, words: str, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Where `words` (folded) stands in `text[start:end]`, never inside a longer word."""
        stop = len(self.text) if end is None else end
        found = self.text.find(words, start, stop) if words else -1
        while found >= 0:
            if is_whole(self.text, found, found + len(words)):
                yield found
            found = self.text.find(words, found + 1, stop)


def fold(text: str, start: int = 0, end: int | None = None) -> Folded:
    """Fold `text[start:end]`.

    >>> fold("Some\\n 4,200").text
    'some 4,200'
    >>> fold("Some\\n 4,200").span(5, 10)
    (6, 11)
    """
    stop = len(text) if end is None else end
    words: list[str] = []
    at: list[int] = []
    for match in _WORD.finditer(text, start, stop):
        if words:
            at.append(match.start() - 1)
        words.append(match.group())
        at.extend(range(match.start(), match.end()))
    return Folded(lower(" ".join(words)), tuple(at))


def lower(text: str) -> str:
    """Lower case; what would change its length ("İ") stays as it is."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches `text[start:end]` that would go on a word of it."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after
