"""So many each, a day or to a cell: numbers per unit and per time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from undercount.read.fields.counted import unit_of
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
_LASTING: Final = frozenset(["than", "within", "for", "after", "in", "dans"])
_AVERAGES: Final = frozenset(
    [("average", "daily"), ("daily", "average"), ("weekly", "average"), ("average", "weekly"),
     ("monthly", "average"), ("moyenne", "quotidienne"), ("promedio", "diario")]
)  # fmt: skip
_SHARED: Final = frozenset(["to", "in"])
_KEPT_IN: Final = frozenset(["cell", "room", "tent", "bed", "cot", "mattress", "toilet", "latrine",
                             "tap", "bunk", "house", "cabin", "container", "boat"])  # fmt: skip
_TAKEN_TO: Final = _KEPT_IN | {
    "class", "teacher", "car", "lorry", "truck", "stove", "bus", "doctor", "nurse", "shift", "hut",
    "table", "household", "family", "shelter", "hall", "minibus", "raft", "dinghy", "seat", "page",
}  # fmt: skip
_HOLDERS: Final = frozenset(["refuge", "refugio", "licence", "license", "camp", "site", "centre",
                             "center", "hostel", "hotel", "shelter", "hall"])  # fmt: skip
_LAST_WORDS: Final = 3
_FOR_ONE: Final = frozenset(["for", "pour", "para"])
_ONE: Final = frozenset(["one", "a", "an", "un", "une", "una"])
_WITH: Final = frozenset(["with", "avec", "con"])
_EVERY_ONE: Final = frozenset([("every", "one", "of"), ("each", "other", "and")])
_CLOSED: Final = frozenset(
    ["in", "from", "to", "of", "on", "off", "by", "at", "into", "with", "for", "than", "and"]
)
_CARRIERS: Final = frozenset(["vehicle", "household", "place_capacity", "event"])
_FULL: Final = _TAKEN_TO | {"school", "camp", "village", "centre", "center", "site"}
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
            continue  # "held for more than a day", "130 lives in a night"
        if token.low in lexicon.first_words("period.rates"):
            words = setting.low[at : at + 3]
            if any(" ".join(words[:n]) in lexicon.words("period.rates") for n in (1, 2, 3)):
                return "period"
        if token.low == "per" and low(tokens, at + 1) not in ("cent",):
            return "each"
    if low(tokens, number.first - 1) in ("every",) and number.form == "scalar":
        return "each"
    if _is_shared(number, setting) or _is_mean(number, noun):
        return "each"
    return _rate_before(number, setting)


def _is_shared(number: Number, setting: Setting) -> bool:
    """ "Five women to a cell", "one officer to 45 detainees"."""
    tokens = setting.tokens
    for k in range(number.last, min(number.last + 6, len(tokens) - 1)):
        if tokens[k].kind != "word":
            break
        one = tokens[k].low in _SHARED and tokens[k + 1].low in _ONE
        kept = _KEPT_IN if tokens[k].low == "in" else _TAKEN_TO
        if one and low(tokens, k + 2) in kept and low(tokens, k + 3) != "of":
            return True
        a = tokens[k].low in ("a", "an") and tokens[k + 1].low in _TAKEN_TO
        ends = k + 2 >= len(tokens) or tokens[k + 2].kind == "mark"
        if a and ends and k <= number.last + 1 and low(tokens, k - 1) not in _CLOSED:
            return True  # "19 a boat", "4.6 persons a room"
        if k == number.last and tokens[k].low in ("par", "por", "per"):
            return unit_of(tokens[k + 1].low, setting.lexicon) in _CARRIERS
    if [low(tokens, k) for k in range(number.last, number.last + 2)] == ["to", "a"]:
        return low(tokens, number.last + 2) in _FULL  # "220 to a school"
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
    while left and left[-1] in setting.lexicon.words("nouns.hedging"):
        left.pop()
    if left[-1:] and left[-1] in _WITH and _EACH & set(left[-_LAST_WORDS:]):
        return "each"  # "each with some 180 passengers"
    for k, word in enumerate(left):
        if (word, *left[k + 1 : k + 3]) in _EVERY_ONE:
            continue
        pair = (word, left[k + 1] if k + 1 < len(left) else "")
        if pair in _AVERAGES or (word in _DAILY and ":" in left[k:]):
            return "period"
        if pair in _FOR_EACH:
            return None if left[k + 2 : k + 3] == ["of"] else "each"
        if word in _EACH and {"by", "par", "por"} & set(left[-_LAST_WORDS:]):
            return "each"
    after = setting.low[number.last : number.last + 5]
    if any(pair in _FOR_EACH for pair in pairwise(after)):
        return "each"  # "ten people for every one who agrees"
    one_for = len(left) > 2 and left[-1] in _FOR_ONE and left[-3] in _ONE
    if one_for and left[-3] != "one":
        holder = unit_of(left[-2], setting.lexicon) in ("boat", "vehicle")
        one_for = not holder and left[-2] not in _HOLDERS  # "a van for nine" holds so many
    return "each" if one_for else None


def _is_mean(number: Number, noun: Counted) -> bool:
    """ "5.4 persons": of those who come in wholes, a mean."""
    whole = number.value is None or number.value == int(number.value)
    return not whole and number.form == "scalar" and noun.unit in ("person", "household")
