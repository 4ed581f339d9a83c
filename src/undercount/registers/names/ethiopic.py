"""Ethiopic letters to a-z, by the order of the Unicode block: rows of eight, one vowel each."""

import re

_ROWS: dict[int, str] = {
    0x1200: "h", 0x1208: "l", 0x1210: "h", 0x1218: "m", 0x1220: "s", 0x1228: "r", 0x1230: "s",
    0x1238: "sh", 0x1240: "k", 0x1248: "kw", 0x1250: "k", 0x1258: "kw", 0x1260: "b", 0x1268: "v",
    0x1270: "t", 0x1278: "ch", 0x1280: "h", 0x1288: "hw", 0x1290: "n", 0x1298: "ny", 0x12A0: "",
    0x12A8: "k", 0x12B0: "kw", 0x12B8: "kh", 0x12C0: "kw", 0x12C8: "w", 0x12D0: "", 0x12D8: "z",
    0x12E0: "zh", 0x12E8: "y", 0x12F0: "d", 0x12F8: "d", 0x1300: "j", 0x1308: "g", 0x1310: "gw",
    0x1318: "ng", 0x1320: "t", 0x1328: "ch", 0x1330: "p", 0x1338: "ts", 0x1340: "ts", 0x1348: "f",
    0x1350: "p",
}  # fmt: skip
"""The consonant of each row; homophone letters (three of h, two each of s, ts and the vowel
bearer) fall together, as clerks mix them."""

_VOWELS = ("e", "u", "i", "a", "e", "", "o", "wa")
_LABIAL = ("e", "u", "i", "a", "e", "", "o", "a")
_SIXTH = 5
_WE = 0x12C8
_VOWEL_BEARERS = (0x12A0, 0x12D0)
_VOWELLIKE = (*_VOWEL_BEARERS, 0x12E8)
_THROAT = frozenset((0x1200, 0x1210, 0x1280, *_VOWEL_BEARERS))
_ENDINGS = ([ord("ስ"), ord("ት")], [ord("ሥ"), ord("ት")])


def is_ethiopic(character: str) -> bool:
    """Tell whether a character is a letter of the Ethiopic block."""
    return "\u1200" <= character <= "\u135a"


_SHORT = {
    **dict.fromkeys("ገG", "gebre"),
    **dict.fromkeys("ወW", "welde"),
    **dict.fromkeys("ተT", "tekle"),
    **dict.fromkeys("ሃኃሀኀH", "haile"),
    **dict.fromkeys("ኪK", "kidane"),
}
_ABBREVIATED = re.compile(rf"\b([{''.join(_SHORT)}])/(?=[\u1200-\u135a]{{3}}|[A-Za-z]{{4}})")
_TITLE = re.compile("(?<=[\u1200-\u135a])/(?=[\u1200-\u135a])")


def expand(text: str) -> str:
    """Write out names abbreviated by a stroke; take the stroke out of titles.

    >>> expand("ገ/መድህን"), expand("W/Mariam"), expand("ወ/ሮ")
    ('gebre-መድህን', 'welde-Mariam', 'ወሮ')
    """
    return _TITLE.sub("", _ABBREVIATED.sub(lambda match: _SHORT[match[1]] + "-", text))


def romanise(word: str) -> str:
    """Romanise one word of Ethiopic letters.

    The sixth order is a consonant with a short vowel or none, which the script doesn't tell: the
    vowel is written where the syllables need it (see `_with_vowel`).

    >>> romanise("ተስፋይ"), romanise("ገብረመድህን"), romanise("ብርሃን"), romanise("ንግስቲ")
    ('tesfay', 'gebremedhin', 'birhan', 'nigisti')
    """
    letters = [ord(c) for c in word if is_ethiopic(c)]
    vowelled = _with_vowel(letters)
    out = "".join(_spelt(code, i in vowelled) for i, code in enumerate(letters))
    return re.sub("iy(?=[^aeiouy])", "i", re.sub("uw(?=[^aeiouw])", "u", out))


def _spelt(code: int, vowelled: bool) -> str:
    row, order = code & ~7, code & 7
    consonant = _ROWS.get(row, "")
    if order == _SIXTH:
        if not vowelled:
            return consonant
        return consonant + ("u" if row == _WE else "i")
    if order == 0 and row in _THROAT:
        return consonant + "a"  # the throat letters draw the first vowel to a
    if consonant.endswith("w"):
        vowel = _LABIAL[order]
        return (consonant[:-1] if vowel in ("u", "o") and row != _WE else consonant) + vowel
    return consonant + _VOWELS[order]


def _with_vowel(letters: list[int]) -> set[int]:
    """Return which letters of the sixth order are spoken with a vowel.

    In a row of them the last closes a syllable, the one before opens it, and so on backwards; a
    word's first has a vowel, and so has one before a bare vowel or y. A final -st stays together.
    """
    sixth = [code & 7 == _SIXTH for code in letters]
    found: set[int] = set()
    bare = False  # whether the letter after this one was left without a vowel
    for i in range(len(letters) - 1, -1, -1):
        if not sixth[i]:
            bare = False
            continue
        last = i == len(letters) - 1
        before_vowel = not last and not sixth[i + 1] and letters[i + 1] & ~7 in _VOWELLIKE
        cluster = i == len(letters) - 2 and letters[i:] in _ENDINGS
        if not last and (i == 0 or before_vowel or (bare and not cluster)):
            found.add(i)
            bare = False
        else:
            bare = True
    return found
