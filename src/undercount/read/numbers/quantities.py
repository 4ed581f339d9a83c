"""Every number of a text with its value, hedge and unit, figure or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.lexicon import Lexicon, lexicon
from undercount.read.numbers.candidates import judge
from undercount.read.numbers.grammar import number_at
from undercount.read.numbers.hedges import Hedged, hedge
from undercount.read.numbers.leftovers import leftovers
from undercount.read.numbers.number import Form, Number
from undercount.read.numbers.traps import CURRENCY, traps
from undercount.read.numbers.trends import Trend, trend_of
from undercount.read.numbers.unit_phrases import (
    announced_unit,
    money_unit,
    names_people,
    unit_phrase,
)
from undercount.read.words.blocks import blocks
from undercount.read.words.sentences import sentences
from undercount.read.words.tokens import Token, tokenize
from undercount.units import Quantifier, Rejection

_AMOUNTS: Final = frozenset([None, "money", "age", "time", "other"])  # what may have a unit
_COUNTS: Final = frozenset([None, "money", "other"])  # what may share its unit with another
_ROW: Final = frozenset(
    [",", "and", ", and", "or", "&", "of", "of the", "et", "ou", "y", "o", "de"]
)
_MINUS: Final = ("-", "−", "–")
_LETTER: Final = re.compile(r"\s?([mMkK])(?![A-Za-z])")  # "3 M€"
_LETTERS: Final = {"m": 1_000_000, "k": 1_000}
_BEFORE: Final = 60  # code points before a sum of money that may hold its hedge
_AFTER: Final = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text.

    Attributes:
        start: first code point of the number; "%" and "million" belong to it, hedge and unit do
            not.
        end: one past its last code point.
        surface: `text[start:end]`.
        value: percent 0-100, ratio and change as factors; None for ranges, vague words and what
            names no amount (a date, a road).
        low: lower end with the hedge taken into account, or None with no amount.
        high: upper end.
        form: what kind of number it is.
        quantifier: what the hedge says of it.
        hedge: where the words of the hedge stand, or None.
        unit: where the words stand that say what it counts or measures, or None.
        why: why it is no figure, or None where it may be one.
        gap: what stands between the two ends of a range, or None.
        carried: the unit is that of a number before; nothing beside this one names it.
        trend: whether the words before say that it went up or down by or to so much.
    """

    start: int
    end: int
    surface: str
    value: float | None
    low: float | None
    high: float | None
    form: Form
    quantifier: Quantifier
    hedge: tuple[int, int] | None
    unit: tuple[int, int] | None
    why: Rejection | None
    gap: tuple[int, int] | None = None
    trend: Trend | None = None
    carried: bool = False


def quantities(text: str, language: str = "en") -> list[Quantity]:
    """Every number of a text in order: counts, money, measures, durations, ages, dates, roads.

    Args:
        text: any text.
        language: "en", "fr" or "es"; another one is read as English.

    >>> text = "Nearly 40 tents and $2.5m reached the 3 camps on 4 May 2019."
    >>> for q in quantities(text):
    ...     print(q.surface, q.value, q.quantifier, q.unit and text[slice(*q.unit)], q.why)
    40 40.0 almost tents None
    2.5m 2500000.0 exact $ money
    3 3.0 exact camps None
    4 May 2019 None exact None date
    """
    words = lexicon(language)
    shapes = traps(text, language)
    found = list(_trapped(text, shapes, words))
    for block in blocks(text):
        for start, end in sentences(text, block.start, block.end):
            found += _in_sentence(text, start, end, shapes, words)
    spans = [(quantity.start, quantity.end) for quantity in found]
    found += [_no_amount(left) for left in leftovers(text, spans)]
    return sorted(found, key=lambda quantity: quantity.start)


def _in_sentence(
    text: str, start: int, end: int, shapes: Sequence[Rejected], words: Lexicon
) -> Iterator[Quantity]:
    """The numbers of one sentence, each with the unit beside it or one that it shares."""
    tokens = tokenize(text, start, end)
    found = []
    for judged in judge(text, tokens, shapes, words):
        why = None if judged.why is None else judged.why.why
        quantity = _quantity(text, tokens, judged.number, words, why)
        if quantity.unit is None and why in _COUNTS:
            announced = announced_unit(tokens, judged.number, words)
            quantity = replace(quantity, unit=announced, carried=announced is not None)
        found.append(quantity)
    return _shared(text, found, words)


def _shared(text: str, found: Sequence[Quantity], words: Lexicon) -> Iterator[Quantity]:
    """Numbers that name no unit count what the next one of their row or the last one counted."""
    last: tuple[int, int] | None = None
    for i, quantity in enumerate(found):
        if quantity.unit is not None or quantity.why not in _COUNTS:
            yield quantity
        else:
            unit = _next_unit(text, found, i) or last
            yield quantity if unit is None else replace(quantity, unit=unit, carried=True)
        own = quantity.unit is not None and not quantity.carried
        if own and quantity.why is None and names_people(text, quantity.unit or (0, 0), words):
            last = quantity.unit


def _next_unit(text: str, found: Sequence[Quantity], i: int) -> tuple[int, int] | None:
    """The unit of the last number in "22%, 20% and 12% of the boats", "18 of 27 boats"."""
    for quantity, following in pairwise(found[i:]):
        between = text[quantity.end : following.start].strip()
        if between not in _ROW:
            return None
        if following.unit is not None:
            return None if following.carried else following.unit
    return None


def _quantity(
    text: str, tokens: Sequence[Token], number: Number, words: Lexicon, why: Rejection | None,
    unit: tuple[int, int] | None = None,
) -> Quantity:  # fmt: skip
    hedged = hedge(tokens, number, words)
    if unit is None and why in _AMOUNTS:
        unit = unit_phrase(tokens, number, words, hedged.end or 0)
    if number.value is not None and _is_negative(text, number.start):
        number = number._replace(value=-number.value)
        hedged = replace(hedged, low=-hedged.high, high=-hedged.low)
    return Quantity(
        number.start, number.end, text[number.start : number.end], number.value, hedged.low,
        hedged.high, number.form, hedged.quantifier, _span(hedged),
        unit, why, number.gap,
        trend_of(tokens, number.first, words),
    )  # fmt: skip


def _is_negative(text: str, start: int) -> bool:
    """ "-5 degrees", "minus 5", "$-5bn": a sign with nothing but a space or a currency before."""
    before = text[max(0, start - 7) : start].lower()
    if before.endswith(("minus ", "minus-")):
        return True
    if not before.endswith(_MINUS):
        return False
    lead = before[:-1]
    line = lead.rstrip(" \t")
    return bool(line) and not line.endswith("\n") and lead[-1] in " ([$€£"


def _span(hedged: Hedged) -> tuple[int, int] | None:
    if hedged.start is None or hedged.end is None:
        return None
    return hedged.start, hedged.end


def _trapped(text: str, shapes: Sequence[Rejected], words: Lexicon) -> Iterator[Quantity]:
    """A sum of money has a value and a currency; any other trap names no amount."""
    reached = 0
    paid = {shape.end for shape in shapes if shape.why == "money"}
    for trap in shapes:
        if trap.start < reached:
            continue
        if trap.why == "money":
            quantity = _sum(text, trap, paid, words)
            if quantity is not None:
                yield quantity
                reached = quantity.end
                continue
        yield _no_amount(trap)


def _no_amount(trap: Rejected) -> Quantity:
    return Quantity(
        trap.start, trap.end, trap.surface, None, None, None, "scalar", "exact", None, None,
        trap.why,
    )  # fmt: skip


def _sum(text: str, trap: Rejected, paid: set[int], words: Lexicon) -> Quantity | None:
    """The sum of money in a trap, or the range that it opens: "between $2 and $3 a day".

    A range ends inside its trap or with another sum: "$5 to 7 boats" is a sum and a count.
    """
    begin = max(text.rfind("\n", 0, trap.start) + 1, trap.start - _BEFORE)
    tokens = [
        token for token in tokenize(text, begin, trap.end + _AFTER) if not _is_currency(text, token)
    ]
    for i, token in enumerate(tokens):
        if not trap.start <= token.start < trap.end or token.kind == "mark":
            continue
        number = number_at(tokens, i, words)
        if number is None:
            continue
        if number.gap is not None and number.end > trap.end and number.end not in paid:
            number = number._replace(
                end=number.gap[0], value=number.low, high=number.low, form="scalar", gap=None
            )
        letter = _LETTER.match(text, number.end, trap.end)
        if letter is not None:
            times = _LETTERS[letter[1].lower()]
            number = number._replace(
                end=letter.end(), low=number.low * times, high=number.high * times,
                value=None if number.value is None else number.value * times,
            )  # fmt: skip
        return _quantity(text, tokens, number, words, "money", money_unit(text, trap, number))
    return None


def _is_currency(text: str, token: Token) -> bool:
    """ "$", "USD", and the "US" of "$US"."""
    if token.kind == "number":
        return False
    if token.low == "us" and text[max(0, token.start - 1) : token.start] == "$":
        return True
    return CURRENCY.fullmatch(token.low) is not None
