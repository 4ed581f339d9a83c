"""A flow against the flows of shorter periods within its own: months of a year."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from undercount.reconcile.repair.proposal import Repair
from undercount.reconcile.repair.settle import Change, changes, tolerance
from undercount.reconcile.said import numeral
from undercount.reconcile.stated import Stated, same_source, subject

_DAY: Final = timedelta(days=1)
_SHOWN: Final = 4

Teller = Mapping[date, Stated]


def periods(figures: Sequence[Stated]) -> list[Repair]:
    """Totals set against what one text or source says of parts of the same time.

    Parts that cover the total's days without a gap must add up to it. Parts that do not overlap
    and lie within its days must not exceed it, gaps or none. Of a running total and its months
    only the longest agreement is told.
    """
    kinds: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        if row.what and row.start and row.end and row.figure.measure != "stock":
            kinds[row.what, row.figure.unit, row.place].append(row)
    found = [repair for rows in kinds.values() if len(rows) > 2 for repair in _judge_all(rows)]
    return _longest(found)


def _judge_all(rows: Sequence[Stated]) -> Iterator[Repair]:
    told = _tellers(rows)
    done: set[tuple[float, tuple[str, ...]]] = set()
    for whole in sorted(rows, key=lambda row: row.entry.id):
        for teller, days in told:
            parts = _tiles(whole, teller)
            within = [] if parts else _within(whole, teller, days)
            key = (whole.value, tuple(part.entry.id for part in parts or within))
            if key in done:
                continue
            done.add(key)
            if parts:
                yield _total(whole, parts)
            elif within and sum(part.low for part in within) > whole.high:
                yield _too_many(whole, within)


def _tellers(rows: Sequence[Stated]) -> list[tuple[Teller, list[date]]]:
    """For each text and each source: its shortest period by first day, and those days."""
    tellers: dict[tuple[object, ...], dict[date, Stated]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row.end or date.max, row.entry.id)):
        if row.start:
            for key in (("text", row.outlet, row.entry.title), ("source", row.who)):
                if any(key[1:]):
                    tellers[key].setdefault(row.start, row)
    ids = {tuple(row.entry.id for row in one.values()): one for one in tellers.values()}
    return [(teller, sorted(teller)) for teller in ids.values() if len(teller) > 1]


def _tiles(whole: Stated, teller: Teller) -> list[Stated]:
    """Parts that cover the whole's days, one after the other."""
    parts: list[Stated] = []
    day = whole.start
    while day and whole.end and day <= whole.end:
        part = teller.get(day)
        if part is None or part.end is None or part.end > whole.end or _same_days(part, whole):
            return []
        parts.append(part)
        day = part.end + _DAY
    return parts if len(parts) > 1 else []


def _within(whole: Stated, teller: Teller, days: Sequence[date]) -> list[Stated]:
    """Parts within the whole's days of which none overlaps another, of the whole's source."""
    parts: list[Stated] = []
    if whole.start is None or whole.end is None:
        return parts
    free = whole.start
    for day in days[bisect_left(days, whole.start) :]:
        if day > whole.end:
            break
        part = teller[day]
        fits = day >= free and part.end is not None and part.end <= whole.end
        if fits and not _same_days(part, whole) and same_source(part, whole) is True:
            parts.append(part)
            free = (part.end or day) + _DAY
    return parts if len(parts) > 1 else []


def _same_days(one: Stated, two: Stated) -> bool:
    return (one.start, one.end) == (two.start, two.end)


def _total(whole: Stated, parts: Sequence[Stated]) -> Repair:
    values = [part.value for part in parts]
    made = sum(values)
    ids = (whole.entry.id, *(part.entry.id for part in parts))
    head = _equation(whole, parts, made)
    gap = abs(made - whole.value)
    hedged = [row.figure.quantifier != "exact" for row in (*parts, whole)]
    if gap <= tolerance([*values, whole.value], hedged):
        how = "agrees" if gap == 0 else f"agrees with {whole.number} within rounding"
        return Repair(whole.entry.id, "sum", whole.value, whole.value, f"{head}: {how}.", ids)
    settled = changes(whole.value, values)
    slips = [change for change in settled if change.slip]
    would = _would(slips or settled[:1])
    text = f"{head} ({parts[0].outlet}), against {whole.number} ({whole.outlet}). {would}"
    proposed = made if slips and slips[0].said == whole.value and len(slips) == 1 else None
    return Repair(whole.entry.id, "sum", whole.value, proposed, text, ids)


def _too_many(whole: Stated, parts: Sequence[Stated]) -> Repair:
    made = sum(part.value for part in parts)
    text = (
        f"{_equation(whole, parts, made)} ({parts[0].outlet}), more than the {whole.number} of the "
        f"whole period ({whole.outlet})."
    )
    ids = (whole.entry.id, *(part.entry.id for part in parts))
    return Repair(whole.entry.id, "sum", whole.value, None, text, ids)


def _equation(whole: Stated, parts: Sequence[Stated], made: float) -> str:
    shown = " + ".join(part.number for part in parts)
    if len(parts) > _SHOWN:
        shown = f"the {len(parts)} figures from {parts[0].when} to {parts[-1].when}"
    head = f"{subject(whole)}, {whole.when}: {shown} = {numeral(made)}"
    return f"{head[:1].upper()}{head[1:]}"


def _would(settled: Sequence[Change]) -> str:
    said = "; ".join(change.words() for change in settled[:3])
    return f"One change that would settle it: {said}."


def _longest(found: Sequence[Repair]) -> list[Repair]:
    """Without those whose parts are all among those of another with the same outcome.

    Parts that agree with one total are not set against the others of the same time as well: how
    these differ from each other is a drift or a conflict.
    """
    settled = {repair.figures[1:] for repair in found if repair.agrees}
    kept: list[tuple[bool, frozenset[str]]] = []
    answer = []
    for repair in sorted(found, key=lambda item: (-len(item.figures), item.figures)):
        if not repair.agrees and repair.figures[1:] in settled:
            continue
        parts = frozenset(repair.figures[1:])
        if not any(agrees == repair.agrees and parts < others for agrees, others in kept):
            kept.append((repair.agrees, parts))
            answer.append(repair)
    return answer
