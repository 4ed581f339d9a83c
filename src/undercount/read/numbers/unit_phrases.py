"""The words that say what a number counts or measures: "tents", "km", "US$", "kg of rice"."""

from __future__ import annotations

from collections.abc import Sequence

from undercount.ledger.records import Rejected
from undercount.read.fields.counted_phrases import phrase_after_number
from undercount.read.lexicon import Lexicon
from undercount.read.numbers.number import Number
from undercount.read.words.tokens import Token


def money_unit(text: str, trap: Rejected, number: Number) -> tuple[int, int] | None:
    """The currency of a sum of money: the rest of its trap, before or after the number."""
    for start, end in ((trap.start, number.start), (number.end, trap.end)):
        while start < end and not (text[start].isalpha() or text[start] in "$€£¥₹₦₺"):
            start += 1
        while end > start and not (text[end - 1].isalpha() or text[end - 1] in "$€£¥₹₦₺"):
            end -= 1
        if start < end:
            return start, end
    return None


def unit_phrase(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> tuple[int, int] | None:
    """Where the unit of a number stands, or None where no word names one."""
    i = number.last
    if i < len(tokens) and tokens[i].low == "-":
        i += 1
    if i >= len(tokens):
        return None
    low = tokens[i].low
    if low in lexicon.words("traps.measure_units") or low in lexicon.words("traps.time_units"):
        return tokens[i].start, tokens[i].end
    counted = phrase_after_number(text, tokens, number.last, lexicon)
    if counted is None or counted.phrase is None:
        return None
    end = tokens[counted.last - 1].end
    return end - len(counted.phrase), end
