"""Noun phrases found by closed word classes alone: the one before a verb, the one after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.words.source import PARTICLES
from undercount.read.words.timing import complement_start, is_time
from undercount.read.words.tokens import Token

_LONGEST: Final = 14  # words of a phrase
_HEDGE: Final = 5  # words of a hedge before its number
_INNER: Final = shared("phrases.inner")
_DETERMINERS: Final = shared("phrases.determiners")
_OF: Final = PARTICLES | {"of", "for"}
_BEFORE_NOUNS: Final = _DETERMINERS | PARTICLES
_LINKS: Final = _INNER | _DETERMINERS
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
        "rep",
        "reps",
        "sens",
        "del",
        "maj",
        "adm",
        "atty",
        "hon",
        "supt",
    ]
)


def low(tokens: Sequence[Token], i: int) -> str:
    """The word at `i` in lower case, or "" outside the tokens."""
    return tokens[i].low if 0 <= i < len(tokens) else ""


@cache
def _borders(
    lexicon: Lexicon,
) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """What ends a phrase read backwards: closed words, verbs, both with others; nouns; months."""
    stops = lexicon.words("nouns.closed") - _INNER - _DETERMINERS - PARTICLES
    stops -= lexicon.words("reporting.pronouns") | lexicon.words("reporting.self")
    verbs = lexicon.words("reporting.say") | lexicon.words("reporting.record")
    verbs |= lexicon.words("reporting.deny") | lexicon.words("reporting.intend")
    outside = stops | verbs | lexicon.words("nouns.verbs")
    nouns = lexicon.words("reporting.artefacts")
    months = frozenset(lexicon.table("dates.months").keys() - {"may", "march", "mars"})
    return stops, verbs, outside, nouns, months


def phrase_before(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int:
    """Where the noun phrase that ends right before token `i` begins; `i` if there is none."""
    stops, verbs, outside, nouns, months = _borders(lexicon)
    first = i
    while first > 0 and i - first < _LONGEST:
        k = first - 1
        token, word = tokens[k], tokens[k].low
        if is_time(token, lexicon):
            dated = complement_start(tokens, k, lexicon)
            if dated is not None:
                first = dated - 1  # "the census of 3 to 9 September found"
                continue
            if token.kind == "number" or token.low in months:
                break
        if token.kind == "mark":
            if word == "." and (low(tokens, k - 1) in _TITLES or _is_initial(tokens, k - 1)):
                first = k
                continue
            if word in ("&", "'s", "-", "'", "’") and first < i:
                first = k
                continue
            break
        if first < i and _made_by(tokens, k, nouns):
            first = k - 1
            continue
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
        if word in ("and", "et") and first < i:
            pair = _pair_start(tokens, k, first, i, lexicon)
            if pair is not None:
                return pair
        named = low_upper(tokens, first) and low_upper(tokens, k - 1)
        compound = _is_compound(tokens, k, first, outside)
        if word in ("and", "et") and not (named or compound or _opens(tokens, k, outside)):
            break
        first = k
        joined = low(tokens, k - 1) in _INNER and k - 1 > 0
        if word in _DETERMINERS and not joined and not _made_by(tokens, k - 1, nouns):
            break
    while first < i and (tokens[first].low in _INNER or tokens[first].low == ","):
        first += 1
    return first


def _made_by(tokens: Sequence[Token], k: int, nouns: frozenset[str]) -> bool:
    """Whether "by" at `k` names a document's maker: "a study by the university puts"."""
    return low(tokens, k) in ("by", "par", "por") and low(tokens, k - 1) in nouns


def _pair_start(
    tokens: Sequence[Token], link: int, first: int, last: int, lexicon: Lexicon
) -> int | None:
    """Where "Médecins Réunis and the agency" begins, whose second half is `tokens[first:last]`.

    Both halves are bodies: the first a name or a phrase that opens its clause, the second an
    article with a noun for those who count. "In Sarn and the agency" is no pair.
    """
    if tokens[first].low not in _DETERMINERS or not _is_body(tokens[first:last], lexicon):
        return None
    k = link
    while k > 0 and tokens[k - 1].kind == "word" and (
        tokens[k - 1].upper or (tokens[k - 1].low in _OF and k < link)
    ):  # fmt: skip
        k -= 1
    while k < link and tokens[k].low in _OF:
        k += 1
    if k == link:
        k = phrase_before(tokens, link, lexicon)
        opens = k == 0 or tokens[k - 1].kind == "mark"
        return k if k < link and opens and _is_body(tokens[k:link], lexicon) else None
    before = low(tokens, k - 1)
    governed = before in _INNER or before in lexicon.words("place.prepositions")
    return None if governed or before in lexicon.words("nouns.verbs") else k


def _is_body(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a phrase names somebody who may count."""
    words = {token.low for token in tokens}
    if words & lexicon.union("reporting.roles", "reporting.group_nouns"):
        return True
    phrase = " ".join(token.low for token in tokens)
    return lexicon.pattern(
        "classes.government", "classes.police_border", "classes.ngo", "classes.igo"
    ).search(phrase) is not None  # fmt: skip


def _is_noun(tokens: Sequence[Token], k: int) -> bool:
    """A word such as "reports" or "count" after an article or an adjective is a noun."""
    return low(tokens, k - 1) in _DETERMINERS or low(tokens, k - 1) == "'s"


def _opens(tokens: Sequence[Token], k: int, stops: frozenset[str]) -> bool:
    """Whether a few plain words open the sentence before `k`: "Police and security sources"."""
    return 0 < k <= 4 and all(t.kind == "word" and t.low not in stops for t in tokens[:k])


def _is_compound(tokens: Sequence[Token], link: int, first: int, stops: frozenset[str]) -> bool:
    """ "The search and rescue agency": two nouns behind one article are one body."""
    return (
        low(tokens, link - 2) in ("the", "la", "le", "a")
        and tokens[link - 1].kind == "word"
        and tokens[link - 1].low not in stops
        and tokens[first].low not in _DETERMINERS
    )


def _is_initial(tokens: Sequence[Token], i: int) -> bool:
    """The letter of "John D. Sol", between two words of a name, and those of "the U.N."."""
    if i >= 0 and tokens[i].upper and len(tokens[i].low) == 1:
        dotted = low(tokens, i - 1) == "." and tokens[i - 1].end == tokens[i].start
        follows = low(tokens, i + 1) == "." and i + 2 < len(tokens)
        if dotted or (
            follows and tokens[i + 1].end == tokens[i + 2].start and len(low(tokens, i + 2)) == 1
        ):
            return True
    return (
        i > 0 and tokens[i].upper and len(tokens[i].low) == 1
        and low_upper(tokens, i - 1) and low_upper(tokens, i + 2)
    )  # fmt: skip


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
            if word == "." and (low(tokens, last - 1) in _TITLES or _is_initial(tokens, last - 1)):
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
        elif word in closed and word not in _INNER and word not in _BEFORE_NOUNS:
            if not (last == i and word in lexicon.words("reporting.pronouns")):
                break
            return last + 1
        last += 1
    while last > i and tokens[last - 1].low in _LINKS:
        last -= 1
    return last


def is_amount(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether a number begins at token `i`, after a few words of a hedge or an article."""
    closed, hedges = lexicon.words("nouns.closed"), lexicon.words("nouns.hedging")
    for k in range(i, min(i + _HEDGE, len(tokens))):
        token = tokens[k]
        if token.kind == "number" or token.low in lexicon.table("numbers.vague"):
            return True
        if token.low in lexicon.table("numbers.units") and token.low not in ("un", "une", "one"):
            return True
        if token.low not in hedges and not (
            k == i and token.low in closed and token.low not in _INNER
        ):
            return False
    return False
