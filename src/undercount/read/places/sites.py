"""The place a figure speaks of: a phrase with a name, or a facility such as a camp."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.lexicon import Lexicon, shared
from undercount.read.words.phrases import low
from undercount.read.words.source import PARTICLES
from undercount.read.words.tokens import Token

_LONGEST: Final = 9
_ARTICLES: Final = shared("places.articles")
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
            "de",
            "du",
            "des",
            "d",
            "et",
            "à",
            "in",
        ]
    )
    | PARTICLES
)
_BEFORE_PENALTY: Final = 25  # code points: a place behind the number is the nearer one
_FROM_PENALTY: Final = 60  # where people come from is seldom where they are


@dataclass(frozen=True, slots=True)
class Place:
    """One phrase that names a place: `text[start:end]`, without its article."""

    start: int
    end: int
    origin: bool = False


def places(
    text: str, tokens: Sequence[Token], lexicon: Lexicon, traps: Sequence[Rejected]
) -> list[Place]:
    """Phrases of a sentence that may name the place of a figure, in order.

    Args:
        text: the document's text.
        tokens: those of the sentence.
        lexicon: words of the document's language.
        traps: all traps of the document, sorted: a road or a block is a place, a law is none.
    """
    found: list[Place] = []
    prepositions = lexicon.words("place.prepositions")
    i = 0
    while i < len(tokens):
        word = tokens[i].low
        opener = word in prepositions
        start = i + 1 if opener else i
        article = word in _ARTICLES and low(tokens, i + 1) not in _ARTICLES
        if not opener and not article and i:
            i += 1
            continue
        place = _phrase(tokens, start, lexicon, named=opener)
        if place is not None and not opener and not article and low(tokens, place[1]) != ":":
            place = None  # a sentence may open with "Mueda town:"
        if place is None:
            i += 1
            continue
        first, last = place
        begin, end = tokens[first].start, tokens[last - 1].end
        trap = _trap_at(begin, end, traps)
        i = last
        if trap is not None:
            if trap.why not in ("road", "id"):
                continue
            begin, end = min(begin, trap.start), max(end, trap.end)
        found.append(Place(begin, end, word in ("from", "depuis")))
    return found


def _trap_at(start: int, end: int, traps: Sequence[Rejected]) -> Rejected | None:
    i = bisect_left(traps, end, key=lambda trap: trap.start)
    return traps[i - 1] if i and traps[i - 1].end > start else None


def _phrase(
    tokens: Sequence[Token], i: int, lexicon: Lexicon, *, named: bool
) -> tuple[int, int] | None:
    """First and one past the last token of a place phrase at `i`, or None."""
    facilities = lexicon.words("place.facilities")
    closed = lexicon.words("nouns.closed") | lexicon.words("nouns.verbs")
    months, weekdays = lexicon.table("dates.months"), lexicon.words("dates.weekdays")
    while low(tokens, i) in _ARTICLES or low(tokens, i) in ("'", "’"):
        i += 1
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
            joins = follows < len(tokens) and tokens[follows].upper and (capital or facility)
            serves = word in ("for", "pour") and facility and follows < len(tokens)
            if not (joins or serves) or low(tokens, follows) in months:
                break
            last = follows + (1 if serves else 0)
            continue
        if word in closed:
            break
        if facility and not token.upper and word not in facilities:
            break
        capital = capital or token.upper
        facility = facility or word in facilities
        last += 1
        if capital and not facility and not (last < len(tokens) and (
            (nickname and tokens[last].low in "\"”") or tokens[last].upper
            or tokens[last].low in facilities or tokens[last].low in _LINKS
            or _leads_to_facility(tokens, last, facilities, closed)
        )):  # fmt: skip
            break
    while last > i and (
        tokens[last - 1].low in _LINKS or (tokens[last - 1].kind == "mark" and not nickname)
    ):
        last -= 1
    if last == i or not (facility or nickname or (capital and named)):
        return None
    return i, last


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


def nearest(
    found: Sequence[Place], start: int, end: int, breaks: Sequence[int],
    avoid: Sequence[tuple[int, int]],
) -> Place | None:  # fmt: skip
    """The place nearest to a number, its own clause first.

    Args:
        found: places of the sentence.
        start: first code point of the number.
        end: one past its last.
        breaks: code points at which a new clause begins.
        avoid: spans that name sources and are no places.
    """

    def key(place: Place) -> tuple[int, int]:
        apart = sum(1 for at in breaks if min(start, place.start) < at <= max(start, place.start))
        penalty = _FROM_PENALTY if place.origin else 0
        if place.start >= end:
            return apart, place.start - end + penalty
        return apart, start - place.end + _BEFORE_PENALTY + penalty

    free = [
        place for place in found
        if not any(a < place.end and place.start < b for a, b in avoid)
        and (place.end <= start or place.start >= end)
    ]  # fmt: skip
    return min(free, key=key, default=None)
