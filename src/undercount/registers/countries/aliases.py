"""Every way of writing a country or its people that means one country only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from undercount.registers.fold import fold

# What may stand before a name and does not change it.
_BEFORE: Final = re.compile(
    r"(?:the|la|le|les|l|el|los|las|republic of|the republic of|republique (?:de la|de|du|d|des)"
    r"|republica (?:de|del)|kingdom of|royaume (?:de|du)|reino de|state of|etat (?:de|d)"
    r"|citizen of|national of|nationalite|nationality|nacionalidad|جمهوريه|مملكه|دوله|الجنسيه) "
)
_PARTS: Final = re.compile(r"[()/,;:|\-–—]+")


@cache
def codes() -> frozenset[str]:
    """The alpha-2 codes, folded."""
    return frozenset(fold(row[0]) for row in _rows("countries.tsv") if row[0])


@cache
def aliases() -> dict[str, str]:
    """Alpha-3 codes by folded text; a text that can mean two countries is not there."""
    found: dict[str, set[str]] = {}
    more = [("", *row) for row in _rows("others.tsv")]
    for alpha2, alpha3, *languages in (*_rows("countries.tsv"), *more):
        texts = {fold(alpha2), fold(alpha3)}
        for cell in languages:
            names, _, people = cell.partition("/")
            texts |= {fold(name) for name in names.split(";")}
            for word in people.split(";"):
                texts |= set(_forms(fold(word)))
        for text in texts - {""}:
            found.setdefault(text, set()).add(alpha3)
    return {text: codes.pop() for text, codes in found.items() if len(codes) == 1}


def country(text: str) -> str | None:
    """The alpha-3 code of a country, or None where a text means none or may mean several.

    >>> country("AFGHANE"), country("République de Guinée"), country("سورية"), country("Congo")
    ('AFG', 'GIN', 'SYR', None)
    """
    if code := _whole(fold(text)):
        return code
    # "AF - Afghanistan" says the same twice; "French/Algerian" says two things.
    parts = [fold(part) for part in _PARTS.split(text) if fold(part)]
    told = {_whole(part) for part in parts}
    return told.pop() if len(parts) > 1 and len(told) == 1 else None


def _whole(text: str) -> str | None:
    while text and text not in aliases():
        if not (before := _BEFORE.match(text)):
            return None
        text = text[before.end() :]
    return aliases().get(text)


@cache
def _rows(name: str) -> tuple[list[str], ...]:
    table = files("undercount.registers") / "countries" / name
    lines = table.read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t") for line in lines if not line.startswith("#"))


def _forms(word: str) -> Iterator[str]:
    """A word for people in all genders and numbers; forms that no language has do no harm."""
    if not word:
        return
    head, _, tail = word.partition(" ")
    if tail:
        yield from (f"{form} {tail}" for form in _forms(head))
    yield word
    if not word.isascii():
        if "\u1200" <= word[-1] <= "\u137f":  # of Ethiopia: the woman's ending
            yield from (word, f"{word[:-1]}ዊት" if word.endswith("ዊ") else word)
            return
        for bare in (word, f"ال{word}"):
            yield from (bare, f"{bare}ه", f"{bare}ون", f"{bare}ين", f"{bare}ات")
        return
    yield from (f"{word}s", f"{word}e", f"{word}es", f"{word}a", f"{word}as")
    yield from (f"{word}r", f"{word}er", f"{word}en", f"{word}in")  # of German
    if word.endswith(("n", "l", "r")):
        yield from (f"{word}{word[-1]}e", f"{word}{word[-1]}es")
    if word.endswith("o"):
        yield from (f"{word[:-1]}a", f"{word[:-1]}as")
