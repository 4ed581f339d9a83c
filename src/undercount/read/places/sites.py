"""The place a figure speaks of: a phrase with a name, or a facility such as a camp."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from undercount.ledger.records import Rejected
from undercount.read.lexicon import Lexicon, shared
from undercount.read.places.matches import PLACES
from undercount.read.places.phrase import phrase_at
from undercount.read.places.toponym import Toponym, located, overlapping
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token
from undercount.units import PlaceRole

_ARTICLES: Final = shared("places.articles")
_QUOTES: Final = frozenset(['"', "“", "”"])
_AHEAD: Final = 16  # tokens from a preposition to the first name or facility behind it
_OWNERS: Final = frozenset(["'s", "’s"])
_DATELINE: Final = re.compile(r"[^.;:]{0,60}?\s[-–—]+\s")
_LOOSE: Final = frozenset(["for", "on", "over", "under", "to", "sur", "de", "du", "des", "en"])
_POINTERS: Final = frozenset(["that", "those", "this", "these", "ce", "cet", "cette", "ces"])
_MOVED: Final = PLACES.words("roles.moved")
_ORIGINS: Final = frozenset(["from", "depuis", "desde", "de", "du", "des", "d"])
_LEAVING: Final = PLACES.words("roles.from") | _MOVED
_HOSTS: Final = PLACES.words("roles.hosts")
_AT: Final = PLACES.words("roles.at")
_BODIES: Final = PLACES.words("figures.bodies")
_OF_SORT: Final = PLACES.words("figures.of_sort")
_SEATS: Final = frozenset(["in", "at", "from", "of", "en", "à", "au", "de", "du", "del", "a"])
_BORN: Final = frozenset(
    ["born", "né", "née", "nés", "nées", "nacido", "nacida", "nacidos", "nacidas"]
)
_LABELS: Final = frozenset(["–", "—", ":", "-"])
_INSIDE: Final = (", ", ", in ", ", in the ", ", en ", ", dans ", ", à ")
_APPOSED: Final = re.compile(r"(?: \(|, )(?:a|an|une?|una|once an?|formerly an?) ")
_STOPS: Final = PLACES.words("roles.stops")
_REACH: Final = 8  # words from a preposition to the name it leads to
_NAMED_ROLES: Final[tuple[PlaceRole, ...]] = ("from", "to", "via")
_ROLES: Final[dict[str, PlaceRole]] = {
    word: role for role in _NAMED_ROLES for word in PLACES.words(f"roles.{role}")
}


@dataclass(frozen=True, slots=True)
class Place:
    """One phrase that names a place: `text[start:end]`, without its article.

    Attributes:
        start: first code point.
        end: one past the last.
        role: whether people are at it, came from it, went to it, or via it.
        country: ISO 3166-1 alpha-3 code, or None.
        region: ISO 3166-2 code of the first-level division, or None.
        bare: a name that no preposition or article leads to.
        pointed: it only points back: "that building", "in those centres".
        left: people left it: "displaced from Mueda", "fled Khartoum".
        named: it holds a name; else it is "the camp" or "a warehouse".
        led: a preposition leads to it, or it hosts.
    """

    start: int
    end: int
    role: PlaceRole = "at"
    country: str | None = None
    region: str | None = None
    bare: bool = False
    pointed: bool = False
    left: bool = False
    named: bool = False
    led: bool = True

    @property
    def stays(self) -> bool:
        """Whether the sentences after may still speak of it."""
        return not self.bare and (self.role in ("at", "via") or self.left)


def places(
    text: str,
    tokens: Sequence[Token],
    lexicon: Lexicon,
    traps: Sequence[Rejected],
    names: Sequence[Toponym] = (),
    *,
    label: bool = False,
) -> list[Place]:
    """Phrases of a sentence that may name the place of a figure, in order.

    Args:
        text: the document's text.
        tokens: those of the sentence.
        lexicon: words of the document's language.
        traps: all traps of the document, sorted: a road or a block is a place, a law is none.
        names: the toponyms of the sentence.
        label: it opens a bullet, so that "Osh – 212 families" begins with its place.
    """
    found: list[Place] = []
    prepositions = lexicon.words("place.prepositions")
    facilities = lexicon.words("place.facilities")
    numerals = lexicon.table("numbers.units")
    openers = lexicon.union("place.prepositions", also=_ARTICLES | _OWNERS)
    # Where a capital letter, a facility or a quotation mark stands, which every place needs.
    marks = [
        k for k, token in enumerate(tokens)
        if token.upper or token.low in facilities or token.low in _QUOTES
    ][::-1]  # fmt: skip
    i = 0
    while i < len(tokens):
        word = tokens[i].low
        if i and word not in openers:
            i += 1
            continue
        opener = word in prepositions
        article = word in _OWNERS or (word in _ARTICLES and low(tokens, i + 1) not in _ARTICLES)
        counted = not i and _is_number(tokens, i, numerals) and low(tokens, 1) not in _ARTICLES
        place = None
        while marks and marks[-1] < i:
            marks.pop()
        if (opener or article or counted or not i) and marks and marks[-1] < i + _AHEAD:
            place = phrase_at(tokens, i + 1 if opener or counted else i, lexicon, named=opener)
        if place is not None and not (opener or article):
            # "Mueda town: ..." and "Two transit sites host ..." open sentences.
            fits = _is_facility(tokens, *place, lexicon) if counted else _is_label(tokens, *place)
            place = place if fits else None
        if place is None:
            i += 1
            continue
        first, last = place
        begin, end = tokens[first].start, tokens[last - 1].end
        at, named_first = i, tokens[first].upper
        before = low(tokens, i - 1)
        moved, born = before in _MOVED, before in _BORN
        behind = {token.low for token in tokens[max(0, i - _REACH) : i]}
        i = last
        owner = low(tokens, last) in ("'s", "’s")
        if (
            word in ("de", "d")
            and not named_first
            and first == at + 1
            and low(tokens, last) != "de"
        ):
            continue  # "compagnons de route"
        if low(tokens, last) in _OF_SORT or low(tokens, last - 1) in _BODIES:
            continue  # "a school exercise book", "the Coast Guard"
        if opener and before in _BODIES and word in _SEATS:
            continue  # "a charity in Cádiz" tells where it sits
        trap = _trap_at(begin, end, traps)
        if trap is not None:
            if trap.why not in ("road", "id"):
                continue
            begin, end = min(begin, trap.start), max(end, trap.end)
            follows = bisect_left(tokens, end, key=lambda token: token.start)
            if low(tokens, follows) in facilities:
                i, end = follows + 1, tokens[follows].end  # "the EO36 road"
        inside = overlapping(names, begin, end)
        named = any(not name.is_nation for name in inside)
        facility = _is_facility(tokens, first, last, lexicon)
        sure = named or trap is not None or facility
        if named and not facility and trap is None:
            first_name = next(name for name in inside if not name.is_nation)
            begin = max(begin, first_name.start)  # "at the far end lies Mueda"
        if (owner and named) or (word in _LOOSE and not sure):
            continue  # "Italy's ministry", "Minister for Integration"
        if inside and not sure:
            continue  # "in seven Chinese regions" tells whose
        role = _ROLES.get(word, "at")
        if word == "for" and behind & _LEAVING:
            role = "to"  # "left their homes for higher ground"
        if born:
            role = "from"
        if moved and word in ("de", "du", "des", "d"):
            role = "from"
        found.append(
            _located(
                Place(
                    begin, end, role,
                    bare=counted or (owner and not _is_number(tokens, last + 1, numerals)),
                    led=opener or low(tokens, last) in _HOSTS,
                    pointed=not named and low(tokens, first - 1) in _POINTERS,
                    left=role == "from" and (moved or word not in _ORIGINS),
                ),
                names,
            )
        )  # fmt: skip
    found += _names_apart(text, tokens, names, found, prepositions)
    if label and names and names[0].start == tokens[0].start:
        ends = bisect_left(tokens, names[0].end, key=lambda token: token.start)
        if low(tokens, ends) in _LABELS:
            name = names[0]
            head = Place(name.start, name.end, "at", name.country, name.region, named=True)
            return [head]  # nothing in the bullet is elsewhere
    found.sort(key=lambda place: place.start)
    apart = found[:1]
    for site in found[1:]:
        between = text[apart[-1].end : site.start]
        if apart[-1].left and between == " for ":  # "left Palma for Pemba"
            apart.append(replace(site, role="to"))
        elif _APPOSED.fullmatch(between) and not site.named and not site.pointed:
            continue  # "the Kirwan shelter, a former school"
        elif not (between in _INSIDE and _holds(site, apart[-1])):
            apart.append(site)
    return apart


def _holds(outer: Place, inner: Place) -> bool:
    """Whether "Rubkona County, Unity State" names one place and what it lies in."""
    return (
        outer.named and inner.named
        and outer.country == inner.country is not None
        and (outer.region is None or outer.region == inner.region)
    )  # fmt: skip


def _names_apart(
    text: str, tokens: Sequence[Token], names: Sequence[Toponym], phrases: Sequence[Place],
    prepositions: frozenset[str],
) -> list[Place]:  # fmt: skip
    """Toponyms outside the phrases: led to over a few words, or opening the sentence."""
    found: list[Place] = []
    for name in names:
        if name.is_nation or _covered(phrases, name):
            continue
        after = bisect_left(tokens, name.end, key=lambda token: token.start)
        first = bisect_left(tokens, name.start, key=lambda token: token.start)
        led, origin = _led(tokens, first, prepositions)
        if low(tokens, after) in _HOSTS or (low(tokens, after) == ":" and not first):
            led = "at"  # "Chad hosts 600,000", "Kakuma: 12,400 arrivals"
        if low(tokens, after) in ("'s", "’s", "'", "’") or (led is None and first):
            continue
        if led is None and _DATELINE.search(text, name.end, tokens[-1].end):
            continue  # "CALAIS, 31 August (Wire) -" says where the reporter sat
        found.append(
            Place(
                name.start, name.end, led or "at", name.country, name.region,
                bare=led is None, named=True, left=led == "from" and origin not in _ORIGINS,
            )
        )  # fmt: skip
    return found


def _led(
    tokens: Sequence[Token], first: int, prepositions: frozenset[str]
) -> tuple[PlaceRole | None, str]:
    """The role of a name that a preposition leads to over a few words, and that preposition.

    "In southern areas of Abyei", "across five counties of Sichuan", "the storm hit Bobonong".
    """
    for i in range(first - 1, max(-1, first - _REACH), -1):
        word = tokens[i].low
        if word in _ROLES:
            return _ROLES[word], word
        if word in _AT or (word in prepositions and word not in _LOOSE):
            return "at", word
        if (tokens[i].kind == "mark" and word not in (",", "(")) or word in _STOPS:
            break
    return None, ""


def _covered(phrases: Sequence[Place], name: Toponym) -> bool:
    """Whether a name lies in a phrase already found; phrases are in order and apart."""
    i = bisect_left(phrases, name.end, key=lambda place: place.start)
    return i > 0 and phrases[i - 1].end > name.start


def _is_label(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A sentence may open with "Mueda town:", but "Shelter:" heads a sector of work."""
    return low(tokens, last) == ":" and last - first > 1


def _is_facility(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    return any(token.low in lexicon.words("place.facilities") for token in tokens[first:last])


def _is_number(tokens: Sequence[Token], i: int, numerals: Mapping[str, Any]) -> bool:
    return i < len(tokens) and (tokens[i].kind == "number" or tokens[i].low in numerals)


def _located(place: Place, names: Sequence[Toponym]) -> Place:
    name = located(names, place.start, place.end)
    if name is None:
        return place
    return replace(place, country=name.country, region=name.region, named=True)


def _trap_at(start: int, end: int, traps: Sequence[Rejected]) -> Rejected | None:
    i = bisect_left(traps, end, key=lambda trap: trap.start)
    return traps[i - 1] if i and traps[i - 1].end > start else None
