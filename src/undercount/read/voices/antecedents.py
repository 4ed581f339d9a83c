"""Whom a sentence is about, so that "she", "their" and a quotation behind a colon find them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from undercount.read.lexicon import Lexicon
from undercount.read.voices.claimants import head_subject
from undercount.read.voices.classes import class_of
from undercount.read.voices.known import Known
from undercount.read.voices.voice import Voice
from undercount.read.words.phrases import low
from undercount.read.words.source import PARTICLES
from undercount.read.words.tokens import Token

_NAME: Final = 6  # words of a name
_LEAD: Final = 10  # words of "For the accused, ..." and "A doctor there, ..."
_PERSONAL: Final = frozenset(["he", "she", "his", "her", "i", "él", "ella"])
_EITHER: Final = frozenset(["il", "elle", "son", "sa", "ses", "su", "sus"])
_WHO: Final = frozenset(["who", "whose", "qui", "dont", "que", "quien", "a", "an", "the", "un",
                         "une", "de", "of", "aged", "mother", "father"])  # fmt: skip
_ARTICLES: Final = frozenset(["the", "a", "an", "le", "la", "l", "un", "une", "el", "los", "las",
                              "una", "its", "son", "sa", "su", "our", "his", "her", "their",
                              "'", "’"])  # fmt: skip
_FAR: Final = 40  # code points between an article and a name: "la maire de Sarn, Ana Sol"
_DETERMINER: Final = re.compile(
    r"\b(la|le|les|une?|des|du|au|aux|cette|ces?|el|los|las|una|del|al|sa|son)"
    r"[ \u00a0](?:[\w'’-]+[ \u00a0]?(?:, )?){0,4}$",
    re.IGNORECASE,
)
_WHEN: Final = frozenset(["on", "in", "by", "since", "en", "el", "le", "au"])
_KINDS: Final = {
    **dict.fromkeys(["la", "une", "cette", "una", "sa"], "f"),
    **dict.fromkeys(["le", "un", "du", "au", "ce", "el", "del", "al", "son"], "m"),
    **dict.fromkeys(["les", "des", "aux", "ces", "los", "las"], "p"),
}
_GENDERS: Final = {
    "il": "m", "elle": "f", "ils": "p", "elles": "p", "él": "m", "ella": "f", "ellos": "p",
    "ellas": "p",
}  # fmt: skip
_PLAIN: Final = frozenset(["unknown", "private", "migrant"])


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody a sentence is about: where it begins, who, and whether it is a person."""

    at: int
    voice: Voice
    person: bool


@dataclass(slots=True)
class Antecedents:
    """Who the sentences of a paragraph are about, in their order."""

    lexicon: Lexicon
    known: Known
    _here: list[Mention] = field(default_factory=list)
    _heard: list[Voice] = field(default_factory=list)
    _sentences: list[Sequence[Token]] = field(default_factory=list)
    _text: str = ""

    def open_block(self) -> None:
        """A new paragraph: nobody is spoken of yet."""
        self._here.clear()
        self._heard.clear()
        self._sentences.clear()

    def see(self, text: str, start: int, tokens: Sequence[Token]) -> None:
        """Note whom the sentence that begins at `start` is about."""
        self._text = text
        self._sentences.append(tokens)
        mention = self._person(text, start, tokens) or self._body(text, start, tokens)
        if mention is not None:
            self._here.append(mention)

    def meant(self, pronoun: str, position: int) -> Voice | None:
        """Whom a pronoun before `position` stands for, where its paragraph has told it."""
        if self.lexicon.language != "en" and pronoun in _GENDERS:
            return self._agreeing(pronoun, position)
        personal = pronoun in _PERSONAL
        for mention in reversed(self._here):
            if mention.at >= position:
                continue
            named = pronoun in ("it", "its") and mention.voice.cls == "unknown"
            if pronoun in _EITHER or named or mention.person is personal:
                return mention.voice
        return None

    def hear(self, voice: Voice) -> None:
        """Note who spoke in the paragraph."""
        if voice.at is not None:
            self._heard.append(voice)

    def _agreeing(self, pronoun: str, position: int) -> Voice | None:
        """The latest before `position` whose article is of the pronoun's gender and number."""
        told = [*self._heard, *(m.voice for m in self._here if m.voice.at is not None)]
        told.sort(key=lambda voice: voice.at or (0, 0))
        for voice in reversed(told):
            if voice.at is None or voice.at[0] >= position:
                continue
            before = _DETERMINER.search(self._text[max(0, voice.at[0] - _FAR) : voice.at[0]])
            kind = _KINDS.get(before[1].lower()) if before else None
            if kind is None or kind == _GENDERS[pronoun]:
                return voice
        return None

    def later(self, one: Voice | None, other: Voice | None) -> Voice | None:
        """Whichever of a paragraph's two antecedents was named last."""
        if one is None or other is None or one.at is None or other.at is None:
            return one or other
        return other if other.at > one.at and other in self._heard else one

    def several(self, text: str, position: int) -> Voice | None:
        """The plural subject of a sentence, whom "they believe" further on stands for."""
        for tokens in reversed(self._sentences):
            if tokens and tokens[0].start < position:
                found = self._plural(text, tokens, position)
                if found is not None:
                    return found
        return None

    def _plural(self, text: str, tokens: Sequence[Token], position: int) -> Voice | None:
        first = 1 if low(tokens, 0) in _ARTICLES else 0
        for last, token in enumerate(tokens[first : first + _NAME], start=first):
            if token.kind != "word" or token.start >= position:
                return None
            if token.low.endswith("s"):
                at = tokens[first].start, token.end
                cls = class_of(text[slice(*at)], self.lexicon)
                known = cls != "unknown" or token.low.removesuffix("s") in (
                    self.lexicon.words("reporting.roles")
                )
                return Voice(text[slice(*at)], cls, at=at) if known else None
            if token.low in self.lexicon.words("nouns.closed") and last > first:
                return None
        return None

    def counts(self, start: int, tokens: Sequence[Token]) -> Voice | None:
        """The person a sentence is about, where they say or count something in it.

        "Ana Sol, a sociologist whose team asked 600 people, holds that ..." and "A judge who came
        in May found ...".
        """
        mention = next((m for m in reversed(self._here) if m.at == start), None)
        if mention is None or mention.voice.at is None or not mention.person:
            return None
        rest = [token for token in tokens if token.start >= mention.voice.at[1]]
        if low(rest, 0) not in (",", "who", "qui", "que"):
            return None
        verbs = self.lexicon.words("reporting.say") | self.lexicon.words("reporting.record")
        return mention.voice if any(t.low in verbs and not t.upper for t in rest) else None

    def _person(self, text: str, start: int, tokens: Sequence[Token]) -> Mention | None:
        """ "Ana Sol, 34, ...", "A doctor there, Ana Sol, ..." and "Ana Sol walks ..."."""
        first = _opening(tokens, self.lexicon)
        run = _run(tokens, first)
        if run == first:  # an office and a name after a comma
            comma = next(
                (k for k in range(first, min(first + _LEAD, len(tokens)))
                 if tokens[k].kind == "mark" and tokens[k].low not in ("'", "’", "'s", "-")),
                len(tokens),
            )  # fmt: skip
            if low(tokens, comma) != ",":
                return None
            first = comma + 1
            run = _run(tokens, first)
            if run - first < 2 or low(tokens, run) != ",":
                return None
            return self._mention(text, start, tokens[first:run])
        following = low(tokens, run)
        words = [token for token in tokens[first:run] if token.upper]
        if following == ",":
            after = run + 1
            if after >= len(tokens):
                return None
            aged = tokens[after].kind == "number" or tokens[after].low in (
                self.lexicon.table("numbers.units")
            )
            roles = self.lexicon.words("reporting.roles")
            office = any(token.low in roles for token in tokens[after : after + 4])
            sites = self.lexicon.words("place.facilities")
            site = len(words) == 1 and tokens[after].low in _ARTICLES
            if (
                site
                and not office
                and any(token.low in sites for token in tokens[after : after + 4])
            ):
                return None  # "Sarn, the new camp on the hill, ..."
            if not (aged or office or (tokens[after].low in _WHO)):
                return None
            if aged and len(words) < 2 and low(tokens, after + 1) not in (",", "ans", "años"):
                return None
        elif len(words) < 2 or run >= len(tokens) or tokens[run].kind != "word" or (
            tokens[run].low in self.lexicon.words("place.prepositions")
        ):  # fmt: skip
            return None
        return self._mention(text, start, tokens[first:run])

    def _mention(self, text: str, start: int, run: Sequence[Token]) -> Mention | None:
        offices = self.lexicon.words("reporting.roles")
        first = 0
        while first < len(run) - 1 and run[first].low in offices:
            first += 1
        titled = first > 0
        held = class_of(text[run[0].start : run[-1].end], self.lexicon)
        run = run[first:]
        at = run[0].start, run[-1].end
        name = text[slice(*at)]
        own = class_of(name, self.lexicon)
        titles = self.lexicon.words("reporting.titles")
        titled = titled or any(token.low in titles for token in run)
        if own not in _PLAIN and not titled:
            return None
        if any(token.low in self.lexicon.words("nouns.closed") - PARTICLES for token in run):
            return None
        cls = self.known.named(name)
        return Mention(start, Voice(name, held if cls == "unknown" else cls, at=at), person=True)

    def _body(self, text: str, start: int, tokens: Sequence[Token]) -> Mention | None:
        """ "The agency shelters 300 people": a body known by its name."""
        elided = low(tokens, 0) == "l" and low(tokens, 1) in ("'", "’")
        dated = low(tokens, 0) in _WHEN and next(
            (k for k in range(2, min(_NAME, len(tokens) - 1))
             if tokens[k].kind == "number" and low(tokens, k + 1) in _ARTICLES), None,
        )  # fmt: skip
        first = 2 if elided else dated + 1 if dated else 0
        source = head_subject(text, tokens[first:], self.lexicon)
        if source is None or source.name is None:
            return None
        cls = self.known.of(source, None)
        if cls in _PLAIN:
            return None
        name = self._unverbed(source.name)
        at = None if source.at is None else (source.at[0], source.at[0] + len(name))
        roles = self.lexicon.words("reporting.roles")
        said = name.lower().split()  # "the refugee agency" is no person, "the refugee" is
        groups = self.lexicon.words("reporting.group_nouns")
        person = any(word in roles for word in said) and not any(word in groups for word in said)
        return Mention(start, Voice(name, cls, at=at), person)

    def _unverbed(self, name: str) -> str:
        """Without a verb that no list holds: "the coastguard keeps"."""
        shorter, _, last = name.rpartition(" ")
        if not shorter or last[0].isupper() or self.lexicon.language != "en":
            return name
        verbal = last.endswith(("s", "ed")) and class_of(last, self.lexicon) == "unknown"
        known = class_of(shorter, self.lexicon) not in _PLAIN
        return shorter if verbal and known else name


def _opening(tokens: Sequence[Token], lexicon: Lexicon) -> int:
    """Where a sentence begins behind "For the accused," and "In Sarn,"."""
    i = 0
    while i < len(tokens) and tokens[i].kind == "mark":
        i += 1
    if low(tokens, i) in lexicon.words("place.prepositions"):
        for k in range(i + 1, min(i + _LEAD, len(tokens))):
            if tokens[k].low == ",":
                return k + 1
    return i


def _run(tokens: Sequence[Token], first: int) -> int:
    """One past the capitalised words that begin at `first`."""
    if low(tokens, first) in _ARTICLES:
        return first
    i = first
    while i < len(tokens) and i - first < _NAME and (
        (tokens[i].kind == "word" and tokens[i].upper)
        or (i > first and tokens[i].low in PARTICLES)
        or (tokens[i].low == "." and i > first and tokens[i - 1].end - tokens[i - 1].start <= 2)
    ):  # fmt: skip
        i += 1
    while i > first and not tokens[i - 1].upper:
        i -= 1
    return i
