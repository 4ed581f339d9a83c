"""The words of each language, as data: `lexicon("en")`, "fr" for French, "es" for Spanish.

Only words live in the files beside this one; every rule is in the room's code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

from undercount.read.lexicon.phrases import Phrases

_T = TypeVar("_T")

LANGUAGES: Final = ("en", "fr", "es")


class _Filled(dict[str, _T]):
    """What was read before, by its place in the file; the rest is read when first asked for."""

    def __init__(self, read: Callable[[str], _T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: str) -> _T:
        found = self[key] = self._read(key)
        return found


class Lexicon:
    """One language's words, asked for by their place in the file ("traps.time_units").

    A key that is not in the file is an error of the programmer, not of the user: KeyError.
    All is asked thousands of times a page and made once.
    """

    words: Callable[[str], frozenset[str]]
    """The words of a list, in lower case."""

    table: Callable[[str], Mapping[str, Any]]
    """A table from words to numbers or lists."""

    def __init__(self, language: str) -> None:
        source = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
        self.language = language
        self._data = tomllib.loads(source)
        self.words = _Filled(self._read_words).__getitem__
        self.table = _Filled(self._find).__getitem__
        self.pattern = cache(self._pattern)
        self.union = cache(self._union)
        self.first_words = cache(self._first_words)
        self.endings = cache(self._endings)
        self.beginnings = cache(self._beginnings)
        self.starters = cache(self._starters)

    def _find(self, key: str) -> Any:
        found: Any = self._data
        for part in key.split("."):
            found = found[part]
        return found

    def _read_words(self, key: str) -> frozenset[str]:
        found = self._find(key)
        return frozenset(found.split() if isinstance(found, str) else found)

    def _pattern(self, *keys: str) -> Phrases:
        """Any word or phrase of these lists, whole words only; case is ignored."""
        return Phrases(self._union(*keys))

    def _union(
        self, *keys: str, also: frozenset[str] = frozenset(), but: frozenset[str] = frozenset()
    ) -> frozenset[str]:
        """The words of several lists and those of `also`, without those of `but`."""
        return also.union(*(self.words(key) for key in keys)) - but

    def _first_words(self, *keys: str) -> frozenset[str]:
        """The first words of the phrases of these lists, up to an apostrophe."""
        return frozenset(phrase.split()[0].split("'")[0] for phrase in self._union(*keys))

    def _endings(self, key: str) -> tuple[str, ...]:
        """The phrases of a list, each after a space, for `str.endswith`."""
        return tuple(f" {phrase}" for phrase in sorted(self.words(key)))

    def _beginnings(self, key: str) -> tuple[str, ...]:
        """The phrases of a list, each before a space, for `str.startswith`."""
        return tuple(f"{phrase} " for phrase in sorted(self.words(key)))

    def _starters(self) -> frozenset[str]:
        """Words that may begin a number in words."""
        keys = ("units", "scales", "about", "vague", "fractions", "changes", "multiples")
        words = frozenset(w.split()[0] for key in keys for w in self.table(f"numbers.{key}"))
        articles = self._union("numbers.words.article", "numbers.words.half_a")
        return words | articles | {"half"}


@cache
def lexicon(language: str) -> Lexicon:
    """The words of "en", "fr" or "es"; any other language is read with the English ones."""
    return Lexicon(language if language in LANGUAGES else "en")


@cache
def shared(key: str) -> frozenset[str]:
    """Words of `both.toml`, which holds for all languages alike."""
    return Lexicon("both").words(key)
