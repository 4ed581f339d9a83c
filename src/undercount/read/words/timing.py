"""Complements of time inside a noun phrase: "of 11 to 18 October" after "the charities' census"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.words.tokens import Token

_OPENS: Final = shared("timing.opens")
_JOINS: Final = shared("timing.joins")

_NEAR: Final = 5  # words between a count and its days: "the census of the charities of 3 May"


def is_time(token: Token, lexicon: Lexicon) -> bool:
    """A number, or the name of a month, weekday, season or unit of time."""
    if token.kind == "number":
        return True
    if token.low in lexicon.table("dates.months"):
        # Short forms such as "Mar" are more often parts of names.
        whole = len(token.low) > 3 or token.low in ("may", "mai")
        return whole and (token.upper or lexicon.language == "fr")
    return token.low in lexicon.union("dates.weekdays", "period.seasons", "period.units")


def complement_start(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int | None:
    """Where the complement of time that ends with token `last` begins, or None without one.

    Only a count or another document is dated so; a participle may stand between them ("the census
    taken from 3 to 9 May"), and belongs to the complement.
    """
    if not is_time(tokens[last], lexicon):
        return None
    k = last
    while k > 0 and (is_time(tokens[k], lexicon) or tokens[k].low in _JOINS):
        k -= 1
    if tokens[k].low not in _OPENS or k == 0:
        return None
    if tokens[k - 1].low in lexicon.words("reporting.held"):
        k -= 1
    nouns = {token.low for token in tokens[max(0, k - _NEAR) : k]}
    dated = bool(nouns & lexicon.words("reporting.artefacts")) and tokens[k - 1].kind == "word"
    further = k > 0 and is_time(tokens[k - 1], lexicon)  # "the census of the spring of 2016"
    if further:
        return complement_start(tokens, k - 1, lexicon)
    return k if dated else None
