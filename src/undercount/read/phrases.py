"""Noun phrases found by closed word classes alone: the one before a verb, the one after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.source import PARTICLES
from undercount.read.tokens import Token

_LONGEST: Final = 14  # words of a phrase
_INNER: Final = shared("phrases.inner")
_DETERMINERS: Final = shared("phrases.determiners")
_TITLES: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "rev",
        "sen",
        "gov",
        "st",
        "m",
        "mme",
    ]
)


def low(tokens: Sequence[Token], i: int) -> str:
    """The word at `i` in lower case, or "" outside the tokens."""
    return tokens[i].low if 0 <= i < len(tokens) else ""


def phrase_before(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """Where the noun phrase that ends right before token `i` begins; `i` if there is none."""
    stops = lexicon.words("nouns.closed") - _INNER - _DETERMINERS - PARTICLES
    stops -= lexicon.words("reporting.pronouns") | lexicon.words("reporting.self")
    verbs = lexicon.words("reporting.say") | lexicon.words("reporting.record")
    verbs |= lexicon.words("reporting.deny") | lexicon.words("reporting.intend")
    nouns = lexicon.words("reporting.artefacts")
    months = lexicon.table("dates.months")
    first = i
    while first > 0 and i - first < _LONGEST:
        k = first - 1
        token, word = tokens[k], tokens[k].low
        if _is_date(token, months):
            while k > 0 and (_is_date(tokens[k], months) or tokens[k].low in months):
                k -= 1
            if tokens[k].low not in ("of", "in", "for", "de", "du", "en"):
                break
            first = k  # "the census of September 2016 found"
            continue
        if token.kind == "mark":
            if word == "." and low(tokens, k - 1) in _TITLES:
                first = k
                continue
            if word in ("&", "'s", "-", "'", "’") and first < i:
                first = k
                continue
            break
        if word in stops or (
            word in verbs
            and not token.upper
            and not _is_noun(tokens, k)
            and not (first == i and word in nouns)
        ):
            break
        if word in lexicon.words("reporting.pronouns"):
            return k if first == i else first
        if word in _INNER and first == i:
            break
        named = low_upper(tokens, first) and low_upper(tokens, k - 1)
        if word in ("and", "et") and not named and not _opens(tokens, k, stops | verbs):
            break
        first = k
        if word in _DETERMINERS and not (low(tokens, k - 1) in _INNER and k - 1 > 0):
            break
    while first < i and tokens[first].low in _INNER | {","}:
        first += 1
    return first


def _is_noun(tokens: Sequence[Token], k: int) -> bool:
    """A word such as "reports" or "count" after an article or an adjective is a noun."""
    return low(tokens, k - 1) in _DETERMINERS or low(tokens, k - 1) == "'s"


def _is_date(token: Token, months: Mapping[str, int]) -> bool:
    return token.kind == "number" or (token.upper and len(token.low) > 3 and token.low in months)


def _opens(tokens: Sequence[Token], k: int, stops: frozenset[str]) -> bool:
    """Whether a few plain words open the sentence before `k`: "Police and security sources"."""
    return 0 < k <= 4 and all(t.kind == "word" and t.low not in stops for t in tokens[:k])


def low_upper(tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` begins with a capital."""
    return 0 <= i < len(tokens) and tokens[i].upper


def phrase_after(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """One past the noun phrase that begins at token `i`; `i` if there is none."""
    closed = lexicon.words("nouns.closed")
    months = lexicon.table("dates.months")
    weekdays = lexicon.words("dates.weekdays")
    participles = lexicon.words("reporting.provided_by")
    last = i
    while last < len(tokens) and last - i < _LONGEST + 6:
        token, word = tokens[last], tokens[last].low
        following = low(tokens, last + 1)
        if token.kind == "number":
            break
        if token.kind == "mark":
            if word == "." and low(tokens, last - 1) in _TITLES:
                last += 1
                continue
            if word in ("&", "'s", "-", "'", "’", "N"):
                last += 1
                continue
            break
        if word in weekdays:
            break
        if word in ("in", "on", "en", "for", "to", "at", "with", "this", "last", "from"):
            far = low(tokens, last + 2)
            if following in months or following in weekdays or following.isdigit():
                break
            if far in months or (last > i and word in ("to", "this", "last", "with")):
                break
            if word == "in" and not low_upper(tokens, last + 1) and following not in _DETERMINERS:
                break
        elif word in ("and", "et"):
            if not (low_upper(tokens, last - 1) and low_upper(tokens, last + 1)):
                break
        elif word in ("by", "par"):
            if low(tokens, last - 1) not in participles and low(tokens, last - 1) not in (
                lexicon.words("reporting.artefacts")
            ):
                break
        elif word in closed and word not in _INNER and word not in _DETERMINERS | PARTICLES:
            if not (last == i and word in lexicon.words("reporting.pronouns")):
                break
            return last + 1
        last += 1
    while last > i and tokens[last - 1].low in _INNER | _DETERMINERS:
        last -= 1
    return last
