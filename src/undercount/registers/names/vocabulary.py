"""Distinct tokens as arrays, so that a name is compared by numbers."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from undercount.registers.names.ratio import Letters, letters, log_ratio, table

_OPENINGS = (
    (1, re.compile("abdul(?!lah$)(?=[a-z]{3})")),
    (2, re.compile("[ae]l(?=[^aeiouyl][a-z]{3})")),
    (3, re.compile("b[ei]n(?=[a-z]{3})")),
    (4, re.compile("abu(?=[a-z]{3})")),
    (5, re.compile("um(?=[^aeiou][a-z]{4})")),
)
_ENDINGS = ((6, re.compile("(?<=[a-z]{3})uddin$")), (7, re.compile("(?<=[a-z]{3})ullah$")))


BONUS = np.array([0.0, 1.5, 0.5, 1.0, 2.0, 2.0, 3.0, 3.0])
"""What agreeing openings and endings of each kind tell, in nats."""


def core(token: str) -> tuple[str, int]:
    """Part a token into its core and the kind of what stands before or after it (0: nothing).

    >>> core("abdulrahman"), core("nuruddin"), core("benali"), core("yusuf")
    (('rahman', 1), ('nur', 6), ('ali', 3), ('yusuf', 0))
    """
    for kind, opening in _OPENINGS:
        if match := opening.match(token):
            return token[match.end() :], kind
    for kind, ending in _ENDINGS:
        if match := ending.search(token):
            return token[: match.start()], kind
    return token, 0


class Vocabulary(NamedTuple):
    """The letters of distinct tokens, one after the other (a named tuple, as numba takes it)."""

    letters: Letters
    """All cores' letters, 1 to 26."""
    starts: NDArray[np.int64]
    """Where each token's letters start; one more entry than tokens."""
    kinds: NDArray[np.int8]
    """What stood before or after each core."""
    own: NDArray[np.float64]
    """What a token tells when it meets itself, in nats."""


def vocabulary(tokens: Iterable[str]) -> Vocabulary:
    """Return the arrays of tokens, in the order given."""
    cores = [core(token) for token in tokens]
    pieces = [letters(text) for text, _ in cores]
    steps = table()
    kinds = np.array([kind for _, kind in cores], np.int8)
    own = np.array([log_ratio(piece, piece, steps) for piece in pieces], np.float64)
    return Vocabulary(
        letters=np.concatenate(pieces) if pieces else np.zeros(0, np.int8),
        starts=np.cumsum([0] + [len(piece) for piece in pieces], dtype=np.int64),
        kinds=kinds,
        own=own + BONUS[kinds],
    )
