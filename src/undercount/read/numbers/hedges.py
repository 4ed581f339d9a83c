"""Hedges: the words around a number that make it an interval, kept as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.numbers.number import Number
from undercount.read.words.tokens import Token
from undercount.units import Quantifier, hedge_interval

_BEFORE: Final[tuple[tuple[str, Quantifier], ...]] = (
    ("little_over", "more_than"), ("at_least", "at_least"), ("at_most", "at_most"),
    ("almost", "almost"), ("more_than", "more_than"), ("less_than", "less_than"),
    ("approx", "approx"), ("range", "range"),
)  # fmt: skip
_AFTER: Final[tuple[Quantifier, ...]] = ("at_least", "at_most", "approx")
_WORDS: Final = 6  # the longest hedge, in words
_LITTLE: Final = 1.1  # "a little over 500" ends at a tenth more, by the annotation rules


@dataclass(frozen=True, slots=True)
class Hedged:
    """A number's interval with the words that make it one.

    Attributes:
        quantifier: the meaning of the words.
        low: lower end.
        high: upper end.
        start: where the hedge begins, or None without one.
        end: where it ends, or None.
    """

    quantifier: Quantifier
    low: float
    high: float
    start: int | None = None
    end: int | None = None


def hedge(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Hedged:
    """How the words before and after a number bound it.

    The hedge nearest before the number counts; one after it ("or more") where none stands before.
    """
    found = _before(tokens, number, lexicon) or _after(tokens, number, lexicon)
    if number.form == "range" or (number.form == "percent" and number.value is None):
        return Hedged("range", number.low, number.high, *(_span(found, "range")))
    if number.form == "vague" or number.value is None:
        return Hedged("vague", number.low, number.high)
    if found is None and number.form == "scalar":
        found = _lead(tokens, number, lexicon)
    if found is None:
        quantifier: Quantifier = "approx" if number.about else "exact"
        return Hedged(quantifier, *_interval(quantifier, number), *_tail(tokens, number))
    name, quantifier, start, end = found
    if quantifier == "range":
        return Hedged("exact", number.low, number.high)
    low, high = _interval(quantifier, number)
    if name == "little_over":
        high = round(number.value * _LITTLE, 4)
    return Hedged(quantifier, low, high, start, end)


def _interval(quantifier: Quantifier, number: Number) -> tuple[float, float]:
    assert number.value is not None
    whole = number.form == "scalar" and number.value == int(number.value)
    low, high = hedge_interval(quantifier, number.value, whole=whole)
    return round(low, 4), round(high, 4)


def _tail(tokens: Sequence[Token], number: Number) -> tuple[int | None, int | None]:
    """The "-odd" of "fifty-odd" is a hedge inside the word."""
    last = tokens[number.last - 1]
    if number.about and last.low.endswith("-odd"):
        return last.end - 4, last.end
    return None, None


def _span(
    found: tuple[str, Quantifier, int, int] | None, wanted: str
) -> tuple[int | None, int | None]:
    if found is None or found[0] != wanted:
        return None, None
    return found[2], found[3]


def _before(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> tuple[str, Quantifier, int, int] | None:
    i = number.first
    for n in range(min(_WORDS, i), 0, -1):
        phrase = " ".join(token.low for token in tokens[i - n : i]).replace(" ' ", "'")
        phrase = phrase.removesuffix(" '") + "'" if phrase.endswith(" '") else phrase
        for name, quantifier in _BEFORE:
            if phrase in lexicon.words(f"hedges.before.{name}"):
                return name, quantifier, tokens[i - n].start, tokens[i - 1].end
    return None


def _lead(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> tuple[str, Quantifier, int, int] | None:
    """ "Rough count by our crew: 3,900": an estimate announced before a colon."""
    colon = False
    for i in range(number.first - 1, max(0, number.first - 12), -1):
        colon = colon or tokens[i].low == ":"
        phrase = f"{tokens[i - 1].low} {tokens[i].low}"
        if colon and phrase in lexicon.words("hedges.lead"):
            return "approx", "approx", tokens[i - 1].start, tokens[i].end
    return None


def _after(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> tuple[str, Quantifier, int, int] | None:
    j = number.last
    skip = 0
    # "8,000 people a year, at the very least": the hedge may follow the noun after a comma.
    for skip in range(0, _WORDS):
        if skip and j + skip - 1 < len(tokens) and tokens[j + skip - 1].low not in (",",):
            continue
        for n in range(_WORDS, 0, -1):
            if j + skip + n > len(tokens):
                continue
            phrase = " ".join(token.low for token in tokens[j + skip : j + skip + n])
            for quantifier in _AFTER:
                words = lexicon.words(f"hedges.after.{quantifier}")
                if phrase in words and (phrase != "+" or tokens[j].start == number.end):
                    return (
                        quantifier,
                        quantifier,
                        tokens[j + skip].start,
                        tokens[j + skip + n - 1].end,
                    )
    return None
