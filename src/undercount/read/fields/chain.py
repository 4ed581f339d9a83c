"""The chain of who says a number: claimant, what they say it in, who passed it on; how directly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from undercount.read.fields.spans import Span
from undercount.read.lexicon import Lexicon
from undercount.read.lexicon.facets import facets
from undercount.read.voices.classes import class_of
from undercount.read.voices.passages import Passage
from undercount.read.voices.voice import Voice
from undercount.read.voices.voices import Voices
from undercount.read.words.phrases import low, phrase_after, phrase_before
from undercount.read.words.source import source_of
from undercount.read.words.tokens import Token
from undercount.units import Directness

_ARTICLES: Final = frozenset(["the", "le", "la", "les", "l", "el", "los", "las"])
_CLAUSE: Final = frozenset(["that", "how", "why", "about", "que", "comment", "cómo"])
_KINDS: Final = ("citing", "told", "interview", "passed_by")

_Kind = Literal["citing", "told", "interview", "passed_by"]


@dataclass(frozen=True, slots=True)
class Link:
    """Who says a number, through whom it came, and how directly."""

    voice: Voice
    relay: Span | None
    directness: Directness


@dataclass(frozen=True, slots=True)
class _Passing:
    """A body that is cited, or that passes on what another said.

    Attributes:
        kind: by which words.
        cue: where these begin.
        voice: the body.
        behind: whom it quotes, named right before: "a police source quoted by the Gazette".
    """

    kind: _Kind
    cue: int
    voice: Voice
    behind: Voice | None = None


@dataclass(slots=True)
class Chain:
    """Answers, passage by passage, through whom a voice's number came.

    Attributes:
        text: the document's text.
        lexicon: words of its language.
        voices: who speaks where.
    """

    text: str
    lexicon: Lexicon
    voices: Voices
    language: str
    _here: int = -1
    _passings: list[_Passing] = field(default_factory=list)

    def link(self, voice: Voice, passage: Passage, position: int) -> Link:
        """The chain behind the number at a code point whose claimant is `voice`."""
        if self._here != passage.start:
            self._here = passage.start
            self._passings = _passings(self.text, passage, self.lexicon, facets(self.language))
        relay = None
        if voice.at is not None and passage.start <= voice.at[0] < passage.end:
            for passing in self._passings:
                if passing.behind is not None and voice.name == passing.voice.name:
                    voice, relay = passing.behind, passing.voice.at
                    break
                if not self._concerns(passing, voice, position):
                    continue
                if passing.kind == "citing":
                    voice, relay = passing.voice, voice.at
                else:
                    relay = passing.voice.at
                break
        if relay is not None and self._is_outlet(self.text[slice(*relay)]):
            relay = None  # what somebody told the paper that prints it is reported
        return Link(voice, relay, self._directness(voice, relay, position))

    def _is_outlet(self, name: str) -> bool:
        outlet = self.voices.outlet
        return outlet is not None and name.lower() in outlet.lower()

    def _concerns(self, passing: _Passing, voice: Voice, position: int) -> bool:
        """Whether a passing on is of this voice and this number: no clause parts them."""
        assert voice.at is not None
        assert passing.voice.at is not None
        overlaps = passing.voice.at[0] < voice.at[1] and voice.at[0] < passing.voice.at[1]
        if overlaps or (passing.kind != "interview" and voice.at[0] > passing.cue):
            return False
        first, last = sorted((position, passing.cue))
        return ";" not in self.text[first:last]

    def _directness(self, voice: Voice, relay: Span | None, position: int) -> Directness:
        if self.voices.quoted_at(position):
            return "quoted"
        if relay is not None:
            return "relayed"
        return directness_of(voice, self.voices.issuer, self.voices.outlet)


def directness_of(voice: Voice, issuer: Voice, outlet: str | None) -> Directness:
    """How directly a voice speaks that neither is quoted nor passed on by another.

    >>> press, agency = Voice(None, "journalist"), Voice(None, "igo")
    >>> directness_of(Voice("mayor", "government"), press, "Sarn Post")
    'reported'
    >>> directness_of(press, press, "Sarn Post"), directness_of(agency, agency, None)
    ('unsourced', 'own')
    """
    if voice.name is None:
        if issuer.cls not in ("journalist", "unknown"):
            return "own"
        return "reported" if voice.artefact is not None else "unsourced"
    own = outlet is not None and len(voice.name) > 2 and voice.name.lower() in outlet.lower()
    return "own" if own else "reported"


def _passings(text: str, passage: Passage, lexicon: Lexicon, words: Lexicon) -> list[_Passing]:
    """The bodies of a passage that are cited or pass on, in the order of their cues."""
    keys = [f"chain.{kind}" for kind in _KINDS]
    if words.pattern(*keys).search(text, passage.start, passage.end, passage.words) is None:
        return []
    found = []
    for kind in _KINDS:
        for hit in words.pattern(f"chain.{kind}").finditer(
            text, passage.start, passage.end, passage.words
        ):
            i = bisect_left(passage.tokens, hit.end, key=lambda token: token.start)
            voice = _named(text, passage.tokens, i, lexicon, words)
            if voice is None:
                continue
            if kind in ("told", "interview") and not _is_outlet(voice, passage.tokens, i, words):
                continue
            behind = None
            if kind == "passed_by":
                behind = _behind(text, passage.tokens, hit.start, lexicon)
            found.append(_Passing(kind, hit.start, voice, behind))
    return sorted(found, key=lambda passing: passing.cue)


def _named(
    text: str, tokens: Sequence[Token], i: int, lexicon: Lexicon, words: Lexicon
) -> Voice | None:
    """The body named by the phrase that begins at token `i`; the paper itself is none."""
    last = phrase_after(tokens, i, lexicon)
    verbs = lexicon.union("reporting.say", "nouns.verbs", also=_CLAUSE)
    last = next((k for k in range(i + 1, last) if tokens[k].low in verbs), last)
    phrase = tokens[i:last]
    if not phrase or low(tokens, i) in words.words("chain.self"):
        return None
    source = source_of(text, phrase, lexicon)
    if source is None or source.at is None or source.name is None or source.own:
        return None
    named = any(token.upper for token in phrase)
    cls = class_of(source.name, lexicon)
    if not named and cls in ("unknown", "migrant"):
        return None
    return Voice(source.name, cls, source.artefact, source.at, source.artefact_at)


def _behind(text: str, tokens: Sequence[Token], cue: int, lexicon: Lexicon) -> Voice | None:
    """The body named right before "quoted by"; a bare document ("figures quoted by") is none."""
    i = bisect_left(tokens, cue, key=lambda token: token.start)
    first = phrase_before(tokens, i, lexicon)
    source = source_of(text, tokens[first:i], lexicon) if first < i else None
    if source is None or source.name is None:
        return None
    cls = class_of(source.name, lexicon)
    return (
        None
        if cls in ("unknown", "migrant")
        else Voice(source.name, cls, source.artefact, source.at, source.artefact_at)
    )


def _is_outlet(voice: Voice, tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """Whether those who were told print or broadcast: by class, by their name, by its form."""
    parts = (voice.name or "").split()
    lower = {part.lower() for part in parts}
    if lower & words.words("chain.audience"):
        return False
    if voice.cls == "journalist" or lower & words.words("chain.media"):
        return True
    article = low(tokens, i) in _ARTICLES
    return voice.cls == "unknown" and parts[0][:1].isupper() and (article or len(parts) == 1)
