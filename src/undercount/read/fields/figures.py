"""One figure from one number: what it counts, how, where, when, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from undercount.ledger.records import Figure, Rejected
from undercount.read.documents.document import Document
from undercount.read.fields.clues import clues_of
from undercount.read.fields.confidence import with_confidence
from undercount.read.fields.counted import unit_of
from undercount.read.fields.counted_phrases import Counted
from undercount.read.fields.detections import detection_of
from undercount.read.fields.labels import asked, labelled
from undercount.read.fields.measures import measure_of, status_of
from undercount.read.fields.population import counted
from undercount.read.fields.setting import Context, Setting
from undercount.read.lexicon import Lexicon
from undercount.read.numbers.candidates import Candidate
from undercount.read.numbers.number import Number
from undercount.read.places.sites import Place, places
from undercount.read.places.sites import nearest as nearest_place
from undercount.read.times.days import days_of
from undercount.read.times.periods import Period, periods, reporting_period
from undercount.read.times.periods import nearest as nearest_period
from undercount.read.voices.passages import Passage
from undercount.read.voices.posts import signature
from undercount.read.voices.voices import Voices
from undercount.read.words.blocks import Block
from undercount.read.words.tokens import Token, tokenize
from undercount.units import Measure

_ASIDE = frozenset(["when", "where", "lorsque", "quand", "où"])
_NOWHERE = Context()
_KEY = 16  # longer labels say themselves what they count
_LEAD = 200  # code points of a line that announces a list
_SPEECH = 4  # code points between a verb of speech and its day
_PART_OF = frozenset(["whom", "which", "them", "these", "including", "dont", "parmi", "ellos"])
_BREAKS = frozenset([";", "whereas", "while", "but", "although", "tandis", "mais"])


@dataclass(slots=True)
class Figures:
    """Builds the figures of a document in its order; what one leaves unsaid the next takes over.

    Attributes:
        document: the document.
        lexicon: words of its language.
        voices: who speaks where.
        traps: spans that are no figures by their shape; roads and blocks are places.
    """

    document: Document
    lexicon: Lexicon
    voices: Voices
    traps: Sequence[Rejected]
    _noun: Counted | None = None
    _people: Counted | None = None
    _earlier: Counted | None = None
    _period: str | None = None
    _place: str | None = None
    _measure: Measure | None = None
    _list_period: str | None = None
    _period_of_document: str | None = None

    def __post_init__(self) -> None:
        self._period_of_document = reporting_period(self.document.text, self.document.language)

    _context: Context = _NOWHERE
    _heading: str = ""
    _lead: Block | None = None
    _keyed: tuple[int, int] | None = None
    _inherits: bool = False

    def open_block(self, block: Block, above: Block | None) -> None:
        """A new paragraph takes over nothing; "2019: 4,655" takes what the line above counts."""
        if block.kind != "keyed":
            self._earlier = self._people or self._earlier
            self._noun = self._people = None
            self._lead = above
        elif self._noun is None and self._lead is not None:
            self._noun = self._people = self._announced(block)
        self._measure = None
        self._context = self._around(block, above)
        self._place = None
        self._period = self._period_of_list(block, above)
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
                return replace(label, how="label")
            if number.start - 3 <= self._keyed[1] and not self._inherits:
                return Counted(None, "person", number.last, how="label")
        noun = counted(text, tokens, number, self.lexicon, self._people or self._noun)
        if noun.phrase is None and self._earlier is not None:
            return replace(self._earlier, last=number.last, own=False, how="earlier")
        return noun

    def read(
        self, passage: Passage, start: int, end: int, found: Sequence[Candidate]
    ) -> list[Figure]:
        """The figures of one sentence of a passage, from its candidates."""
        text = self.document.text
        tokens = passage.tokens_in(start, end)
        question = asked(text, tokens, self.lexicon)
        if question is not None:
            question = replace(question, last=0)
            self._noun = self._people = question
        if not found:
            return []
        times = periods(text, self.document.language, start, end)
        sites = places(text, tokens, self.lexicon, self.traps)
        breaks = [token.start for token in tokens if token.low in _BREAKS]
        return [
            self._figure(
                candidate,
                passage,
                (start, end),
                tokens,
                times,
                sites,
                breaks,
                first_here=candidate is found[0],
                alone=len(found) == 1,
            )
            for candidate in found
        ]

    def _figure(
        self, candidate: Candidate, passage: Passage, sentence: tuple[int, int],
        tokens: Sequence[Token], times: Sequence[Period], sites: Sequence[Place],
        breaks: Sequence[int], *, first_here: bool, alone: bool,
    ) -> Figure:  # fmt: skip
        text, number, hedged = self.document.text, candidate.number, candidate.hedged
        noun = self._counted(number, tokens)
        voice, denied = self.voices.claimant(passage, number.start)
        setting = Setting(
            text, max([at for at in breaks if at <= number.start], default=sentence[0]),
            min([at for at in breaks if at > number.start], default=sentence[1]),
            tokens, self.lexicon, denied, self._context,
        )  # fmt: skip
        cues = [(a.cue_start, a.cue_end) for a in passage.attributions]
        period = self._period_of(number.start, number.end, times, breaks, cues)
        place = self._place_of(number.start, number.end, sites, breaks, cues)
        measure, kind = measure_of(
            number,
            noun,
            setting,
            period=period,
            place=place,
            before=self._measure,
        )
        if measure == "change":
            period = self._period_of_change(number.start, times, period, first=first_here)
        status = status_of(number, measure, setting)
        claimed = self.voices.how
        planned = measure == "target" and not denied and not claimed.startswith("intend")
        planner = None if not planned else self.voices.planner(
            passage, number.start
        )  # fmt: skip
        if planner is not None:
            voice, claimed = planner, "plan"
        if measure == "rate":
            period = self._rate_period(noun, number.end, setting.end) or period
        if measure == "capacity" or (
            measure in ("target", "unknown") and not self._stands_in(times, period, text)
        ):
            period = None
        post = self.voices.post_at(number.start)
        if post is not None:
            period = signature(text, post) or period
        unit = "place_capacity" if measure == "capacity" else noun.unit
        if measure == "capacity" and not noun.own:
            noun = replace(noun, phrase=None)  # "designed for 120": nobody is counted
        detection = detection_of(
            text[slice(*sentence)], voice, hedged, measure, status, self.lexicon,
            unit_other=unit == "other",
        )  # fmt: skip
        if noun.phrase and noun.phrase not in ("times", "fois") and not _is_aside(tokens, number):
            self._noun = replace(noun, own=True)
            if noun.unit != "other" and not (_is_subset(tokens, number) and self._people):
                self._people = self._noun
        self._measure = measure
        if measure not in ("rate", "target", "capacity"):
            # "Up from 6,150 the week before" says the time of its own number only.
            self._period = period or self._period if first_here else self._period or period
            self._place = place or self._place
        elif measure == "target" or status == "denied":
            place = place if self._has_place(sites, place) else None
        period = period or (self._period_of_document if measure in ("stock", "flow") else None)
        first, last = days_of(period, self.document.language, self.document.published)
        figure = Figure(
            surface=text[number.start : number.end], value=number.value, low=hedged.low,
            high=hedged.high, kind=kind,
            hedge=None if hedged.start is None else text[hedged.start : hedged.end],
            quantifier=hedged.quantifier, unit=unit, population=noun.phrase, measure=measure,
            status=status, claimant=voice.name, claimant_class=voice.cls, artefact=voice.artefact,
            place=place, period=period, detection=detection, document=self.document.path,
            start=number.start, end=number.end, sentence_start=sentence[0],
            sentence_end=sentence[1], period_start=first, period_end=last,
            publisher=self.document.outlet, title=self.document.title,
        )  # fmt: skip
        clues = clues_of(
            figure, number, noun, setting, claimed=claimed, alone=alone,
            placed=_where(place, here=self._has_place(sites, place)),
            timed=_where(period, here=self._stands_in(times, period, text)),
        )  # fmt: skip
        return with_confidence(figure, clues)

    def _period_of(
        self, start: int, end: int, times: Sequence[Period], breaks: Sequence[int],
        cues: Sequence[tuple[int, int]],
    ) -> str | None:  # fmt: skip
        """The nearest expression of time that is not the day on which somebody spoke."""
        text = self.document.text
        if self._keyed is not None and times and times[0].start < self._keyed[1]:
            return text[slice(*self._keyed)]
        free = [period for period in times if not _is_day_of_speech(text, period, cues)]
        rates = self.lexicon.words("period.rates")
        free = [period for period in free if text[period.start : period.end].lower() not in rates]
        found = nearest_period(free, start, end, breaks)
        if found is None or found.anaphoric:
            words = None if found is None else text[found.start : found.end]
            return self._period or words
        return text[found.start : found.end]

    def _period_of_change(
        self, start: int, times: Sequence[Period], period: str | None, *, first: bool
    ) -> str | None:
        """A change ends where its last time ends; after a figure it is of that figure's time."""
        if not first:
            return self._period or period
        comma = self.document.text.find(", ", start)
        after = [
            time for time in times
            if start < time.start and not time.anaphoric and (comma < 0 or time.start < comma)
        ]  # fmt: skip
        if not after:
            return period
        return self.document.text[after[-1].start : after[-1].end]

    def _has_place(self, sites: Sequence[Place], place: str | None) -> bool:
        text = self.document.text
        return any(text[site.start : site.end] == place for site in sites)

    def _rate_period(self, noun: Counted, start: int, end: int) -> str | None:
        text = self.document.text
        match = self.lexicon.pattern("period.rates").search(text, start, min(end, start + 90))
        return None if match is None else text[match.start : match.end]

    def _stands_in(self, times: Sequence[Period], period: str | None, text: str) -> bool:
        return period is not None and any(text[t.start : t.end] == period for t in times)

    def _place_of(
        self, start: int, end: int, sites: Sequence[Place], breaks: Sequence[int],
        cues: Sequence[tuple[int, int]],
    ) -> str | None:  # fmt: skip
        found = nearest_place(sites, start, end, breaks, cues)
        return self._place if found is None else self.document.text[found.start : found.end]

    def _period_of_list(self, block: Block, above: Block | None) -> str | None:
        """ "Done so far:" says the time of each item of the list below it."""
        if block.kind != "item":
            self._list_period = None
        elif above is not None and above.kind != "item":
            start, end = above.start, above.end
            if self.document.text[end - 1] == ":":
                times = periods(self.document.text, self.document.language, start, end)
                times = [time for time in times if not time.anaphoric]
                if times:
                    self._list_period = self.document.text[times[0].start : times[0].end]
        return self._list_period

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
                return Counted(text[token.start : token.end], unit, i + 1)
        return None


def _is_aside(tokens: Sequence[Token], number: Number) -> bool:
    """ ", when 22 enumerators were at work": said by the way, and counted on by nobody."""
    near = tokens[max(0, number.first - 2) : number.first]
    return any(token.low in _ASIDE for token in near)


def _where(words: str | None, *, here: bool) -> str:
    """Where the words of a place or time stand."""
    return "none" if words is None else "here" if here else "carried"


def _is_subset(tokens: Sequence[Token], number: Number) -> bool:
    """ "Of whom 118", "dont 40"."""
    near = {token.low for token in tokens[max(0, number.first - 4) : number.first]}
    return bool(near & _PART_OF)


def _is_day_of_speech(text: str, period: Period, cues: Sequence[tuple[int, int]]) -> bool:
    """ "He said on Friday", "reported in July that": when somebody spoke is not the figure's."""
    for _, cue_end in cues:
        if not 0 <= period.start - cue_end <= _SPEECH:
            continue
        link = text[cue_end : period.start].strip()
        opens = text.startswith((" that ", ", that ", " que ", " qu"), period.end)
        if link in ("", "on") or (link in ("in", "en") and opens):
            return True
    return False
