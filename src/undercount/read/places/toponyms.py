"""The places a document names: which names are places, how far their words reach, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from undercount.read.places.gazetteer import Entry
from undercount.read.places.matches import NEVER, PLACES, Match, matches
from undercount.read.places.toponym import Toponym, located
from undercount.read.places.unknown import unknown
from undercount.read.words.tokens import Token, Tokens

_TYPES: Final = PLACES.words("types")
_AFTER: Final = PLACES.words("after")
_BEFORE: Final = PLACES.words("before")
_LINKS: Final = PLACES.words("links")
_DIRECTIONS: Final = PLACES.words("directions")
_PREPOSITIONS: Final = PLACES.words("prepositions").union(
    *(PLACES.words(f"roles.{role}") for role in ("at", "from", "to", "via"))
)
_WEAK: Final = PLACES.words("weak")
_MOVED: Final = PLACES.words("roles.moved")
_TITLES: Final = PLACES.words("titles")
_BODIES: Final = PLACES.words("bodies")
_JOINS: Final = frozenset([",", "and", "&", "/", "or", "et", "y", "e", "ou", "o", "|", "-", "–"])
_BETWEEN: Final = frozenset(["refugee", "idp", "displacement", "health", "local"])
_ENOUGH: Final = 2.0
# What a type noun says of the kind of the name before it.
_KIND_OF: Final[Mapping[str, str]] = {
    "province": "A", "state": "A", "governorate": "A", "region": "A", "county": "D",
    "district": "D", "lga": "D", "upazila": "D", "woreda": "D", "city": "T", "town": "T",
    "village": "T", "camp": "S", "settlement": "S", "site": "S", "department": "A", "island": "T",
}  # fmt: skip


def toponyms(
    text: str, language: str = "en", tokens: Sequence[Token] | None = None
) -> list[Toponym]:
    """All places a text names, in order.

    Two passes: countries, nations and large places tell what the document is about, and that tells
    which of several places of one name is meant, and whether a small place is one at all.

    Args:
        text: the document.
        language: its language; tells which names are common words too.
        tokens: of the paragraphs with capital letters, where they are known already.

    >>> [(t.country, t.region) for t in toponyms("They fled from Goma, North Kivu, to Uganda.")]
    [('COD', 'CD-NK'), ('COD', 'CD-NK'), ('UGA', None)]
    """
    return _Document(text, language, Tokens(text).found if tokens is None else tokens).read()


class _Document:
    """The candidates of one document and what they say of each other."""

    def __init__(self, text: str, language: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.language = language
        self.tokens = tokens
        self.found = matches(text, tokens)
        self.prior = self._prior()
        self.sure = self._sure()
        most = self.prior.most_common(1)
        main = bool(most) and 3 * most[0][1] >= 2 * self.prior.total() and most[0][1] >= 3
        self.about = most[0][0] if main else None

    def read(self) -> list[Toponym]:
        kept: list[tuple[Match, Entry]] = []
        for i, match in enumerate(self.found):
            near = bool(kept) and self._joined(kept[-1][0], match)
            if match.kind in "CNWG":
                score = self._large(match)
            else:
                score = self._small(match, listed=near or self._following(i))
            if score >= _ENOUGH:
                kept.append((match, match.name.entries[0]))
        placed = [(match, self._entry(match, kept, i)) for i, (match, _) in enumerate(kept)]
        known = [self._toponym(match, entry) for match, entry in placed]
        spans = [(match.first, match.last) for match, _ in placed]
        more = unknown(self.text, self.tokens, spans)
        known += [self._unnamed(first, last, placed) for first, last in more]
        known.sort(key=lambda toponym: toponym.start)
        apart = known[:1]
        for toponym in known[1:]:
            if toponym.start >= apart[-1].end:
                apart.append(toponym)
        return apart

    def _prior(self) -> Counter[str]:
        """How often each country is meant, as far as names leave no doubt."""
        said: Counter[str] = Counter()
        for match in self.found:
            entries = match.name.entries
            country = entries[0].country
            if country is None or self._is_word(match):
                continue
            if match.kind in "CN":
                said[country] += 1 if match.name.person else 3
            elif len({entry.country for entry in entries}) == 1 and entries[0].size >= 4:
                said[country] += 1
        return said

    def _sure(self) -> frozenset[int]:
        """Tokens of names whose every place lies in a country the text speaks of."""
        return frozenset(
            i
            for match in self.found
            if not match.name.person
            and not self._is_word(match)
            and all(self.prior[e.country or ""] >= 3 for e in match.name.entries)
            for i in range(match.first, match.last)
        )

    def _is_word(self, match: Match) -> bool:
        return self.language in match.name.words

    # Is it a place?

    def _large(self, match: Match) -> float:
        """Points for a country, nation, sea or area; `_ENOUGH` make it one."""
        tokens, first, last = self.tokens, match.first, match.last
        word = self.text[tokens[first].start : tokens[last - 1].end]
        score = 3.0
        if match.name.person and self._in_name(match):
            score -= 3
        if last - first == 1 and len(word) <= 3 and not word.isupper():
            score -= 3  # "Car", "Us"
        if last < len(tokens) and tokens[last].low == "$":
            score -= 3  # a currency
        return score

    def _small(self, match: Match, *, listed: bool) -> float:
        """Points for a division, town or site, of what it is called and what stands around it."""
        name, first, last = match.name, match.first, match.last
        tokens = self.tokens
        best = max(name.entries, key=lambda entry: self.prior[entry.country or ""])
        before, after = self._before(first), self._after(last)
        said = self.prior[best.country or ""] if best.country else 0
        capitals = all(self.text[t.start : t.end].isupper() for t in tokens[first:last])
        score = 0.0
        typed = after in _TYPES or after in _AFTER
        score += 3 if typed else 0
        linked = before in _LINKS and self._before(first - 1) in _BEFORE
        score += 3 if linked else 0
        moved = before in _WEAK and self._before(first - 1) in _MOVED
        score += 2 if before in _PREPOSITIONS or moved else 1 if before in _WEAK else 0
        score += 2 if listed else 0
        score += 2 if said >= 3 else 1 if said else 0
        score += 1 if best.kind == "A" else 0
        score += 1 if name.entries[0].size >= 5 else 0
        score += 1 if last - first > 1 and not name.person else 0
        opens = self._opens(first)
        score += 1 if opens and after == ":" else 0
        score += 1 if name.entries[0].kind == "S" and not name.person else 0
        running = not opens and self.tokens[first - 1].kind == "word"
        running = running and not self.tokens[first - 1].upper
        score += 1 if running else 0
        if self._is_word(match) and last - first == 1:
            score -= 1 if running else 2 if not opens else 4
        if name.person:
            score -= 1
        if name.entries[0].size <= 3 and not said:
            score -= 1.5
        if before in _TITLES and not opens:
            score -= 4
        if self._in_name(match) and (not (typed or linked) or (said <= 1 and best.size <= 5)):
            score -= 1.5 if best.kind == "A" and said >= 3 else 3 if said > 1 else 6
        if capitals and last - first == 1 and tokens[first].end - tokens[first].start <= 5:
            score -= 2 if not said else 1
        if all(token.low in _DIRECTIONS or token.low in _BODIES or token.low in _TYPES
               for token in tokens[first:last]):  # fmt: skip
            score -= 3  # "South", "Centre" and "Port" of a heading
        return score

    def _before(self, i: int) -> str:
        return self.tokens[i - 1].low if i > 0 else ""

    def _after(self, i: int) -> str:
        """The word after a name, past "refugee", "IDP" and directions."""
        while i < len(self.tokens) and self.tokens[i].low in _BETWEEN:
            i += 1
        return self.tokens[i].low if i < len(self.tokens) else ""

    def _opens(self, i: int) -> bool:
        """Whether a token opens a sentence or a line."""
        if i == 0:
            return True
        before = self.tokens[i - 1]
        gap = self.text[before.end : self.tokens[i].start]
        return "\n" in gap or (before.kind == "mark" and before.low in '.!?:;•*“"–|')

    def _in_name(self, match: Match) -> bool:
        """Whether a capital word that is neither common nor of a body stands right beside it."""
        tokens, first, last = self.tokens, match.first, match.last
        if first > 0 and not self._opens(first):
            token = tokens[first - 1]
            gap = self.text[token.end : tokens[first].start]
            if token.kind == "word" and gap == " " and self._is_stray(first - 1):
                return True
        if last < len(tokens):
            token = tokens[last]
            gap = self.text[tokens[last - 1].end : token.start]
            if token.kind == "word" and gap == " " and self._is_stray(last):
                return True
        return False

    def _is_stray(self, i: int) -> bool:
        token = self.tokens[i]
        if i in self.sure:
            return False
        word = self.text[token.start : token.end]
        return token.upper and not (
            word.isupper() or token.low in _BODIES or token.low in _TYPES or token.low in _AFTER
            or token.low in _DIRECTIONS or token.low in NEVER or token.low in _PREPOSITIONS
            or token.low in _WEAK
        )  # fmt: skip

    def _joined(self, left: Match, right: Match) -> bool:
        """Whether only commas, "and" and type nouns part two names."""
        return 0 < right.first - left.last <= 6 and all(
            token.low in _JOINS or token.low in _TYPES or token.kind == "number"
            or token.low in "()"
            for token in self.tokens[left.last : right.first]
        )  # fmt: skip

    def _following(self, i: int) -> bool:
        """Whether the next name is of a surely known place and joined to this one."""
        if i + 1 >= len(self.found):
            return False
        match = self.found[i + 1]
        return (
            match.kind in "CA" and not match.name.person and not self._is_word(match)
            and self._joined(self.found[i], match)
        )  # fmt: skip

    # Which one is it?

    def _entry(self, match: Match, kept: Sequence[tuple[Match, Entry]], i: int) -> Entry:
        entries = match.name.entries
        if len(entries) == 1 or entries[0].kind in "CNWG":
            if match.kind == "C" and len(entries) > 1:
                return self._country_or_state(match)
            return entries[0]
        parents = {
            entry.country
            for other, entry in kept[i + 1 : i + 3]
            if self._joined(match, other) and entry.kind in "CA"
        }
        regions = {
            entry.region
            for other, _ in kept[max(0, i - 2) : i + 3]
            for entry in other.name.entries
            if other is not match and entry.kind == "A" and entry.region
        }
        wanted = _KIND_OF.get(self._after(match.last).rstrip("s"), "")

        def weight(entry: Entry) -> float:
            said = self.prior[entry.country or ""]
            return (
                entry.size * 0.5
                + 3 * min(said, 10) / 10 + (2 if said >= 3 else 0.5 if said else 0)
                + (6 if entry.country in parents else 0)
                + (3 if entry.region in regions else 0)
                + (2 if wanted and entry.kind == wanted else 0)
            )  # fmt: skip

        return max(entries, key=weight)

    def _country_or_state(self, match: Match) -> Entry:
        """Georgia beside Alabama, or in a text that speaks of the United States only."""
        country, *others = match.name.entries
        for other in others:
            if (
                other.kind == "A"
                and self.prior[other.country or ""] > self.prior[country.country or ""]
            ):
                return other
        return country

    # How far do its words reach?

    def _toponym(self, match: Match, entry: Entry) -> Toponym:
        tokens = self.tokens
        start, end = tokens[match.first].start, tokens[match.last - 1].end
        if match.split:
            end = self.text.index("-", start)
        core = start, end
        if entry.kind != "N":
            start = self._directed(match.first)
            end = max(end, self._typed(match.last)) if not match.split else end
        return Toponym(start, end, entry.kind, entry.country, entry.region, *core)

    def _directed(self, first: int) -> int:
        """Where the name begins with its directions: "north-west Syria"."""
        tokens = self.tokens
        start = tokens[first].start
        i = first - 1
        while i >= 0 and tokens[i].low in _DIRECTIONS and self._adjacent(i):
            start = tokens[i].start
            i -= 1
        return start

    def _adjacent(self, i: int) -> bool:
        gap = self.text[self.tokens[i].end : self.tokens[i + 1].start]
        return not gap.strip() and gap.count("\n") < 2

    def _typed(self, last: int) -> int:
        """Where the name ends with its type noun: "province", "Refugee Camp"."""
        tokens = self.tokens
        end, i = 0, last
        while i < len(tokens) and i - last < 3 and self._adjacent(i - 1):
            if tokens[i].upper and tokens[i].low in _DIRECTIONS and i == last:
                end = tokens[i].end  # "Aweil South"
            elif tokens[i].low in _TYPES:
                end = tokens[i].end
                break
            elif tokens[i].low not in ("refugee", "idp", "displacement"):
                break
            i += 1
        return end

    def _unnamed(self, first: int, last: int, placed: Sequence[tuple[Match, Entry]]) -> Toponym:
        """A name that only its context tells: it lies where the next place of its list lies."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        country, region = self.about, None
        i = bisect_left(placed, last, key=lambda pair: pair[0].first)
        if i < len(placed) and placed[i][0].first <= last + 4 and placed[i][1].kind in "CADTS":
            country, region = placed[i][1].country, placed[i][1].region
        return Toponym(
            self._directed(first), max(end, self._typed(last)), "U", country, region, start, end
        )


def locate(words: str, language: str = "en") -> tuple[str | None, str | None]:
    """Country and region of a place named apart, as in a cell of a table.

    >>> locate("Cabo Delgado")
    ('MOZ', 'MZ-P')
    """
    name = located(toponyms(words, language), 0, len(words))
    return (None, None) if name is None else (name.country, name.region)
