"""Stock or flow, change or rate, plan or capacity: the measure of a figure, in a fixed order.

The order is that of the annotation rules: change, rate, target, capacity, stock, flow, cumulative,
unknown. Each rule sees the clause of the number, never the whole document.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from undercount.read.fields.counted_phrases import Counted
from undercount.read.fields.rates import rate_of
from undercount.read.fields.setting import Setting
from undercount.read.fields.states import is_subset, state_of
from undercount.read.fields.targets import AIMED, is_target
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token
from undercount.units import Kind, Measure, Status

_SERVED: Final = shared("verbs.served")
_FOR: Final = shared("verbs.for")
_FILLED: Final = shared("verbs.filled")
_SITES: Final = frozenset(
    [
        "site",
        "camp",
        "shelter",
        "centre",
        "center",
        "building",
        "hall",
        "block",
        "wing",
        "hostel",
        "hotel",
    ]
)
_THAT: Final = frozenset(["that", "que", "qu"])
_FALSE: Final = shared("verbs.false")
_BE: Final = shared("verbs.be_now") | shared("verbs.be_past")
_MADE: Final = _BE | {",", "not", "only"}
_REPORTS: Final = frozenset(["report", "reports", "figure", "claim", "claims", "rumour", "rumours",
                             "chiffre", "rumeur", "cifra", "rumor"])  # fmt: skip
_SHOULD: Final = frozenset(["should", "were", "had"])  # "Should it close, 80 would be cut off"
_MAKE: Final = frozenset(["make", "makes", "made", "making"])
_COMPARED: Final = frozenset(["above", "below", "higher", "lower"])
_COMPARING: Final = frozenset(["more", "fewer", "less", "plus", "moins", "más", "menos"])
_THAN: Final = frozenset(["than", "qu", "que"])
_THEN: Final = frozenset(["in", "last", "en", "a", "un", "during", "before", "previously", "au"])
_RISES: Final = frozenset(["increase", "rise", "fall", "drop", "decline", "growth", "decrease"])
_GOING_ON: Final = frozenset(["to", "à", "a", "against", "contre", "frente", "from"])
_PLANS: Final = (" planned for", " drawn up for", " tents for", " beds for", " rooms for")
_CAPACITY_REACH: Final = 60  # code points between "room for" and the number


def measure_of(
    number: Number, noun: Counted, setting: Setting, *, period: str | None,
    place: str | None = None, before: Measure | None = None,
) -> tuple[Measure, Kind]:  # fmt: skip
    """Measure and kind of one number.

    Args:
        number: the number.
        noun: what it counts.
        setting: where it stands.
        period: the time it speaks of, or None.
        place: the place it speaks of, or None.
        before: measure of the figure before, for a number that says no noun of its own.
    """
    kind: Kind = "count" if number.form == "scalar" else number.form
    change = _change(number, setting)
    if change:
        return "change", "change" if kind == "ratio" else kind
    rate = rate_of(number, noun, setting)
    if rate is not None:
        if kind in ("count", "range"):
            kind = "ratio" if rate == "each" else "rate"
        return "rate", kind
    if is_target(number, setting) or _is_aimed(number, noun, setting):
        return "target", kind
    if _capacity(number, noun, setting):
        return "capacity", kind
    goes_on = not noun.own and _continues(number, setting)
    if before == "rate" and (goes_on or is_subset(number, setting)):
        return "rate", "rate" if kind == "count" else kind
    state = state_of(number, noun, setting, period=period, place=place, before=before)
    stated = period is not None and period in setting.text[setting.start : setting.end]
    happened = state in ("flow", "cumulative") and not stated
    if happened and status_of(number, state, setting) == "denied":
        return "unknown", kind  # what did not happen has no time
    return state, kind


def _is_aimed(number: Number, noun: Counted, setting: Setting) -> bool:
    """ "12,000 households targeted"; not the first of "3,900 of the 12,000 households targeted"."""
    if not noun.own or low(setting.tokens, noun.last) not in AIMED:
        return False
    return all(token.kind != "number" for token in setting.tokens[number.last : noun.last])


def _continues(number: Number, setting: Setting) -> bool:
    """ "From 1,600 a day to around 800", "ten a night, against 20 in May"."""
    return not _GOING_ON.isdisjoint(setting.low[max(0, number.first - 3) : number.first])


def _before(number: Number, setting: Setting) -> str:
    return setting.text[setting.start : number.start].lower()


def _change(number: Number, setting: Setting) -> bool:
    if number.form == "change":
        return True
    lexicon, tokens = setting.lexicon, setting.tokens
    if _more_than_then(number, setting):
        return True
    before = " ".join(setting.low[max(0, number.first - 5) : number.first])
    before = before.replace("d '", "de").replace("d ’", "de")
    if number.form in ("ratio", "vague") and _as_many(number, setting):
        return True
    if number.form == "ratio" and _is_multiple(number, setting):
        after = setting.low[number.last : number.last + 12]
        dated = _holds_a_year(tokens[number.last : number.last + 12])
        dated = dated or not lexicon.table("dates.months").keys().isdisjoint(after)
        return dated or not lexicon.words("measure.change_of").isdisjoint(after)
    leads = lexicon.endings("measure.change_before")
    if number.form in ("scalar", "range", "vague"):
        return f" {before}".endswith(_openings(lexicon))
    bare = before
    for hedge in (
        "about",
        "around",
        "nearly",
        "almost",
        "roughly",
        "more than",
        "over",
        "some",
        "by",
    ):
        bare = bare.removesuffix(" " + hedge)
    if any(
        _ends(words, "up") and _MAKE.intersection(words.split()[-2:]) for words in (before, bare)
    ):
        return False
    if number.form in ("percent", "ratio") and any(
        f" {words}".endswith(leads) for words in (before, bare)
    ):
        return True
    if number.form in ("percent", "ratio") and low(tokens, number.last) in _COMPARED:
        return True
    if number.form in ("percent", "ratio") and low(tokens, number.last + 1) == "than":
        return low(tokens, number.last) in ("more", "fewer", "less", "greater", "larger")
    at = list(setting.low[max(0, number.first - 8) : number.first])
    while at and at[-1] != "at" and at[-1] in lexicon.words("nouns.hedging"):
        at.pop()
    if at[-1:] == ["by"] and number.form in ("percent", "ratio") and (
        lexicon.words("measure.change_verbs") & set(at)
    ):  # fmt: skip
        return True  # "fell sharply, by 12 per cent"
    if number.form == "percent" and at[-1:] == ["at"] and _RISES & set(at):
        return True  # "put the increase on last year at 100 per cent"
    changes = lexicon.words("measure.change_after")
    following = low(tokens, number.last)
    pair = f"{following} {low(tokens, number.last + 1)}"
    return number.form == "percent" and (following in changes or pair in changes)


@cache
def _openings(lexicon: Lexicon) -> tuple[str, ...]:
    """ "A rise of" and "rose by" before a number that is no share."""
    leads = lexicon.endings("measure.change_before")
    return tuple(lead for lead in leads if lead.endswith((" of", " by", " de")))


def _more_than_then(number: Number, setting: Setting) -> bool:
    """ "Five more than in March", "deux fois plus qu'en janvier", "30 menos que en 2019"."""
    if _COMPARING.isdisjoint(setting.words):
        return False
    words = [w for w in setting.low[number.last : number.last + 6] if w not in ("'", "’", "de")]
    more, than, then = [*words, "", "", ""][:3]
    return more in _COMPARING and than in _THAN and then in _THEN


def _as_many(number: Number, setting: Setting) -> bool:
    """ "Half as many as in the week before"."""
    tokens, last = setting.tokens, number.last
    if low(tokens, last) != "as" or low(tokens, last + 1) not in ("many", "much"):
        return False
    told = not setting.lexicon.words("measure.change_of").isdisjoint(
        setting.low[last + 2 : last + 14]
    )
    return told or _holds_a_year(tokens[last : last + 14])


def _holds_a_year(tokens: Sequence[Token]) -> bool:
    return any(
        token.kind == "number" and len(token.low) == 4 and token.low[:2] in ("19", "20")
        for token in tokens
    )


def _ends(words: str, phrase: str) -> bool:
    return words == phrase or words.endswith(" " + phrase)


def _is_multiple(number: Number, setting: Setting) -> bool:
    last = setting.tokens[number.last - 1].low
    words = setting.lexicon
    return last in words.words("numbers.words.times") or last in words.table("numbers.multiples")


def _capacity(number: Number, noun: Counted, setting: Setting) -> bool:
    near = setting.low[noun.last : noun.last + 3]
    left = setting.low[max(0, number.first - 3) : number.first]
    if any(pair[0] in _BE and pair[1] in _FILLED for pair in pairwise(near)):
        return False
    words = " ".join((*near, *left))
    if words.startswith(("occup", "ocup")) or " occup" in words or " ocup" in words:
        return False
    if _made_for(number, setting):
        return True
    if not noun.own and setting.before.form == "past":
        return False  # "asked for 300 cots and received 80"
    if noun.unit == "place_capacity":
        if number.form == "percent" and not noun.own:
            return False
        # "In three places" counts spots; "has 40 places" counts beds.
        return not (noun.phrase == "places" and low(setting.tokens, number.first - 1) == "in")
    pattern = setting.lexicon.pattern("measure.capacity")
    if not pattern.may_be_among(setting.words):
        return False
    before = _before(number, setting)[-_CAPACITY_REACH:]
    numbers = [
        token for token in setting.tokens[max(0, number.first - 10) : number.first]
        if token.kind == "number"
    ]  # fmt: skip
    if numbers:
        before = before[-min(25, number.start - numbers[-1].end) :]
    return any(
        before[hit.start : hit.end] != "capacity" or hit.end > len(before) - 25
        for hit in pattern.finditer(before)
    )


def is_room(number: Number, noun: Counted, setting: Setting) -> bool:
    """ "Meant for 30", "with room for some forty", whatever the measure of the number is."""
    if number.form not in ("scalar", "range"):
        return False
    k = number.first
    while k > 0 and setting.low[k - 1] in setting.lexicon.words("nouns.hedging"):
        k -= 1
    before = f" {' '.join(setting.low[max(0, k - 5) : k])}"
    if noun.own and before.endswith(_PLANS):
        return False  # "the appeal was drawn up for 100,000 arrivals"
    room = before.endswith(setting.lexicon.endings("measure.capacity"))
    return room or _made_for(number, setting)


def _made_for(number: Number, setting: Setting) -> bool:
    """ "The depot was laid out for 500", "conçu pour 40": a participle and "for"."""
    tokens = setting.tokens
    k = number.first - 1
    while k > 0 and tokens[k].low in setting.lexicon.words("nouns.hedging"):
        k -= 1
    if low(tokens, k) not in _FOR or low(tokens, k - 1) in _SERVED:
        return False
    site = low(tokens, k - 1 - (low(tokens, k - 1) == ","))
    if site in _SITES and low(tokens, number.last) in ("", ",", ".", "within", "by", "in"):
        return True  # "a newer site, for 300"
    made = low(tokens, k - 1)
    if made in ("out", "up"):
        made = low(tokens, k - 2)
    shaped = made.endswith(("ed", "çu", "çue", "çus", "vu", "vue", "ado", "ada", "ido", "ida"))
    if not shaped and made not in ("built", "meant", "laid", "set", "fit", "made", "cut", "put"):
        return False
    lead = {token.low for token in tokens[max(0, k - 6) : k]}
    return bool(lead & _MADE) or low(tokens, k - 2) not in ("have", "has")


def status_of(number: Number, measure: Measure, setting: Setting) -> Status:
    """Asserted, denied, only possible, or aimed at."""
    if setting.denied:
        return "denied"
    if measure == "target" or (measure in ("rate", "change") and is_target(number, setting)):
        return "target"
    lexicon = setting.lexicon
    asks = any(token.low == "?" for token in setting.tokens[-2:])
    if not asks and lexicon.language == "en" and low(setting.tokens, 0) in _SHOULD:
        return "hypothetical"
    if _is_negated(number, setting):
        return "denied"
    negation, hypothetical = (
        lexicon.pattern("status.negation"),
        lexicon.pattern("status.hypothetical"),
    )
    if negation.may_be_among(setting.words) and negation.search(_before(number, setting)[-80:]):
        return "denied"
    if not hypothetical.may_be_among(setting.words):
        return "asserted"
    before = _before(number, setting)[-120:]
    after = setting.text[number.end : min(setting.end, number.end + 60)]
    for piece in (before, after):
        for match in hypothetical.finditer(piece):
            follows = piece[match.end : match.end + 5].strip()
            word = setting.text[number.start - len(before) + match.start :][:3] if (
                piece is before
            ) else setting.text[number.end + match.start :][:3]  # fmt: skip
            if word == "May":  # the month
                continue
            if not follows.startswith("not"):
                return "hypothetical"
    return "asserted"


def _is_negated(number: Number, setting: Setting) -> bool:
    """ "Not 300, and not in one year"; "reports that 50 died are not correct"."""
    tokens = setting.tokens
    k = number.first - 1
    if low(tokens, k) in ("not", "pas", "no") and low(tokens, k - 1) not in ("if", "or", "why"):
        return low(tokens, k) != "no" or setting.lexicon.language == "es"
    lead = setting.low[: number.first]
    told = lead[-1:] in (["of"], ["de"]) and bool(_REPORTS & set(lead[-4:]))
    if not told and _THAT.isdisjoint(lead):
        return False
    right = setting.low[number.last : number.last + 24]
    for k, word in enumerate(right):
        if word in (";", ":"):
            return False
        if word in _FALSE and right[k - 1] in _BE | {"been", "été", "sido"}:
            return True
        if word in ("not", "pas") and right[k - 1] in _BE and right[k + 1 : k + 2] in (
            ["correct"], ["true"], ["accurate"], ["right"], ["vrai"], ["exact"],
            ["exacts"], ["accepted"],
        ):  # fmt: skip
            return True
    return False
