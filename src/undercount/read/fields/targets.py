"""Pledges, plans and requests: numbers that are only aimed at."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from undercount.read.fields.setting import Setting
from undercount.read.fields.verbs import verb_behind
from undercount.read.lexicon import shared
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low

_QUESTIONS: Final = frozenset(["about", "how", "whether", "if", "why", "by", "what", "when", "who"])
_ASKING: Final = shared("verbs.asking")
_DOING: Final = shared("verbs.doing")
AIMED: Final = frozenset(["planned", "requested", "required", "targeted", "promised", "prévus"])
_PLEDGED: Final = frozenset(
    ["pledged", "promised", "planned", "requested", "scheduled", "promis", "promises", "prévus",
     "prévues", "programmés", "demandés", "demandées", "previstos", "previstas"]
)  # fmt: skip
_DUE_REACH: Final = 10  # words between "are" and "to be opened"
_PROMISING: Final = frozenset(["will", "would", "be"])
_TARGET_REACH: Final = 14  # words between "plan to" and the number


def is_target(number: Number, setting: Setting) -> bool:
    """Whether somebody plans, promises or asks for the number."""
    if low(setting.tokens, number.last) in AIMED:
        return True
    if _is_asked_for(number, setting) or _is_promised(number, setting):
        return True
    return _is_planned(number, setting) or _is_pledged_behind(number, setting)


def _is_planned(number: Number, setting: Setting) -> bool:
    """ "Plans to house 300"."""
    lexicon = setting.lexicon
    if not lexicon.pattern("measure.target").may_be_among(setting.words):
        return False
    first = max(0, number.first - _TARGET_REACH)
    left = [t.low for t in setting.tokens[first : number.first] if t.start >= setting.start]
    before = " ".join(left)
    padded = f" {before} "
    return any(
        f" {cue} " in padded and not _goes_on(before, cue, setting)
        for cue in lexicon.words("measure.target")
    )


def _is_pledged_behind(number: Number, setting: Setting) -> bool:
    """ "The 300 places that were promised", "room for 600 has been requested"."""
    if _PLEDGED.isdisjoint(setting.words):
        return False
    verb = verb_behind(setting.tokens, number.last, setting.lexicon)
    if verb.word in _PLEDGED and verb.form.endswith((" -ed", " done")):
        return True
    reach = setting.low[number.last : number.last + 7]
    return not _PLEDGED.isdisjoint(reach) and ("that" in reach or "que" in reach)


def _goes_on(before: str, cue: str, setting: Setting) -> bool:
    """Whether a second verb follows the plan: "asked for 300 cots and received 80"."""
    words = before.rsplit(cue, 1)[-1].split()
    if cue in ("asked", "asks") and words and words[0] in _QUESTIONS:
        return True  # "asked about reports that 700 were missing"
    if {"which", "who", "that's", "qui"} & set(words):
        return True
    past = setting.lexicon.words("measure.irregular")
    return any(
        word in ("and", "but", "et", "mais", "y", "pero")
        and any(
            verb.endswith(("ed", "ido", "ado")) or verb in past for verb in words[k + 1 : k + 3]
        )
        for k, word in enumerate(words)
    )


def _is_asked_for(number: Number, setting: Setting) -> bool:
    """The first number of an item below "We call for:" or "RECOMMENDATIONS"."""
    context, tokens = setting.context, setting.tokens
    if context.block != "item":
        return False
    above = f"{context.lead} {context.heading}" if not context.lead else context.lead
    asked = any(word.strip(":,.;") in _ASKING for word in above.split())
    if not asked or any(token.kind == "number" for token in tokens[: number.first]):
        within = " ".join(token.low for token in tokens[max(0, number.first - 2) : number.first])
        return asked and within in ("enough for", "for", "pour", "para")
    near = {token.low for token in tokens[number.last : number.last + 6]}
    if near & {"are", "is", "already", "date", "sont", "están"}:
        return False
    said = setting.before
    stands = verb_behind(tokens, number.last, setting.lexicon)
    here = stands.at <= number.last + 1 and not stands.word.endswith("s")  # "family shelters"
    return said.form != "present" and not (stands.form == "stative" and here)


def _is_promised(number: Number, setting: Setting) -> bool:
    """ "Will bring 150 places", "150,000 refugees to be moved"."""
    if setting.lexicon.language == "fr" and _is_future(number, setting):
        return True
    if _PROMISING.isdisjoint(setting.words):
        return False
    left = setting.low[max(0, number.first - 5) : number.first]
    if any(word in ("will", "would") and after in _DOING for word, after in pairwise(left)):
        return True
    if _is_due(number, setting):
        return True
    right = setting.low[number.last : number.last + 6]
    return any(
        pair == ("to", "be") and k + 2 < len(right) and right[k + 2].endswith("ed") and k < 3
        for k, pair in enumerate(pairwise(right))
    ) and not {"is", "are", "was", "were", "have", "had"} & set(right[:4])


def _is_future(number: Number, setting: Setting) -> bool:
    """ "Ils seront 320", "soixante autres ouvriront"."""
    if setting.low[max(0, number.first - 1) : number.first] == ["seront"]:
        return True
    behind = setting.low[number.last : number.last + 3]
    return any(word.endswith(("eront", "iront")) for word in behind)


def _is_due(number: Number, setting: Setting) -> bool:
    """ "A further 90 places are, the ministry says, to be opened"; not "are said to be held"."""
    tokens = setting.tokens
    verb = verb_behind(tokens, number.last, setting.lexicon)
    if not verb.form.startswith("be "):
        return False
    for k in range(verb.at + 1, min(verb.at + _DUE_REACH, len(tokens) - 2)):
        if (tokens[k].low, tokens[k + 1].low) == ("to", "be"):
            joined = k == verb.at + 1 or tokens[k - 1].kind == "mark"
            return joined and tokens[k + 2].low.endswith("ed")
    return False
