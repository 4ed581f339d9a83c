"""The time of each figure of a document: said beside it, or taken over from what stands before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from undercount.read.documents.document import Document
from undercount.read.fields.setting import Setting
from undercount.read.lexicon import Lexicon
from undercount.read.lexicon.facets import facets
from undercount.read.numbers.number import Number
from undercount.read.times.days import Dated, dated
from undercount.read.times.periods import Period, nearest, periods, reporting_period
from undercount.read.voices.passages import Passage
from undercount.read.voices.quotes import Quoted
from undercount.read.words.blocks import Block
from undercount.units import Accuracy, Kind, Measure, Status

_SPEECH = 4  # code points between a verb of speech and its day
_WHO = (" who ", " whose ", " qui ", " quien ")
_ALONE = 20  # code points beside a time that heads a document
_KEY = 0.6  # share of a key that is a time, where the key is one
# "SARN, Northland, Oct 14 (Sarn Wire) - ": where and when a report was filed.
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{2,30}(?:,[^\n—–]{0,60}?)?\s?(?:\([^()\n]{2,50}\)\s)?[—–-]\s"
)
_BRACKET = 60  # code points of a bracket behind its time
_RATE_REACH = 90  # code points from a number to its "a day"


@dataclass(slots=True)
class Times:
    """Answers which period a number speaks of; what one number leaves unsaid the next takes over.

    Attributes:
        document: the document.
        lexicon: words of its language.
    """

    document: Document
    lexicon: Lexicon
    of_document: Period | None = None
    _as_of: bool = False
    _explicit: dict[Accuracy, Period] = field(default_factory=dict)
    _latest: Period | None = None
    _stock: bool = False
    _rate: Period | None = None
    _dateline: int = 0
    _carried: Period | None = None
    _quoted: bool = False  # the open figure stands in a quotation
    _background: Period | None = None  # told by a sentence without figures
    _heads: bool = False  # the document's own time has a line of its own
    _listed: bool = False  # the open block is a bullet or a row
    _said: bool = False  # so did the one whose time is carried
    _list: Period | None = None
    _keyed: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self.of_document, self._as_of = reporting_period(self.document.text, self.document.language)
        if self.of_document is not None:
            around = self.document.text[: self.of_document.start].rpartition("\n")[2]
            behind = self.document.text[self.of_document.end :].partition("\n")[0]
            self._heads = len(around.strip()) + len(behind.strip()) < _ALONE

    def open_block(self, block: Block, above: Block | None) -> None:
        """A new paragraph takes over nothing; a list takes the time its first line announces."""
        self._carried = self._of_list(block, above)
        self._keyed = self._rate = None
        self._listed = block.kind in ("item", "keyed", "row")
        dateline = _DATELINE.match(self.document.text, block.start, block.end)
        self._dateline = block.start if dateline is None else dateline.end()
        if block.kind == "keyed":
            key = self.document.text[block.start : block.end].split(":", 1)[0].strip()
            self._keyed = (block.start, block.start + len(key))

    def words(self, period: Period | None) -> str | None:
        """The words of a period, verbatim."""
        return None if period is None else self.document.text[period.start : period.end]

    def days(self, period: Period | None) -> Dated:
        """Its days; those of the document's own period are anchored there."""
        found = dated(self.words(period), self.document.language, self.document.published)
        if period is not None and period is self.of_document:
            return replace(found, anchor="document")
        return found

    def is_own(self, period: Period | None) -> bool:
        """Whether a period was not just taken over from the figures before."""
        return period is None or period is not self._carried

    def pass_by(self, times: Sequence[Period], passage: Passage) -> None:
        """A sentence without figures: "that day" in a later one may be of its time."""
        for time in times:
            if time.anaphoric or time.compared or self._is_rate(time):
                continue
            self._explicit[self.days(time).accuracy] = self._latest = time
            if (
                time.start < self._dateline
                or self.is_ahead(time)
                or _quote_at(self.document.text, passage, time.start)
            ):
                continue
            if self._carried is None or self._carried is self._background:
                self._carried = self._background = time
                self._stock = self._said = False

    def keep(self, period: Period | None, measure: Measure, *, first: bool) -> None:
        """Remember a figure's time; "up from 6,150 the week before" says that of its own only."""
        if first or self._carried is None:
            self._carried, self._said = period or self._carried, self._quoted
            self._stock = measure == "stock"

    def of(
        self, start: int, end: int, times: Sequence[Period], breaks: Sequence[int],
        passage: Passage,
    ) -> Period | None:  # fmt: skip
        """The nearest expression of time that is of the number, or the one it takes over."""
        if self._keyed is not None and times and times[0].start < self._keyed[1]:
            first, last = self._keyed
            said = times[0]
            # "March 2019: 40" is of its key; "Registered since 3 May: 40" of the words in it.
            whole = said.end - said.start >= _KEY * (last - first)
            return Period(first, last) if whole else said
        text = self.document.text
        quote = _quote_at(text, passage, start)
        free = [
            time for time in times
            if not time.compared and time.start >= self._dateline
            and self._is_of(start, end, time, breaks)
            and _quote_at(text, passage, time.start) == quote
        ]  # fmt: skip
        free = [
            time for time in free
            if not _is_day_of_speech(text, time, passage)
            and not _is_of_speaker(text, time, start, passage)
        ]  # fmt: skip
        if len(free) > 1:
            free = [time for time in free if not self._is_aside(time)]
        found = nearest(free, start, end, breaks)
        self._quoted = quote is not None
        if found is None:
            return self._carried if quote is None or self._said else None
        if found.anaphoric:
            return self._meant(found)
        self._explicit[self.days(found).accuracy] = self._latest = found
        return found

    def _is_of(self, start: int, end: int, time: Period, breaks: Sequence[int]) -> bool:
        """Whether no other clause, comparison or bracket holds the time, and it is no rate."""
        text = self.document.text
        if self._is_rate(time):
            return False
        if time.start < end:
            return True
        if any(end <= at <= time.start for at in breaks):
            return False
        between = text[end : time.start]
        if facets(self.lexicon.language).pattern("period.against").search(between) is not None:
            return not any(c.isdigit() for c in between)
        bracket = between.rfind("(")
        if bracket >= 0 and ")" not in between[bracket:]:
            closing = text.find(")", time.end, time.end + _BRACKET)
            return not any(c.isdigit() for c in text[time.end : closing])
        return True

    def _is_rate(self, time: Period) -> bool:
        words = self.document.text[time.start : time.end].lower()
        return words in self.lexicon.words("period.rates")

    def _is_aside(self, time: Period) -> bool:
        """ "Held overnight during that year": how, rather than when."""
        words = self.document.text[time.start : time.end].lower()
        return words in facets(self.lexicon.language).words("period.aside")

    def _meant(self, pointing: Period) -> Period:
        """What "that year" points back to: in the paragraph, else the last time as long as it."""
        accuracy = self.days(pointing).accuracy
        if self._carried is not None and self.days(self._carried).accuracy == accuracy:
            return self._carried
        found = self._explicit.get(accuracy)
        return found or self._carried or self._latest or pointing

    def of_change(
        self, start: int, times: Sequence[Period], period: Period | None, *, first: bool
    ) -> Period | None:
        """A change ends where its last time ends; after a figure it is of that figure's time."""
        if not first:
            return self._carried or period
        comma = self.document.text.find(", ", start)
        after = [
            time for time in times
            if start < time.start and (comma < 0 or time.start < comma)
            and not (time.anaphoric or time.compared)
        ]  # fmt: skip
        return after[-1] if after else period

    def is_ahead(self, period: Period | None) -> bool:
        """Whether a period begins or, with its first day unsaid, ends after publication."""
        found, published = self.days(period), self.document.published
        ends = found.first or found.last
        if ends is None:
            words = (self.words(period) or "").lower()
            return words.startswith(tuple(facets(self.lexicon.language).words("period.bound")))
        return published is not None and ends > published

    def settled(
        self, period: Period | None, measure: Measure, status: Status, *, own: bool
    ) -> Period | None:
        """The time of a figure whose measure is known: a stock takes over none of what happened."""
        if status == "asserted" and measure != "target" and self.is_ahead(period):
            period = None  # "hopes to clear it by March" says the time of the hope
        if measure == "stock" and not (own or self._stock):
            period = None
        if period is not None and period is self._background and measure != "flow":
            period = None
        return period or self.reported(measure)

    def reported(self, measure: Measure) -> Period | None:
        """The document's own period: of what happened in it, or "as of" a day of what is so."""
        if self._listed and self._as_of and self._heads:
            fits = measure not in ("rate", "target", "capacity", "change")
        elif self._listed and not self._as_of:
            fits = measure in ("flow", "change")
        else:
            fits = measure == ("stock" if self._as_of else "flow")
        return self.of_document if fits else None

    def of_rate(self, number: Number, kind: Kind, setting: Setting) -> Period | None:
        """ "A day", "par nuit" around a rate, else that of the rate before; none "per family"."""
        text, rates = self.document.text, self.lexicon.pattern("period.rates")
        found = rates.search(text, number.end, min(setting.end, number.end + _RATE_REACH))
        if found is None:
            before = list(rates.finditer(text, setting.start, number.start))
            found = before[-1] if before else None
        if found is not None:
            self._rate = Period(found.start, found.end)
            return self._rate
        return None if kind == "ratio" else self._rate

    def _of_list(self, block: Block, above: Block | None) -> Period | None:
        """ "Done so far:" says the time of each item of the list below it."""
        if block.kind not in ("item", "keyed"):
            self._list = None
        elif above is not None and above.kind not in ("item", "keyed"):
            start, end = above.start, above.end
            self._list = None
            if above.kind == "heading" or self.document.text[end - 1] == ":":
                times = periods(self.document.text, self.document.language, start, end)
                self._list = next((time for time in times if not time.anaphoric), self._list)
        return self._list


def _quote_at(text: str, passage: Passage, position: int) -> Quoted | None:
    """The quotation of whole sentences at a code point; a few quoted words join the prose."""
    found = next((q for q in passage.quotes if q.start <= position < q.end), None)
    return None if found is None or text[found.start].islower() else found


def _is_of_speaker(text: str, period: Period, start: int, passage: Passage) -> bool:
    """ "The officer who spent the weekend there said 38 drowned": of the speaker alone."""
    return any(
        not a.after
        and a.cue_start <= period.start < a.verb_start <= start
        and any(word in text[a.cue_start : period.start] for word in _WHO)
        for a in passage.attributions
    )


def _is_day_of_speech(text: str, period: Period, passage: Passage) -> bool:
    """ "He said on Friday", "reported in July that": when somebody spoke is not the figure's."""
    for attribution in passage.attributions:
        cue_end = attribution.cue_end
        if not 0 <= period.start - cue_end <= _SPEECH:
            continue
        link = text[cue_end : period.start].strip()
        opens = text.startswith((" that ", ", that ", " que ", " qu"), period.end)
        if link in ("", "on") or (link in ("in", "en") and opens):
            return True
    return False
