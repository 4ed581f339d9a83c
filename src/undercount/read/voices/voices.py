"""Who speaks where: antecedents resolved and carried over, through a document in its order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from undercount.ledger.records import Post, Quote
from undercount.read.lexicon import Lexicon
from undercount.read.voices.antecedents import Antecedents
from undercount.read.voices.attribution import Attribution
from undercount.read.voices.claimants import (
    PARTS,
    further_clauses,
    goes_on,
    head_subject,
    is_artefact,
    may_claim,
    opener,
    opens_report,
    pronoun_of,
    standing,
    stated_by,
)
from undercount.read.voices.classes import class_of
from undercount.read.voices.known import Known
from undercount.read.voices.mended import mended
from undercount.read.voices.parser import Parser
from undercount.read.voices.passages import Passage
from undercount.read.voices.quotes import Quoted
from undercount.read.voices.statements import Statements
from undercount.read.voices.turns import label, speakers, turn
from undercount.read.voices.voice import Voice, named_in
from undercount.read.words.blocks import Block
from undercount.read.words.source import Source, source_of
from undercount.read.words.tokens import tokenize
from undercount.units import ClaimantClass

_RANK: Final = {"say": 0, "deny": 0, "according": 0, "intend": 1, "record": 2, "provided": 3}
_OBJECTS: Final = frozenset(["us", "i", "je"])
_PERSONAL: Final = frozenset(["he", "she", "his", "her", "il", "elle", "i"])
_THEIRS: Final = frozenset(["their", "they", "leur"])
_NUMBERING: Final = re.compile(r"^\s*\d{1,2}(?:[.)]\d{1,2}){0,5}[.)]?\s+|^\s*[IVX]{1,4}[.)]\s+")
_GOES_ON: Final = (": ", ":\u00a0", "; ", ", saying ", ", adding ", ", insisting ", ", noting ")
_TITLE: Final = 8  # words of a heading that names a source
_POST_CLASSES: Final[dict[str, ClaimantClass]] = {
    "government": "government", "ngo": "ngo", "eyewitness": "private",
}  # fmt: skip


@dataclass(slots=True)
class Voices:
    """Walks through a document and answers who says what; call `enter` once for each passage.

    Attributes:
        text: the document's text.
        lexicon: words of its language.
        issuer: who speaks where nobody else does.
        how: by which rule the last claimant was found.
        outlet: name of the issuer, for recognising it in the third person.
        posts: embedded posts.
        parser: finds further clauses of speech for statements, or None.
        answers: whose answer a paragraph of an interview is, by where it begins.
    """

    text: str
    lexicon: Lexicon
    issuer: Voice
    outlet: str | None
    posts: Sequence[Post]
    parser: Parser | None = None
    _known: Known = field(init=False)
    _turns: frozenset[str] = field(init=False)
    _about: Antecedents = field(init=False)
    _person: Voice | None = None
    _latest: Voice | None = None
    _label: Voice | None = None
    _section: Voice | None = None
    _paragraph: Voice | None = None
    _paragraph_before: Voice | None = None
    _lead: Voice | None = None
    _before: Block | None = None
    _own_at: tuple[int, int] = (-1, -1)
    _own_here: bool = False
    _resolved: list[tuple[Attribution, Voice]] = field(default_factory=list)
    _quotes: list[tuple[Quoted, Voice | None]] = field(default_factory=list)
    _statements: Statements = field(init=False)
    _stated: Sequence[Quote] = ()
    _more: Sequence[Attribution] = ()
    how: str = ""
    answers: Mapping[int, Voice] = field(default_factory=dict)
    _answer: Voice | None = None

    def __post_init__(self) -> None:
        self._turns = speakers(self.text, self.lexicon)
        self._known = Known(self.lexicon, self.issuer, self.outlet)
        self._about = Antecedents(self.lexicon, self._known)
        self._statements = Statements(self.text, self.lexicon, self.posts, self.parser)

    def open_block(self, block: Block) -> None:
        """Forget the paragraph's source; take the speaker's name before a colon."""
        item = block.kind in ("item", "row", "keyed")
        if item and self._before is not None:  # "According to the police:" speaks for its list
            line = self.text[self._before.start : self._before.end]
            self._lead = self._paragraph if line.rstrip().endswith(":") else None
        self._before = None if item else block
        self._paragraph = self._lead if item else None
        self._answer = self.answers.get(block.start)
        self._about.open_block()
        if item:
            return
        line = self.text[block.start : min(block.end, block.start + 140)]
        spoken = turn(line, self._turns)
        if spoken is not None:
            self._label = self._turn(spoken["name"], block.start)
            return
        numbered = _NUMBERING.match(line)
        skip = numbered.end() if numbered else 0
        signed = label(line[skip:], self.lexicon)
        if signed is not None:
            start, end, about = signed
            at = block.start + skip + start, block.start + skip + end
            self._label = Voice(self.text[slice(*at)], class_of(about, self.lexicon), at=at)
        elif block.kind == "heading" or line[:1].isdigit():
            self._label = None
            if block.kind == "heading":
                self._section = self._named_by(block.start + skip, block.start + len(line))

    def _turn(self, label: str, start: int) -> Voice | None:
        """Who takes their turn in a transcript; whoever asks for the paper is its own voice."""
        if {word.lower() for word in label.split()} & self.lexicon.words("reporting.hosts"):
            return None
        name = self._statements.full_name(label.title() if label.isupper() else label)
        # The full name is pointed to where it stands; else the label is the name.
        at = self.text.find(name)
        name, at = (name, at) if at >= 0 else (label, start)
        return Voice(name, self._known.named(name), at=(at, at + len(name)))

    def _named_by(self, start: int, end: int) -> Voice | None:
        """ "2. Figures of the harbour police": a heading that is the name of a source."""
        heading = self.text[start:end]
        if heading.isupper() or any(mark in heading for mark in ":?"):
            return None
        tokens = tokenize(self.text, start, end)
        if len(tokens) > _TITLE or any(token.kind == "number" for token in tokens):
            return None
        source = source_of(self.text, tokens, self.lexicon)
        if source is None or source.name is None or source.artefact is None:
            return None
        named = class_of(source.name, self.lexicon)
        if named == "unknown":
            return None
        return Voice(source.name, named, source.artefact, source.at, source.artefact_at)

    def enter(self, passage: Passage, block: Block) -> list[Quote]:
        """Resolve the sources of a passage; returns what is said in it."""
        before = self._paragraph
        self._resolved = []
        self._known.read(self.text, passage.masked, self._latest)
        for start, end in passage.sentences:
            tokens = [token for token in passage.masked if start <= token.start < end]
            self._about.see(self.text, start, tokens)
        for attribution in self._clauses(passage):
            voice = self._voice(attribution.source, attribution)
            if voice is None or (
                voice.name is not None and not may_claim(voice.name, self.lexicon)
            ):
                continue
            self._resolved.append((attribution, voice))
            if attribution.source.own or attribution.kind == "provided":
                continue
            if voice.name is not None and attribution.source.points is None:
                self._about.hear(voice)
                self._remember(voice, attribution.source)
                # A plan is told by whoever writes; it opens no report of its own.
                self._paragraph = self._paragraph if attribution.kind == "intend" else voice
        said = self._statements.read(passage, block)
        at_hand = {quote.start: quote for quote in said if quote.direct}
        self._quotes = [
            (quote, self._said_by(at_hand.get(quote.start))) for quote in passage.quotes
        ]
        self._paragraph_before = before
        self._stated = said
        self._front(passage)
        if block.kind != "heading":
            self._hear(passage)
        return said

    def _hear(self, passage: Passage) -> None:
        """Carry on who spoke by a verb that claims no figure: "she cautioned that ..."."""
        known = {voice.name for _, voice in self._resolved}
        for quote in self._stated:
            voice = self._told(quote.start, direct=quote.direct)
            if voice is None or voice.name in known or quote.cue_start is None:
                continue
            if any(a.cue_start > quote.cue_start for a, _ in self._resolved):
                continue
            if not passage.start <= quote.cue_start < passage.end:
                continue
            self._latest = self._paragraph = voice
            if quote.role is not None or voice.cls in ("unknown", "private", "migrant"):
                self._person = voice

    def planner(self, passage: Passage, position: int) -> Voice | None:
        """Whoever plans, promises or asks in a sentence, where it is a body that may."""
        start, _ = passage.sentence_at(position)
        if any(quote.start <= position < quote.end for quote, _ in self._quotes):
            return None
        if self._own(passage, position):
            return None
        tokens = [token for token in passage.masked if start <= token.start < position]
        source = head_subject(self.text, tokens, self.lexicon)
        if source is None or source.name is None:
            return None
        cls = class_of(source.name, self.lexicon, source.described)
        known = cls not in ("unknown", "migrant", "private")
        return Voice(source.name, cls, at=source.at) if known else None

    def _clauses(self, passage: Passage) -> list[Attribution]:
        """The reporting clauses with those that share a subject, and implausible ones mended."""
        clauses = mended(self.text, passage, self.lexicon)
        self._more = more = further_clauses(self.text, passage.masked, clauses, self.lexicon)
        return sorted([*clauses, *more], key=lambda clause: clause.cue_start)

    def _front(self, passage: Passage) -> None:
        """Note who is named by role and name at the head of a sentence: "he" is they."""
        for start, end in passage.sentences:
            source = opener(self.text, passage.tokens_in(start, end), self.lexicon)
            if source is not None and source.name is not None:
                cls = class_of(source.name, self.lexicon, source.described)
                self._person = Voice(source.name, cls, at=source.at)
                if opens_report(passage.tokens_in(start, end)):
                    self._latest = self._paragraph = self._person

    def _said_by(self, quote: Quote | None) -> Voice | None:
        """The voice of a quotation's speaker: that of its clause, or by the name carried over."""
        if quote is None or quote.speaker is None:
            return None
        for attribution, voice in self._resolved:
            if attribution.verb_start == quote.cue_start or attribution in self._more:
                return voice if voice.name else None
        return named_in(self.text, quote.speaker, self._known.named(quote.speaker))

    def post_at(self, position: int) -> Post | None:
        """The post that holds a code point, or None."""
        return next((post for post in self.posts if post.start <= position < post.end), None)

    def claimant(self, passage: Passage, position: int) -> tuple[Voice, bool]:
        """Who says the words at a code point of the last passage, and whether to deny them."""
        covering = self._covering(position)
        denied = any(a.kind == "deny" and not self._ended(a, position) for a, _ in covering)
        return self._claimant(passage, position, covering), denied

    def quoted_at(self, position: int) -> bool:
        """Whether a code point of the last passage stands in somebody's own words."""
        if self.post_at(position) is not None:
            return True
        return any(
            quote.start <= position < quote.end and voice is not None
            for quote, voice in self._quotes
        )

    def _ended(self, attribution: Attribution, position: int) -> bool:
        """Whether the speaker goes on with what is so: "he denies the 40: we had two"."""
        between = self.text[attribution.cue_end : position]
        return any(mark in between for mark in _GOES_ON)

    def _covering(self, position: int) -> list[tuple[Attribution, Voice]]:
        return [
            (attribution, voice)
            for attribution, voice in self._resolved
            if attribution.start <= position < attribution.end
            and not attribution.cue_start <= position < attribution.cue_end
        ]

    def _claimant(
        self, passage: Passage, position: int, covering: list[tuple[Attribution, Voice]]
    ) -> Voice:
        post = self.post_at(position)
        self.how = "post"
        if post is not None:
            at = self.text.find(post.name, post.end) if post.name else -1
            name_at = None if at < 0 or post.name is None else (at, at + len(post.name))
            return Voice(post.name, _POST_CLASSES[post.role], at=name_at)
        for quote, voice in self._quotes:
            if quote.start <= position < quote.end:
                said = self._told(position, direct=True)
                if said is not None or voice is not None:
                    self.how = "quote"
                    return voice or said or self._default()
        if covering:
            best = covering[0]
            if len(covering) > 1:
                here = self._clause(passage, position)
                best = min(covering, key=lambda pair: self._key(passage, pair, here, position))
            pronoun = "pronoun" if best[0].source.pronoun is not None else "name"
            several = " several" if len({voice.name for _, voice in covering}) > 1 else ""
            self.how = f"{best[0].kind} {pronoun}{several}"
            return best[1]
        self.how = "statement"
        said = self._told(position, direct=False)
        if said is not None:
            return said
        start, end = passage.sentence_at(position)
        self.how = "subject"
        counting = self._about.counts(start, passage.tokens_in(start, end))
        if counting is not None:
            return counting
        self.how = "beyond"
        for attribution, voice in self._resolved:
            beyond = attribution.after and position >= attribution.cue_end
            inside = attribution.cue_start <= position < attribution.cue_end
            if attribution.kind != "provided" and (beyond or inside):
                further = beyond and goes_on(passage, attribution, position)
                return voice if further and voice.name else self._default()
        self.how = "own"
        if self._own(passage, position):
            return self._default()
        self.how = "person"
        stands = pronoun_of(passage.tokens_in(start, end))
        if stands is not None:
            meant = self._about.meant(stands, start) or self._person
            if meant is not None:
                return meant
        self.how = "paragraph" if self._paragraph_before is not None else "nobody"
        return self._paragraph_before or self._default()

    def _told(self, position: int, *, direct: bool) -> Voice | None:
        """The speaker of the statement that holds a code point, where one is named."""
        quote = stated_by(self._stated, position, direct=direct, text=self.text)
        if quote is None or quote.speaker is None or not may_claim(quote.speaker, self.lexicon):
            return None
        named = quote.speaker[0].isupper() and not quote.speaker.isupper()
        if not direct and not named and class_of(quote.speaker, self.lexicon) == "unknown":
            return None
        about = f"{quote.role or ''} {quote.organisation or ''}".strip() or None
        cls = self._known.named(quote.speaker, about)
        return Voice(quote.speaker, cls, at=standing(self.text, quote))

    def _default(self) -> Voice:
        return self._answer or self._label or self._section or self.issuer

    def _key(
        self, passage: Passage, pair: tuple[Attribution, Voice], here: int, position: int
    ) -> tuple[bool, bool, bool, int, int]:
        attribution, voice = pair
        there = self._clause(passage, attribution.cue_start)
        nobody = voice.name is None and not attribution.source.own
        distance = min(abs(position - attribution.cue_start), abs(position - attribution.cue_end))
        late = attribution.after and position >= attribution.cue_end
        return nobody, here != there, late, _RANK[attribution.kind], distance

    def _clause(self, passage: Passage, position: int) -> int:
        return sum(1 for token in passage.tokens if token.start < position and token.low in PARTS)

    def _own(self, passage: Passage, position: int) -> bool:
        start, end = passage.sentence_at(position)
        if self._own_at != (start, end):
            own = self.lexicon.union("reporting.self", but=_OBJECTS)
            self._own_at = (start, end)
            self._own_here = any(token.low in own for token in passage.tokens_in(start, end))
        return self._own_here

    def _voice(self, source: Source, attribution: Attribution) -> Voice | None:
        if source.own:
            base = self._default()
            return replace(base, artefact=source.artefact, artefact_at=source.artefact_at)
        if source.pronoun is not None:
            if source.pronoun == "who":
                return self._resolved[-1][1] if self._resolved else None
            if source.pronoun in _THEIRS:  # "by their own account": whoever reported here
                return self._about.several(self.text, source.start) or self._paragraph
            found = self._person if source.pronoun in _PERSONAL else self._latest
            return self._about.meant(source.pronoun, source.start) or found or self._latest
        if source.name is None or is_artefact(source.name, self.lexicon):
            # "The last count gave 60": whose count it was, the paragraph has told.
            known = {"their": self._latest, "the": self._paragraph}.get(source.points or "")
            if source.points == "their":
                whose = source.described.split()[0].lower()
                meant = self._about.meant(whose, source.start)
                body = whose in ("its", "their") and known is not self._person
                known = self._about.later(meant, known) if body else meant or known
            if known is not None:
                return replace(known, artefact=source.artefact, artefact_at=source.artefact_at)
            return Voice(None, self.issuer.cls, source.artefact, None, source.artefact_at)
        cls = self._known.of(source, self._latest)
        return Voice(source.name, cls, source.artefact, source.at, source.artefact_at)

    def _remember(self, voice: Voice, source: Source) -> None:
        self._latest = voice
        name = voice.name or ""
        words = name.split()
        self._known.remember(name, voice.cls)
        people = self.lexicon.union("reporting.titles", "reporting.roles")
        described = {word.strip(".,").lower() for word in source.described.split()}
        capitals = all(word[0].isupper() for word in words)
        if (capitals and class_of(name, self.lexicon) == "unknown") or described & people:
            self._person = voice
