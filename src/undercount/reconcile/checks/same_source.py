"""One source, two numbers for the same days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from undercount.reconcile.stated import (
    Finding,
    Stated,
    by_trust,
    join,
    same_source,
    same_time,
    significant,
    subject,
    words,
)

_DIGITS = 4
_TELLING = 3


def same_day(figures: Sequence[Stated]) -> list[Finding]:
    """Different numbers of one source for one quantity, place and period.

    Numbers that differ by one digit or a swap are left to `digits`.
    """
    groups: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        if row.who and row.what and row.start:
            unit, measure = row.figure.unit, row.figure.measure
            key = (row.who, row.what, row.place, row.start, row.end, unit, measure)
            groups[key].append(row)
    findings = []
    for rows in groups.values():
        apart = by_trust(
            row
            for one, two in combinations(rows, 2)
            if (one.high < two.low or two.high < one.low)
            and not _slip(one, two)
            and not _other_people(one, two)
            for row in (one, two)
        )
        if apart:
            said = join(f"{row.number} ({row.outlet})" for row in _one_each(apart))
            text = f"{_source(apart[0])}, {apart[0].when}, {subject(apart[0])}: {said}."
            ratio = max(row.high for row in apart) / min(row.low for row in apart)
            findings.append(Finding("same-day", text, apart, ratio))
    return findings


def digits(figures: Sequence[Stated]) -> list[Finding]:
    """Exact numbers of one quantity, source and period with one digit changed or two swapped."""
    masks: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        if row.what and _exact(row):
            text = f"{row.value:.0f}"
            shapes = {text[:i] + "*" + text[i + 1 :] for i in range(len(text))}
            # A swapped pair has the same digits in another order.
            for shape in (*shapes, "".join(sorted(text))):
                masks[row.what, row.figure.unit, row.figure.measure, shape].append(row)
    pairs: dict[tuple[float, float, str | None], set[Stated]] = defaultdict(set)
    for rows in masks.values():
        for one, two in combinations(rows, 2):
            comparable = same_source(one, two) is not False and same_time(one, two)
            if comparable and one.value != two.value and _slip(one, two):
                small, large = sorted((one.value, two.value))
                pairs[small, large, one.what].update((one, two))
    findings = []
    for found in pairs.values():
        trusted = by_trust(found)
        said = join(f"{row.number} ({row.outlet})" for row in _one_each(trusted))
        swapped = _swapped(*sorted({row.value for row in trusted}))
        what = "two digits are swapped" if swapped else "one digit differs"
        head = f"{_source(trusted[0])}, {trusted[0].when}, {subject(trusted[0])}"
        findings.append(Finding("digits", f"{head}: {said}; {what}.", trusted, len(trusted)))
    return findings


def _other_people(one: Stated, two: Stated) -> bool:
    """Adults and minors of one register are two parts, not two counts."""
    first, second = words(one.figure.population), words(two.figure.population)
    return bool(first and second) and not first & second


def _exact(row: Stated) -> bool:
    figure = row.figure
    exact = figure.quantifier == "exact" and figure.value is not None
    return exact and len(f"{row.value:.0f}") >= _DIGITS and significant(row.value) >= _TELLING


def _slip(one: Stated, two: Stated) -> bool:
    """Whether one digit differs or two neighbours are swapped."""
    if not (_exact(one) and _exact(two)):
        return False
    first, second = f"{one.value:.0f}", f"{two.value:.0f}"
    if len(first) != len(second):
        return False
    differ = sum(a != b for a, b in zip(first, second, strict=True))
    return differ == 1 or _swapped(one.value, two.value)


def _swapped(one: float, two: float) -> bool:
    first, second = f"{one:.0f}", f"{two:.0f}"
    if len(first) != len(second):
        return False
    places = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    i, j = places
    return (first[i], first[j]) == (second[j], second[i])


def _one_each(rows: Sequence[Stated]) -> list[Stated]:
    return list({row.number: row for row in reversed(rows)}.values())[::-1]


def _source(row: Stated) -> str:
    name = row.source or "Nobody named"
    return name[:1].upper() + name[1:]
