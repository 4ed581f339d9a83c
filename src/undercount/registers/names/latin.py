"""Latin script, and every script without rules of its own here, to a-z."""

import re

from anyascii import anyascii

_NOT_LETTERS = re.compile("[^a-z]+")


def fold(word: str) -> str:
    """Fold one word to a-z: accents, apostrophes and case go.

    >>> fold("N'Golo"), fold("Đặng"), fold("Юсуф"), fold("ʿAbd")
    ('ngolo', 'dang', 'yusuf', 'abd')
    """
    return _NOT_LETTERS.sub("", anyascii(word).lower())
