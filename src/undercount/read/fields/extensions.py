"""What belongs to a counted noun behind its head: other nouns, ages, fates, relative clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.read.fields.counted import unit_of
from undercount.read.fields.heads import english_head
from undercount.read.lexicon import Lexicon, shared
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token

_SHORT_CLAUSE: Final = 8
_RELATIVE: Final = 8  # words of "who could not go on"
_BE: Final = frozenset(
    ["is", "are", "was", "were", "be", "been", "est", "sont", "était", "étaient"]
)
_CAUSED: Final = frozenset(["deaths", "death", "fatalities", "cases", "case", "injuries"])
_KEPT: Final = frozenset(["custody", "detention", "prison", "care"])
_PAST: Final = shared("population.past")
_AFTER_AGE: Final = _BE | frozenset(
    ["and", "who", "in", "had", "has", "have", "or", "at", "to", "from"]
)


def extended(tokens: Sequence[Token], i: int, last: int, lexicon: Lexicon) -> int:
    """Take in "and children", "drowned", "of overcrowding", "who fled", "per household"."""
    listed = False
    while last + 1 < len(tokens) and tokens[last].low in (",", "and", "et", "&"):
        step = 2 if tokens[last].low == "," and low(tokens, last + 1) in ("and", "et") else 1
        noun = low(tokens, last + step)
        follows = low(tokens, last + step + 1)
        known = unit_of(noun, lexicon) == unit_of(tokens[last - 1].low, lexicon) is not None
        if not known or (not listed and step == 1 and follows in lexicon.words("nouns.verbs")):
            break
        if tokens[last].low == "," and step == 1 and not _list_ends(tokens, last + 2, lexicon):
            break
        listed = listed or tokens[last].low == ","
        last += step + 1
    last = _joined(tokens, last, lexicon)
    fate = lexicon.words("nouns.fate")
    j = last + (low(tokens, last) in lexicon.words("nouns.fate_auxiliary"))
    joined = low(tokens, j + 1) in ("or", "and", "ou", "et") and low(tokens, j + 2) in fate
    past = j == last and not joined and low(tokens, j) in _PAST
    if (
        low(tokens, j) in fate
        and not past
        and unit_of(tokens[last - 1].low, lexicon) in ("person", "household")
    ):
        last = j + 1
        if low(tokens, last) in ("or", "and", "ou", "et") and low(tokens, last + 1) in fate:
            last += 2
    elif low(tokens, last) == "who" and low(tokens, last + 1) not in ("have", "has"):
        clause = relative_clause(tokens, last)
        closes = low(tokens, clause) in _AFTER_CLAUSE or tokens[clause].kind == "mark"
        last = clause if closes and clause - last <= _SHORT_CLAUSE else last
    elif low(tokens, last) == "per" and last + 1 < len(tokens) and tokens[last + 1].kind == "word":
        if low(tokens, last + 1) not in lexicon.words("period.units"):
            last += 2
    elif _is_kept(tokens, last) or _is_age(tokens, last, lexicon):
        last += 2
    elif low(tokens, last) in lexicon.words("nouns.prepositional") and lexicon.language == "en":
        last = _complement(tokens, last, lexicon)
    elif low(tokens, last) == "from" and last + 1 < len(tokens):
        after = tokens[last + 1]
        if after.upper:
            last += 2 * (tokens[last - 1].low in lexicon.words("measure.flow_nouns"))
        elif tokens[last - 1].low in _CAUSED and after.kind == "word":
            last += 2 * (after.low not in lexicon.words("nouns.closed"))
    return last


def _joined(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> int:
    """Past "and dialysis patients" behind "expectant mothers": two plurals closed by a mark."""
    if lexicon.language != "en" or low(tokens, last) != "and":
        return last
    end = english_head(tokens, last + 1, lexicon)
    if end is None or end - last > _PAIR or not low(tokens, end - 1).endswith(("s", "en")):
        return last
    unit = unit_of(low(tokens, end - 1), lexicon)
    if unit is None or unit != unit_of(low(tokens, last - 1), lexicon):
        return last
    closed = end == len(tokens) or tokens[end].kind == "mark"
    return end if closed else last


_PAIR: Final = 4  # words of "and dialysis patients"


def _is_age(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """The bare age of "girls under 15", "a child under six"; not of "men over 12 months"."""
    if low(tokens, i) not in lexicon.words("traps.age_under"):
        return False
    i += 1
    word = low(tokens, i)
    young = word in lexicon.table("numbers.units") or (word.isdigit() and len(word) < 3)
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return young and (following is None or following.kind == "mark" or following.low in _AFTER_AGE)


def _is_kept(tokens: Sequence[Token], i: int) -> bool:
    """ "Deaths in custody": where those who died were kept."""
    caused = low(tokens, i - 1) in _CAUSED and low(tokens, i) == "in"
    return caused and low(tokens, i + 1) in _KEPT


def _list_ends(tokens: Sequence[Token], j: int, lexicon: Lexicon) -> bool:
    return low(tokens, j) in ("and", "et") and unit_of(low(tokens, j + 1), lexicon) is not None


# Where a relative clause ends: what joins on, and the verb of the sentence that it stands in.
_JOINS: Final = frozenset(["and", "et", "but", "since", "depuis", "is", "are", "was", "were"])
_MAIN_VERBS: Final = frozenset(
    [
        "has",
        "have",
        "had",
        "rose",
        "fell",
        "grew",
        "doubled",
        "tripled",
        "halved",
        "go",
        "goes",
        "die",
        "dies",
        "end",
        "ends",
        "remain",
        "remains",
        "do",
        "does",
    ]
)
_AFTER_CLAUSE: Final = _MAIN_VERBS | {"", "and", "et"}


def relative_clause(tokens: Sequence[Token], i: int) -> int:
    """One past "who could not go on", which begins at token `i`."""
    last = i + 1
    while last < len(tokens) and last - i < _RELATIVE:
        word = tokens[last].low
        # "who had no tent" keeps its verb; "who came in vans has doubled" gives it back.
        stop = word in _JOINS or (last > i + 1 and word in _MAIN_VERBS)
        if tokens[last].kind != "word" or stop:
            break
        last += 1
    return last


def _complement(tokens: Sequence[Token], of: int, lexicon: Lexicon) -> int:
    """ "instances of overcrowding", "beneficiaries of temporary protection"; not "of the camp"."""
    closed, verbs = lexicon.words("nouns.closed"), lexicon.words("nouns.verbs")
    last = of + 1
    while last < len(tokens) and last - of < 5:
        token = tokens[last]
        if token.kind != "word" or token.low in closed or token.low in verbs:
            break
        if token.low in lexicon.words("nouns.not_after"):
            break
        if token.upper or token.low in lexicon.words("dates.weekdays"):
            break
        last += 1
    if last == of + 1:
        return of
    if low(tokens, last) == "from" and last + 1 < len(tokens) and tokens[last + 1].upper:
        last += 2
    return last
