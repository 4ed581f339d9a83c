"""Words and signs that say that something is not known."""

from __future__ import annotations

import re
import string
import unicodedata
from typing import Final

from undercount.registers.lexicon import raw_words

_SPELT: Final = frozenset(("NA", "NaN", "NULL", "<NA>", "N/A", "n/a", "None", "nan", "null"))
# Signs that stand between the letters of such a word, or alone.
_SIGNS: Final = dict.fromkeys(map(ord, string.punctuation + string.whitespace + "’–—…«»،؟•·°№"))
_MARKS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\ufeff"))


def known(text: str, *, name: bool = False, number: bool = False) -> str | None:
    """The text with single spaces, or None where it says that something is not known.

    Args:
        text: a cell.
        name: it is part of a person's name, where "Nada" and "Nil" are names.
        number: it is a number or a date, where zeros or nines alone say nothing.

    >>> known(" n.d. "), known("?"), known("0000-00-00", number=True), known("غير معروف")
    (None, None, None, None)
    >>> known("Nada", name=True), known("Sana ")
    ('Nada', 'Sana')
    """
    if not text.isascii():
        # Marks of writing direction are no part of what is written.
        text = unicodedata.normalize("NFKC", text).translate(_MARKS)
    clean = " ".join(text.split())
    word = _bare(clean)
    if not word.isalnum() and not any(map(str.isalnum, word)):
        return None
    if not word.strip("x"):
        return None
    if number and (not word.strip("0") or (len(word) > 2 and not word.strip("9"))):
        return None
    if word in _WORDS:
        dotted = any(mark in clean for mark in "./")
        if not name or word not in _MAY_BE_NAMES or clean in _SPELT or dotted:
            return None
    return clean


def _bare(text: str) -> str:
    """A word as the lexicon has it: no case, accents, signs or spaces."""
    return _unaccented(text).translate(_SIGNS)


def _unaccented(text: str) -> str:
    lower = text.casefold().replace("ı", "i")
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFD", lower)
    # Only marks on Latin and Greek letters: an Ethiopic or Arabic letter is whole as it is.
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", parts))


_WORDS: Final = frozenset(_bare(word) for word in raw_words("missing", "words"))
_MAY_BE_NAMES: Final = frozenset(_bare(word) for word in raw_words("missing", "names"))
