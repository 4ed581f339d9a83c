"""Where the people of each figure were: in its sentence, or carried over from the one before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.lexicon import Lexicon
from undercount.read.places.choice import nearest, pointed_at, stayed
from undercount.read.places.matches import PLACES
from undercount.read.places.sites import Place, places
from undercount.read.places.toponym import Toponym, main_country, within
from undercount.read.places.toponyms import toponyms
from undercount.read.words.blocks import Block
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token, Tokens

_REACH: Final = 600  # code points
_WATERS: Final = frozenset(["sea", "route", "mer", "route", "mar", "ruta", "ocean", "border"])
_HEAD: Final = 300  # code points in which a report's title stands
_WIDER: Final = re.compile(r" (?:metropolitan |urban |greater )?(?:area|region|zone)\b")
_LEADS: Final = (" in", " in the", " at", " en", " à", " au", " dans")
_BODIES: Final = re.compile(
    r"\b(?:network|office|agency|cluster|committee|alliance|coordination|council)\b", re.IGNORECASE
)
_EXISTS: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "be",
        "been",
        "will",
        "would",
        "may",
        "might",
        "could",
        "can",
        "should",
        "'s",
        "’s",
        "remain",
        "remained",
        "seems",
        "seem",
        "exists",
        "exist",
    ]
)
_AND: Final = frozenset(["that", "and", "but", "said", "says", "because", "if", "when", "where"])
_LISTED: Final = frozenset(["item", "keyed", "row"])
_COMPARED: Final = PLACES.words("figures.compared")


@dataclass(slots=True)
class Whereabouts:
    """The places of a document, asked for in its order: block, sentence, figure.

    Attributes:
        text: the document's text.
        lexicon: words of its language.
        traps: spans that are no figures by their shape; roads and blocks are places.
        names: all its toponyms.
    """

    text: str
    lexicon: Lexicon
    traps: Sequence[Rejected]
    names: Sequence[Toponym] = ()
    _country: str | None = None
    _carried: Place | None = None  # in this paragraph
    _named: Place | None = None  # last one told, what "that building" points back to
    _counted: Place | None = None  # of the last figure, what "half of them" takes over
    _last: tuple[int, Place | None] | None = None
    _sites: Sequence[Place] = ()
    _sentence: tuple[int, int] = (0, 0)
    _words: frozenset[str] = frozenset()
    _before: Place | None = None  # of the last figure of the paragraph before
    _opens: int = 0  # where the open block begins
    _there: bool = False  # the open sentence points back by "there"
    _told: Place | None = None  # the same, of this paragraph
    _listed: bool = False  # the open block is a bullet or a row
    _list: Place | None = None  # what bullets take over
    _section: Place | None = None  # named by the last heading
    _last_aim: int = -1  # where the last place that people go to begins

    @classmethod
    def of_text(
        cls, tokens: Tokens, language: str, lexicon: Lexicon, traps: Sequence[Rejected]
    ) -> Whereabouts:
        """Read the names of a whole text once."""
        text = tokens.text
        names = toponyms(text, language, tokens.found)
        return cls(text, lexicon, traps, names, main_country(text, names))

    def open_block(self, block: Block, above: Block | None) -> None:
        """A paragraph takes no place over from the one before; a bullet that of its heading,
        of the line that announces it, or of the document's title.
        """
        self._opens, self._told = block.start, None
        self._listed = block.kind in _LISTED
        if not self._listed:
            self._list = None
            if block.kind == "heading" and block.start > _HEAD:
                self._section = self._named_in(block.start, block.end)
        elif above is not None and above.kind not in _LISTED:
            self._list = (
                (self.text[above.end - 1] == ":" and self._carried)
                or self._section
                or self._of_title()
            )
        self._carried = self._list
        self._before, self._counted = self._counted, self._list

    def _of_title(self) -> Place | None:
        """The place that opens a document's title: "Eastern Chad: ...", no whole country."""
        for name in within(self.names, 0, _HEAD):
            line = self.text.rfind("\n", 0, name.start) + 1
            before = self.text[line : name.start].strip()
            wider = _WIDER.match(self.text, name.end)
            end = name.end if wider is None else wider.end()
            behind = self.text[end : end + _HEAD].partition("\n")[0].strip()
            if _BODIES.search(behind) is not None:
                continue  # the name of whoever issues it
            opens = not before or (":" in before and not behind and before.endswith(_LEADS))
            titled = before or not line or behind.startswith(":")
            part = name.kind != "C" or (name.start, name.end) != (name.core_start, name.core_end)
            if opens and titled and part and not name.is_nation:
                return Place(name.start, end, "at", name.country, name.region, named=True)
        return None

    def _named_in(self, start: int, end: int) -> Place | None:
        for name in within(self.names, start, end):
            if not name.is_nation and (name.region or name.country is None):
                return Place(name.start, name.end, "at", name.country, name.region, named=True)
        return None

    def enter(
        self, tokens: Sequence[Token], start: int, end: int, words: frozenset[str]
    ) -> Sequence[Place]:
        """Open the sentence `text[start:end]` with these words in it; its places, in order."""
        if self._sentence[0] >= self._opens:
            self._before = None  # "half of them", in the first sentence only, looks further back
        self._words = words
        self._there = "there" in words and any(
            token.low == "there" and i and tokens[i - 1].kind == "word"
            and tokens[i - 1].low not in _AND and low(tokens, i + 1) not in _EXISTS
            for i, token in enumerate(tokens)
        )  # fmt: skip
        found = places(
            self.text, tokens, self.lexicon, self.traps, within(self.names, start, end),
            label=self._listed and start <= self._opens,
        )  # fmt: skip
        self._sites = [pointed_at(self.text, site, self._named) for site in found]
        self._sentence = start, end
        self._last_aim = max((site.start for site in self._sites if site.role == "to"), default=-1)
        return self._sites

    def leave(self, *, figures: bool) -> None:
        """Close the sentence: what it tells, later ones may take over."""
        stay = stayed(self.text, self._sites)
        if stay is not None:
            self._named = self._told = stay
            if not figures:
                self._carried = stay

    def of(
        self, start: int, end: int, breaks: Sequence[int], avoid: Sequence[tuple[int, int]]
    ) -> Place | None:
        """The place of the figure `text[start:end]` of the open sentence.

        Args:
            start: first code point of the number.
            end: one past its last.
            breaks: code points at which a new clause begins.
            avoid: spans that name sources and are no places.
        """
        place = self._choose(start, end, breaks, avoid)
        self._last = end, place
        return place if place is None or place is self._list else self._coded(place)

    @property
    def country(self) -> str | None:
        """The one country the text is about, for figures whose place it does not tell."""
        return self._country

    def keep(self, place: Place | None) -> None:
        """The figures after may take this place over."""
        if place is not None and place.stays:
            self._carried = self._counted = place

    def stated(self, place: Place | None, end: int) -> str | None:
        """Where people were when counted: said in this sentence, and not left for another place."""
        if place is None or not self.is_here(place):
            return None
        if self._last_aim >= end:
            return None
        return self.text[place.start : place.end]

    def is_here(self, place: Place) -> bool:
        """Whether the open sentence itself names it."""
        opens, closes = self._sentence
        return opens <= place.start < closes

    def is_listed(self, place: Place | None) -> bool:
        """Whether the open bullet takes it over from its heading or title."""
        return self._listed and place is not None and place is self._list

    def _choose(
        self, start: int, end: int, breaks: Sequence[int], avoid: Sequence[tuple[int, int]]
    ) -> Place | None:
        opens, closes = self._sentence[0], min(self._sentence[1], end + _REACH)
        sites = self._sites
        subset = self.lexicon.pattern("place.subset").search(self.text, end, closes, self._words)
        own = subset is not None and subset.start <= end + 1
        if subset is not None and not own:
            # "Six died, five of them at the quay" does not say where the sixth died.
            comma = self.text.find(",", subset.end, closes)
            stop = comma if comma > 0 else closes
            first = bisect_left(sites, start - _REACH, key=lambda site: site.start)
            last = bisect_left(sites, closes, key=lambda site: site.start)
            sites = [s for s in sites[first:last] if not subset.start < s.start < stop]
        if self._last is not None and opens <= self._last[0] < start:
            between = self.text[self._last[0] : start].lower().split()
            if not _COMPARED.isdisjoint(between) and not (sites and sites[-1].start >= end):
                return self._last[1]  # "2,318 in Kent, against 1,190 the year before"
        found = nearest(self.text, sites, start, end, breaks, avoid)
        found = found or (self._there and self._told) or self._carried
        return self._counted or self._before if found is None and own else found

    def _coded(self, place: Place) -> Place:
        """A facility without a name lies where the last named place was, else in the country that
        most of the text is about.
        """
        if place.named:
            return place
        if self.text[place.start : place.end].lower().split()[-1] in _WATERS:
            return place
        for near in (self._carried, self._named, self._counted):
            if near is not None and near.named:
                return replace(place, country=near.country, region=near.region)
        return replace(place, country=self._country)
