"""Which numbers of a sentence may be figures, and which are rejected with what reason."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from undercount.ledger.records import Rejected
from undercount.read.lexicon import Lexicon
from undercount.read.numbers.grammar import numbers
from undercount.read.numbers.hedges import Hedged, hedge
from undercount.read.numbers.number import Number
from undercount.read.numbers.rejects import is_margin, reject
from undercount.read.words.tokens import Token
from undercount.units import Rejection

_CLOSES = frozenset([".", ",", ";", ":", ")"])
_DAYS = 31
_OR_RANK = frozenset(["and", "or", "to", "et", "ou", "of"])
_NAMED = 1000  # a name ends in a small number


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be a figure, with its hedge."""

    number: Number
    hedged: Hedged


@dataclass(frozen=True, slots=True)
class Judged:
    """A number of the grammar, and why it is no figure (None where it may be one)."""

    number: Number
    why: Rejected | None


@dataclass(frozen=True, slots=True)
class Sorted:
    """The numbers of one sentence.

    Attributes:
        kept: those that may be figures.
        rejected: those that are none, with the reason.
        margin: an error stated for a figure ("give or take 50"), or None.
        share: the margin is one of shares, in points.
    """

    kept: list[Candidate]
    rejected: list[Rejected]
    margin: float | None = None
    share: bool = False


def candidates(
    text: str, tokens: Sequence[Token], traps: Sequence[Rejected], lexicon: Lexicon
) -> Sorted:
    """Figures to be and rejected numbers of one sentence.

    Args:
        text: the document's text.
        tokens: those of the sentence.
        traps: all traps of the document, sorted.
        lexicon: words of the document's language.
    """
    found: list[Candidate] = []
    rejected: list[Rejected] = []
    margin, share = None, False
    for judged in judge(text, tokens, traps, lexicon):
        number = judged.number
        if judged.why is not None:
            rejected.append(judged.why)
            if judged.why.why == "other" and is_margin(tokens, number, lexicon):
                margin, share = number.value, _is_of_shares(tokens, number, lexicon)
        elif not _is_one(number, tokens, lexicon):
            found.append(Candidate(number, hedge(tokens, number, lexicon)))
    taken = [(trap.start, trap.end) for trap in rejected]
    taken += [(kept.number.start, kept.number.end) for kept in found]
    rejected += _ordinals(text, tokens, taken, lexicon)
    return Sorted(found, sorted(rejected, key=lambda trap: trap.start), margin, share)


def _is_of_shares(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "3.4 percentage points", "2%"."""
    if number.form == "percent":
        return True
    after = {token.low for token in tokens[number.last : number.last + 2]}
    return not after.isdisjoint(lexicon.words("numbers.words.points"))


def judge(
    text: str, tokens: Sequence[Token], traps: Sequence[Rejected], lexicon: Lexicon
) -> Iterator[Judged]:
    """Every number of one sentence that stands in no trap, with the reason against it."""
    rejected: list[Rejected] = []
    for number in numbers(tokens, lexicon):
        if _trapped(number, traps) or (rejected and rejected[-1].end > number.start):
            continue
        if number.value == 1 and _is_pronoun(tokens, number):
            continue
        why = _ordinal_after(text, tokens, number, lexicon) or _name(text, tokens, number, lexicon)
        if why is None:
            previous = rejected[-1] if rejected else None
            paid = _paid_before(tokens[0].start, number, traps)
            why = reject(text, tokens, number, lexicon, previous, money=paid)
        if why is not None:
            rejected.append(why)
        yield Judged(number, why)


def _is_pronoun(tokens: Sequence[Token], number: Number) -> bool:
    """ "The only official one," and "there isn't one.": no number at all."""
    if number.form != "scalar" or tokens[number.first].low != "one" or number.first == 0:
        return False
    j = number.last
    closes = j == len(tokens) or tokens[j].low in _CLOSES
    before = tokens[number.first - 1]
    return closes and before.kind == "word" and before.low not in _COUNTING_ONE


_COUNTING_ONE = frozenset(
    ["of", "than", "no", "every", "each", "any", "to", "by", "for", "and", "at"]
)


def _trapped(number: Number, traps: Sequence[Rejected]) -> bool:
    i = bisect_left(traps, number.end, key=lambda trap: trap.start)
    return i > 0 and traps[i - 1].end > number.start


def _paid_before(start: int, number: Number, traps: Sequence[Rejected]) -> bool:
    """Whether a sum of money stands between `start` and the number."""
    i = bisect_left(traps, number.start, key=lambda trap: trap.start)
    while i > 0 and traps[i - 1].start >= start:
        i -= 1
        if traps[i].why == "money":
            return True
    return False


def _is_one(number: Number, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    alone = number.last - number.first == 1 and number.form == "scalar"
    return (
        alone
        and tokens[number.first].low in lexicon.words("numbers.words.ignored_one")
        and (number.value != 1)
    )


def _ordinal_after(
    text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon
) -> Rejected | None:
    """ "4th": digits with an ordinal's ending right behind them."""
    if number.last >= len(tokens) or tokens[number.last].start != number.end:
        return None
    following = tokens[number.last]
    if number.plain and following.low in lexicon.words("ordinals.suffixes"):
        surface = text[number.start : following.end]
        why: Rejection = "date" if _is_day(tokens, number, lexicon) else "ordinal"
        return Rejected(number.start, following.end, surface, why)
    return None


def _is_day(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "Since the 19th,", "entre le 1er et le 31 janvier": a day and no rank."""
    k = number.last + 1
    if number.first < 1 or tokens[number.first - 1].low not in ("the", "le") or number.high > _DAYS:
        return False
    if k >= len(tokens) or tokens[k].kind == "mark":
        return True
    word = tokens[k].low
    after = tokens[k + 1].low if k + 1 < len(tokens) else ""
    if word in _OR_RANK:
        return after == "le"
    return word in lexicon.words("nouns.closed") and (word not in ("of", "de"))


def _name(text: str, tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Rejected | None:
    """ "The Model 12 Pro", "Radio One", "the Series 14's": a number that is part of a name."""
    i, j = number.first, number.last
    if number.form != "scalar" or j - i != 1 or i < 1 or not tokens[i - 1].upper:
        return None
    following = tokens[j] if j < len(tokens) else None
    part = False
    if number.plain:
        k = i - 1
        while k > 0 and tokens[k - 1].upper:
            k -= 1
        owned = following is not None and following.low == "'s" and following.start == number.end
        called = k > 0 and tokens[k - 1].low in lexicon.words("numbers.words.named")
        closes = following is None or following.upper or following.low in _CLOSES
        part = number.high < _NAMED and (owned or (called and closes))
    elif tokens[i].upper and i > 1:
        part = tokens[i - 1].kind == "word" and tokens[i - 1].low not in lexicon.words(
            "nouns.closed"
        )
    if not part:
        return None
    return Rejected(number.start, number.end, text[number.start : number.end], "id")


def _ordinals(
    text: str, tokens: Sequence[Token], taken: Sequence[tuple[int, int]], lexicon: Lexicon
) -> list[Rejected]:
    """Ordinal words, "once" and "twice"; "first quarter" is a time."""
    words, times = lexicon.words("ordinals.words"), lexicon.words("traps.time_units")
    once = lexicon.words("traps.once")
    either = lexicon.union("ordinals.words", "traps.once")
    found = []
    for i, token in enumerate(tokens):
        if token.low not in either:
            continue
        if any(start <= token.start < end for start, end in taken):
            continue
        if token.low in once:
            found.append(Rejected(token.start, token.end, text[token.start : token.end], "other"))
        if token.low not in words:
            continue
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if following is not None and (
            following.low in times or following.low in ("half", "moitié")
        ):
            span = (token.start, following.end)
            found.append(Rejected(*span, text[slice(*span)], "time"))
        elif following is None or not any(start == following.start for start, _ in taken):
            found.append(Rejected(token.start, token.end, text[token.start : token.end], "ordinal"))
    return found
