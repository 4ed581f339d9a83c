"""What is said in a passage and by whom: quotations with their speakers, and reported speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from undercount.ledger.records import Post, Quote
from undercount.read.lexicon import Lexicon
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.contents import contents
from undercount.read.voices.parser import Parser
from undercount.read.voices.passages import Passage
from undercount.read.voices.people import People, Speaker, role_of
from undercount.read.voices.quotes import Quoted
from undercount.read.voices.speech import speech
from undercount.read.words.blocks import Block
from undercount.read.words.tokens import Token

_PERSONAL: Final = frozenset(["he", "she", "il", "elle", "él", "ella"])
_TURN: Final = re.compile(r"(?P<name>[^\W\d_a-z][^\W\d_a-z.’' -]{1,30}):\s+(?=\S)")
_SIGNED: Final = re.compile(
    r"\s{0,4}(?P<dash>―|—|–|--|-)\s{0,2}(?P<name>[^\W\d_][^\n,(.―—–]{1,60}?)\s{0,2}(?=[,(\n]|\.?\s*\n|\.?$)"
)
_THE: Final = re.compile(r"\b(?:the|le|la|el)\s$|\bl['’]$", re.IGNORECASE)
_RELATIVE: Final = frozenset(["who", "qui", "that", "which"])
_ENDS: Final = frozenset([".", "!", "?", "…", ";"])
_AROUND: Final = 4  # clauses on either side of a quotation that may name its speaker
_NESTED: Final = 8  # clauses before and behind that may hold one
_REACH: Final = 600  # code points between a quotation and its clause
_FAR: Final = 10_000  # a sentence's end stands between
_RANK: Final = {"say": 0, "deny": 0, "according": 0, "hold": 1, "intend": 1, "record": 1}


@dataclass(slots=True)
class Statements:
    """Walks through a document beside `Voices`; call `read` once for each passage, in order.

    Attributes:
        text: the document's text.
        lexicon: words of its language.
        posts: embedded posts; what stands in them is theirs.
        parser: finds further clauses of speech, or None.
    """

    text: str
    lexicon: Lexicon
    posts: Sequence[Post] = ()
    parser: Parser | None = None
    _people: People = field(init=False)
    _last: Speaker | None = None
    _spoken_block: int = -1
    _announced: Speaker | None = None

    def __post_init__(self) -> None:
        self._people = People(self.lexicon)

    def full_name(self, name: str) -> str:
        """The full name that the text gave for a surname; other names as they are."""
        return self._people.resolve(name)

    def read(self, passage: Passage, block: Block) -> list[Quote]:
        """The quotations and reported statements of a passage, by their place in the text."""
        self._people.see(self.text, passage.tokens)
        clauses = speech(self.text, passage.masked, passage.attributions, self.lexicon)
        if self.parser is not None:
            clauses = self._parsed(passage, clauses)
        speakers: list[tuple[Attribution, Speaker]] = []
        for clause in clauses:
            speakers.append((clause, self._speaker(clause, speakers[-1][1] if speakers else None)))
        found: list[Quote] = []
        for quote in passage.quotes:
            label = _TURN.match(self.text, quote.start, quote.end)
            if label is not None:
                speaker: Speaker | None = self._turn(label)
                quote = quote._replace(start=label.end())
            else:
                speaker = self._quoted(quote, passage, block, speakers)
            if speaker is not None:
                self._last, self._spoken_block = speaker, block.start
            found.append(_said(quote.start, quote.end, speaker, direct=True))
        reported = [
            (clause, speaker, contents(clause, passage.masked, clauses, self.lexicon))
            for clause, speaker in speakers
        ]
        for n, (clause, speaker, spans) in enumerate(reported):
            near = reported[max(n - _NESTED, 0) : n + _NESTED]
            if not _is_retold(clause, near):
                found += [_said(start, end, speaker, direct=False) for start, end in spans]
                if clause.source.pronoun not in _RELATIVE:
                    self._last, self._spoken_block = speaker, block.start
        colon = self.text[passage.end - 1] == ":"
        self._announced = speakers[-1][1] if colon and speakers else None
        turn = _TURN.match(self.text, passage.start, block.end) if not passage.quotes else None
        if turn is not None and passage.start == block.start and block.kind == "paragraph":
            self._last, self._spoken_block = self._turn(turn), block.start
            found.append(_said(turn.end(), block.end, self._last, direct=False))
        return sorted(found, key=lambda quote: (quote.start, -quote.end))

    def _parsed(self, passage: Passage, clauses: Sequence[Attribution]) -> list[Attribution]:
        """The clauses and those only the parser finds, by the place of their verbs."""
        assert self.parser is not None
        marks = [(quote.outer_start, quote.outer_end) for quote in passage.quotes]
        known = {clause.verb_start for clause in clauses}
        found = self.parser.clauses(self.text, passage.start, passage.end, marks, self.lexicon)
        merged = [*clauses, *(clause for clause in found if clause.verb_start not in known)]
        return sorted(merged, key=lambda clause: clause.verb_start)

    def _turn(self, label: re.Match[str]) -> Speaker:
        """Who takes their turn in a transcript: "SOL: ..."."""
        start, end = label.span("name")
        words = label["name"].title()
        name = self._people.resolve(words)
        return Speaker(label["name"] if name == words else name, start, end, (end, end + 1))

    def _speaker(self, clause: Attribution, before: Speaker | None) -> Speaker:
        """Who a reporting clause names, pronouns and surnames resolved; `before` is for "who"."""
        source = clause.source
        cue = (clause.verb_start, clause.verb_end)
        if source.pronoun is not None:
            if source.pronoun in _RELATIVE:
                name = None if before is None else before.name
            else:
                name = self._meant(source.pronoun, source.own)
            speaker = Speaker(name, source.start, source.end, cue)
        else:
            name = None if source.name is None else self._people.resolve(source.name)
            if name is not None and _THE.search(self.text, max(source.start - 4, 0), source.start):
                name = self._people.holder(name) or name
            role, organisation = role_of(source.described, name, self.lexicon)
            speaker = Speaker(name, source.start, source.end, cue, role, organisation)
        self._people.learn(speaker, source.pronoun)
        return self._people.described(speaker)

    def _meant(self, pronoun: str, own: bool) -> str | None:
        if own:
            return None
        meant = self._people.meant_by(pronoun) if pronoun in _PERSONAL else None
        return meant or (None if self._last is None else self._last.name)

    def _quoted(
        self,
        quote: Quoted,
        passage: Passage,
        block: Block,
        speakers: Sequence[tuple[Attribution, Speaker]],
    ) -> Speaker | None:
        """The speaker whose clause stands nearest outside the marks, else who spoke before."""
        if any(post.start <= quote.start < post.end for post in self.posts):
            return None
        signed = _SIGNED.match(self.text, quote.outer_end)
        opens = quote.outer_start - block.start < 3 and self.text[quote.outer_start] not in "—–"
        if signed is not None and opens:
            start, end = signed.span("name")
            return Speaker(signed["name"], start, end, signed.span("dash"))
        best: tuple[int, int] | None = None
        speaker: Speaker | None = None
        at = bisect_left(speakers, quote.outer_start, key=lambda pair: pair[0].verb_start)
        for clause, candidate in speakers[max(at - _AROUND, 0) : at + _AROUND]:
            key = (self._gap(quote, clause, passage.masked), _RANK[clause.kind])
            if best is None or key < best:
                best, speaker = key, candidate
        if speaker is not None and best is not None and best[0] < _FAR:
            return speaker
        if self._announced is not None:
            return self._announced
        alone = quote.outer_start - block.start < 3
        if self._last is not None and (self._spoken_block == block.start or alone):
            return self._last
        return speaker

    def _gap(self, quote: Quoted, clause: Attribution, masked: Sequence[Token]) -> int:
        """Code points between quotation and clause; much more where a sentence ends between."""
        if clause.cue_start >= quote.outer_end:
            low, high = quote.outer_end, clause.cue_start
        else:
            low, high = clause.cue_end, quote.outer_start
        gap = max(high - low, 0)
        if gap > _REACH:
            return gap + _FAR
        first = bisect_left(masked, low, key=lambda token: token.start)
        for token in masked[first:]:
            if token.start >= high:
                break
            if token.low in _ENDS:
                return gap + _FAR
        return gap


def _is_retold(
    clause: Attribution,
    reported: Sequence[tuple[Attribution, Speaker, Sequence[tuple[int, int]]]],
) -> bool:
    """Whether a clause stands inside what another reports: "she said he hoped to win"."""
    return any(
        start <= clause.cue_start and clause.verb_start < end
        for other, _, spans in reported
        if other is not clause
        for start, end in spans
    )


def _said(start: int, end: int, speaker: Speaker | None, *, direct: bool) -> Quote:
    if speaker is None:
        return Quote(start, end, None, direct)
    return Quote(
        start, end, speaker.name, direct, speaker.role, speaker.organisation,
        speaker.start, speaker.end, speaker.cue[0], speaker.cue[1],
    )  # fmt: skip
