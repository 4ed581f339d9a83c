"""The words of each language, as data. `lexicon("en")` answers for English, "fr" for French.

Only words live in the two files beside this one; every rule is in the room's code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

LANGUAGES: Final = ("en", "fr")


class Lexicon:
    """One language's words, asked for by their place in the file ("traps.time_units").

    A key that is not in the file is an error of the programmer, not of the user: KeyError.
    """

    def __init__(self, language: str) -> None:
        source = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
        self.language = language
        self._data = tomllib.loads(source)
        self._words: dict[str, frozenset[str]] = {}
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def _find(self, key: str) -> Any:
        found: Any = self._data
        for part in key.split("."):
            found = found[part]
        return found

    def words(self, key: str) -> frozenset[str]:
        """The words of a list, in lower case."""
        known = self._words.get(key)
        if known is None:
            found = self._find(key)
            parts = found.split() if isinstance(found, str) else found
            known = self._words[key] = frozenset(parts)
        return known

    def pattern(self, *keys: str) -> re.Pattern[str]:
        """Any word or phrase of these lists, whole words only, longest first; case is ignored."""
        known = self._patterns.get(keys)
        if known is None:
            phrases = set().union(*(self.words(key) for key in keys))
            ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
            body = "|".join(_as_pattern(phrase) for phrase in ordered) or r"(?!)"
            known = self._patterns[keys] = re.compile(body, re.IGNORECASE)
        return known

    def table(self, key: str) -> Mapping[str, Any]:
        """A table from words to numbers or lists."""
        return cast("Mapping[str, Any]", self._find(key))


def _as_pattern(phrase: str) -> str:
    body = re.escape(phrase.strip()).replace(r"\ ", r"\s").replace("'", "['’]")
    left = r"(?<!\w)" if phrase[0].isalnum() else ""
    right = r"(?!\w)" if phrase[-1].isalnum() else ""
    return f"{left}{body}{right}"


@cache
def lexicon(language: str) -> Lexicon:
    """The words of "en" or "fr"; any other language is read with the English ones."""
    return Lexicon(language if language in LANGUAGES else "en")
