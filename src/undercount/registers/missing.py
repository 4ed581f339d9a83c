"""Words and signs that say that something is not known."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from undercount.registers.lexicon import raw_words

_SPELT: Final = frozenset(("NA", "NaN", "NULL", "<NA>", "N/A", "n/a", "None", "nan", "null"))
_LETTERLESS: Final = re.compile(r"[\W_]*")
_ZEROS: Final = re.compile(r"[\W_0]*0[\W_0]*")
_CROSSES: Final = re.compile(r"(?i)[\W_]*x(?:[\W_]*x)*[\W_]*")
_NINES: Final = re.compile(r"[\W_9]*9{3,}[\W_9]*")
_JOINTS: Final = re.compile(r"[\s./\\'’_()\[\]<>*?:,;!\-–—]+")


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
    clean = " ".join(unicodedata.normalize("NFKC", text).replace("\u200f", "").split())
    if _LETTERLESS.fullmatch(clean) or _CROSSES.fullmatch(clean):
        return None
    if number and (_ZEROS.fullmatch(clean) or _NINES.fullmatch(clean)):
        return None
    word = _bare(clean)
    if word in _WORDS:
        dotted = any(mark in clean for mark in "./")
        if not name or word not in _MAY_BE_NAMES or clean in _SPELT or dotted:
            return None
    return clean


def _bare(text: str) -> str:
    """A word as the lexicon has it: no case, accents, signs or spaces."""
    return _JOINTS.sub("", _unaccented(text))


def _unaccented(text: str) -> str:
    lower = text.casefold().replace("ı", "i")
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFD", lower)
    # Only marks on Latin and Greek letters: an Ethiopic or Arabic letter is whole as it is.
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", parts))


_WORDS: Final = frozenset(_bare(word) for word in raw_words("missing", "words"))
_MAY_BE_NAMES: Final = frozenset(_bare(word) for word in raw_words("missing", "names"))
