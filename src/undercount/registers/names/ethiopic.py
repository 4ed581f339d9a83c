"""Ethiopic letters to a-z, by the order of the Unicode block: rows of eight, one vowel each."""

_ROWS: dict[int, str] = {
    0x1200: "h", 0x1208: "l", 0x1210: "h", 0x1218: "m", 0x1220: "s", 0x1228: "r", 0x1230: "s",
    0x1238: "sh", 0x1240: "k", 0x1248: "kw", 0x1250: "k", 0x1258: "kw", 0x1260: "b", 0x1268: "v",
    0x1270: "t", 0x1278: "ch", 0x1280: "h", 0x1288: "hw", 0x1290: "n", 0x1298: "ny", 0x12A0: "",
    0x12A8: "k", 0x12B0: "kw", 0x12B8: "h", 0x12C0: "hw", 0x12C8: "w", 0x12D0: "", 0x12D8: "z",
    0x12E0: "zh", 0x12E8: "y", 0x12F0: "d", 0x12F8: "d", 0x1300: "j", 0x1308: "g", 0x1310: "gw",
    0x1318: "ng", 0x1320: "t", 0x1328: "ch", 0x1330: "p", 0x1338: "ts", 0x1340: "ts", 0x1348: "f",
    0x1350: "p",
}  # fmt: skip
"""The consonant of each row; homophone letters (three of h, two each of s, ts and the vowel
bearer) fall together, as clerks mix them."""

_VOWELS = ("e", "u", "i", "a", "e", "", "o", "wa")
_LABIAL = ("e", "u", "i", "a", "e", "i", "o", "wa")
_SIXTH = 5
_THROAT = frozenset((0x1200, 0x1210, 0x1280, 0x12A0, 0x12D0, 0x12B8))


def is_ethiopic(character: str) -> bool:
    """Tell whether a character is a letter of the Ethiopic block."""
    return "\u1200" <= character <= "\u135a"


def romanise(word: str) -> str:
    """Romanise one word of Ethiopic letters.

    The sixth order is a consonant with a short vowel or none, which the script doesn't tell:
    the vowel is written after a word's first consonant and between two that bear none.

    >>> romanise("ተስፋይ"), romanise("ገብረመድህን"), romanise("ብርሃን"), romanise("ሓጎስ")
    ('tesfay', 'gebremedhin', 'birhan', 'hagos')
    """
    letters = [ord(c) for c in word if is_ethiopic(c)]
    out: list[str] = []
    bare = True  # whether what stands before the letter ends a syllable that can take no more
    for i, code in enumerate(letters):
        row, order = code & ~7, code & 7
        consonant = _ROWS.get(row, "")
        if order != _SIXTH:
            vowel = (_LABIAL if consonant.endswith("w") else _VOWELS)[order]
            if order == 0 and row in _THROAT:
                vowel = "a"  # the throat letters draw the first vowel to a
            if consonant.endswith("w") and order in (1, 6):
                consonant = consonant[:-1]
            out.append(consonant + vowel)
            bare = False
            continue
        last = i == len(letters) - 1
        follows_bare = not last and letters[i + 1] & 7 == _SIXTH and i + 1 != len(letters) - 1
        if i == 0 or (bare and not last) or (follows_bare and not bare and consonant == ""):
            out.append(consonant + "i")
            bare = False
        elif last and bare and consonant not in ("", "y", "w"):
            out.append("i" + consonant)
        else:
            out.append(consonant)
            bare = True
    return "".join(out)
