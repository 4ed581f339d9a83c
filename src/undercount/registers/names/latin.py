"""Latin script, and every script without rules of its own here, to a-z."""

import re

from anyascii import anyascii

_NOT_LETTERS = re.compile("[^a-z]+")


_SYLLABLE = re.compile("[A-Z][a-z']*")
_SYLLABIC = re.compile("[\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def syllables(word: str) -> list[str]:
    """Return the words that one word is in Latin letters: Chinese and Korean have one a syllable.

    >>> syllables("王小明"), syllables("Kanté")
    (['Wang', 'Xiao', 'Ming'], ['Kanté'])
    """
    return _SYLLABLE.findall(anyascii(word)) if _SYLLABIC.match(word) else [word]


def fold(word: str) -> str:
    """Fold one word to a-z: accents, apostrophes and case go.

    >>> fold("N'Golo"), fold("Đặng"), fold("Юсуф"), fold("ʿAbd")
    ('ngolo', 'dang', 'yusuf', 'abd')
    """
    return _NOT_LETTERS.sub("", anyascii(word).lower())
