"""The words of speech of a language, from `speech.toml`."""

from __future__ import annotations

from functools import cache
from typing import Final

from undercount.read.lexicon import Lexicon

_SPEECH: Final = Lexicon("speech")


@cache
def spoken(lexicon: Lexicon, key: str) -> frozenset[str]:
    """The words of a list of the lexicon's language, in lower case."""
    return _SPEECH.words(f"{lexicon.language}.{key}")
