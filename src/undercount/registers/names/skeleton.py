"""Which consonants a token has and how many, in one number: what can't be alike is skipped."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_CLASSES = (*("bp", "dt", "fvw", "gkqcjx", "l", "m", "n", "r", "sz"),)
_PLACE = {letter: 4 * place for place, letters in enumerate(_CLASSES) for letter in letters}


def skeletons(tokens: Sequence[str]) -> NDArray[np.int64]:
    """Return for each token how often it has each class of consonant, four bits a class."""
    return np.array([_skeleton(token) for token in tokens], np.int64)


def _skeleton(token: str) -> int:
    code, before = 0, ""
    for letter in token:
        place = _PLACE.get(letter)
        if place is not None and letter != before and (code >> place) & 7 < 7:
            code += 1 << place
        before = letter
    return code
