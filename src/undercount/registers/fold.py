"""Text as it is compared: lower case, no accents, single spaces."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
_NOT_WORDS = re.compile(r"[\W_]+")
# Letters of Arabic and Persian that people write for one another.
_ARABIC = str.maketrans({"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None})


def fold(text: str) -> str:
    """Words without case, accents and signs, one space between them.

    >>> fold(" Côte-d'Ivoire (Nord) ")
    'cote d ivoire nord'
    """
    lower = unicodedata.normalize("NFKD", text.casefold()).replace("ı", "i")
    if lower.isascii():
        return _NOT_WORDS.sub(" ", lower).strip()
    bare = "".join(char for char in lower if unicodedata.category(char) != "Mn")
    whole = unicodedata.normalize("NFC", bare).translate(_ARABIC)
    return _NOT_WORDS.sub(" ", whole).strip()


def folded(text: str) -> str | None:
    """As `fold`, or None where no letter and no digit is left."""
    return fold(text) or None


def digits_and_letters(text: str) -> str | None:
    """What remains of a telephone or document number when signs and spaces are taken away.

    Digits of any script become those of ASCII; letters are upper case.

    >>> digits_and_letters("+33 (0)6 12-٣٤")
    '33061234'
    """
    if text.isascii():
        made = text.translate(_SIGNS).upper()
        return made or None
    made = "".join(
        str(unicodedata.digit(char)) if char.isdigit() else char.upper()
        for char in unicodedata.normalize("NFKC", text)
        if char.isalnum()
    )
    return made or None
