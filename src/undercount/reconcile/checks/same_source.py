"""One source, two numbers for the same days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from undercount.reconcile.digits import slip
from undercount.reconcile.stated import (
    Finding,
    Stated,
    by_trust,
    join,
    subject,
    words,
)


def same_day(figures: Sequence[Stated]) -> list[Finding]:
    """Different numbers of one source for one quantity, place and period.

    What a slip of a digit explains is a drift, and no two counts.
    """
    groups: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        if row.who and row.what and row.start:
            unit, measure = row.figure.unit, row.figure.measure
            groups[row.what, row.place, row.start, row.end, unit, measure].append(row)
    findings = []
    for rows in (voice for group in groups.values() for voice in _voices(group)):
        apart = by_trust(
            row
            for one, two in combinations(rows, 2)
            if (one.high < two.low or two.high < one.low)
            and not _explained(one, two)
            and not _other_people(one, two)
            for row in (one, two)
        )
        if apart:
            said = join(f"{row.number} ({row.outlet})" for row in _one_each(apart))
            text = f"{_source(rows[0])}, {apart[0].when}, {subject(apart[0])}: {said}."
            ratio = max(row.high for row in apart) / min(row.low for row in apart)
            findings.append(Finding("same-day", text, apart, ratio))
    return findings


def _voices(rows: Sequence[Stated]) -> list[list[Stated]]:
    """The figures of each source; "Home Office via the Times" is the Home Office's."""
    voices: list[list[Stated]] = []
    for row in sorted(rows, key=lambda row: (len(row.who), row.entry.id)):
        head = next((voice for voice in voices if voice[0].who <= row.who), None)
        if head is None:
            voices.append([row])
        else:
            head.append(row)
    return voices


def _explained(one: Stated, two: Stated) -> bool:
    return slip(one.value, two.value) in ("digit", "swap")


def _other_people(one: Stated, two: Stated) -> bool:
    """Adults and minors of one register are two parts, not two counts."""
    first, second = words(one.figure.population), words(two.figure.population)
    return bool(first and second) and not first & second


def _one_each(rows: Sequence[Stated]) -> list[Stated]:
    return list({row.number: row for row in reversed(rows)}.values())[::-1]


def _source(row: Stated) -> str:
    name = row.source or "Nobody named"
    return name[:1].upper() + name[1:]
