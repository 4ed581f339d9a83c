"""People who are somewhere, or what happened: stock, flow or cumulative by the words around."""

from __future__ import annotations

from typing import Final, Literal

from undercount.read.fields.counted_phrases import Counted, end_of
from undercount.read.fields.setting import Setting
from undercount.read.lexicon import Lexicon, shared
from undercount.read.lexicon.phrases import words_of
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import is_amount, low
from undercount.units import Measure

_COUNT_REACH: Final = 12  # words between "counted" or "census" and the number
_BEST_REACH: Final = 60  # code points between "the highest" and "so far"
_SUBSET_REACH: Final = 4  # words between "of whom" and the number
_HAVE: Final = frozenset(["has", "have", "had", "a", "ont", "avait"])
_SMALL: Final = frozenset(
    [
        "about",
        "almost",
        "nearly",
        "some",
        "more",
        "than",
        "at",
        "least",
        "over",
        "only",
        "just",
        "roughly",
        "approximately",
        "perhaps",
        "only",
        "environ",
        "quelque",
        "around",
        "close",
        "to",
        "a",
        "an",
        "the",
    ]
)
# What people are or do, by the form of the verb behind them ...
_SUBJECTS: Final[dict[str, Measure]] = {
    "be -ing": "stock", "was -ing": "stock", "be other": "stock", "be at": "stock",
    "was at": "stock", "be -ed": "stock", "be stays": "stock",
    "was other": "stock", "have been -ing": "stock", "had been -ing": "stock", "stative": "stock",
    "have been at": "stock", "had been at": "stock", "present": "stock",
    "have other": "stock", "had other": "stock",
    "be done": "flow", "was done": "flow", "have done": "cumulative",
    "have been done": "cumulative",
    "have been stays": "flow", "had done": "flow",
    "be moving": "flow", "was moving": "flow", "have been moving": "cumulative",
    "have -ed": "cumulative", "have been -ed": "cumulative", "had -ed": "flow",
    "had been -ed": "flow", "was -ed": "flow", "past": "flow",
}  # fmt: skip
# ... and what was done to them, by that of the verb before.
_OBJECTS: Final[dict[str, Measure]] = {
    "have -ed": "cumulative", "have done": "cumulative",
    "be moving": "flow", "was moving": "flow", "stative": "stock",
    "be -ing": "stock", "was -ing": "stock", "be stays": "stock", "was stays": "stock",
}  # fmt: skip
_OF: Final = frozenset(["of", "de", "d"])
_THEM: Final = frozenset(["whom", "them", "these", "those", "which", "ellos", "ellas", "eux"])
_OBLIQUE: Final = frozenset(["from", "of", "by", "in", "to", "at"])
_IS: Final = frozenset(
    ["be other", "was other", "have been other", "had been other", "be at", "was at", "had been at"]
)
_HELD: Final = frozenset(
    ["held", "stranded", "trapped", "stuck", "housed", "hosted", "sheltered", "detained",
     "marooned", "camped", "confined", "bloqués", "bloquées", "retenus", "détenus", "retenues",
     "abandonnés", "entassés", "varados", "detenidos", "hacinados"]
)  # fmt: skip
_FILLED: Final = shared("verbs.filled")
_BEEN: Final = shared("verbs.been")
_WERE: Final = frozenset(["were", "was", "been"])
_WE: Final = frozenset(["we", "they", "ils", "elles", "on", "nous", "nosotros", "ellos"])
_STAYS: Final = shared("verbs.stays")
_DURING: Final = ("between ", "entre ", "from ")
_SPANS: Final = frozenset(["between", "from", "entre", "du", "des", "desde"])
_DAYS: Final = frozenset(
    ["night", "evening", "morning", "afternoon", "noon", "dawn", "midnight", "nuit", "soir",
     "matin", "midi", "noche", "tarde", "madrugada"]
)  # fmt: skip
_RECORDED: Final = frozenset(["recorded", "counted", "registered", "listed", "enumerated"])
_PRESENT: Final = frozenset(["custody", "detention", "living", "present", "sleeping", "residence"])
_STILL: Final = frozenset(["still", "there", "encore", "toujours", "aún", "todavía"])
_INSIDE: Final = ("in the ", "at the ", "on the ", "inside ", "dans le ", "dans les ", "dans la ")


def state_of(
    number: Number, noun: Counted, setting: Setting, *, period: str | None, place: str | None,
    before: Measure | None,
) -> Measure:  # fmt: skip
    """Stock, flow, cumulative or unknown.

    Args:
        number: the number.
        noun: what it counts.
        setting: where it stands.
        period: the time it speaks of, or None.
        place: the place it speaks of, or None.
        before: measure of the figure before; a number with no words of its own takes it over.
    """
    state = _state(number, noun, setting, period, place, before)
    if state is None:
        state = before if before in ("stock", "flow", "cumulative") else "flow"
    return state


def _state(
    number: Number,
    noun: Counted,
    setting: Setting,
    period: str | None,
    place: str | None,
    before: Measure | None,
) -> Measure | None:
    """Stock, flow, cumulative or unknown; None where the words around the number do not tell."""
    lexicon = setting.lexicon
    words = (noun.phrase or "").lower().split() if noun.own else []
    flow_noun = any(word in lexicon.words("measure.flow_nouns") for word in words)
    clause = setting.text[setting.start : setting.end]
    since = _since(clause, period, setting)
    done = _happened(number, noun, setting)
    if before == "flow" and not noun.own and _there_were(number, setting):
        return "flow"  # "2,411 were stopped; in 2014 there were 900"
    if before in ("stock", "flow") and not done and is_subset(number, setting):
        still = not _STILL.isdisjoint(setting.low[number.last + 3 : number.last + 5])
        return "stock" if still else before
    told = _by_verb(number, noun, setting, period, done=done)
    standing = any(word in lexicon.words("measure.stock_nouns") for word in words)
    if told == "before":
        told = before if before in ("stock", "flow", "cumulative") else None
    if told == "stock" and not flow_noun:
        return "stock"
    if told in ("flow", "cumulative"):
        return "cumulative" if since else told
    during = done or (period or "").startswith(_DURING)
    if not flow_noun and not (since and done) and _stands(number, noun, setting, done=during):
        return "stock"
    if standing and not since:
        return "stock"
    if since:
        return "cumulative"
    if setting.context.block == "keyed" and not flow_noun and period is None:
        return None if _is_done_to(setting) else "stock"
    if not flow_noun and not done:
        if any(word in lexicon.words("measure.stock_nouns") for word in words):
            return "stock"
        if lexicon.pattern("measure.stock_strong").search(clause, among=setting.words):
            return "stock"
        if noun.unit in ("person", "household") and (
            _at_home(place, lexicon) or _was_counted(number, noun, setting, place)
        ):
            return "stock"
    if setting.denied and not done and period is None:
        return "unknown"
    if noun.unit == "other" and not done and period is None:
        return "unknown"
    if not (done or flow_noun) and _is_bare(number, noun, setting, period):
        share = number.form in ("percent", "ratio")
        return before if share and before in ("stock", "flow", "cumulative") else "stock"
    return "flow" if noun.own or done else None


def _is_bare(number: Number, noun: Counted, setting: Setting, period: str | None) -> bool:
    """People of whom neither a verb nor a time says that anything happened to them."""
    share = number.form in ("percent", "ratio")
    if noun.unit not in ("person", "household") or not noun.own or not (share or period is None):
        return False
    previous = setting.tokens[number.first - 1] if number.first else None
    if previous is not None and previous.kind == "word":
        known = setting.lexicon.union("nouns.closed", "nouns.hedging")
        if previous.low not in known and setting.before.at != number.first - 1:
            return False  # "teams fed 40 people": maybe a verb
    moving = setting.lexicon.union("measure.moving", "nouns.fate", "measure.flow_nouns")
    if not moving.isdisjoint(setting.low[number.last : noun.last + 4]):
        return False
    quiet = setting.before.form in ("none", "present", "stative")
    return quiet and setting.behind.form in ("none", "present")


def _by_verb(
    number: Number, noun: Counted, setting: Setting, period: str | None, *, done: bool
) -> Measure | Literal["before"] | None:
    """What the verb tells whose subject or object the number is, or None without a clear one."""
    tokens, lexicon = setting.tokens, setting.lexicon
    before = setting.before
    if before.at > 0 and low(tokens, before.at - 1) == "there":
        return "stock"  # "there had been fifteen"
    if before.form[:2] in ("be", "wa") and low(tokens, before.at - 1) in _WE:
        return "stock"  # "we were eighty"
    if not noun.own and before.form in _IS and _is_amount(before.at, number, setting):
        return "before"  # "a year earlier the total had been 790"
    if before.word in _STAYS and before.form[:2] in ("be", "wa"):
        return "stock"  # "y étaient présentes 74 personnes"
    if before.word in lexicon.words("measure.change_verbs"):
        return None  # "has increased to 7,000" tells what now is
    if before.form != "none" and not _is_said(before.word, lexicon):
        oblique = before.form.endswith("-ing") and low(tokens, number.first - 1) in _OBLIQUE
        return None if oblique else _OBJECTS.get(before.form)
    verb = setting.behind
    form = verb.form.removeprefix("who ")
    if verb.form != form and _stands(number, noun, setting, done=done):
        return "stock"  # "150 people aboard that lost its engine"
    if noun.unit == "place_capacity" and verb.word in _FILLED and form[:2] in ("be", "wa"):
        return "stock"  # "310 places were occupied"
    if form == "was stays":
        # "Were held on 3 May" tells where they were; "were held in 2015", what was done.
        inner = noun.unit in ("person", "household") and not _is_long(period)
        return "stock" if inner else "flow"
    recorded = form == "was -ed" and verb.word in _RECORDED
    if recorded and not _PRESENT.isdisjoint(setting.low[verb.at + 2 : verb.at + 5]):
        return "stock"  # "312 were recorded in custody"
    if form == "past" and verb.at == noun.last and verb.word in _HELD:
        return "stock"  # "hundreds of detainees held in a warehouse"
    if form == "past" and verb.at == noun.last and _stands(number, noun, setting, done=done):
        return "stock"  # "lists 412 families marooned in"
    if form == "have other" and lexicon.language != "en":
        return None  # a participle may have any ending: "ont disparu"
    if form in ("was other", "was at") and number.form in ("percent", "ratio"):
        return "before"
    return _SUBJECTS.get(form)


def _is_amount(verb: int, number: Number, setting: Setting) -> bool:
    """Whether nothing but a hedge stands between a verb and the number."""
    between = setting.low[verb + 1 : number.first]
    return setting.lexicon.words("nouns.hedging").union(_BEEN).issuperset(between)


def _is_done_to(setting: Setting) -> bool:
    """Whether a label tells of what was done: "people relocated", not "refugees registered"."""
    return any(
        token.low.endswith(("ed", "és", "ées")) and token.low not in _LISTED
        for token in setting.tokens
    )  # fmt: skip


_LISTED: Final = frozenset(["registered", "displaced", "detained", "affected", "enrolled",
                            "déplacés", "détenus", "inscrits", "réfugiés"])  # fmt: skip


def _is_long(period: str | None) -> bool:
    """Whether a time is more than a day: a year, a span."""
    words = (period or "").lower().split()
    if not words:
        return False
    if not _SPANS.isdisjoint(words):
        return True
    if not _DAYS.isdisjoint(words):
        return False
    day = len(words) > 1 and any(word.isdigit() and len(word) < 3 for word in words)
    return not day and (words[-1][:2] in ("19", "20") or len(words) > 2)


def _is_said(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.words("reporting.say")


def _at_home(place: str | None, lexicon: Lexicon) -> bool:
    """Whether people counted at a place are there: a camp, a centre, and no beach or border."""
    words = set((place or "").lower().replace('"', " ").split())
    return bool(words & lexicon.words("measure.homes"))


def _stands(number: Number, noun: Counted, setting: Setting, *, done: bool) -> bool:
    """A verb of state right before the number or right behind what it counts."""
    lexicon, tokens = setting.lexicon, setting.tokens
    before = [
        t.low for t in tokens[max(0, number.first - 6) : number.first] if t.start >= setting.start
    ]
    verbs = lexicon.words("measure.stock_before")
    for k, word in enumerate(before):
        pair = f"{word} {before[k + 1]}" if k + 1 < len(before) else ""
        if word in _HAVE and not all(later in _SMALL for later in before[k + 1 :]):
            continue
        if pair in verbs or (word in verbs and k >= len(before) - 4):
            return True
    last = end_of(number, noun)
    after = " ".join(t.low for t in tokens[last : last + 5] if t.start < setting.end)
    if noun.own and noun.unit in ("person", "household") and after.startswith(_INSIDE):
        ends = tokens[last - 1].low in lexicon.words("nouns.fate")
        if not ends and not done:
            return True
    return f"{after} ".startswith(lexicon.beginnings("measure.stock_after"))


def _happened(number: Number, noun: Counted, setting: Setting) -> bool:
    """An event near the number: among the ten words before it or the eight behind."""
    tokens, lexicon = setting.tokens, setting.lexicon
    if _was_done(noun.last if noun.last > number.last else number.last, setting):
        return True
    first, last = max(0, number.first - 10), min(len(tokens), number.last + 10)
    start = max(setting.start, tokens[first].start)
    end = min(setting.end, tokens[last - 1].end)
    events = lexicon.pattern("measure.happened")
    hits = list(events.finditer(setting.text, start, end, setting.words))
    if not hits:
        return False
    # "The charities arrived at 90": nobody travelled.
    totals = [
        tokens[k].start for k in range(first, number.first)
        if tokens[k].low in lexicon.words("reporting.amount")
        and low(tokens, k + 1) in lexicon.words("reporting.amount_link")
        and is_amount(tokens, k + 2, lexicon)
    ]  # fmt: skip
    return any(hit.start not in totals for hit in hits)


def _was_done(last: int, setting: Setting) -> bool:
    """ "40 people (had been) taken to": a passive of the past, unless it says where they stay."""
    tokens, lexicon = setting.tokens, setting.lexicon
    if low(tokens, last) in _HAVE and low(tokens, last + 1) == "been":
        last += 1
    if low(tokens, last) not in ("was", "were", "been"):
        return False
    verb = low(tokens, last + 1)
    if verb in lexicon.words("measure.stays"):
        return False
    return verb.endswith("ed") or verb in lexicon.words("measure.irregular")


def _since(clause: str, period: str | None, setting: Setting) -> bool:
    """Whether a running total is meant; "the highest figure so far" is none."""
    words, among = clause, setting.words
    if period and period not in clause:
        words, among = f"{period} | {clause}", among | words_of(period)
    running = setting.lexicon.pattern("measure.cumulative")
    if not running.may_be_among(among):
        return False
    best = setting.lexicon.pattern("measure.superlative")
    return any(best.search(words, max(0, hit.start - _BEST_REACH), hit.start) is None
               for hit in running.finditer(words))  # fmt: skip


def _there_were(number: Number, setting: Setting) -> bool:
    near = setting.low[max(0, number.first - 4) : number.first]
    return "there" in near and not _WERE.isdisjoint(near)


def is_subset(number: Number, setting: Setting) -> bool:
    """ "Of whom 627", "among them 865 children", "dont 40"."""
    start = setting.tokens[max(0, number.first - _SUBSET_REACH)].start
    subset = setting.lexicon.pattern("measure.subset")
    if low(setting.tokens, number.last) in _OF and low(setting.tokens, number.last + 1) in _THEM:
        return True  # "161 of whom", "half of these"
    return subset.search(setting.text, start, number.start, setting.words) is not None


def _was_counted(number: Number, noun: Counted, setting: Setting, place: str | None) -> bool:
    """People whom somebody counted, where no word says that they were on their way."""
    tokens, lexicon = setting.tokens, setting.lexicon
    first = max(0, number.first - _COUNT_REACH)
    start = max(setting.start, tokens[first].start)
    words = (noun.phrase or "").lower().split()
    if number.form in ("percent", "ratio", "change"):
        return False
    if low(tokens, number.first - 2) in ("i", "je"):  # one witness counts who goes by
        return False
    if any(word in lexicon.words("measure.moving") for word in words):
        return False
    after = setting.low[number.last : number.last + 8]
    if not lexicon.words("measure.moving").isdisjoint(after):
        return False
    if lexicon.pattern("measure.count").search(setting.text, start, number.start, setting.words):
        return True
    verbs = setting.low[max(0, number.first - 3) : number.first]
    found = not lexicon.words("measure.found").isdisjoint(verbs)
    return noun.own and place is None and found
