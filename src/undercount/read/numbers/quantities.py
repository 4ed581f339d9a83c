"""Every number of a text with its value, hedge and unit, figure or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from undercount.ledger.records import Rejected
from undercount.read.lexicon import Lexicon, lexicon
from undercount.read.numbers.candidates import judge
from undercount.read.numbers.grammar import numbers
from undercount.read.numbers.hedges import Hedged, hedge
from undercount.read.numbers.number import Form, Number
from undercount.read.numbers.traps import traps
from undercount.read.numbers.unit_phrases import money_unit, unit_phrase
from undercount.read.words.blocks import blocks
from undercount.read.words.sentences import sentences
from undercount.read.words.tokens import Token, tokenize
from undercount.units import Quantifier, Rejection


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


def quantities(text: str, language: str = "en") -> list[Quantity]:
    """Every number of a text in order: counts, money, measures, durations, ages, dates, roads.

    Args:
        text: any text.
        language: "en", "fr" or "es"; another one is read as English.

    >>> text = "Nearly 40 tents and $2.5m reached the 3 camps on 4 May."
    >>> for q in quantities(text):
    ...     print(q.surface, q.value, q.quantifier, q.unit and text[slice(*q.unit)], q.why)
    40 40.0 almost tents None
    2.5m 2500000.0 exact $ money
    3 3.0 exact camps None
    4 May None exact None date
    """
    words = lexicon(language)
    shapes = traps(text, language)
    found: list[Quantity] = []
    for block in blocks(text):
        for start, end in sentences(text, block.start, block.end):
            tokens = tokenize(text, start, end)
            for judged in judge(text, tokens, shapes, words):
                why = None if judged.why is None else judged.why.why
                found.append(_quantity(text, tokens, judged.number, words, why))
    for trap in shapes:
        found += _trapped(text, trap, words)
    return sorted(found, key=lambda quantity: quantity.start)


def _quantity(
    text: str, tokens: Sequence[Token], number: Number, words: Lexicon, why: Rejection | None,
    unit: tuple[int, int] | None = None,
) -> Quantity:  # fmt: skip
    hedged = hedge(tokens, number, words)
    return Quantity(
        number.start, number.end, text[number.start : number.end], number.value, hedged.low,
        hedged.high, number.form, hedged.quantifier, _span(hedged),
        unit or unit_phrase(text, tokens, number, words), why,
    )  # fmt: skip


def _span(hedged: Hedged) -> tuple[int, int] | None:
    if hedged.start is None or hedged.end is None:
        return None
    return hedged.start, hedged.end


def _trapped(text: str, trap: Rejected, words: Lexicon) -> Iterator[Quantity]:
    """A sum of money has a value and a currency; any other trap names no amount."""
    if trap.why == "money":
        begin = max(text.rfind("\n", 0, trap.start) + 1, trap.start - 60)
        tokens = tokenize(text, begin, trap.end + 40)
        inside = [
            number
            for number in numbers(tokens, words)
            if trap.start <= number.start < trap.end
        ]
        for number in inside[:1]:
            unit = money_unit(text, trap, number)
            yield _quantity(text, tokens, number, words, "money", unit)
        if inside:
            return
    yield Quantity(
        trap.start, trap.end, trap.surface, None, None, None, "scalar", "exact", None, None,
        trap.why,
    )  # fmt: skip
