"""Two numbers of the same days that no error explains, counted by different definitions.

Also shares: 54% and 81% of the same year are no contradiction where one counts those turned back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from undercount.reconcile.definitions import defining
from undercount.reconcile.digits import relation
from undercount.reconcile.stated import Finding, Stated, days_apart, same_source, subject

_FACTOR: Final = 1.5
_SHARE_POINTS: Final = 5.0
_COMMON: Final = 0.75  # of the longer period
_NEAR_DAYS: Final = 3
_SAME: Final = 0.01


def definition(figures: Sequence[Stated], shares: Sequence[Stated] = ()) -> list[Finding]:
    """Figures of one quantity, place and time that differ by a factor and by defining words."""
    found: dict[tuple[object, ...], Finding] = {}
    for rows, of_shares in ((figures, False), (shares, True)):
        for one, two in _pairs(rows):
            key = (one.what, *sorted((one.value, two.value)))
            if _tells(one, two, of_shares=of_shares):
                found.setdefault(key, _finding(one, two))
            elif of_shares and same_source(one, two) is False and _far(one, two, of_shares=True):
                found.setdefault(key, _shares_apart(one, two))
    return list(found.values())


def apart_by_words(one: Stated, two: Stated) -> bool:
    """Whether `definition` tells this pair, so that nothing else need."""
    return _one_time(one, two) and _tells(one, two, of_shares=False)


def _pairs(rows: Sequence[Stated]) -> list[tuple[Stated, Stated]]:
    groups: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.start is None, row.start, row.entry.id)):
        if row.figure.quantity and row.start and row.figure.value is not None:
            key = (row.what, row.place, row.figure.unit, row.figure.measure == "stock")
            groups[key].append(row)
    pairs = []
    for group in groups.values():
        # By first day: what begins long after the longest period is over is of another time.
        longest = max(_days(row) for row in group)
        for place, one in enumerate(group):
            for two in group[place + 1 :]:
                if one.start and two.start and (two.start - one.start).days > longest + _NEAR_DAYS:
                    break
                if _one_time(one, two):
                    pairs.append((one, two))
    return pairs


def _tells(one: Stated, two: Stated, *, of_shares: bool) -> bool:
    if not of_shares and _left_out(one, two):
        return True
    if not _far(one, two, of_shares=of_shares) or relation(one.value, two.value) is not None:
        return False
    first, second = defining(one), defining(two)
    if first.parts and second.parts and not first.parts & second.parts:
        return False  # adults and minors are two groups of people, each with its own number
    words = bool(first.words and second.words) and first.stands_apart(second)
    return words or (not of_shares and (_more_in_less(one, two) or _more_in_less(two, one)))


def _left_out(one: Stated, two: Stated) -> bool:
    """Whether one source has two numbers, one of which leaves people out in so many words."""
    if not same_source(one, two):
        return False
    if abs(one.value - two.value) <= _SAME * max(one.value, two.value):
        return False
    return defining(one, remarks=True).without != defining(two, remarks=True).without


def _more_in_less(one: Stated, two: Stated) -> bool:
    """Whether a flow exceeds that of a longer period which holds its own."""
    if not (one.start and one.end and two.start and two.end) or one.figure.measure == "stock":
        return False
    inside = two.start <= one.start and one.end <= two.end and _days(one) < _days(two)
    return inside and one.low > two.high


def _far(one: Stated, two: Stated, *, of_shares: bool) -> bool:
    if of_shares:
        return abs(one.value - two.value) >= _SHARE_POINTS
    return max(one.low, two.low) > _FACTOR * min(one.high, two.high)


def _finding(one: Stated, two: Stated) -> Finding:
    said = " and ".join(
        f"{_number(row)} {row.figure.population} ({row.source or row.outlet}, {row.when})"
        for row in (one, two)
    )
    text = f"{subject(one)}: {said} count by different definitions."
    weight = max(one.value, two.value) / min(one.value, two.value)
    return Finding("definition", text[:1].upper() + text[1:], (one, two), weight)


def _shares_apart(one: Stated, two: Stated) -> Finding:
    said = " against ".join(f"{row.said} ({row.source}, {row.when})" for row in (one, two))
    text = f"{subject(one)}, a share: {said}."
    return Finding("sources-apart", text[:1].upper() + text[1:], (one, two), 1.0)


def _number(row: Stated) -> str:
    return f"{row.value:g}% of" if row.figure.kind == "percent" else row.said


def _one_time(one: Stated, two: Stated) -> bool:
    if one.figure.measure == "stock":
        apart = days_apart(one, two)
        return apart is not None and apart <= _NEAR_DAYS
    return _overlap(one, two) >= _COMMON


def _overlap(one: Stated, two: Stated) -> float:
    """Common days over those of the longer period."""
    if not (one.start and one.end and two.start and two.end):
        return 0.0
    common = (min(one.end, two.end) - max(one.start, two.start)).days + 1
    return max(0, common) / max(_days(one), _days(two))


def _days(row: Stated) -> int:
    return (row.end - row.start).days + 1 if row.start and row.end else 1
