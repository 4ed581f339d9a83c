"""Distinct tokens as arrays, so that a name is compared by numbers."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from undercount.registers.names.ratio import LONGEST, Letters, Steps, letters, log_ratio, table
from undercount.registers.names.skeleton import skeleton

_OPENINGS = (
    (1, re.compile("abdul(?!lah$)(?=[a-z]{3})")),
    (2, re.compile("[ae]l(?=[^aeiouyl][a-z]{3}|a[^aeiou][a-z]{2})")),
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
    skeletons: NDArray[np.int64]
    """Which consonants each core has, and how many (`skeleton`)."""
    own: NDArray[np.float64]
    """What a token tells when it meets itself, in nats."""


def vocabulary(tokens: Iterable[str]) -> Vocabulary:
    """Return the arrays of tokens, in the order given."""
    cores = [core(token) for token in tokens]
    sizes = [len(text) for text, _ in cores]
    kinds = np.array([kind for _, kind in cores], np.int8)
    starts = np.cumsum([0, *sizes], dtype=np.int64)
    written = letters("".join(text for text, _ in cores))
    return Vocabulary(
        letters=written,
        starts=starts,
        kinds=kinds,
        skeletons=np.array([skeleton(text) for text, _ in cores], np.int64),
        own=_own(written, starts, table()) + BONUS[kinds],
    )


@numba.njit(cache=True, nogil=True)
def _own(written: Letters, starts: NDArray[np.int64], steps: Steps) -> NDArray[np.float64]:
    work = np.zeros((4, LONGEST + 1))
    out = np.zeros(len(starts) - 1)
    for i in range(len(out)):
        token = written[starts[i] : starts[i + 1]]
        out[i] = log_ratio(token, token, steps, work)
    return out
