"""Checks proposals against the document and our own number grammar; believes nothing else."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from undercount.ledger.records import Rejected
from undercount.read.endpoint.answer import shown
from undercount.read.endpoint.boundary import on_boundaries
from undercount.read.endpoint.fold import Folded, fold, lower
from undercount.read.endpoint.prompt import Sentence
from undercount.read.endpoint.proposals import TEXT_FIELDS, Accepted, Proposal, Proposals, Refused
from undercount.read.endpoint.standing import Standing, alone, standing
from undercount.read.lexicon import Lexicon, lexicon
from undercount.read.numbers.traps import traps
from undercount.units import MEASURES, Rejection

OVERRULED: Final = frozenset[Rejection | None]([None, "other"])
"""What our rules may have said of a number that a model may still propose: their "other" is a
guess about nouns they do not know, while a date or a sum of money has a shape of its own."""

_LONGEST: Final = 200  # code points of a population, a place and the like
_BETWEEN: Final = 2  # words between a number and the noun it counts
_BREAK: Final = re.compile(r"[^\w\s'’-]")


def verify(
    text: str, language: str, sentences: Sequence[Sentence], proposals: Sequence[Proposal],
    overruled: frozenset[Rejection | None] = OVERRULED,
) -> Proposals:  # fmt: skip
    """Tell proposals that hold from those that do not.

    A proposal holds where its sentence is the document's at that id (white space folded, case and
    all else kept), its number stands in it on number boundaries, our grammar reads a number of
    exactly that span with the same value, and our rules do not say that it is a date, an age,
    money or the like. Digits are never matched loosely. Each text field must stand in that
    sentence or else before it; one that does not is dropped.

    Args:
        text: the document's text.
        language: ISO 639-1 code.
        sentences: as they were sent, from `numbered`.
        proposals: what the model gave.
        overruled: reasons of our rules against a number that a proposal may overrule.
    """
    checker = _Checker(text, lexicon(language), traps(text, language), sentences, overruled)
    accepted: list[Accepted] = []
    refused: list[Refused] = []
    for proposal in proposals:
        checked = checker.check(proposal)
        if isinstance(checked, Accepted):
            accepted.append(checked)
        else:
            given = {"sentence_id": proposal.sentence_id, "number": proposal.number}
            refused.append(Refused(shown(given | dict(proposal.fields)), checked))
    accepted.sort(key=lambda one: one.standing.number.start)
    return Proposals(tuple(accepted), tuple(refused))


@dataclass(slots=True)
class _Page:
    """One sentence as it is checked against."""

    sentence: Sentence
    exact: str
    folded: Folded
    numbers: list[Standing]


@dataclass(slots=True)
class _Checker:
    text: str
    words: Lexicon
    shapes: Sequence[Rejected]
    sentences: Sequence[Sentence]
    overruled: frozenset[Rejection | None]
    _pages: dict[int, _Page] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)
    _whole: Folded | None = None

    def check(self, proposal: Proposal) -> Accepted | str:
        """The proposal accepted, or why not."""
        page = self._page(proposal.sentence_id)
        if page is None:
            return f"there is no sentence {proposal.sentence_id}"
        if " ".join(proposal.sentence.split()) != page.exact:
            return f"the sentence is not sentence {proposal.sentence_id} of the document"
        number = lower(" ".join(proposal.number.split()))
        places = list(_places(page.folded.text, number)) if number else []
        if not places:
            return "the number does not stand in its sentence"
        reason = "the number is part of a longer one"
        for begin in places:
            span = page.folded.span(begin, begin + len(number))
            if not on_boundaries(self.text, span, page.sentence):
                continue
            found = self._read_alike(page, *span)
            if found is None:
                reason = "our grammar reads another number there"
                continue
            if proposal.value is not None and not _same(proposal.value, found.number.value):
                reason = f"it gives the value {proposal.value:g}; the words say otherwise"
                continue
            if found.why not in self.overruled:
                reason = f"our rules read it as: {found.why}"
                continue
            away = self._misplaced(proposal, page, found, span)
            if away is not None:
                reason = away
                continue
            if found.number.start in self._taken:
                reason = "the number was proposed before"
                continue
            self._taken.add(found.number.start)
            return self._accepted(proposal, page, found)
        return reason

    def _page(self, number: int) -> _Page | None:
        known = self._pages.get(number)
        if known is None and 1 <= number <= len(self.sentences):
            sentence = self.sentences[number - 1]
            start, end = sentence.start, sentence.end
            known = self._pages[number] = _Page(
                sentence, " ".join(self.text[start:end].split()), fold(self.text, start, end),
                standing(self.text, start, end, self.shapes, self.words),
            )  # fmt: skip
        return known

    def _read_alike(self, page: _Page, start: int, end: int) -> Standing | None:
        """The number of our grammar that stands exactly there, or None.

        The hedge before it may be taken in, and "%", "per cent" and "times" left out: neither
        changes what the digits say.
        """
        for found in page.numbers:
            number, hedged = found.number, found.hedged
            if start != number.start:
                between = self.text[hedged.end or 0 : number.start]
                if start != hedged.start or between.strip() or number.start >= end:
                    continue
            if end == number.end:
                return found
            # What is left out is "%", "per cent" or "times"; a scale would change the value.
            if end < number.end and number.form in ("percent", "ratio", "change"):
                bare = alone(self.text[number.start : end], self.words)
                if bare is not None and _same(bare.value, number.value) and bare.value is not None:
                    return found
        return None

    def _misplaced(
        self, proposal: Proposal, page: _Page, found: Standing, span: tuple[int, int]
    ) -> str | None:
        """Why this may be another number of the sentence than the one meant, or None.

        A wrong digit can make one number of a sentence into another that stands there too. The
        words beside it tell, where they are given; else the population right behind it; else it
        must be the only number there.
        """
        if proposal.words is not None:
            words = lower(" ".join(proposal.words.split()))
            for i in page.folded.finds(words):
                start, end = page.folded.span(i, i + len(words))
                if start <= span[0] and span[1] <= end and self._central(page, found, start, end):
                    return None
            return "the number does not stand among its words"
        if not any(one.why in self.overruled for one in page.numbers if one is not found):
            return None  # dates and the like are refused in any case
        words = lower(" ".join(proposal.fields.get("population", "").split()))
        spans = [page.folded.span(i, i + len(words)) for i in page.folded.finds(words)]
        owners = [one for start, _ in spans if (one := self._owner(page, start)) is not None]
        if owners and found not in owners:
            return "its population stands with another number"
        # "7 cases in one camp and 6 cases in another": the noun alone does not tell.
        only = all(owner is found for owner in owners)
        return None if owners and only else "nothing tells which number of the sentence is meant"

    def _central(self, page: _Page, found: Standing, start: int, end: int) -> bool:
        """Whether no other number is nearer to the middle of the words `text[start:end]`."""

        def aside(one: Standing) -> int:
            before = len(self.text[start : one.number.start].split())
            return abs(before - len(self.text[one.number.end : end].split()))

        inside = [
            one for one in page.numbers if start <= one.number.start and one.number.end <= end
        ]
        return all(aside(found) <= aside(one) for one in inside)

    def _owner(self, page: _Page, start: int) -> Standing | None:
        """The number right before the words that begin at `start`, with two words between."""
        before = [one for one in page.numbers if one.number.end <= start]
        if not before:
            return None
        between = self.text[before[-1].number.end : start]
        near = len(between.split()) <= _BETWEEN and not _BREAK.search(between)
        return before[-1] if near else None

    def _accepted(self, proposal: Proposal, page: _Page, found: Standing) -> Accepted:
        spans: dict[str, tuple[int, int]] = {}
        dropped: dict[str, str] = {}
        for name in TEXT_FIELDS:
            given = proposal.fields.get(name)
            if given is None:
                continue
            place = self._find(page, found, lower(" ".join(given.split())))
            if isinstance(place, str):
                dropped[name] = place
            else:
                spans[name] = place
        measure = proposal.fields.get("measure")
        if measure is not None and measure not in MEASURES:
            dropped["measure"], measure = "is no measure", None
        hedge = proposal.fields.get("hedge")
        if hedge is not None and not self._is_hedge(hedge, found):
            dropped["hedge"] = "is not the hedge that our rules read"
        return Accepted(
            proposal, found, page.sentence.start, page.sentence.end, spans, measure, dropped
        )

    def _is_hedge(self, given: str, found: Standing) -> bool:
        start, end = found.hedged.start, found.hedged.end
        if start is None or end is None:
            return False
        return lower(" ".join(given.split())) == fold(self.text, start, end).text

    def _find(self, page: _Page, found: Standing, words: str) -> tuple[int, int] | str:
        """Where the words of a field stand: nearest in the sentence, else last before it."""
        if not words or len(words) > _LONGEST:
            return "is empty or too long"
        number = found.number
        here = [page.folded.span(i, i + len(words)) for i in page.folded.finds(words)]
        free = [(a, b) for a, b in here if b <= number.start or a >= number.end]
        if free:
            return min(free, key=lambda span: max(number.start - span[1], span[0] - number.end))
        if here:
            return "holds the number itself"
        if self._whole is None:
            end = max(sentence.end for sentence in self.sentences)
            self._whole = fold(self.text, self.sentences[0].start, end)
        whole = self._whole
        stop = bisect_left(whole.at, page.sentence.start)
        last = whole.text.rfind(words, 0, stop)
        while last >= 0:
            if any(True for _ in whole.finds(words, last, last + len(words))):
                return whole.span(last, last + len(words))
            last = whole.text.rfind(words, 0, last + len(words) - 1)
        return "does not stand in the document there or before"


def _places(text: str, number: str) -> Iterator[int]:
    at = text.find(number)
    while at >= 0:
        yield at
        at = text.find(number, at + 1)


def _same(given: float | None, ours: float | None) -> bool:
    if given is None or ours is None:
        return given is ours
    return math.isclose(given, ours, rel_tol=1e-9)
