"""A number against the growth that its own words state: 10,088 is not 12% more than 9,106."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from undercount.reconcile.digits import shapes, slip
from undercount.reconcile.growth import Growth, said_growth
from undercount.reconcile.repair.numbers import numbers
from undercount.reconcile.repair.proposal import Repair, around
from undercount.reconcile.said import numeral
from undercount.reconcile.stated import Stated, same_source, subject

_FINE: Final = 0.02  # "doubled" settles no digit
_SLACK: Final = 1.05


def by_growth(figures: Sequence[Stated]) -> list[Repair]:
    """Figures whose stated growth holds for a number one slip away, and not for their own."""
    series: dict[tuple[str | None, str | None], list[Stated]] = defaultdict(list)
    for row in figures:
        if row.what and row.figure.value is not None:
            series[row.what, row.place].append(row)
    found = []
    for row in figures:
        growth = said_growth(row) if row.figure.value is not None and row.value >= 100 else None
        if growth is None or growth.step > _FINE * growth.factor:
            continue
        for before, base in _bases(row, growth, series):
            made = _judge(row, growth, before, base, series)
            if made:
                found.append(made)
                break
    return found


def _bases(
    row: Stated, growth: Growth, series: Mapping[tuple[str | None, str | None], Sequence[Stated]]
) -> Iterator[tuple[float, Stated | None]]:
    """What the growth may be counted from: a number of the same words, or the figure before."""
    told = [
        number.value
        for number in numbers(around(row))
        if not number.percent and number.value not in (0.0, row.value, growth.factor)
    ]
    near = [value for value in told if abs(row.value / value / growth.factor - 1) < 0.1]
    for value in near:
        known = [one for one in series.get((row.what, row.place), ()) if one.value == value]
        yield value, (known[0] if known else None)
    if near or row.start is None:
        return
    start = row.start
    former = [
        one
        for one in series.get((row.what, row.place), ())
        if one.end and one.end < start and same_source(one, row) and one.value != row.value
    ]
    if former:
        last = max(former, key=lambda one: (one.end, one.entry.id))
        if abs(row.value / last.value / growth.factor - 1) < 0.1:
            yield last.value, last


def _judge(
    row: Stated,
    growth: Growth,
    before: float,
    base: Stated | None,
    series: Mapping[tuple[str | None, str | None], Sequence[Stated]],
) -> Repair | None:
    ids = (row.entry.id, *((base.entry.id,) if base else ()))
    if _fits(row.value, before, growth):
        text = f"{row.number} is {_growth(row.value, before)} on {numeral(before)}: agrees."
        text = f'{text[:-1]} with "{growth.words}".'
        return Repair(row.entry.id, "growth", row.value, row.value, text, ids)
    printed = [
        one
        for one in series.get((row.what, row.place), ())
        if slip(row.value, one.value) in ("digit", "swap") and _fits(one.value, before, growth)
    ]
    wanted = {one.value for one in printed} or {
        value for value in _slips(row.value) if _fits(value, before, growth)
    }
    if not wanted:
        return None
    proposed = wanted.pop() if len(wanted) == 1 else None
    if proposed is None:
        would = f"{len(wanted)} numbers one slip away fit it"
    else:
        where = f" ({printed[0].outlet})" if printed else ", one slip away,"
        would = f"{numeral(proposed)}{where} is {_growth(proposed, before)}"
    text = (
        f"{row.number} ({subject(row)}, {row.outlet}) is {_growth(row.value, before)} on "
        f'{numeral(before)}, where "{growth.words}" is stated; {would}.'
    )
    ids += tuple(one.entry.id for one in printed if one.value == proposed)
    return Repair(row.entry.id, "growth", row.value, proposed, text, ids)


def _fits(value: float, before: float, growth: Growth) -> bool:
    return abs(value / before - growth.factor) <= _SLACK * growth.step


def _growth(value: float, before: float) -> str:
    return f"{100 * (value / before - 1):+.1f}%"


def _slips(value: float) -> set[float]:
    """Every number one digit or one swap of neighbours away."""
    if not shapes(value):
        return set()
    text = f"{value:.0f}"
    made = {f"{text[:i]}{digit}{text[i + 1 :]}" for i in range(len(text)) for digit in "0123456789"}
    made |= {text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)}
    return {float(number) for number in made if number[0] != "0" and number != text}
