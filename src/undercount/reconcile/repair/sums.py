"""Figures that are parts of another: months of a year, groups of a total in one text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from undercount.reconcile.digits import significant
from undercount.reconcile.repair.proposal import Repair
from undercount.reconcile.repair.settle import Change, changes, tolerance
from undercount.reconcile.said import numeral
from undercount.reconcile.stated import Stated, same_source, subject

_DAY: Final = timedelta(days=1)
_MOST: Final = 9  # figures of one text whose sums are tried
_PARTS: Final = 4
_TELLING: Final = 3
_SMALLEST: Final = 0.02
_SHOWN: Final = 4


def sums(figures: Sequence[Stated]) -> list[Repair]:
    """Totals set against figures that make them up."""
    return [*_periods(figures), *_groups(figures)]


def _periods(figures: Sequence[Stated]) -> Iterator[Repair]:
    """A flow against the flows of shorter periods that cover its own without a gap."""
    kinds: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        if row.what and row.start and row.end and row.figure.measure != "stock":
            kinds[row.what, row.figure.unit, row.place].append(row)
    for rows in kinds.values():
        if len(rows) < 3:
            continue
        told = _by_teller(rows)
        done: set[tuple[float, tuple[str, ...]]] = set()
        for whole in sorted(rows, key=lambda row: row.entry.id):
            for teller in told:
                parts = _tiles(whole, teller)
                key = (whole.value, tuple(part.entry.id for part in parts))
                if parts and key not in done:
                    done.add(key)
                    yield _total(whole, parts)


def _by_teller(rows: Sequence[Stated]) -> list[dict[date, Stated]]:
    """For each text and each source: its shortest period by first day."""
    tellers: dict[tuple[object, ...], dict[date, Stated]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: ((row.end or date.max), row.entry.id)):
        if row.start:
            for key in (("text", row.outlet, row.entry.title), ("source", row.who)):
                if any(key[1:]):
                    tellers[key].setdefault(row.start, row)
    different = {
        tuple(row.entry.id for row in teller.values()): teller for teller in tellers.values()
    }
    return list(different.values())


def _tiles(whole: Stated, teller: dict[date, Stated]) -> list[Stated]:
    parts: list[Stated] = []
    day = whole.start
    while day and whole.end and day <= whole.end:
        part = teller.get(day)
        if part is None or part.end is None or part.end > whole.end or part is whole:
            return []
        if part.start == whole.start and part.end == whole.end:
            return []
        parts.append(part)
        day = part.end + _DAY
    return parts if len(parts) > 1 else []


def _total(whole: Stated, parts: Sequence[Stated]) -> Repair:
    values = [part.value for part in parts]
    made = sum(values)
    shown = " + ".join(part.number for part in parts)
    if len(parts) > _SHOWN:
        shown = f"the {len(parts)} figures from {parts[0].when} to {parts[-1].when}"
    head = f"{subject(whole)}, {whole.when}: {shown} = {numeral(made)}"
    head = f"{head[:1].upper()}{head[1:]}"
    ids = (whole.entry.id, *(part.entry.id for part in parts))
    gap = abs(made - whole.value)
    exact = all(row.figure.quantifier == "exact" for row in (whole, *parts))
    loose = tolerance([*values, whole.value], [row.figure.quantifier != "exact" for row in parts])
    if gap == 0 or (gap <= loose and not (exact and gap > 0 and loose == 0)):
        how = "agrees" if gap == 0 else f"agrees with {whole.number} within rounding"
        return Repair(whole.entry.id, "sum", whole.value, whole.value, f"{head}: {how}.", ids)
    settled = changes(whole.value, values)
    slips = [change for change in settled if change.slip]
    would = f" {_would(slips or settled[:1])}"
    text = f"{head} ({parts[0].outlet}), against {whole.number} ({whole.outlet}).{would}"
    proposed = made if slips and slips[0].said == whole.value and len(slips) == 1 else None
    return Repair(whole.entry.id, "sum", whole.value, proposed, text, ids)


def _would(settled: Sequence[Change]) -> str:
    said = "; ".join(change.words() for change in settled[:3])
    return f"One change that would settle it: {said}."


def _groups(figures: Sequence[Stated]) -> Iterator[Repair]:
    """A total of one text against groups of people or places in the same text and days."""
    texts: dict[tuple[object, ...], list[Stated]] = defaultdict(list)
    for row in figures:
        where = row.figure.document or (row.figure.publisher, row.entry.title or row.figure.title)
        if row.figure.value is not None and row.start:
            texts[where, row.start, row.end, row.figure.unit].append(row)
    for rows in texts.values():
        if not 3 <= len(rows) <= _MOST:
            continue
        for whole in rows:
            found = _made_of(whole, [row for row in rows if row.value < whole.value])
            if found:
                shown = " + ".join(f"{part.number} ({_named(part)})" for part in found)
                text = f"{shown} = {whole.number} ({_named(whole)}): agrees."
                ids = (whole.entry.id, *(part.entry.id for part in found))
                yield Repair(whole.entry.id, "sum", whole.value, whole.value, text, ids)


def _made_of(whole: Stated, smaller: Sequence[Stated]) -> Sequence[Stated]:
    if significant(whole.value) < _TELLING:
        return ()
    rows = [row for row in smaller if same_source(row, whole) is not False]
    rows = [row for row in rows if row.value >= _SMALLEST * whole.value]
    for size in range(min(_PARTS, len(rows)), 1, -1):
        for parts in combinations(rows, size):
            told_apart = len({(_named(part), part.place) for part in parts}) == size
            if told_apart and sum(part.value for part in parts) == whole.value:
                return parts
    return ()


def _named(row: Stated) -> str:
    return row.figure.population or subject(row)
