"""Hedges: the words around a number that make it an interval, kept as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.numbers.number import Number
from undercount.read.words.tokens import Token
from undercount.units import Kind, Quantifier, hedge_interval

_BEFORE: Final[dict[str, Quantifier]] = {
    "little_over": "more_than", "at_least": "at_least", "at_most": "at_most", "almost": "almost",
    "more_than": "more_than", "less_than": "less_than", "approx": "approx", "range": "range",
}  # fmt: skip
_AFTER: Final[dict[str, Quantifier]] = {
    "at_least": "at_least", "at_most": "at_most", "approx": "approx", "more_than": "more_than",
}  # fmt: skip
_QUOTES: Final = frozenset("\"“«'‘")
_WORDS: Final = 6  # the longest hedge, in words
_NOUN: Final = 2  # words between a number and the hedge behind what it counts
_OR: Final = frozenset(["or", "at", "o", "ou", "au", "como", "y"])
_ALL: Final = 100.0
_NEVER: Final = 3
_NEVERS: Final = frozenset(["never", "jamais", "nunca"])
_ARTICLES: Final = frozenset(["el", "los", "las", "le", "les"])
_LITTLE: Final = 1.1  # "a little over 500" ends at a tenth more, by the annotation rules


class _Phrases(NamedTuple):
    """Hedges of one side, each with its name; the words that all begin or all end with."""

    names: dict[str, str]
    first: frozenset[str]
    last: frozenset[str]


@cache
def _phrases(lexicon: Lexicon, side: str, kinds: tuple[str, ...]) -> _Phrases:
    names: dict[str, str] = {}
    for kind in reversed(kinds):  # the first kind wins where two lists hold a phrase
        names |= dict.fromkeys(lexicon.words(f"hedges.{side}.{kind}"), kind)
    words = [phrase.split(" ") for phrase in names]
    last = {phrase.replace("'", "' ").split()[-1] for phrase in names} | {"'"}  # "près d'"
    return _Phrases(names, frozenset(phrase[0] for phrase in words), frozenset(last))


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
    if number.form == "range" or (number.form in ("percent", "ratio") and number.value is None):
        return Hedged("range", number.low, number.high, *(_span(found, "range")))
    if number.form == "vague" or number.value is None:
        return Hedged("vague", number.low, number.high)
    if found is None and number.form == "scalar":
        found = _lead(tokens, number, lexicon)
    if found is None:
        about = number.about or _is_dozen(tokens, number)
        quantifier: Quantifier = "approx" if about else "exact"
        return Hedged(quantifier, *_interval(quantifier, number), *_tail(tokens, number))
    name, quantifier, start, end = found
    if quantifier == "range":
        return Hedged("exact", number.low, number.high)
    low, high = _interval(quantifier, number)
    if name == "little_over":
        high = round(number.value * _LITTLE, 4)
    return Hedged(quantifier, low, high, start, end)


def fitted(hedged: Hedged, number: Number, kind: Kind) -> Hedged:
    """The interval of what need not be whole, or cannot be more than all.

    >>> from undercount.read.numbers.number import Number
    >>> six = Number(0, 1, 0, 1, 25.0, 25.0, 25.0)
    >>> at = fitted(Hedged("approx", 23, 28), six, "ratio")  # "roughly 25 pupils to a teacher"
    >>> at.low, at.high
    (22.5, 27.5)
    """
    value, low, high = number.value, hedged.low, hedged.high
    if value is None or hedged.quantifier in ("exact", "range", "vague"):
        return hedged
    loose = hedged.quantifier in ("approx", "more_than", "at_least")
    if number.form == "scalar" and (kind == "ratio" or (kind == "rate" and loose)):
        low, high = (round(end, 4) for end in hedge_interval(hedged.quantifier, value, whole=False))
    if kind == "percent" and value <= _ALL:
        high = min(high, _ALL)
    if kind == "ratio" and number.form == "ratio" and value < 1:
        high = min(high, 1.0)
    return replace(hedged, low=low, high=high)


def _is_dozen(tokens: Sequence[Token], number: Number) -> bool:
    """ "A dozen" and "half a dozen" are seldom counted to the last one; "two dozen" may be."""
    first, last = tokens[number.first].low, tokens[number.last - 1].low
    return last in ("dozen", "half-dozen") and first in ("a", "half", "another", "half-dozen")


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
    hedges = _phrases(lexicon, "before", tuple(_BEFORE))
    if i > 2 and tokens[i - 1].low == tokens[i - 3].low == ",":
        i -= 1  # "there are, roughly, three"
    article = i > 1 and tokens[i - 1].low in _ARTICLES and tokens[i - 1].low not in hedges.last
    i -= article  # "ni el diez por ciento", "casi los 300"
    if not i or tokens[i - 1].low not in hedges.last:
        return None
    for first in range(max(0, i - _WORDS), i):
        phrase = " ".join([token.low for token in tokens[first:i]])
        if "'" in phrase:
            phrase = phrase.replace(" ' ", "'")
            phrase = phrase.removesuffix(" '") + "'" if phrase.endswith(" '") else phrase
        name = hedges.names.get(phrase)
        if name is not None:
            never = _never(tokens, first) if _BEFORE[name] == "more_than" else first
            name = name if never == first else "at_most"
            return name, _BEFORE[name], tokens[never].start, tokens[i - 1].end
    return None


def _never(tokens: Sequence[Token], first: int) -> int:
    """Where "never" stands of "never took more than 65", else `first`."""
    near = range(max(0, first - _NEVER), first)
    return next((k for k in near if tokens[k].low in _NEVERS), first)


def _lead(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> tuple[str, Quantifier, int, int] | None:
    """ "Rough count by our crew: 3,900": an estimate announced before a colon."""
    colon = False
    for i in range(number.first - 1, max(0, number.first - 12), -1):
        colon = colon or tokens[i].low == ":"
        if colon and f"{tokens[i - 1].low} {tokens[i].low}" in lexicon.words("hedges.lead"):
            return "approx", "approx", tokens[i - 1].start, tokens[i].end
    return None


def _after(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> tuple[str, Quantifier, int, int] | None:
    hedges = _phrases(lexicon, "after", tuple(_AFTER))
    # "8,000 people a year, at the very least": the hedge may follow the noun after a comma.
    for first in range(number.last, min(number.last + _WORDS, len(tokens))):
        if tokens[first].low not in hedges.first or not _may_begin(tokens, number, first, lexicon):
            continue
        for last in range(min(first + _WORDS, len(tokens)), first, -1):
            phrase = " ".join([token.low for token in tokens[first:last]])
            name = hedges.names.get(phrase)
            if name is None or (first > number.last and _is_counted(tokens, last, lexicon)):
                continue  # "20,000, at least half of them women"
            if phrase != "+" or tokens[number.last].start == number.end:
                return name, _AFTER[name], tokens[first].start, tokens[last - 1].end
    return None


def _may_begin(tokens: Sequence[Token], number: Number, first: int, lexicon: Lexicon) -> bool:
    """Right behind the number, behind a comma, or behind what it counts ("two families or so")."""
    before = first - 1
    if first == number.last or tokens[before].low == ",":
        return True
    if tokens[before].low in _QUOTES and first < number.last + _WORDS - 1:
        return tokens[before - 1].low == "," or before == number.last
    noun = unit_of(tokens[before].low, lexicon) is not None
    return noun and first - number.last <= _NOUN and tokens[first].low in _OR


def _is_counted(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a number begins at `i`."""
    if i >= len(tokens):
        return False
    return tokens[i].kind == "number" or tokens[i].low in lexicon.starters()
