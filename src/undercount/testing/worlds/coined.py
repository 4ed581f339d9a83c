"""Rare name tokens, coined from syllables in a native script and in Latin letters at once.

They are invented: a vocabulary of common names alone would make every name easy to find again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

import numpy as np

T = TypeVar("T")
Spelled = tuple[str, ...]
"""A native spelling and one or more Latin ones."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ARABIC: Final = _words(
    "ب:b ت:t ج:j ح:h خ:kh د:d ر:r ز:z س:s ش:sh ص:s ض:d ط:t ع: غ:gh ف:f ق:q ك:k ل:l م:m ن:n ه:h"
)
# Native and Latin forms of a root of three consonants.
_FORMS: Final = (
    ("{0}{1}ي{2}", "{0}a{1}i{2}", "{0}a{1}ee{2}"),
    ("{0}ا{1}{2}", "{0}a{1}i{2}", "{0}a{1}e{2}"),
    ("م{0}{1}و{2}", "ma{0}{1}u{2}", "ma{0}{1}ou{2}"),
    ("{0}{1}ي{2}", "{0}u{1}ai{2}", "{0}o{1}ei{2}"),
    ("{0}{1}ا{2}", "{0}a{1}{1}a{2}", "{0}a{1}a{2}"),
    ("م{0}{1}{2}", "mu{0}a{1}i{2}", "mo{0}a{1}e{2}"),
    ("{0}{1}و{2}", "{0}a{1}u{2}", "{0}a{1}oo{2}"),
    ("{0}{1}{2}ان", "{0}a{1}{2}an", "{0}e{1}{2}an"),
)
_ENDS: Final[dict[tuple[str, str], tuple[Spelled, ...]]] = {
    ("arabic", "m"): (("", "", ""),),
    ("arabic", "f"): (("ة", "a", "ah"),),
    ("arabic", "n"): (("ي", "i", "y"), ("", "", ""), ("اوي", "awi", "aoui")),
    ("afghan", "m"): (("", "", ""), ("الله", "ullah", "ollah"), ("گل", "gul", "gol")),
    ("afghan", "f"): (("ه", "a", "ah"), ("گل", "gul", "gol")),
    ("afghan", "n"): (
        ("زی", "zai", "zay"),
        ("خیل", "khil", "khel"),
        ("ی", "i", "y"),
        ("یار", "yar", "iar"),
    ),
    ("persian", "m"): (("", "", ""), ("یار", "yar", "iar")),
    ("persian", "f"): (("ه", "eh", "e"),),
    ("persian", "n"): (
        ("ی", "i", "y"),
        ("زاده", "zadeh", "zade"),
        ("پور", "pour", "poor"),
        ("نژاد", "nejad", "nezhad"),
        ("یان", "ian", "yan"),
    ),
}
_KURDISH: Final = _words("ب:b د:d ر:r ز:z ژ:zh س:s ش:sh ک:k گ:g ل:l م:m ن:n ه:h و:w پ:p")
_KURDISH_VOWELS: Final = _words("ا:a:aa ە:a:e ێ:e:ê ی:i:ee ۆ:o:oo وو:u:ou")
_HABESHA: Final = {
    "h": 0x1200, "l": 0x1208, "m": 0x1218, "r": 0x1228, "s": 0x1230, "sh": 0x1238, "q": 0x1240,
    "b": 0x1260, "t": 0x1270, "n": 0x1290, "k": 0x12A8, "w": 0x12C8, "z": 0x12D8, "y": 0x12E8,
    "d": 0x12F0, "g": 0x1308, "f": 0x1348, "ts": 0x1338,
}  # fmt: skip
# Vowel orders of the Ethiopic syllabary: place in the block, Latin, another Latin spelling.
_ORDERS: Final = ((0, "e", "a"), (1, "u", "ou"), (2, "i", "ee"), (3, "a", "a"), (6, "o", "o"))
_HABESHA_FIRST: Final[tuple[Spelled, ...]] = (
    ("", "", ""), ("", "", ""), ("", "", ""),
    ("ገብረ", "Gebre", "Ghebre"), ("ተስፋ", "Tesfa", "Tesfa"), ("ወልደ", "Welde", "Wolde"),
    ("ሃይለ", "Haile", "Hayle"), ("ሃብተ", "Habte", "Habte"), ("ተክለ", "Tekle", "Tecle"),
)  # fmt: skip
_OROMO: Final = _words("b ch d f g j k l m n q r s sh t w y dh")
_ALBANIAN: Final = _words("b d f g gj h k l ll m n p q r rr s sh t v xh z")


def coin(culture: str, kind: str, size: int, rng: np.random.Generator) -> list[Spelled]:
    """Different rare tokens; `kind` is m, f or n. None for Vietnam: its names are a closed list."""
    make = _MAKERS.get(culture)
    if make is None or (culture, kind) in _WITHOUT:
        return []
    made: dict[str, Spelled] = {}
    # A few too many, since some syllables meet twice.
    for row in rng.random((int(size * 1.3) + 8, 9)).tolist():
        token = make(culture, kind, row)
        made.setdefault(token[0], token)
        if len(made) == size:
            break
    return list(made.values())


def _semitic(culture: str, kind: str, u: list[float]) -> Spelled:
    root = [_pick(_ARABIC, x).split(":") for x in u[:3]]
    form = _pick(_FORMS, u[3])
    end = _pick(_ENDS[culture, kind], u[4])
    native = [letters[0] for letters in root]
    latin = [letters[1] for letters in root]
    first = form[0].format(*native) + end[0]
    if culture != "arabic":
        # The letters of Persian and Pashto keyboards.
        first = first.translate({0x643: "ک", 0x64A: "ی"})
    if culture == "arabic" and kind == "n" and u[5] < 0.6:
        spellings = [form[i].format(*latin) + end[i] for i in (1, 2)]
        return ("ال" + first, "Al-" + spellings[0].title(), "El " + spellings[1].title())
    return (first, *_spellings(form[i].format(*latin) + end[i] for i in (1, 2)))


def _kurdish(culture: str, kind: str, u: list[float]) -> Spelled:
    native, latin, other = "", "", ""
    for i in range(2 if u[8] < 0.7 else 3):
        consonant, letter = _pick(_KURDISH, u[2 * i]).split(":")
        vowel, plain, long = _pick(_KURDISH_VOWELS, u[2 * i + 1]).split(":")
        native, latin, other = (
            native + consonant + vowel,
            latin + letter + plain,
            other + letter + long,
        )
    consonant, letter = _pick(_KURDISH, u[6]).split(":")
    end = "ی:i" if kind == "n" else (":" if kind == "m" else "ە:a")
    tail, vowel = end.split(":")
    return (native + consonant + tail, *_spellings(x + letter + vowel for x in (latin, other)))


def _habesha(culture: str, kind: str, u: list[float]) -> Spelled:
    native, latin, other = _pick(_HABESHA_FIRST, u[7]) if kind == "m" else ("", "", "")
    letters = tuple(_HABESHA)
    for i in range(1 if native else 2):
        letter = _pick(letters, u[2 * i])
        order, plain, second = _pick(_ORDERS, u[2 * i + 1])
        native += chr(_HABESHA[letter] + order)
        latin, other = latin + letter + plain, other + letter + second
    letter = _pick(letters, u[6])
    native += chr(_HABESHA[letter] + 5)
    return (native, *_spellings(x + letter for x in (latin, other)))


def _latin(culture: str, kind: str, u: list[float]) -> Spelled:
    letters = _OROMO if culture == "oromo" else _ALBANIAN
    made = "".join(_pick(letters, u[2 * i]) + _pick("aaeiou", u[2 * i + 1]) for i in range(2))
    last = _pick(letters, u[6])
    ends = {"m": ("a", "u", "o"), "f": ("i", "e", "u")} if culture == "oromo" else {}
    end = _pick(ends.get(kind, {"n": ("i", "aj", "u")}.get(kind, ("", "an", "i"))), u[7])
    first = (made + last + end).capitalize()
    return (first, first)


def _spellings(texts: Iterable[str]) -> tuple[str, ...]:
    words = [text.lower().capitalize() for text in texts]
    return tuple(dict.fromkeys(words))


def _pick(items: Sequence[T], u: float) -> T:
    return items[int(u * len(items))]


_MAKERS: Final[dict[str, Callable[[str, str, list[float]], Spelled]]] = {
    "arabic": _semitic,
    "afghan": _semitic,
    "persian": _semitic,
    "kurdish": _kurdish,
    "habesha": _habesha,
    "oromo": _latin,
    "albanian": _latin,
}
# Chains of given names have no family name.
_WITHOUT: Final = {("habesha", "n"), ("oromo", "n")}
