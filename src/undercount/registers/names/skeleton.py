"""Which consonants a token has and how many, in one number: what can't be alike is skipped."""

_CLASSES = ("bp", "dt", "fvw", "gkqcjx", "l", "m", "n", "r", "sz")
_PLACE = {letter: 4 * place for place, letters in enumerate(_CLASSES) for letter in letters}


def skeleton(token: str) -> int:
    """Return how often a token has each class of consonant, as so many of four bits a class.

    Two tokens differ by as many consonants as bits.

    >>> skeleton("mohammed") == skeleton("muhamad") != skeleton("ahmed")
    True
    """
    code, before = 0, ""
    for letter in token:
        place = _PLACE.get(letter)
        if place is not None and letter != before:
            own = code >> place & 15
            code |= (own << 1 | 1) % 16 << place
        before = letter
    return code
