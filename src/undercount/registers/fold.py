"""Text as it is compared: lower case, no accents, single spaces."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Words without case, accents and signs, one space between them.

    >>> fold(" Côte-d'Ivoire (Nord) ")
    'cote d ivoire nord'
    """
    lower = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i")
    bare = "".join(char for char in lower if unicodedata.category(char) != "Mn")
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def digits_and_letters(text: str) -> str | None:
    """What remains of a telephone or document number when signs and spaces are taken away.

    Digits of any script become those of ASCII; letters are upper case.

    >>> digits_and_letters("+33 (0)6 12-٣٤")
    '33061234'
    """
    made = "".join(
        str(unicodedata.digit(char)) if char.isdigit() else char.upper()
        for char in unicodedata.normalize("NFKC", text)
        if char.isalnum()
    )
    return made or None
