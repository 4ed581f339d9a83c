"""A name's key: mostly the same for the spellings of one name, and different for other names.

Vowels go, but for the first letter; consonants that spellings and scripts confuse fall together
(b p, d t, f v, g j k q, s sh z). Which ones do was chosen on pairs of spellings: `docs/names.md`
has how many true and how many chance pairs share a key.
"""

import re
from functools import cache

_ARTICLE = re.compile("[ae]l(?=[^aeiouyl][a-z]{3}|a[^aeiou][a-z]{2})")
_SERVANT = re.compile("abdul(?!lah$)(?=[a-z]{3})")
_PIECES = re.compile(
    "tsch|sch|tch|dzh|dj|sh|ch(?=[rl])|ch|kh|gh|ph|th|dh|zh|ts|tz|ck|cz|dz|rh|wh|qu|c(?=[eiy])|[a-z]"
)
_CLASS = {
    **dict.fromkeys(("b", "p"), "B"),
    **dict.fromkeys(("f", "v", "ph"), "F"),
    **dict.fromkeys(("d", "t", "th", "dh"), "D"),
    **dict.fromkeys(("k", "q", "c", "ck", "kh", "g", "gh", "x", "qu", "j", "dj", "zh", "dzh"), "K"),
    **dict.fromkeys(("s", "z", "ts", "tz", "cz", "dz", "sh", "ch", "sch", "tch", "tsch"), "S"),
    **{"l": "L", "m": "M", "n": "N", "r": "R", "rh": "R"},
}
_LONGEST = 5
_COARSE = 3


@cache
def key(token: str) -> str:
    """Return the key of a token.

    >>> key("mohammed"), key("muhamad"), key("youssef"), key("yousof"), key("abdulrahman")
    ('MMD', 'MMD', 'SF', 'SF', 'RMN')
    >>> key("tsegay"), key("tesfay"), key("ahmed"), key("hamid")
    ('SK', 'DSF', 'AMD', 'MD')
    """
    token = _SERVANT.sub("", _ARTICLE.sub("", token, count=1), count=1)
    consonants = _consonants(token)[:_LONGEST]
    if not consonants:
        return token[:1].replace("o", "u").replace("e", "i")
    return ("A" if token[0] in "aeiou" else "") + consonants


@cache
def coarse_key(token: str) -> str:
    """Return a key that more spellings of a name share, and more names: for blocking by two.

    >>> coarse_key("ibrahim"), coarse_key("brahim"), coarse_key("gebremedhin")
    ('BRM', 'BRM', 'KBR')
    """
    found = key(token)
    return found.removeprefix("A")[:_COARSE]


def _consonants(token: str) -> str:
    out, before = "", ""
    for match in _PIECES.finditer(token):
        piece = match[0]
        letter = _CLASS.get(piece, "")
        if piece == "c" and token[match.end() : match.end() + 1] in ("e", "i", "y"):
            letter = "S"
        elif piece == "ch" and token[match.end() : match.end() + 1] in ("r", "l"):
            letter = "K"
        if letter != before:
            out += letter
        before = letter
    return out
