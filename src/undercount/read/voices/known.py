"""What kind of body a named source is, told by its name or where the text first speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from undercount.read.lexicon import Lexicon, shared
from undercount.read.voices.classes import class_of
from undercount.read.voices.voice import Voice
from undercount.read.words.phrases import low
from undercount.read.words.source import PARTICLES, Source
from undercount.read.words.tokens import QUOTE, Token
from undercount.units import ClaimantClass

_SMALL_WORDS: Final = 3  # "of", "and", "the" in a name that its letters leave out
_LONGEST: Final = 6  # words of a name
_BACK: Final = 9  # words before a name that may tell an office
_WORDS: Final = 24  # words of an apposition
_AGE: Final = frozenset(["ans", "años", "year-old", "aged"])
_ENDS: Final = frozenset([",", ".", ";", ":", "–", "—", "(", ")", "!", "?", QUOTE])
_THEIR: Final = shared("source.possessives") | {"su", "sus"}
_PLAIN: Final = frozenset(["unknown", "private", "migrant"])
_OFFICES: Final = frozenset(["unknown", "government"])
_OF: Final = frozenset(["of", "for", "at", "with", "de", "du", "des", "del", "à", "en"])
_VAGUE: Final = frozenset(["unknown", "private"])  # an office alone tells no more


@dataclass(slots=True)
class Known:
    """The classes of the sources of a document; fed with every passage in its order.

    Attributes:
        lexicon: words of the document's language.
        issuer: who speaks where nobody else does.
        outlet: its name, or None.
    """

    lexicon: Lexicon
    issuer: Voice
    outlet: str | None
    _last_words: dict[str, ClaimantClass] = field(default_factory=dict)
    _bodies: dict[str, ClaimantClass] = field(default_factory=dict)
    _people: dict[str, ClaimantClass] = field(default_factory=dict)

    def _spell(self, text: str, tokens: Sequence[Token]) -> None:
        """Note "the Border Services Agency (BSA)": what follows by its letters is that body."""
        for i, token in enumerate(tokens[2:-1], start=2):
            letters = token.low
            if low(tokens, i - 1) != "(" or low(tokens, i + 1) != ")" or len(letters) < 2:
                continue
            if not text[token.start : token.end].isupper() or letters in self._last_words:
                continue
            first = max(0, i - 1 - len(letters) - _SMALL_WORDS)
            while first < i - 2 and tokens[first].low[:1] != letters[0]:
                first += 1
            cls = class_of(text[tokens[first].start : tokens[i - 2].end], self.lexicon)
            if cls != "unknown":
                self._last_words[letters] = cls

    def read(self, text: str, tokens: Sequence[Token], latest: Voice | None) -> None:
        """Note the people of a passage whose office or trade stands beside their name."""
        self._spell(text, tokens)
        i, count = 0, len(tokens)
        while i < count:
            if not tokens[i].upper or tokens[i].kind != "word":
                i += 1
                continue
            first = i
            while i < count and i - first < _LONGEST and (
                (tokens[i].kind == "word" and (tokens[i].upper or tokens[i].low in PARTICLES))
                or (tokens[i].low == "." and tokens[i - 1].end - tokens[i - 1].start <= 2)
            ):  # fmt: skip
                i += 1
            last = i
            while last > first + 1 and not tokens[last - 1].upper:
                last -= 1
            i = max(last, first + 1)
            surname = tokens[last - 1].low
            if surname in self._people or surname in self._last_words:
                continue
            told = self._behind(text, tokens, first, last, latest)
            if told == "unknown":
                told = self._before(text, tokens, first, latest)
            if told != "unknown":
                self._people[surname] = told

    def _behind(
        self, text: str, tokens: Sequence[Token], first: int, last: int, latest: Voice | None
    ) -> ClaimantClass:
        """ "Ana Sol, the prefect of Sarn, ..." and "Ana Sol, 34, who drives a lorry, ..."."""
        if low(tokens, last) not in (",", "("):
            return "unknown"
        if low(tokens, first - 1) in self.lexicon.words("place.prepositions"):
            return "unknown"
        begin = last + 1
        if begin < len(tokens) and (
            tokens[begin].kind == "number"
            or tokens[begin].low in self.lexicon.table("numbers.units")
        ):  # fmt: skip
            begin += 1 + (low(tokens, begin + 1) in _AGE)
            if low(tokens, begin) != ",":
                return "unknown"
            begin += 1
        elif low(tokens, begin) in ("de", "aged", "of") and low(tokens, begin + 2) in _AGE:
            begin += 4
        end = begin
        while end < len(tokens) and end - begin < _WORDS and (
            tokens[end].low not in _ENDS
            or (tokens[end].low == "." and tokens[end - 1].end - tokens[end - 1].start == 1)
        ):  # fmt: skip
            end += 1
        if end == begin or (tokens[begin].upper and end - begin < 2):
            return "unknown"
        if low(tokens, begin) not in ("who", "qui", "que", "quien") and any(
            token.low in self.lexicon.words("reporting.say") and not token.upper
            for token in tokens[begin:end]
        ):  # fmt: skip
            return "unknown"
        return self._office(text, tokens, begin, end, latest)

    def _before(
        self, text: str, tokens: Sequence[Token], first: int, latest: Voice | None
    ) -> ClaimantClass:
        """ "Teacher Ana Sol", "the councillor for housing, Ana Sol, ..."."""
        end = first - (low(tokens, first - 1) == ",")
        begin = end
        closed = self.lexicon.words("nouns.closed")
        roles = self.lexicon.words("reporting.roles")
        says = self.lexicon.words("reporting.say")
        while begin > 0 and end - begin < _BACK:
            token = tokens[begin - 1]
            if token.kind != "word" and token.low not in ("'s", "'", "’"):
                break
            if token.low in says:
                break
            begin -= 1
            if end == first and token.low in closed:
                break
        named = any(token.low in roles for token in tokens[begin:end])
        if end == begin or not (named or end == first):
            return "unknown"
        if end == first and not named:
            return "unknown"
        return self._office(text, tokens, begin, end, latest)

    def _office(
        self, text: str, tokens: Sequence[Token], begin: int, end: int, latest: Voice | None
    ) -> ClaimantClass:
        """The class of an office: its own, else that of whose office it is."""
        about = text[tokens[begin].start : tokens[end - 1].end]
        held = class_of("", self.lexicon, about)
        tail = next((k for k in range(begin + 1, end - 1) if tokens[k].low in _OF), None)
        if held in _OFFICES and tail is not None:
            body = class_of(text[tokens[tail + 1].start : tokens[end - 1].end], self.lexicon)
            held = body if body not in _PLAIN else held
        theirs = tokens[begin].low in _THEIR
        owner = next((k for k in range(begin, end) if tokens[k].low == "'s"), None)
        if owner is not None and owner > begin and held in _OFFICES | _VAGUE:
            whose = class_of(text[tokens[begin].start : tokens[owner - 1].end], self.lexicon)
            return whose if whose not in _PLAIN else self._whose(latest) or held
        if theirs:
            return self._whose(latest) or held
        roles = self.lexicon.words("reporting.roles")
        if held == "unknown" and any(token.low in roles for token in tokens[begin:end]):
            for token in tokens[begin:end]:
                known = self._last_words.get(token.low)
                if known is not None and token.upper:
                    return known
            if self.issuer.cls not in ("journalist", "unknown"):
                return self.issuer.cls
        return held

    def _whose(self, latest: Voice | None) -> ClaimantClass | None:
        if latest is not None and latest.cls not in _PLAIN:
            return latest.cls
        return self.issuer.cls if self.issuer.cls not in ("journalist", "unknown") else None

    def of(self, source: Source, latest: Voice | None) -> ClaimantClass:
        """The class of a source; `latest` is who spoke before."""
        name = source.name or ""
        if self.outlet and name.lower() in self.outlet.lower() and len(name) > 3:
            return self.issuer.cls
        if self.outlet and self.outlet.lower() in source.described.lower():
            return self.issuer.cls
        words = name.lower().split()
        own = class_of(name, self.lexicon)
        if own != "unknown":
            return own
        groups = self.lexicon.words("reporting.group_nouns")
        offices = self.lexicon.words("reporting.roles")
        alone = len(words) == 1 and words[0] in groups and not words[0].endswith("s")
        if alone or all(word in offices for word in words):
            return self._whose(latest) or "unknown"
        known = self._people.get(words[-1]) or self._last_words.get(words[-1])
        if known is not None:
            return known
        for body, cls in self._bodies.items():
            if body in source.described:
                return cls
        return class_of(name, self.lexicon, source.described.split(". ")[0])

    def named(self, name: str, about: str | None = None) -> ClaimantClass:
        """The class of a name, with what is said of it there."""
        last = name.split()[-1].lower()
        known = self._people.get(last) or self._last_words.get(last)
        return known or class_of(name, self.lexicon, about)

    def remember(self, name: str, cls: ClaimantClass) -> None:
        """Keep the class of a source for when it is named again."""
        if cls == "unknown":
            return
        words = name.split()
        self._last_words.setdefault(words[-1].lower(), cls)
        if len(words) > 1:
            self._bodies.setdefault(name, cls)
