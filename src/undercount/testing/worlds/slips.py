"""Slips of the pen: other spellings by ear, other letters of a script, typing errors."""

from __future__ import annotations

from typing import Final

# By ear: part of a word and what another clerk writes. "^" and "$" are its ends.
_EARS: Final = (
    ("kh", "k"), ("gh", "g"), ("q", "k"), ("k", "q"), ("ee", "i"), ("oo", "ou"), ("ou", "u"),
    ("u", "ou"), ("u", "o"), ("o", "u"), ("i", "e"), ("e", "i"), ("e", "a"), ("a", "e"),
    ("i", "ee"), ("y", "i"), ("i", "y"), ("sh", "ch"), ("ch", "sh"), ("dj", "j"), ("j", "dj"),
    ("j", "g"), ("ah$", "a"), ("a$", "ah"), ("h", ""), ("w", "v"), ("v", "w"), ("z", "s"),
    ("s", "z"), ("d", "t"), ("t", "d"), ("ai", "ay"), ("ay", "ai"), ("ei", "ai"), ("ll", "l"),
    ("mm", "m"), ("ss", "s"), ("s", "ss"), ("l", "ll"), ("m", "mm"), ("n", "nn"), ("r", "rr"),
    ("ts", "s"), ("c", "k"), ("ph", "f"), ("f", "ff"), ("b", "p"), ("aa", "a"), ("a", "aa"),
)  # fmt: skip
_SCRIPTS: Final = (
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ي$", "ى"), ("عبد ال", "عبدال"),
    ("عبدال", "عبد ال"), (" الله", "الله"), ("ک", "ك"), ("ی", "ي"), ("ؤ", "و"), ("ء$", ""),
    ("ئ", "ي"), ("ە", "ه"), ("ێ", "ی"), ("ۆ", "و"), ("ڕ", "ر"), ("ڵ", "ل"), ("ڤ", "ف"),
    ("ሀ", "ሐ"), ("ሐ", "ሀ"), ("ሃ", "ሓ"), ("ሰ", "ሠ"), ("ሳ", "ሣ"), ("ስ", "ሥ"), ("ኣ", "አ"),
    ("ዓ", "አ"), ("ኤ", "ዔ"), ("ጸ", "ፀ"), ("ጽ", "ፅ"), ("ኸ", "ከ"), ("ዕ", "እ"),
)  # fmt: skip
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def by_ear(text: str, u: float) -> str:
    """A spelling that another clerk could have written; the text itself if no rule fits.

    >>> by_ear("Rashid", 0.0), by_ear("أحمد", 0.5)
    ('Rashed', 'احمد')
    """
    rules = _EARS if text[:1].lower() in _LETTERS else _SCRIPTS
    fitting = [rule for rule in rules if _fits(text, rule[0])]
    if not fitting:
        return text
    old, new = fitting[int(u * len(fitting))]
    if old.endswith("$"):
        return text[: len(text) - len(old) + 1] + new
    # The first letter is heard best, so it changes last.
    at = text.find(old, 1)
    at = text.find(old) if at < 0 else at
    return text[:at] + new + text[at + len(old) :]


def _fits(text: str, part: str) -> bool:
    if part.endswith("$"):
        return text.endswith(part[:-1]) and len(text) > 3
    return text.find(part, 1) > 0 or (not part.isascii() and part in text)


def typed(text: str, u: float, v: float) -> str:
    """A typing error at a place that `v` chooses, of a kind that `u` chooses.

    >>> typed("Rashid", 0.0, 0.5), typed("Rashid", 0.3, 0.5), typed("Rashid", 0.99, 0.5)
    ('Rasid', 'Rasihd', 'Rasahid')
    """
    if len(text) < 3:
        return text
    at = 1 + int(v * (len(text) - 2))
    if u < 0.3:
        return text[:at] + text[at + 1 :]
    if u < 0.6:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    other = text[at] if not text.isascii() else _LETTERS[int((u * 97) % 1 * 26)]
    if u < 0.8:
        return text[:at] + other + text[at + 1 :]
    return text[:at] + other + text[at:]
