"""A name's key: the same for the spellings of one name, mostly, and different for others."""

import re
from functools import cache

_ARTICLE = re.compile("^[ae]l(?=[^aeiouyl][a-z]{3})")
_PIECES = re.compile("sch|tch|tsch|dzh|dj|sh|ch|kh|gh|ph|th|dh|zh|ts|tz|ck|cz|dz|rh|wh|qu|[a-z]")
_CLASS = {
    "b": "B", "p": "B", "f": "F", "v": "F", "ph": "F", "w": "", "wh": "",
    "d": "D", "t": "D", "th": "D", "dh": "D",
    "k": "K", "q": "K", "c": "K", "ck": "K", "kh": "K", "g": "K", "gh": "K", "x": "K", "qu": "K",
    "j": "J", "dj": "J", "dzh": "J", "sh": "J", "ch": "J", "sch": "J", "tch": "J", "tsch": "J",
    "zh": "J",
    "s": "S", "z": "S", "ts": "S", "tz": "S", "cz": "S", "dz": "S",
    "l": "L", "m": "M", "n": "N", "r": "R", "rh": "R", "h": "",
}  # fmt: skip


@cache
def key(token: str) -> str:
    """Return the key of a token.

    >>> key("mohammed"), key("muhamad"), key("youssef"), key("yousof")
    ('MMD', 'MMD', 'SF', 'SF')
    """
    token = _ARTICLE.sub("", token)
    out, before = "", ""
    for piece in _PIECES.findall(token):
        letter = _CLASS.get(piece, "")
        if letter != before:
            out += letter
        before = letter
    return out or "-"
