"""So many each, a day or to a cell: numbers per unit and per time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from undercount.read.fields.counted_phrases import Counted
from undercount.read.fields.setting import Setting
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

_DAILY: Final = frozenset(["daily", "weekly", "monthly", "nightly", "quotidienne", "diario"])
_EACH: Final = frozenset(["each", "chacun", "chacune", "cada"])
_FOR_EACH: Final = frozenset(
    [("for", "each"), ("for", "every"), ("pour", "chaque"), ("por", "cada"), ("to", "every")]
)
_RATE_BACK: Final = 12  # words between "each" and the number
_LASTING: Final = frozenset(["than", "within", "for", "after"])
_AVERAGES: Final = frozenset(
    [("average", "daily"), ("daily", "average"), ("weekly", "average"), ("average", "weekly"),
     ("monthly", "average"), ("moyenne", "quotidienne"), ("promedio", "diario")]
)  # fmt: skip
_SHARED: Final = frozenset(["to", "in"])
_KEPT_IN: Final = frozenset(["cell", "room", "tent", "bed", "cot", "mattress", "toilet", "latrine",
                             "tap", "bunk", "house", "cabin", "container", "boat"])  # fmt: skip
_FOR_ONE: Final = frozenset(["for", "pour", "para"])
_ONE: Final = frozenset(["one", "a", "an", "un", "une", "una"])
_RATE_WORDS: Final = _DAILY | _EACH | {each for _, each in _FOR_EACH}


def rate_of(number: Number, noun: Counted, setting: Setting) -> str | None:
    """ "each" for a number per unit, "period" for one per time, None otherwise."""
    lexicon, tokens = setting.lexicon, setting.tokens
    start = number.last
    near: Sequence[Token] = tokens[start : start + 8]
    last = noun.last if noun.last > number.last else number.last
    phrase = noun.phrase or ""
    if " per " in phrase:
        return "each"
    often = low(tokens, start) in lexicon.words("numbers.words.times")
    if often and low(tokens, start + 1) in ("in", "a", "per", "en", "par") and not (
        lexicon.words("period.units").isdisjoint(setting.low[start + 2 : start + 5])
    ):  # fmt: skip
        return "period"  # "four times in a single night"
    rates = lexicon.pattern("measure.each", "period.rates")
    if not (rates.may_be_among(setting.words) or "per" in setting.words):
        near = ()
    for k, token in enumerate(near):
        at = start + k
        # Another number opens another figure; its rate is not ours.
        if token.kind == "number" and at >= last:
            break
        if token.low in (";", ".", ","):
            break
        if low(tokens, at + 2) in ("earlier", "before", "ago", "later"):
            break
        if token.low in lexicon.words("measure.each"):
            return "each"
        if low(tokens, at - 1) in _LASTING:
            continue  # "held for more than a day"
        if token.low in lexicon.first_words("period.rates"):
            words = setting.low[at : at + 3]
            if any(" ".join(words[:n]) in lexicon.words("period.rates") for n in (1, 2, 3)):
                return "period"
        if token.low == "per" and low(tokens, at + 1) not in ("cent",):
            return "each"
    if low(tokens, number.first - 1) in ("every",) and number.form == "scalar":
        return "each"
    if _is_shared(number, setting):
        return "each"
    return _rate_before(number, setting)


def _is_shared(number: Number, setting: Setting) -> bool:
    """ "Five women to a cell", "one officer to 45 detainees"."""
    tokens = setting.tokens
    for k in range(number.last, min(number.last + 6, len(tokens) - 2)):
        if tokens[k].kind != "word":
            break
        one = tokens[k].low in _SHARED and tokens[k + 1].low in _ONE
        if one and tokens[k + 2].low in _KEPT_IN:
            return True
    k = number.first - 1
    if low(tokens, k) != "to" or number.form != "scalar":
        return False
    return low(tokens, k - 1) in _ONE or low(tokens, k - 2) == "one"


def _rate_before(number: Number, setting: Setting) -> str | None:
    """ "Average daily crossings: 90", "each shared by nine", "for each one I write down, two"."""
    tokens = setting.tokens
    if low(tokens, number.first - 1) not in _FOR_ONE and _RATE_WORDS.isdisjoint(setting.words):
        return None
    left = [t.low for t in tokens[max(0, number.first - _RATE_BACK) : number.first]
            if t.start >= setting.start]  # fmt: skip
    for k, word in enumerate(left):
        pair = (word, left[k + 1] if k + 1 < len(left) else "")
        if pair in _AVERAGES or (word in _DAILY and ":" in left[k:]):
            return "period"
        if pair in _FOR_EACH:
            return "each"
        if word in _EACH and {"by", "par", "por"} & set(left[k:]):
            return "each"
    after = setting.low[number.last : number.last + 5]
    if any(pair in _FOR_EACH for pair in pairwise(after)):
        return "each"  # "ten people for every one who agrees"
    one_for = len(left) > 2 and left[-1] in _FOR_ONE and left[-3] in _ONE
    return "each" if one_for else None
