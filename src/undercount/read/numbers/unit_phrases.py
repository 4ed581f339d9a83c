"""The words that say what a number counts or measures: "tents", "km", "US$", "kg of rice"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon
from undercount.read.numbers.number import Number
from undercount.read.numbers.scalars import scalar_at
from undercount.read.words.tokens import Token

Span = tuple[int, int]

_SIGNS: Final = frozenset("$€£¥₹₦₺")
_ANNOUNCED: Final = 24  # tokens between "the number of families" and the number
_LONGEST: Final = 6  # words of a unit
_ASIDE: Final = 7  # tokens of a bracket between a number and its unit
_LINKS: Final = frozenset(["-", "/", "'s", "’", "'"])
_MEASURE_HEADS: Final = frozenset(["square", "cubic", "sq", "nautical", "metric"])


def money_unit(text: str, trap: Rejected, number: Number) -> Span | None:
    """The currency of a sum of money: the rest of its trap, before or after the number."""
    for start, end in ((trap.start, number.start), (number.end, trap.end)):
        while start < end and not (text[start].isalpha() or text[start] in _SIGNS):
            start += 1
        while end > start and not (text[end - 1].isalpha() or text[end - 1] in _SIGNS):
            end -= 1
        if start < end:
            return start, end
    return None


def unit_phrase(
    tokens: Sequence[Token], number: Number, lexicon: Lexicon, after: int = 0
) -> Span | None:
    """Where the unit of a number stands, beside it in its sentence, or None.

    Args:
        tokens: those of the sentence.
        number: the number.
        lexicon: words of the language.
        after: code point that it may not begin before: past "or so" behind the number.

    >>> from undercount.read.lexicon import lexicon
    >>> from undercount.read.numbers.grammar import numbers
    >>> from undercount.read.words.tokens import tokenize
    >>> text = "Of all 40 wells, 12% of the hand pumps give 30 litres per day to boys (5)."
    >>> tokens = tokenize(text)
    >>> for number in numbers(tokens, lexicon("en")):
    ...     span = unit_phrase(tokens, number, lexicon("en"))
    ...     print(span and text[slice(*span)])
    wells
    hand pumps
    litres per day
    boys
    """
    own = tokens[number.last - 1]
    if own.end > number.end:
        return number.end + 1, own.end  # "five-year" holds its unit
    i = number.last
    while i < len(tokens) and tokens[i].start < after:
        i += 1
    if _low(tokens, i) in ("+", "-"):
        i += 1
    if _low(tokens, i) in lexicon.words("numbers.words.compounds"):
        i += 1  # "a 900-strong crowd"
    i = _past_aside(tokens, i)
    share = number.form in ("percent", "ratio", "change")
    return (
        _measured(tokens, i, lexicon)
        or _counted(tokens, i, lexicon, share=share)
        or (None if share else _bracketed(tokens, number, lexicon))
    )


def announced_unit(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Span | None:
    """ "The number of families has risen to 40": the noun that was announced before."""
    of, totals = lexicon.words("numbers.words.of"), lexicon.words("numbers.words.totals")
    for i in range(number.first - 2, max(-1, number.first - _ANNOUNCED), -1):
        if tokens[i].low in totals and _low(tokens, i + 1) in of:
            last = _run(tokens, i + 2, lexicon)
            if i + 2 < last <= number.first:
                return tokens[i + 2].start, tokens[last - 1].end
    return None


def names_people(text: str, unit: Span, lexicon: Lexicon) -> bool:
    """Whether the unit's last word is one that the lexicon counts in: people, cases, boats."""
    return unit_of(text[slice(*unit)].lower().split()[-1], lexicon) is not None


def _low(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].low if 0 <= i < len(tokens) else ""


def _past_aside(tokens: Sequence[Token], i: int) -> int:
    """Past "(49 per cent)" between a number and what it counts."""
    if _low(tokens, i) != "(":
        return i
    for j in range(i + 1, min(i + _ASIDE, len(tokens))):
        if tokens[j].low == ")":
            return j + 1 if _low(tokens, j + 1) not in ("", ",", ".", ";", ")") else i
    return i


def _measured(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Span | None:
    """ "km", "square metres", "kg of rice"? no: "kg"; "years old", "SYP per kg"."""
    measures, times = lexicon.words("traps.measure_units"), lexicon.words("traps.time_units")
    j = i
    while _low(tokens, j) in _MEASURE_HEADS:
        j += 1
    low = _low(tokens, j)
    if low not in measures and low not in times and j == i:
        return None
    last = min(j + 1, len(tokens))
    if low in times:
        if _low(tokens, last) == "-" and _low(tokens, last + 1).startswith("old"):
            last += 2
        elif _low(tokens, last) in ("old", "olds"):
            last += 1
    return tokens[i].start, tokens[_with_rate(tokens, last, lexicon) - 1].end


def _with_rate(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int:
    """Take in "per day", "/kg", "a week", "per 1,000 people"."""
    link = _low(tokens, last)
    if link in ("a", "an", "each", "every", "chaque", "cada"):
        return last + 2 if _low(tokens, last + 1) in lexicon.words("traps.time_units") else last
    if link not in lexicon.words("numbers.words.per") or last + 1 >= len(tokens):
        return last
    whole = scalar_at(tokens, last + 1, lexicon)
    if whole is not None:
        last = whole.last - 1
    if last + 1 < len(tokens) and tokens[last + 1].kind == "word":
        return last + 2
    return last + 1 if whole is not None else last


def _counted(tokens: Sequence[Token], i: int, lexicon: Lexicon, *, share: bool) -> Span | None:
    """The noun phrase at `i`, after "of the", or after "were" where a known noun follows.

    What follows a share directly must be known: "12 per cent higher" names nothing.
    """
    closed = lexicon.words("nouns.closed")
    rate = _with_rate(tokens, i, lexicon)
    if rate > i and _low(tokens, i) in lexicon.words("numbers.words.per"):
        return tokens[i].start, tokens[rate - 1].end
    first, known = i, share
    if _low(tokens, first) in lexicon.words("numbers.words.of"):
        first, known = first + 1, False
        while _low(tokens, first) in closed or _low(tokens, first) in ("'", "’"):
            first += 1
    elif share and _low(tokens, first) in ("the", "all", "les", "los", "las"):
        first, known = first + 1, False  # "half the wells"
    elif _low(tokens, first) in lexicon.words("nouns.amounts_to"):
        first, known = first + 1, True
    last = _run(tokens, first, lexicon)
    totalled = last > first and _low(tokens, last - 1) in lexicon.words("numbers.words.totals")
    if totalled and _low(tokens, last) in lexicon.words("numbers.words.of"):
        first, last = last + 1, _run(tokens, last + 1, lexicon)  # "twice the number of boats"
    if last == first or (known and unit_of(_low(tokens, last - 1), lexicon) is None):
        return None
    return tokens[first].start, tokens[_with_rate(tokens, last, lexicon) - 1].end


def _run(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """One past the run of nouns and adjectives at `i`; what befell them does not belong to it."""
    closed, verbs = lexicon.words("nouns.closed"), lexicon.words("nouns.verbs")
    fate = lexicon.words("nouns.fate")
    stops = lexicon.words("nouns.not_after") | lexicon.words("dates.weekdays")
    stops |= lexicon.words("numbers.words.no_unit")
    j = i
    seen = False  # a plural or a noun that the lexicon knows: only another one may follow
    while j < len(tokens) and j - i < _LONGEST:
        token, low = tokens[j], tokens[j].low
        if token.kind != "word":
            tight = tokens[j].start == tokens[j - 1].end and j + 1 < len(tokens)
            if j == i or low not in _LINKS or not tight or tokens[j + 1].kind != "word":
                break
            j += 1
            continue
        known = _is_noun(low, lexicon)
        if low in lexicon.words("numbers.words.and") and j > i:
            after = [_is_noun(_low(tokens, k), lexicon) for k in (j + 1, j + 2)]
            if (seen and after[0]) or (not seen and any(after)):
                j += 1
                continue
        if low in closed or low in stops or low in lexicon.table("dates.months"):
            break
        befell = low in fate and unit_of(low, lexicon) is None
        if seen and (befell or not known):
            break
        if low in verbs and not known and not _is_noun(_low(tokens, j + 1), lexicon):
            break
        seen = seen or known
        j += 1
    while j > i and (tokens[j - 1].kind != "word" or tokens[j - 1].low in closed):
        j -= 1
    return i if not seen and _is_no_noun(tokens[j - 1].low) else j


def _is_noun(word: str, lexicon: Lexicon) -> bool:
    if unit_of(word, lexicon) is not None:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_no_noun(word: str) -> bool:
    """ "Stated", "reaching", "nationally"."""
    return word.endswith(("ed", "ing", "ly"))


def _bracketed(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> Span | None:
    """ "boys (5)", "boys: 5": the noun that the lexicon knows right before the bracket."""
    i = number.first - 1
    if _low(tokens, i) not in ("(", "[", ":") or i < 1:
        return None
    k = i - 1
    if unit_of(_low(tokens, k), lexicon) is None:
        return None
    return tokens[k].start, tokens[k].end
