"""Nationality, in the codes, names and languages of many bodies."""

from __future__ import annotations

from typing import Final

from undercount.registers.coded import Coded
from undercount.registers.countries.aliases import codes, country
from undercount.registers.fold import fold

# Codes of countries that in a column of words say that nothing is known: "sans données", "non
# précisé". In a column of codes the first two are Sudan and Nepal; the others stay in doubt.
_CLEAR: Final = frozenset(("sd", "np"))
_DOUBTFUL: Final = frozenset(("na", "nc", "nr"))
_MOSTLY: Final = 0.8


def may_be_code(text: str) -> bool:
    """Whether a text is a country's code that elsewhere would mean "not known"."""
    return fold(text) in _CLEAR | _DOUBTFUL


def read_nationality(column: Coded) -> tuple[Coded, dict[str, int]]:
    """The column as ISO 3166 alpha-3, and how often each value not understood occurs."""
    counts = column.counts()
    folded = [fold(text) for text in column.values]
    words = [i for i, word in enumerate(folded) if word not in _CLEAR | _DOUBTFUL]
    short = [i for i in words if folded[i] in codes()]
    n_words = int(counts[words].sum())
    of_codes = n_words > 0 and counts[short].sum() >= _MOSTLY * n_words
    made: list[str | None] = []
    unknown: dict[str, int] = {}
    for text, word, count in zip(column.values, folded, counts, strict=True):
        code = None
        if word in _CLEAR | _DOUBTFUL:
            code = country(word) if of_codes and word in _CLEAR else None
            told = of_codes or not n_words
        else:
            # A code of two small letters among words may be a word: "no", "si", "la".
            code = country(text) if of_codes or len(word) != 2 or text.isupper() else None
            told = code is None
        if code is None and told:
            unknown[text] = int(count)
        made.append(code)
    return column.recoded(made), unknown
