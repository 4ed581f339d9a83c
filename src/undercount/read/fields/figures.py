"""One figure from one number: what it counts, how, where, when, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from undercount.ledger.records import Figure, Rejected
from undercount.read.documents.document import Document
from undercount.read.fields.chain import Chain
from undercount.read.fields.clues import Facts, clues_of
from undercount.read.fields.confidence import confidence_of
from undercount.read.fields.counted import unit_of
from undercount.read.fields.counted_phrases import Counted, end_of, person_at, spanning
from undercount.read.fields.detections import Signs, detection_of, signs_of
from undercount.read.fields.labels import asked, bare_label, is_labelled, labelled
from undercount.read.fields.measures import is_room, measure_of, status_of
from undercount.read.fields.population import counted
from undercount.read.fields.setting import Context, Setting
from undercount.read.fields.spans import at, spans_of, words
from undercount.read.fields.timed import Times
from undercount.read.fields.verbs import verb_before, verb_behind
from undercount.read.lexicon import Lexicon, shared
from undercount.read.numbers.candidates import Candidate
from undercount.read.numbers.hedges import fitted
from undercount.read.numbers.number import Number
from undercount.read.places.sites import Place
from undercount.read.places.whereabouts import Whereabouts
from undercount.read.times.periods import Period, periods
from undercount.read.voices.passages import Passage
from undercount.read.voices.posts import signature
from undercount.read.voices.voices import Voices
from undercount.read.words.blocks import Block
from undercount.read.words.phrases import low
from undercount.read.words.tokens import Token, Tokens, tokenize
from undercount.units import Measure, Unit

_ASIDE = frozenset(["when", "where", "lorsque", "quand", "où"])
_NOWHERE = Context()
_KEY = 16  # longer labels say themselves what they count
_ARE = frozenset(["are", "were", "sont", "étaient", "son", "eran"])  # "58 were women"
_LEAD = 200  # code points of a line that announces a list
_PART_OF = frozenset(["whom", "which", "them", "these", "including", "dont", "parmi", "ellos"])
_OF_THINGS = frozenset(
    ["supplémentaires", "adicionales", "destruidas", "destruidos", "dañadas", "dañados", "missing"]
)
_HOLDING = shared("population.holding")
_BREAKS = frozenset([";", "whereas", "while", "but", "although", "tandis", "mais"])


@dataclass(slots=True)
class Figures:
    """Builds the figures of a document in its order; what one leaves unsaid the next takes over.

    Attributes:
        document: the document.
        lexicon: words of its language.
        voices: who speaks where.
        traps: spans that are no figures by their shape; roads and blocks are places.
        tokens: those of its text.
    """

    document: Document
    lexicon: Lexicon
    voices: Voices
    traps: Sequence[Rejected]
    tokens: Tokens
    _noun: Counted | None = None
    _people: Counted | None = None
    _earlier: Counted | None = None
    _held: Counted | None = None
    _measure: Measure | None = None
    _context: Context = _NOWHERE
    _heading: str = ""
    _lead: Block | None = None
    _keyed: tuple[int, int] | None = None
    _inherits: bool = False
    _where: Whereabouts = field(init=False)
    _times: Times = field(init=False)
    _chain: Chain = field(init=False)

    def __post_init__(self) -> None:
        self._where = Whereabouts.of_text(
            self.tokens, self.document.language, self.lexicon, self.traps
        )
        self._times = Times(self.document, self.lexicon)
        self._chain = Chain(self.document.text, self.lexicon, self.voices, self.document.language)

    def open_block(self, block: Block, above: Block | None) -> None:
        """A new paragraph takes over nothing; "2019: 4,655" takes what the line above counts."""
        if block.kind != "keyed":
            self._earlier = self._held or self._people or self._earlier
            self._noun = self._people = self._held = None
            self._lead = above
        elif self._noun is None and self._lead is not None:
            self._noun = self._people = self._announced(block)
        self._measure = None
        self._context = self._around(block, above)
        self._where.open_block(block, above)
        self._times.open_block(block, above)
        self._keyed = None
        if block.kind == "keyed":
            key = self.document.text[block.start : block.end].split(":", 1)[0].strip()
            self._keyed = (block.start, block.start + len(key))
            self._inherits = key[:1].isdigit() or (self._noun is not None and len(key) < _KEY)

    def _around(self, block: Block, above: Block | None) -> Context:
        """The heading above a block, and the line that announces the list it belongs to."""
        text = self.document.text
        if block.kind == "heading":
            self._heading = text[block.start : block.end].lower()
        lead = self._context.lead if block.kind == "item" else ""
        if block.kind == "item" and above is not None and above.kind != "item":
            lead = text[max(above.start, above.end - _LEAD) : above.end].lower()
        return Context(self._heading, lead, block.kind)

    def _counted(self, number: Number, tokens: Sequence[Token]) -> Counted:
        """What the number counts: by its label, the words around it, or the figure before."""
        text = self.document.text
        if self._keyed is not None:
            label = labelled(text, tokens, number, self.lexicon)
            if label is not None:
                return label._replace(how="label")
            if number.start - 3 <= self._keyed[1] and not self._inherits:
                return bare_label(text, tokens, number, self.lexicon)
        before = self._people or self._noun
        if before is not None and before.unit != "person" and _is_of_people(
            tokens, number, self.lexicon
        ):  # fmt: skip
            before = self._held or person_at(text, tokens, number.last)
        noun = counted(text, tokens, number, self.lexicon, before)
        if noun.how in ("taken", "nearest", "clause") and is_labelled(tokens, number, self.lexicon):
            label = labelled(text, tokens, number, self.lexicon)
            if label is not None:
                return label._replace(how="label")
        if noun.phrase is None and self._earlier is not None:
            return self._earlier._replace(last=number.last, own=False, how="earlier")
        return noun

    def read(
        self, passage: Passage, start: int, end: int, found: Sequence[Candidate]
    ) -> list[Figure]:
        """The figures of one sentence of a passage, from its candidates."""
        text = self.document.text
        tokens = passage.tokens_in(start, end)
        question = asked(text, tokens, self.lexicon)
        if question is not None:
            question = question._replace(last=0)
            self._noun = self._people = question
        self._where.enter(tokens, start, end, passage.words)
        times = periods(text, self.document.language, start, end, passage.words)
        if not found:
            self._where.leave(figures=False)
            self._times.pass_by(times, passage)
            return []
        breaks = [token.start for token in tokens if token.low in _BREAKS]
        lows = [token.low for token in tokens]
        signs = signs_of(text[start:end], self.lexicon, passage.words)
        read = [
            self._figure(
                candidate,
                passage,
                (start, end),
                tokens,
                times,
                breaks,
                signs,
                lows,
                first_here=candidate is found[0],
                alone=len(found) == 1,
            )
            for candidate in found
        ]
        self._where.leave(figures=True)
        return read

    def _figure(
        self, candidate: Candidate, passage: Passage, sentence: tuple[int, int],
        tokens: Sequence[Token], times: Sequence[Period], breaks: Sequence[int], signs: Signs,
        lows: Sequence[str], *, first_here: bool, alone: bool,
    ) -> Figure:  # fmt: skip
        text, number, hedged = self.document.text, candidate.number, candidate.hedged
        noun = self._counted(number, tokens)
        voice, denied = self.voices.claimant(passage, number.start)
        first = max([at for at in breaks if at <= number.start], default=sentence[0])
        last = min([at for at in breaks if at > number.start], default=sentence[1])
        setting = Setting(
            text, first, last, tokens, lows, self.lexicon, passage.words,
            verb_before(tokens, number.first, first, self.lexicon),
            verb_behind(tokens, end_of(number, noun), self.lexicon), denied, self._context,
        )  # fmt: skip
        cues = [(a.cue_start, a.cue_end) for a in passage.attributions]
        period = self._times.of(number.start, number.end, times, breaks, passage)
        place = self._where.of(number.start, number.end, breaks, cues)
        measure, kind = measure_of(
            number,
            noun,
            setting,
            period=words(text, period),
            place=self._where.stated(place, number.end),
            before=self._measure,
        )
        hedged = fitted(hedged, number, kind)
        if measure == "change":
            period = self._times.of_change(number.start, times, period, first=first_here)
        status = status_of(number, measure, setting)
        claimed = self.voices.how
        planned = measure == "target" and not denied and not claimed.startswith("intend")
        planner = None if not planned else self.voices.planner(
            passage, number.start
        )  # fmt: skip
        if planner is not None:
            voice, claimed = planner, "plan"
        link = self._chain.link(voice, passage, number.start)
        voice = link.voice
        if measure == "rate":
            stated = period if period in times else None
            period = self._times.of_rate(number, kind, setting) or stated
        unsaid = period not in times
        if measure == "capacity" or (measure in ("target", "unknown") and unsaid):
            period = None
        post = self.voices.post_at(number.start)
        if post is not None:
            signed = signature(text, post)
            period = period if signed is None else Period(*signed)
        own = not unsaid or self._times.is_own(period)
        room = measure == "capacity" or is_room(number, noun, setting)
        unit = "place_capacity" if room else noun.unit
        if noun.phrase == "places" and low(tokens, number.first - 1) == "in":
            unit = "other"  # "cut in 137 places"
        if measure == "capacity" and not noun.own and noun.unit != "place_capacity":
            # "Designed for 120": for those whom the paragraph has counted, if any.
            held = self._held or Counted(None, "person", number.last)
            noun = noun._replace(phrase=held.phrase, at=held.at)
        detection = detection_of(
            signs, voice, hedged, measure, status, self.lexicon,
            unit_other=unit == "other", kind=kind, quoted=link.directness == "quoted",
            timed=period is not None,
            span=(number.start - sentence[0], number.end - sentence[0]),
        )  # fmt: skip
        if noun.phrase and noun.phrase not in ("times", "fois") and not _is_aside(tokens, number):
            self._noun = noun._replace(own=True)
            beside = _is_subset(tokens, number) or _is_setting(tokens, number, noun.unit)
            beside = beside or number.form in ("percent", "ratio")
            beside = beside or (noun.unit == "person" and low(tokens, number.last) in _ARE)
            if noun.unit != "other" and not (beside and self._people):
                self._people = self._noun
                if noun.unit == "person":
                    self._held = self._noun
        self._measure = measure
        if measure not in ("rate", "target", "capacity"):
            self._times.keep(period, measure, first=first_here)
        here = place is not None and self._where.is_here(place)
        if measure == "target" or (status == "denied" and measure in ("rate", "capacity")):
            place = place if here or self._where.is_listed(place) else None
        elif measure != "rate":
            self._where.keep(place)
        period = self._times.settled(period, measure, status, own=own)
        when = words(text, period)
        days = self._times.days(period)
        where = words(text, place)
        clues = clues_of(
            Facts(
                unit, measure, status, voice.name, voice.cls, voice.artefact, where,
                hedged.quantifier, detection,
            ),
            number, noun, setting, claimed=claimed, alone=alone,
            placed=_where(place, here=here), timed=_where(period, here=period in times),
        )  # fmt: skip
        sure, confidences = confidence_of(clues)
        return Figure(
            surface=text[number.start : number.end], value=number.value, low=hedged.low,
            high=hedged.high, kind=kind,
            hedge=words(text, at(hedged)), quantifier=hedged.quantifier, unit=unit,
            population=noun.phrase, measure=measure, status=status, claimant=voice.name,
            claimant_class=voice.cls, artefact=voice.artefact, place=where,
            period=when, detection=detection, document=self.document.path, start=number.start,
            end=number.end, sentence_start=sentence[0], sentence_end=sentence[1],
            period_start=days.first, period_end=days.last, period_accuracy=days.accuracy,
            period_anchor=days.anchor, publisher=self.document.outlet,
            place_role=None if place is None else place.role,
            country=self._where.country if place is None else place.country,
            region=None if place is None else place.region,
            title=self.document.title, relay=words(text, link.relay), directness=link.directness,
            spans=spans_of(
                hedge=at(hedged), population=noun.at, claimant=voice.at, artefact=voice.artefact_at,
                relay=link.relay, place=at(place), period=at(period),
            ),
            confidence=sure, confidences=confidences,
        )  # fmt: skip

    def _announced(self, block: Block) -> Counted | None:
        """What the sentence before a list of "label: number" lines announces."""
        text = self.document.text
        stop = text.rfind(":", 0, block.start)
        if stop < 0 or text[stop + 1 : block.start].strip():
            return None
        begin = max(text.rfind("\n", 0, stop), text.rfind(". ", 0, stop)) + 1
        tokens = tokenize(text, begin, stop)
        for i, token in enumerate(tokens):
            unit = unit_of(token.low, self.lexicon)
            if unit is not None:
                return spanning(text, token.start, token.end, unit, i + 1)
        return None


def _is_of_people(tokens: Sequence[Token], number: Number, lexicon: Lexicon) -> bool:
    """ "Two boats sank and 42 drowned": what is told happens to people alone."""
    following = low(tokens, number.last)
    return following in lexicon.words("nouns.fate") and following not in _OF_THINGS


def _is_aside(tokens: Sequence[Token], number: Number) -> bool:
    """ ", when 22 enumerators were at work": said by the way, and counted on by nobody."""
    near = tokens[max(0, number.first - 2) : number.first]
    return any(token.low in _ASIDE for token in near)


def _where(found: Place | Period | None, *, here: bool) -> str:
    """Where the words of a place or time stand."""
    return "none" if found is None else "here" if here else "carried"


def _is_setting(tokens: Sequence[Token], number: Number, unit: Unit) -> bool:
    """ "1,100 people aboard nine boats": what carries or holds those who are told of."""
    if unit not in ("boat", "vehicle", "place_capacity", "household"):
        return False
    near = {token.low for token in tokens[max(0, number.first - 3) : number.first]}
    return bool(near & _HOLDING)


def _is_subset(tokens: Sequence[Token], number: Number) -> bool:
    """ "Of whom 118", "dont 40", "161 of whom were"."""
    behind = [token.low for token in tokens[number.last : number.last + 2]]
    if len(behind) == 2 and behind[0] in ("of", "d") and behind[1] in _PART_OF:
        return True
    near = {token.low for token in tokens[max(0, number.first - 4) : number.first]}
    return bool(near & _PART_OF)
