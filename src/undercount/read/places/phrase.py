"""How far the words of a place go: "the reception centre at Mavrovouni", "Unity State"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.words.phrases import low
from undercount.read.words.source import PARTICLES
from undercount.read.words.tokens import Token

_ARTICLES: Final = shared("places.articles")
_LONGEST: Final = 9
_LINKS: Final = (
    frozenset(
        [
            "of",
            "and",
            "at",
            "for",
            "near",
            "off",
            "outside",
            "on",
            "beside",
            "behind",
            "junto",
            "de",
            "du",
            "del",
            "des",
            "d",
            "et",
            "à",
            "in",
        ]
    )
    | PARTICLES
)
_AMOUNTS: Final = frozenset(["whole", "entire", "same", "other", "several", "many", "all", "both"])
_OTHER: Final = frozenset(["other", "autres"])
_BESIDE: Final = frozenset(["beside", "behind", "near", "outside", "opposite"])
# After "for": "in custody for upwards of a year" tells how long.
_LASTING: Final = frozenset(
    ["more", "nearly", "almost", "less", "upwards", "months", "years", "weeks", "days", "hours"]
)
_VERBS_TOO: Final = frozenset(["shelter", "house", "shelters", "houses"])
_OF: Final = frozenset(["de", "du", "del", "d"])


def phrase_at(
    tokens: Sequence[Token], i: int, lexicon: Lexicon, *, named: bool
) -> tuple[int, int] | None:
    """First and one past the last token of a place phrase at `i`, or None."""
    facilities = lexicon.words("place.facilities")
    closed = lexicon.union("nouns.closed", "nouns.verbs")
    months, weekdays = lexicon.table("dates.months"), lexicon.words("dates.weekdays")
    while low(tokens, i) in _ARTICLES or low(tokens, i) in ("'", "’"):
        i += 1
    if i and i + 1 < len(tokens) and tokens[i].kind == "number" and low(tokens, i - 1) in _ARTICLES:
        i += 1  # "the 21 depots"
    last, capital, facility, nickname = i, False, False, False
    while last < len(tokens) and last - i < _LONGEST:
        token, word = tokens[last], tokens[last].low
        if token.kind == "number" or (token.upper and (word in months or word in weekdays)):
            break
        if token.kind == "mark":
            if word in ('"', "“", "”") and _quoted_name(tokens, last):
                last, nickname, facility = last + 1, True, False
                continue
            if word in ("'", "’", "-") and last > i:
                last += 1
                continue
            if word == "," and capital and _lists_names(tokens, last):
                last += 1
                continue
            break
        if word in _LINKS and not token.upper:
            follows = last + 1
            while low(tokens, follows) in _ARTICLES and word not in ("and", "et"):
                follows += 1
            more = facility and word in ("and", "et") and low(tokens, follows) in _OTHER
            if more and any(low(tokens, follows + k) in facilities for k in (1, 2)):
                last = follows + (1 if low(tokens, follows + 1) in facilities else 2)
                continue  # "hotels and other serviced premises"
            joins = follows < len(tokens) and tokens[follows].upper and (capital or facility)
            joins = joins and (word not in ("in", "at", "on") or facility)
            joins = joins and low(tokens, follows) not in weekdays
            if facility and not joins and word in _BESIDE:
                stop = _common_noun(tokens, follows, closed)
                if stop > follows > last + 1:
                    last = stop  # "the corridor beside the boiler house"
                    break
            serves = word in ("for", "pour") and facility and follows < len(tokens)
            serves = serves and low(tokens, follows) not in closed | _LASTING
            if facility and not joins and word in _OF:
                named_at = _name_behind(tokens, last, closed)
                if named_at is not None:
                    capital, last = True, named_at
                    continue
            if not (joins or serves) or low(tokens, follows) in months:
                break
            last = follows + (1 if serves else 0)
            continue
        if word in closed:
            break
        if facility and not token.upper and word not in facilities:
            named_at = _name_behind(tokens, last, closed)
            if named_at is None:
                break
            capital, last = True, named_at
            continue
        capital = capital or token.upper
        facility = facility or word in facilities
        last += 1
        if capital and not facility and not (last < len(tokens) and (
            (nickname and tokens[last].low in "\"”") or tokens[last].upper
            or tokens[last].low in facilities or tokens[last].low in _LINKS
            or (tokens[last].low == "," and _lists_names(tokens, last))
            or _leads_to_facility(tokens, last, facilities, closed)
        )):  # fmt: skip
            break
    numerals = lexicon.table("numbers.units")
    while i < last - 1 and (tokens[i].low in numerals or tokens[i].low in _AMOUNTS):
        i += 1  # "four English counties"
    if (
        last - i > 1
        and low(tokens, last - 1) in _VERBS_TOO
        and last < len(tokens)
        and (tokens[last].kind == "number")
    ):
        last -= 1  # "sites in the city shelter 118,300"
    while last > i and (
        tokens[last - 1].low in _LINKS or (tokens[last - 1].kind == "mark" and not nickname)
    ):
        last -= 1
    if last == i or not (facility or nickname or (capital and named)):
        return None
    return i, last


def _name_behind(tokens: Sequence[Token], i: int, closed: frozenset[str]) -> int | None:
    """Where the name in "residencia sanitaria de Iquique" or "centre de rétention de Calais"
    begins: after at most two more words, the last link being "de".
    """
    words = 0
    for j in range(i, min(len(tokens), i + 6)):
        token = tokens[j]
        if token.upper:
            return j if words and _links_name(tokens, j) else None
        if token.low in _OF or token.low in ("'", "’", "la", "l", "los", "las", "el"):
            continue
        words += 1
        if token.kind != "word" or token.low in closed or words > 2:
            return None
    return None


def _links_name(tokens: Sequence[Token], j: int) -> bool:
    """Whether a name follows "de", "du", "del" or "d'", an article apart."""
    back = j - 1
    while low(tokens, back) in ("'", "’", "la", "l", "los", "las", "el", "le"):
        back -= 1
    return low(tokens, back) in _OF


def _common_noun(tokens: Sequence[Token], i: int, closed: frozenset[str]) -> int:
    """One past the last word of the common noun at `i`, at most three words of it."""
    j = i
    while (
        j < len(tokens) and j - i < 3 and tokens[j].kind == "word" and tokens[j].low not in closed
    ):
        j += 1
    return j


def _leads_to_facility(
    tokens: Sequence[Token], j: int, facilities: frozenset[str], closed: frozenset[str]
) -> bool:
    """ "Bentiu displacement site": a common noun between a name and the facility."""
    return (
        low(tokens, j) not in closed
        and tokens[j].kind == "word"
        and (low(tokens, j + 1) in facilities)
    )


def _lists_names(tokens: Sequence[Token], i: int) -> bool:
    """ "Rubkona, Guit and Mayom counties": the comma parts names of one list."""
    near = [tokens[k] for k in range(i + 1, min(len(tokens), i + 6))]
    return bool(near) and near[0].upper and any(token.low in ("and", "et") for token in near)


def _quoted_name(tokens: Sequence[Token], i: int) -> bool:
    """A nickname of at most two words in marks: the "Jungle" camp."""
    near = [tokens[k] for k in range(max(0, i - 3), min(len(tokens), i + 4)) if k != i]
    return any(token.low in ('"', "“", "”") for token in near) and any(t.upper for t in near)
