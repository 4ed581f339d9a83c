"""The gazetteer: names of countries, divisions, towns, camps, seas, and what each may stand for.

Facts of GeoNames (CC BY 4.0), Unicode CLDR and own lists, put together by `scripts/gazetteer.py`.
Nothing in it is finer than a town, a camp or a site.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

EntryKind = Literal["C", "N", "A", "D", "T", "S", "W", "G"]
"""Country, nation, first level, second level, town, site, water, greater area."""

_DROP: Final = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʿʾʹʺ."), None)
_FOLD: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ə": "e", "ß": "s",
                              "æ": "ae", "œ": "oe", "-": " ", "‐": " ", "‑": " ",
                              "_": " "})  # fmt: skip

_MARKS: Final = {"e": "en", "f": "fr", "s": "es"}


def plain(name: str) -> str:
    """A name as the gazetteer keeps it: lower case, no accents, apostrophes, hyphens or dots.

    >>> plain("Sana’a"), plain("Nahr-e Sarāj")
    ('sanaa', 'nahr e saraj')
    """
    low = name.lower().translate(_DROP).translate(_FOLD)
    if not low.isascii():
        apart = unicodedata.normalize("NFKD", low)
        low = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(low.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may stand for.

    Attributes:
        kind: what it is.
        country: ISO 3166-1 alpha-3 code, or None for seas and areas of several countries.
        region: ISO 3166-2 code of the first-level division it is or lies in, or None.
        size: power of ten of its people; 9 for countries.
    """

    kind: EntryKind
    country: str | None
    region: str | None
    size: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the gazetteer.

    Attributes:
        entries: what it may stand for, the most likely first.
        words: languages whose dictionaries list it as a common word too ("en": "nice", "reading").
        person: whether it is a first name too ("Sofia", "Jordan").
    """

    entries: tuple[Entry, ...]
    words: frozenset[str]
    person: bool


class Gazetteer:
    """Names in plain form; the lines of the file are taken apart when a name is asked for."""

    def __init__(self) -> None:
        raw = files(__package__).joinpath("gazetteer.tsv.gz").read_bytes()
        lines = gzip.decompress(raw).decode().splitlines()
        heads = [line[1:].split() for line in lines[1:400] if line.startswith("#")]
        self.alpha3: Mapping[str, str] = dict(heads)
        self._lines = dict(line.split("\t", 1) for line in lines[len(heads) + 1 :])
        self._known: dict[str, Name] = {}

    def find(self, key: str) -> Name | None:
        """What a name in plain form stands for, or None where it is not known."""
        known = self._known.get(key)
        if known is None:
            line = self._lines.get(key)
            if line is None:
                return None
            known = self._known[key] = self._name(line)
        return known

    def __len__(self) -> int:
        return len(self._lines)

    def _name(self, line: str) -> Name:
        marks, cells = line.split("\t")
        words = frozenset(_MARKS[mark] for mark in marks if mark in _MARKS)
        return Name(tuple(self._entry(cell) for cell in cells.split()), words, "p" in marks)

    def _entry(self, cell: str) -> Entry:
        where = cell[1:-1]
        region = where if "-" in where else None
        return Entry(cast("EntryKind", cell[0]), self.alpha3.get(where[:2]), region, int(cell[-1]))


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer, read when first asked for."""
    return Gazetteer()
