"""The language of a text, told by its script and its commonest words.

A language is named so that a person knows what was not read; it needs to be right for prose, not
for a line of names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from undercount.read.lexicon import LANGUAGES, Lexicon

READ_FULLY: Final = ("en", "fr")
"""Languages in which everything is read; of the others in the lexicon, numbers and quotes."""

_WORDS: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 1_500  # code points, once at the start and once in the middle
_STEP: Final = 7  # one letter in so many tells the script
_LATIN_ENDS: Final = 0x0370
_SURE: Final = 3  # so many common words for a language that is not read anyway


class _Known(NamedTuple):
    names: Mapping[str, str]
    by_word: dict[str, tuple[str, ...]]
    letters: dict[str, frozenset[str]]
    starts: list[int]
    scripts: list[tuple[str, ...]]
    latin: tuple[str, ...]


def language_of(text: str, declared: str | None = None) -> str:
    """ISO 639-1 code of the text's language.

    Args:
        text: any text; its beginning and its middle are looked at.
        declared: what the file says; it decides between languages that fit as well.

    Returns:
        The code, "en" where nothing tells.

    >>> language_of("Le port est fermé depuis lundi."), language_of("قالت الوزارة إن الميناء مغلق")
    ('fr', 'ar')
    """
    known = _known()
    sample = text[:_SAMPLE]
    if len(text) > 2 * _SAMPLE:
        sample += text[len(text) // 2 :][:_SAMPLE]
    candidates = known.latin if sample.isascii() else _written_in(sample, known)
    counts = dict.fromkeys(candidates, 0)
    for word in _WORDS.findall(sample.lower()):
        for code in known.by_word.get(word, ()):
            if code in counts:
                counts[code] += 1
    best = max(counts, key=lambda code: counts[code])
    stated = (declared or "").lower()[:2]
    if stated in counts and counts[stated] >= counts[best]:
        return stated
    if counts[best] == 0 and candidates is known.latin:
        return stated if len(stated) == 2 and stated.isalpha() and stated.isascii() else "en"
    if candidates is known.latin and best not in LANGUAGES and counts[best] < _SURE:
        return max((code for code in LANGUAGES if code in counts), key=lambda code: counts[code])
    return best


def language_caution(language: str) -> str | None:
    """What a reader must know of a document in this language, or None for those read fully."""
    if language in READ_FULLY:
        return None
    name = _known().names.get(language, f"the language '{language}'")
    if language in LANGUAGES:
        return f"the document is in {name}: its numbers and quotes are read, little else"
    return f"the document is in {name}, which is not read: it was read with the English words"


def expected_letters(language: str) -> frozenset[str]:
    """Letters and marks beyond a to z that a text in this language has."""
    return _known().letters.get(language, frozenset())


def is_latin(text: str) -> bool:
    """Whether most letters at the beginning of a text are Latin ones."""
    return _written_in(text[:_SAMPLE], _known()) is _known().latin


def _written_in(sample: str, known: _Known) -> tuple[str, ...]:
    """The languages of the script that most letters of the sample have."""
    latin = 0
    others: dict[tuple[str, ...], int] = {}
    for char in sample[::_STEP] if len(sample) > 50 * _STEP else sample:
        if char.isalpha():
            point = ord(char)
            if point < _LATIN_ENDS:
                latin += 1
            else:
                script = known.scripts[bisect_right(known.starts, point) - 1]
                others[script] = others.get(script, 0) + 1
    best = max(others, key=lambda script: others[script], default=())
    if not best or others[best] <= latin:
        return known.latin
    japanese = ("ja",)  # it is written with Chinese characters too
    return japanese if best == ("zh",) and others.get(japanese, 0) > latin else best


@cache
def _known() -> _Known:
    data = Lexicon("languages")
    by_word: dict[str, tuple[str, ...]] = {}
    codes = tuple(data.table("stop_words"))
    for code in codes:
        for word in sorted(data.words(f"stop_words.{code}")):
            by_word[word] = (*by_word.get(word, ()), code)
    typographic = frozenset("‘’“”„–—…•€£°§\u00a0")
    letters = {
        code: typographic | frozenset(found) for code, found in data.table("letters").items()
    }
    table = {int(start, 16): tuple(found) for start, found in data.table("scripts").items()}
    starts = sorted(table)
    written = {code for found in table.values() for code in found}
    return _Known(
        names=data.table("names"), by_word=by_word, letters=letters, starts=starts,
        scripts=[table[start] for start in starts],
        latin=tuple(code for code in codes if code not in written),
    )  # fmt: skip
