"""One language: its messages, its plurals, and its patterns of sentences with places."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from undercount.languages.po import read_po

_PLACE = re.compile(r"\{(\w+)\}")
# What stands in a place ends with its sentence. The end of a place's name says what it takes: a
# number, a day, or all it can; so that no name of a person or an office is taken for one.
_TEXT = r"(?:(?!(?<=[a-z0-9)])\.\s+[A-Z]).)+"
_FILLED = {
    "n": r"[^\w\s]?\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?%?",
    "day": r"\d{1,2} [A-Z][a-z]+(?: \d{4})?",
    "long": _TEXT,
}
# A text that could be cut at its words in more ways than this was made to be slow.
_MOST_WAYS = 20_000
_PLURALS = re.compile(r"plural=(.+?);")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with places.

    Attributes:
        found: matches what it can become.
        told: the translation, with the same places.
        words: what stands between the places, looked for first because that is fast.
    """

    found: re.Pattern[str]
    told: str
    words: tuple[str, ...]

    def places(self, text: str) -> dict[str, str] | None:
        """What stands in the places if the text is this sentence, or None."""
        at, ways = 0, 1
        for piece in self.words:
            at = text.find(piece, at) + len(piece)
            if at < len(piece):
                return None
            ways *= text.count(piece)
        if ways > _MOST_WAYS:
            return None
        found = self.found.fullmatch(text)
        return found.groupdict() if found else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a language says.

    Attributes:
        code: ISO 639-1.
        messages: by their English: the translation, or one for each plural form.
        sentences: the same of the sentences that other rooms make.
        patterns: the sentences that have places, the most definite first.
        plural: which form a number of things takes.
    """

    code: str
    messages: Mapping[str, tuple[str, ...]]
    sentences: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    plural: Callable[[int], int]


def languages() -> tuple[str, ...]:
    """The languages there are, English first."""
    there = files("undercount.languages").iterdir()
    return ("en", *sorted(it.name for it in there if it.is_dir() and (it / "page.po").is_file()))


@cache
def catalogue(code: str) -> Catalogue:
    """The catalogue of a language; that of English is empty.

    Raises:
        ValueError: there is no such language.
    """
    if code == "en":
        return Catalogue("en", {}, {}, (), lambda n: int(n != 1))
    if code not in languages():
        raise ValueError(f"there is no report in {code!r}; there is {', '.join(languages())}")
    folder = files("undercount.languages") / code
    messages: dict[str, tuple[str, ...]] = {}
    sentences: dict[str, str] = {}
    plural: Callable[[int], int] = gettext.c2py("n != 1")
    for file in sorted(folder.iterdir(), key=lambda it: it.name):
        if not file.name.endswith(".po"):
            continue
        said = file.name.startswith("said-")
        for message in read_po(file.read_text(encoding="utf-8")):
            if not message.one:
                plural = gettext.c2py(_plural_rule(message.told[0]))
            elif all(message.told):
                messages[message.one] = message.told
                if said:
                    sentences[message.one] = message.told[0]
    return Catalogue(code, messages, sentences, tuple(_patterns(sentences)), plural)


def _plural_rule(head: str) -> str:
    found = _PLURALS.search(head)
    return found[1] if found else "n != 1"


def _patterns(sentences: Mapping[str, str]) -> Iterator[Pattern]:
    """The most definite first: that begin with words, with the most letters outside places."""
    with_places = [it for it in sentences.items() if _PLACE.search(it[0])]
    ranked = sorted(with_places, key=lambda it: (it[0][0] == "{", -len(_PLACE.sub("", it[0]))))
    for said, told in ranked:
        pieces = _PLACE.split(said)
        seen: set[str] = set()
        made = ""
        for i, piece in enumerate(pieces):
            if i % 2 == 0:
                made += re.escape(piece)
            elif piece in seen:
                made += f"(?P={piece})"
            else:
                seen.add(piece)
                filled = _FILLED.get(piece.rpartition("_")[2] if "_" in piece else "", f"{_TEXT}?")
                made += f"(?P<{piece}>{filled})"
        yield Pattern(re.compile(made, re.DOTALL), told, tuple(filter(None, pieces[::2])))
