"""Arabic script to a-z: letters made uniform, then each letter spelt by its neighbours.

The script leaves out short vowels, so that no table of letters reads it. Which Latin letters an
Arabic one is usually spelt with, given the letters around it, has been learned from pairs of
spellings (`scripts/train_names.py`); a letter in surroundings never seen is spelt by the longest
part of them that was, so unseen names are read too.
"""

import re

from undercount.registers.names.parameters import spellings

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed\u200c-\u200f]"
)

_SAME = str.maketrans(
    {
        "ی": "ي", "ۍ": "ي", "ې": "ي", "ے": "ي", "ۓ": "ي", "ى": "ي", "ێ": "ي", "ۑ": "ي",
        "ک": "ك", "ڪ": "ك", "ګ": "گ", "ڭ": "گ", "ݢ": "گ", "ڨ": "گ",
        "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ۂ": "ه", "ە": "ه", "ۃ": "ة",
        "ٱ": "ا", "ٲ": "أ", "ٳ": "إ",
        "ۆ": "و", "ۇ": "و", "ۈ": "و", "ۋ": "و", "ۊ": "و", "ۏ": "و", "ۅ": "و",
        "ٹ": "ت", "ټ": "ت", "ڈ": "د", "ډ": "د", "ڑ": "ر", "ړ": "ر", "ڕ": "ر",
        "ں": "ن", "ڼ": "ن", "ڵ": "ل", "ڤ": "ڤ", "څ": "څ", "ځ": "ز",
    }
)  # fmt: skip
"""Letters of Persian, Pashto, Urdu and Sorani that differ from an Arabic one in form, or in a
sound that Latin spellings don't keep."""

LETTERS = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h",
    "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "و": "u", "ي": "i", "ة": "a", "ئ": "i", "ؤ": "u", "ء": "", "پ": "p",
    "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "څ": "ts", "ښ": "sh", "ږ": "g",
}  # fmt: skip
"""How a letter is spelt that the pairs of spellings do not have."""

LETTER_ID = {letter: i for i, letter in enumerate(LETTERS, start=1)}

_BARE = str.maketrans("أإآ", "ااا")

_SORANI = frozenset("ەێۆڕڵ")
_SORANI_LETTERS = {
    "ە": "e", "ێ": "e", "ۆ": "o", "ا": "a", "ی": "i", "ي": "i", "و": "w", "ھ": "h", "ه": "h",
    "ڕ": "r", "ڵ": "l", "ع": "", "ئ": "", "ح": "h", "غ": "gh", "ک": "k", "ڤ": "v",
}  # fmt: skip


def is_arabic(character: str) -> bool:
    """Tell whether a character belongs to the Arabic script."""
    return bool(_ARABIC.match(character))


def uniform(word: str) -> str:
    """Bring a word's letters to one form: no marks, no tatweel, Arabic forms of shared letters."""
    return _MARKS.sub("", word).translate(_SAME).removeprefix("ئ")


def romanise(word: str) -> str:
    """Romanise one word in Arabic letters (article and particles already taken off).

    >>> romanise("محمد"), romanise("يوسف")
    ('mohamed', 'youssef')
    """
    letters = "".join(c for c in uniform(word) if c in LETTERS)
    if not letters:
        return ""
    tree = spellings()
    known = tree.lexicon.get(bare(letters))
    if known:
        return known
    out = ""
    padded = f"  ^{letters}$  "
    for i in range(3, len(letters) + 3):
        out += tree.spell(padded, i, LETTERS[padded[i]])
    # A word is more than an initial.
    return out if len(out) > 1 else "".join(LETTERS[letter] for letter in letters)


def bare(word: str) -> str:
    """Take the hamza off every alef, as clerks do."""
    return word.translate(_BARE)


def is_sorani(word: str) -> bool:
    """Tell whether a word bears a letter that only Sorani writes."""
    return not _SORANI.isdisjoint(word)


def romanise_sorani(word: str) -> str:
    """Romanise a word of Sorani, which writes nearly all its vowels.

    >>> romanise_sorani("شێرکۆ"), romanise_sorani("پەروین")
    ('sherko', 'perwin')
    """
    word = _MARKS.sub("", word)
    out = "".join(_SORANI_LETTERS.get(c, LETTERS.get(c.translate(_SAME), "")) for c in word)
    out = re.sub("ww|(?<![aeiou])w(?![aeiou])", "u", out)
    return re.sub("(?<=[aeo])i(?=[aeo])|^i(?=[aeou])", "y", out)
