"""Text to the pieces of words that the encoder knows, each with where it stands.

The scheme is WordPiece as BERT uses it (Devlin et al. 2019, lower case, accents off; Wu et al.
2016): words and signs apart, then the longest known pieces from the left. Two signs of BERT's
spare ones stand for what its own reading of text loses: the end of a line, and a tab.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from gzip import decompress
from importlib.resources import files
from typing import Final

NULL: Final = 101  # [CLS], at the head of every window: where a field points that nothing names
END: Final = 102  # [SEP]
LINE: Final = 2  # [unused1]
TAB: Final = 3  # [unused2]
_UNKNOWN: Final = 100
_LONGEST: Final = 64  # letters of a word; what is longer is no word
_PARTS: Final = re.compile(r"\n|\t|[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text: numbers of the vocabulary, the code points each one covers, and
    whether it is of a word or a number and no sign.
    """

    ids: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[bool] = field(default_factory=list)


@cache
def vocabulary() -> Mapping[str, int]:
    """Piece to number."""
    packed = files(__package__).joinpath("weights", "vocabulary.txt.gz").read_bytes()
    lines = decompress(packed).decode("utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def pieces(text: str) -> Pieces:
    """All pieces of a text in order. Every piece of a word begins and ends inside it."""
    found = Pieces()
    ids, starts, ends = found.ids, found.starts, found.ends
    for match in _PARTS.finditer(text):
        word, at = match.group(), match.start()
        worded = word[0].isalnum()
        for number, first, last in _parts(word):
            found.words.append(worded)
            ids.append(number)
            starts.append(at + first)
            ends.append(at + last)
    return found


@lru_cache(maxsize=65536)
def _parts(word: str) -> tuple[tuple[int, int, int], ...]:
    """Number, first and last code point of each piece of one word."""
    if word in "\n\t":
        return ((LINE if word == "\n" else TAB, 0, 1),)
    plain: list[str] = []
    origin: list[int] = []
    for i, letter in enumerate(word):
        for part in unicodedata.normalize("NFD", letter.lower()):
            if unicodedata.category(part) != "Mn":
                plain.append(part)
                origin.append(i)
    if not plain:
        return ()
    known = vocabulary()
    letters = "".join(plain)
    found: list[tuple[int, int, int]] = []
    first = 0
    while first < len(letters) and len(letters) <= _LONGEST:
        last = len(letters)
        while last > first:
            number = known.get(("##" if first else "") + letters[first:last])
            if number is not None:
                found.append((number, origin[first], origin[last - 1] + 1))
                break
            last -= 1
        else:
            break
        first = last
    if first < len(letters):
        return ((_UNKNOWN, 0, len(word)),)
    return tuple(found)
