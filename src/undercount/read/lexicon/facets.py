"""The words of the facets of a figure: derived values, relays, periods; English, French, Spanish.

They stand in files of their own, `facets.en.toml` and so on, since one rule reads all three.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from undercount.read.lexicon import Lexicon

_LANGUAGES: Final = ("en", "fr", "es")


@cache
def facets(language: str) -> Lexicon:
    """The facets' words of a language; any other than the three is read with the English ones."""
    return Lexicon(f"facets.{language if language in _LANGUAGES else 'en'}")
