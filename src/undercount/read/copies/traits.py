"""What of a figure tells whether another one speaks of the same thing, or repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from undercount.ledger.records import Figure, Reading
from undercount.read.lexicon import shared

_WORD: Final = re.compile(r"[^\W_]+")
_FEW_DAYS: Final = timedelta(days=3)
_SLOT: Final = 5  # words; a shorter sentence is said of many things
_SMALL: Final = shared("copies.small")
_PEOPLE: Final = shared("copies.people")


@dataclass(frozen=True, slots=True)
class Traits:
    """A figure as the search for copies sees it.

    Attributes:
        document: path of its document.
        start: where the figure stands in it.
        surface: the number as written.
        says: value, interval and quantifier.
        digits: significant digits of the value; 0 for ranges and vague numbers.
        claimant: name without case, article and plural, or None.
        slot: the words of its sentence with the figure and its hedge taken out, and which figure
            of the sentence it is; None for a short sentence.
        topic: population, unit, measure and place, or None where one of them is not known.
        first: first day it speaks of, or the day of publication, or None.
        last: last day, in the same way.
        dated: whether the days are the figure's own, not those of publication.
        bounded: whether it counts what happened within its days.
    """

    document: str
    start: int
    surface: str
    says: tuple[float | None, float | None, float | None, str]
    digits: int
    claimant: str | None
    slot: tuple[str, int] | None
    topic: tuple[str, ...] | None
    first: date | None
    last: date | None
    dated: bool
    bounded: bool


def traits(reading: Reading) -> Iterator[Traits]:
    """Traits of each asserted figure of a document, in its order."""
    before: dict[int | None, int] = {}
    for figure in reading.figures:
        number = before[figure.sentence_start] = before.get(figure.sentence_start, -1) + 1
        if figure.status != "asserted" or figure.start is None:
            continue
        day = reading.published
        first, last = figure.period_start or day, figure.period_end or day
        yield Traits(
            document=reading.document, start=figure.start, surface=figure.surface,
            says=(figure.value, figure.low, figure.high, figure.quantifier),
            digits=_digits(figure.value), claimant=_name(figure.source or figure.claimant),
            slot=_slot(reading.text, figure, number), topic=_topic(figure), first=first, last=last,
            dated=figure.period_start is not None, bounded=figure.measure in ("flow", "change"),
        )  # fmt: skip


def near(one: Traits, other: Traits, days: int = 0) -> bool:
    """Whether the days of two figures meet, or are equal where they count what happened."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return False
    if one.bounded and one.dated and other.dated:
        return (one.first, one.last) == (other.first, other.last)
    gap = timedelta(days=days)
    return one.first <= other.last + gap and other.first <= one.last + gap


def same_days(one: Traits, other: Traits) -> bool:
    """Whether both figures say of which days they speak, and these are the same but for a few."""
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return False
    apart = max(abs(one.first - other.first), abs(one.last - other.last))
    return one.dated and other.dated and apart <= _FEW_DAYS


def _digits(value: float | None) -> int:
    """Significant digits: 2 for 7,500, 4 for 9,106.

    >>> _digits(7500), _digits(9106), _digits(0.5), _digits(None)
    (2, 4, 1, 0)
    """
    if value is None:
        return 0
    return len(f"{value:.10g}".replace(".", "").strip("0")) if value < 1e10 else 1


def _name(words: str | None) -> str | None:
    kept = _words(words or "")
    return " ".join(kept) or None


def _words(text: str) -> list[str]:
    found = (word.casefold() for word in _WORD.findall(text))
    return [
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in found
        if word not in _SMALL
    ]


def _topic(figure: Figure) -> tuple[str, ...] | None:
    if figure.population is None or figure.place is None or figure.measure == "unknown":
        return None
    people = [word for word in _words(figure.population) if word not in _PEOPLE]
    return (
        figure.unit, "share" if figure.kind == "percent" else "number", figure.measure,
        " ".join(sorted(people)), " ".join(_words(figure.place)), figure.country or "",
    )  # fmt: skip


def _slot(text: str, figure: Figure, number: int) -> tuple[str, int] | None:
    if figure.sentence_start is None or figure.start is None or figure.end is None:
        return None
    sentence = (
        f"{text[figure.sentence_start : figure.start]} {text[figure.end : figure.sentence_end]}"
    )
    if figure.hedge:
        sentence = sentence.replace(figure.hedge, " ", 1)
    # The other numbers of the sentence may differ in a copy too.
    words = [word.casefold() for word in _WORD.findall(sentence) if not word[0].isdigit()]
    return (" ".join(words), number) if len(words) >= _SLOT else None
