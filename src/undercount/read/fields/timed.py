"""The time of each figure of a document: said beside it, or taken over from what stands before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from undercount.read.documents.document import Document
from undercount.read.fields.counted_phrases import Counted
from undercount.read.lexicon import Lexicon
from undercount.read.times.days import Dated, dated
from undercount.read.times.periods import Period, nearest, periods, reporting_period
from undercount.read.words.blocks import Block
from undercount.units import Measure

_SPEECH = 4  # code points between a verb of speech and its day
_KEY = 0.6  # share of a key that is a time, where the key is one
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
    _explicit: Period | None = None
    _carried: Period | None = None
    _list: Period | None = None
    _keyed: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self.of_document, self._as_of = reporting_period(self.document.text, self.document.language)

    def open_block(self, block: Block, above: Block | None) -> None:
        """A new paragraph takes over nothing; a list takes the time its first line announces."""
        self._carried = self._of_list(block, above)
        self._keyed = None
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

    def keep(self, period: Period | None, *, first: bool) -> None:
        """Remember a figure's time; "up from 6,150 the week before" says that of its own only."""
        self._carried = period or self._carried if first else self._carried or period

    def of(
        self, start: int, end: int, times: Sequence[Period], breaks: Sequence[int],
        cues: Sequence[tuple[int, int]],
    ) -> Period | None:  # fmt: skip
        """The nearest expression of time that is not the day on which somebody spoke."""
        text = self.document.text
        if self._keyed is not None and times and times[0].start < self._keyed[1]:
            first, last = self._keyed
            said = times[0]
            # "March 2019: 40" is of its key; "Registered since 3 May: 40" of the words in it.
            whole = said.end - said.start >= _KEY * (last - first)
            return Period(first, last) if whole else said
        free = [period for period in times if not _is_day_of_speech(text, period, cues)]
        rates = self.lexicon.words("period.rates")
        free = [period for period in free if text[period.start : period.end].lower() not in rates]
        found = nearest([period for period in free if not period.compared], start, end, breaks)
        if found is None:
            return self._carried
        if found.anaphoric:
            return self._carried or self._explicit or found
        self._explicit = found
        return found

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
        return published is not None and ends is not None and ends > published

    def reported(self, measure: Measure) -> Period | None:
        """The document's own period: of what happened in it, or "as of" a day of what is so."""
        wanted = "stock" if self._as_of else "flow"
        return self.of_document if measure == wanted else None

    def of_rate(self, noun: Counted, start: int, end: int) -> Period | None:
        """ "a day", "par nuit" behind a rate."""
        text = self.document.text
        stop = min(end, start + _RATE_REACH)
        match = self.lexicon.pattern("period.rates").search(text, start, stop)
        return None if match is None else Period(match.start, match.end)

    def _of_list(self, block: Block, above: Block | None) -> Period | None:
        """ "Done so far:" says the time of each item of the list below it."""
        if block.kind != "item":
            self._list = None
        elif above is not None and above.kind != "item":
            start, end = above.start, above.end
            if self.document.text[end - 1] == ":":
                times = periods(self.document.text, self.document.language, start, end)
                self._list = next((time for time in times if not time.anaphoric), self._list)
        return self._list


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
