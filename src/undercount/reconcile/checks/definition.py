"""Two numbers of the same days that no error explains, counted by different definitions.

Also shares: 54% and 81% of the same year are no contradiction where one counts those turned back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from undercount.reconcile.definitions import defining
from undercount.reconcile.digits import relation
from undercount.reconcile.stated import Finding, Stated, subject

_FACTOR: Final = 1.5
_SHARE_POINTS: Final = 5.0
_COMMON: Final = 0.75  # of the longer period


def definition(figures: Sequence[Stated], shares: Sequence[Stated] = ()) -> list[Finding]:
    """Figures of one quantity, place and time that differ by a factor and by defining words."""
    found: dict[tuple[object, ...], Finding] = {}
    for rows, of_shares in ((figures, False), (shares, True)):
        for one, two in _pairs(rows):
            far = _far(one, two, of_shares=of_shares)
            if far and relation(one.value, two.value) is None and _words_apart(one, two):
                key = tuple(sorted((one.value, two.value)))
                found.setdefault((one.what, key), _finding(one, two))
    return list(found.values())


def apart_by_words(one: Stated, two: Stated) -> bool:
    """Whether `definition` tells this pair, so that nothing else need."""
    far = _far(one, two, of_shares=False) and _overlap(one, two) >= _COMMON
    return far and relation(one.value, two.value) is None and _words_apart(one, two)


def _pairs(rows: Sequence[Stated]) -> list[tuple[Stated, Stated]]:
    groups: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.start is None, row.start, row.entry.id)):
        if row.figure.quantity and row.start and row.figure.value is not None:
            key = (row.what, row.place, row.figure.unit, row.figure.measure == "stock")
            groups[key].append(row)
    pairs = []
    for group in groups.values():
        # By first day: a pair whose periods overlap by three quarters starts near each other.
        longest = max(_days(row) for row in group)
        for place, one in enumerate(group):
            for two in group[place + 1 :]:
                if one.start and two.start and (two.start - one.start).days > longest / 4 + 1:
                    break
                if _overlap(one, two) >= _COMMON:
                    pairs.append((one, two))
    return pairs


def _far(one: Stated, two: Stated, *, of_shares: bool) -> bool:
    if of_shares:
        return abs(one.value - two.value) >= _SHARE_POINTS
    return max(one.low, two.low) > _FACTOR * min(one.high, two.high)


def _words_apart(one: Stated, two: Stated) -> bool:
    first, second = defining(one), defining(two)
    return bool(first.words and second.words) and first.stands_apart(second)


def _finding(one: Stated, two: Stated) -> Finding:
    said = " and ".join(
        f"{_number(row)} {row.figure.population} ({row.source or row.outlet}, {row.when})"
        for row in (one, two)
    )
    text = f"{subject(one)}: {said} count by different definitions."
    weight = max(one.value, two.value) / min(one.value, two.value)
    return Finding("definition", text[:1].upper() + text[1:], (one, two), weight)


def _number(row: Stated) -> str:
    return f"{row.value:g}% of" if row.figure.kind == "percent" else row.said


def _overlap(one: Stated, two: Stated) -> float:
    """Common days over those of the longer period."""
    if not (one.start and one.end and two.start and two.end):
        return 0.0
    common = (min(one.end, two.end) - max(one.start, two.start)).days + 1
    return max(0, common) / max(_days(one), _days(two))


def _days(row: Stated) -> int:
    return (row.end - row.start).days + 1 if row.start and row.end else 1
