"""What of a figure tells whether another one speaks of the same thing, or repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Final, NamedTuple

from undercount.ledger.records import Figure, Reading
from undercount.read.lexicon import shared

_WORD: Final = re.compile(r"[^\W_]+")
_FEW_DAYS: Final = 3
_SLOT: Final = 5  # words; a shorter sentence is said of many things
_SMALL: Final = shared("copies.small")
_PEOPLE: Final = shared("copies.people")


class Traits(NamedTuple):
    """A figure as the search for copies sees it: whole numbers only, so that many fit in memory.

    Attributes:
        document: which document.
        start: where the figure stands in it.
        surface: which of the numbers as written.
        says: mark of value, interval and quantifier.
        digits: significant digits of the value; 0 for ranges and vague numbers.
        claimant: mark of the name without case, article and plural, or 0.
        slot: mark of the words of its sentence with the figure and its hedge taken out, and of
            which figure of the sentence it is; 0 for a short sentence.
        topic: mark of population, unit, measure and place, or 0 where one of them or the days are
            not known.
        first: first day it speaks of, or the day of publication, as an ordinal, or 0.
        last: last day, in the same way.
        dated: whether the days are the figure's own, not those of publication.
        bounded: whether it counts what happened within its days.
    """

    document: int
    start: int
    surface: int
    says: int
    digits: int
    claimant: int
    slot: int
    topic: int
    first: int
    last: int
    dated: int
    bounded: int


def traits(reading: Reading, document: int, surfaces: dict[str, int]) -> Iterator[Traits]:
    """Traits of each asserted figure of a document that can stand with another one, in order.

    Args:
        reading: the document.
        document: its number.
        surfaces: numbers as written so far, with a number of each; new ones are added.
    """
    before: dict[int | None, int] = {}
    for figure in reading.figures:
        number = before[figure.sentence_start] = before.get(figure.sentence_start, -1) + 1
        if figure.status != "asserted" or figure.start is None:
            continue
        day = reading.published
        first, last = figure.period_start or day, figure.period_end or day
        slot = _slot(reading.text, figure, number)
        topic = None if first is None or last is None else _topic(figure)
        if slot is None and topic is None:
            continue
        yield Traits(
            document=document, start=figure.start,
            surface=surfaces.setdefault(figure.surface, len(surfaces)),
            says=_mark((figure.value, figure.low, figure.high, figure.quantifier)),
            digits=_digits(figure.value), claimant=_mark(_name(figure.source or figure.claimant)),
            slot=_mark(slot), topic=_mark(topic),
            first=0 if first is None else first.toordinal(),
            last=0 if last is None else last.toordinal(),
            dated=figure.period_start is not None, bounded=figure.measure in ("flow", "change"),
        )  # fmt: skip


def same_days(one: Traits, other: Traits) -> bool:
    """Whether both figures say of which days they speak, and these are the same but for a few."""
    if not (one.first and one.last and other.first and other.last):
        return False
    apart = max(abs(one.first - other.first), abs(one.last - other.last))
    return bool(one.dated and other.dated and apart <= _FEW_DAYS)


def _mark(what: object) -> int:
    """64 bits that stand for a value, so that equal ones are told; 0 for None.

    Among a million figures two values share a mark by chance with a probability of 3e-8. Not
    `hash`, which takes -1 and -2 for one.
    """
    if what is None:
        return 0
    return int.from_bytes(blake2b(repr(what).encode(), digest_size=8).digest(), "little")


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
