"""Two sources whose numbers for the same days exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from undercount.reconcile.digits import written_place
from undercount.reconcile.stated import (
    Finding,
    Stated,
    days_apart,
    same_source,
    subject,
)

# A stock is compared with one of a few days before or after, a flow with one of its own period.
_NEAR_DAYS = 10
_APART = 1.1
_COUNTED = 1.01
_SHOWN = 3


def sources_apart(
    figures: Sequence[Stated],
    told: Callable[[Stated, Stated], bool] | None = None,
) -> list[Finding]:
    """Pairs of sources, each pair one finding that lists its occasions, widest gap first.

    Args:
        figures: stated figures.
        told: pairs that another check names.
    """
    groups: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        if row.who and row.what and row.start:
            groups[row.what, row.figure.unit, _is_stock(row)].append(row)
    findings = []
    for rows in groups.values():
        occasions: dict[tuple[str, str], list[tuple[Stated, Stated]]] = defaultdict(list)
        for one, two in _near_pairs(rows):
            if same_source(one, two) is not False or not _exclude(one, two):
                continue
            if not (told and told(one, two)):
                low, high = sorted((one, two), key=lambda row: row.source or "")
                occasions[low.source or "", high.source or ""].append((low, high))
        findings += [_finding(pairs) for pairs in occasions.values()]
    return findings


def _near_pairs(rows: list[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Pairs of comparable days and places, by a window over the sorted starts."""
    dated = sorted(((row.start, row) for row in rows if row.start), key=lambda pair: pair[0])
    longest = max(((row.end - start).days for start, row in dated if row.end), default=0)
    for index, (start, one) in enumerate(dated):
        for later, two in dated[index + 1 :]:
            if (later - start).days > longest + _NEAR_DAYS:
                break
            if one.place and two.place and one.place != two.place:
                continue
            if _is_stock(one):
                apart = days_apart(one, two)
                near = apart is not None and apart <= _NEAR_DAYS
            else:
                near = (one.start, one.end) == (two.start, two.end)
            if near:
                yield one, two


def _is_stock(row: Stated) -> bool:
    """A number true at a moment; a count over a few days whose measure is not known passes."""
    days = (row.end - row.start).days if row.start and row.end else 0
    return row.figure.measure == "stock" or (row.figure.measure == "unknown" and days < _NEAR_DAYS)


def _exclude(one: Stated, two: Stated) -> bool:
    # Counts to the last digit of one closed period need no margin.
    counted = not _is_stock(one) and all(
        row.figure.quantifier == "exact" and written_place(row.value) == 1 for row in (one, two)
    )
    apart = _COUNTED if counted else _APART
    return one.low > apart * two.high or two.low > apart * one.high


def _finding(pairs: list[tuple[Stated, Stated]]) -> Finding:
    pairs.sort(key=_closeness)
    told: list[tuple[Stated, Stated]] = []
    counted: set[tuple[object, ...]] = set()
    for one, two in pairs:
        # Every count is set against the nearest of the other source; copies are not told again.
        keys = {(row.who, row.value, row.start, row.end) for row in (one, two)}
        if not keys & counted:
            told.append((one, two))
            counted |= keys
    told.sort(key=lambda pair: (-_people_between(*pair), pair[0].entry.id))
    first, second = told[0]
    shown = "; ".join(
        f"{one.number} ({one.when}) against {two.number} ({two.when})" for one, two in told[:_SHOWN]
    )
    more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    times = "once" if len(told) == 1 else f"{len(told)} times"
    text = f"{first.source} and {second.source} differ {times} on {subject(first)}: {shown}{more}."
    # In the order of the text, so that a page sets the two of a pair side by side.
    figures = tuple({row.entry.id: row for pair in told for row in pair}.values())
    return Finding("sources-apart", text[:1].upper() + text[1:], figures, len(told))


def _closeness(pair: tuple[Stated, Stated]) -> tuple[float, float, str, str]:
    """Nearest in time first, then the closest words: 6,901 rather than almost 7,000."""
    one, two = pair
    width = one.high / max(one.low, 1.0) * two.high / max(two.low, 1.0)
    return days_apart(one, two) or 0, width, one.entry.id, two.entry.id


def _people_between(one: Stated, two: Stated) -> float:
    return max(one.low - two.high, two.low - one.high)
