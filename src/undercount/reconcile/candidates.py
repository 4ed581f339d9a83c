"""Pairs of prints that are worth a look, found by number or by sentence: never all pairs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from undercount.reconcile.digits import coarser, shapes, significant
from undercount.reconcile.prints import Print
from undercount.reconcile.rates import LENGTHS, times
from undercount.reconcile.sentences import near

_FIRST: Final = 6  # prints of one number that every further print is compared with
_WAYS: Final = 18  # and this many where each is told in another way
_LEAST: Final = 2  # significant digits of a number that is compared across quantities
_NEAR_DAYS: Final = 3

Pairs = set[tuple[int, int]]


def candidates(rows: Sequence[Print]) -> Pairs:
    """Pairs of places in `rows` whose numbers may come of each other, smaller place first."""
    found = _Found(rows)
    quantities: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.stated.figure.quantity:
            quantities[row.stated.figure.quantity].append(place)
    everybody = [i for i, row in enumerate(rows) if significant(row.value) >= _LEAST]
    _carried_on(found, everybody)
    for places in quantities.values():
        values = _carried_on(found, places)
        _slips(found, values)
        _held(found, places)
        _derived(found, values)
    return found.pairs


def copied_sentences(rows: Sequence[Print]) -> Iterator[tuple[int, int]]:
    """Figures at the same turn of two sentences of different texts that share most words."""
    standing: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        entry = row.stated.entry
        if entry.sentence and entry.figure.origin != "table":
            standing[entry.figure.document or entry.figure.publisher, entry.sentence].append(place)
    keys = list(standing)
    for one, two, _ in near([sentence for _, sentence in keys]):
        if keys[one][0] == keys[two][0] and keys[one][0] is not None:
            continue
        first, second = (
            sorted(standing[keys[i]], key=lambda place: rows[place].stated.entry.offset or 0)
            for i in (one, two)
        )
        if len(first) == len(second):
            yield from ((min(pair), max(pair)) for pair in zip(first, second, strict=True))


class _Found:
    """The pairs so far, with a quick look at days before a pair is kept."""

    def __init__(self, rows: Sequence[Print]) -> None:
        self.rows = rows
        self.pairs: Pairs = set()
        self._days = [_span(row.stated.start, row.stated.end) for row in rows]

    def meet(self, ones: Iterable[int], others: Iterable[int]) -> None:
        """Keep the pairs of two families whose days may be the same."""
        theirs = tuple(others)
        for one in ones:
            start, end = self._days[one]
            for two in theirs:
                first, last = self._days[two]
                if one != two and first <= end + _NEAR_DAYS and start <= last + _NEAR_DAYS:
                    self.pairs.add((one, two) if one < two else (two, one))


def _span(start: date | None, end: date | None) -> tuple[int, int]:
    """Days as numbers; what names none may be of any."""
    if start is None or end is None:
        return 0, date.max.toordinal()
    return start.toordinal(), end.toordinal()


def _carried_on(found: _Found, places: Sequence[int]) -> Mapping[float, Sequence[int]]:
    """The same number, and numbers that round to it or are cut off to it."""
    rows = found.rows
    values: dict[float, list[int]] = defaultdict(list)
    days: dict[tuple[float, date | None], list[int]] = defaultdict(list)
    ways: set[tuple[object, ...]] = set()
    for place in places:
        row = rows[place]
        firsts, same_days = values[row.value], days[row.value, row.stated.end]
        found.pairs.update((first, place) for first in firsts)
        found.pairs.update((first, place) for first in same_days)
        way = (row.value, *row.way)
        if len(firsts) < _FIRST or (way not in ways and len(firsts) < _WAYS):
            ways.add(way)
            firsts.append(place)
        if len(same_days) < _FIRST:
            same_days.append(place)
    for value, firsts in values.items():
        for other in coarser(value):
            found.meet(firsts, values.get(other, ()))
    return values


def _slips(found: _Found, values: Mapping[float, Sequence[int]]) -> None:
    shaped: dict[str, list[float]] = defaultdict(list)
    for value in values:
        for shape in shapes(value):
            shaped[shape].append(value)
    for alike in shaped.values():
        for one, two in combinations(alike, 2):
            found.meet(values[one], values[two])
    # A digit left out: 360 and 60.
    for value in values:
        text = f"{value:.0f}"
        if 100 <= value < 10**6 and value == int(value):
            for shorter in {float(text[:i] + text[i + 1 :]) for i in range(len(text))}:
                if shorter in values:
                    found.meet(values[value], values[shorter])


def _held(found: _Found, places: Sequence[int]) -> None:
    """Hedged prints and the exact numbers of the same last day that their words allow."""
    rows = found.rows
    exact: dict[date | None, list[tuple[float, int]]] = defaultdict(list)
    for place in places:
        if rows[place].exact:
            exact[rows[place].stated.end].append((rows[place].value, place))
    for numbers in exact.values():
        numbers.sort()
    for place in places:
        row = rows[place]
        if not row.exact:
            numbers = exact.get(row.stated.end, [])
            first = bisect_left(numbers, (row.stated.low, -1))
            last = bisect_right(numbers, (row.stated.high, len(rows)))
            found.meet((place,), (other for _, other in numbers[first:last]))


def _derived(found: _Found, values: Mapping[float, Sequence[int]]) -> None:
    """A rate and what stated arithmetic may make of it for a longer time."""
    rows, numbers = found.rows, sorted(values)
    for value, firsts in values.items():
        for place in firsts:
            per = rows[place].per
            for longer in (length for length in LENGTHS if per and length > per):
                for factor in times(per or longer, longer):
                    # "More than 10,000" for 10,400 begins below, "about" may lie above.
                    low, high = 0.5 * factor * value, 1.06 * factor * value
                    inside = numbers[bisect_left(numbers, low) : bisect_right(numbers, high)]
                    for number in inside:
                        found.meet((place,), values[number])
