"""`hand/figures.csv`: figures that a person typed, checked row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from undercount import units
from undercount.errors import InputError, Problem
from undercount.ledger.records import Figure
from undercount.ledger.rows import read_rows
from undercount.units import YEARS

COLUMNS = (
    "quantity", "value", "low", "high", "hedge", "quantifier", "unit", "population", "measure",
    "status", "detection", "claimant", "claimant_class", "artefact", "place", "period_start",
    "period_end", "publisher", "published", "title", "url", "note",
)  # fmt: skip
_REQUIRED = ("quantity", "value", "claimant", "period_start", "publisher", "title")
_WORDS = {
    "quantifier": units.QUANTIFIERS,
    "unit": units.UNITS,
    "measure": units.MEASURES,
    "status": units.STATUSES,
    "detection": units.DETECTIONS,
    "claimant_class": units.CLAIMANT_CLASSES,
}
_RATIOS = ("ratio", "percent", "change")
_NUMBER = re.compile(r"[0-9]{1,18}(\.[0-9]{1,9})?", re.ASCII)
# More than the people on Earth is a slip of the hand.
_MOST = 10**10


def read_hand_figures(path: Path) -> tuple[Figure, ...]:
    """Read `hand/figures.csv`; a missing file means none.

    Raises:
        InputError: all problems of all rows; nothing is imported then.
    """
    problems: list[Problem] = []
    figures = [
        _figure(row, _Row(str(path), line, problems))
        for line, row in read_rows(path, COLUMNS, _REQUIRED, problems)
    ]
    read = tuple(figure for figure in figures if figure is not None)
    problems.extend(_repeats(read, str(path)))
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
    return read


def _repeats(figures: Sequence[Figure], file: str) -> Iterator[Problem]:
    """Rows that say the same: a figure counted twice looks like two sources that agree."""
    first: dict[Figure, int | None] = {}
    for figure in figures:
        before = first.setdefault(replace(figure, row=None), figure.row)
        if before != figure.row:
            what = f"the same figure as line {before}"
            yield Problem(what, file, figure.row, None, "Take one of the two lines out")


class _Row:
    """Where a problem of the row at hand is noted."""

    def __init__(self, file: str, line: int, problems: list[Problem]) -> None:
        self.file, self.line, self.problems = file, line, problems

    def problem(self, column: str, what: str, hint: str | None = None) -> None:
        self.problems.append(Problem(what, self.file, self.line, column, hint))


def _figure(cells: dict[str, str], at: _Row) -> Figure | None:
    before = len(at.problems)
    for name in _REQUIRED:
        if not cells[name] and name != "value":
            at.problem(name, "is empty")
    if not cells["value"] and not (cells["low"] and cells["high"]):
        at.problem("value", "is empty", 'Give a value ("at least 5": 5, at_least) or low and high')
    value, low, high = (_cell(cells, name, _number, at) for name in ("value", "low", "high"))
    start, end = (_cell(cells, name, _day, at) for name in ("period_start", "period_end"))
    published = _cell(cells, "published", _day, at)
    end = end or start
    if start and end and end < start:
        at.problem("period_end", f"{end} is before period_start {start}")
    for less, more, name in ((low, high, "high"), (low, value, "value"), (value, high, "high")):
        if less is not None and more is not None and less > more:
            at.problem(name, f"{more:g} is below {less:g}: low <= value <= high must hold")
            break
    words = {name: _word(cells, name, at) for name in _WORDS}
    if len(at.problems) > before:
        return None
    quantifier: Any = words["quantifier"] or ("range" if value is None else "exact")
    low, high = _interval(quantifier, value, low, high, words["measure"])
    return Figure(
        surface=f"{value:,.10g}" if value is not None else f"{low:,.10g} to {high:,.10g}",
        value=value,
        low=low,
        high=high,
        kind="range" if quantifier == "range" else "count",
        hedge=cells["hedge"] or None,
        quantifier=quantifier,
        unit=words["unit"] or "person",
        population=cells["population"] or None,
        measure=words["measure"] or "unknown",
        status=words["status"] or "asserted",
        detection=words["detection"] or "unknown",
        claimant=cells["claimant"],
        claimant_class=words["claimant_class"] or "unknown",
        artefact=cells["artefact"] or None,
        place=cells["place"] or None,
        period=None,
        period_start=start,
        period_end=end,
        quantity=cells["quantity"],
        publisher=cells["publisher"],
        published=published,
        title=cells["title"],
        url=cells["url"] or None,
        note=cells["note"] or None,
        origin="hand",
        row=at.line,
    )


def _interval(
    quantifier: Any, value: float | None, low: float | None, high: float | None, measure: Any
) -> tuple[float | None, float | None]:
    """What the words allow: stated ends win, the hedge fills the rest."""
    if value is None or quantifier in ("range", "vague"):
        return (value if low is None else low), (value if high is None else high)
    whole = float(value).is_integer() and measure not in _RATIOS
    implied = units.hedge_interval(quantifier, value, whole=whole)
    return implied[0] if low is None else low, implied[1] if high is None else high


def _cell(cells: dict[str, str], name: str, parse: Callable[[str], Any], at: _Row) -> Any:
    if not cells[name]:
        return None
    try:
        return parse(cells[name])
    except ValueError as error:
        at.problem(name, str(error))
        return None


def _word(cells: dict[str, str], name: str, at: _Row) -> Any:
    word = cells[name]
    if word and word not in _WORDS[name]:
        at.problem(name, f'"{word}" is not one of {", ".join(_WORDS[name])}')
        return None
    return word or None


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f'"{text}" is not a number of people (write 9106 or 0.93)')
    if (number := float(text)) > _MOST:
        raise ValueError(f'"{text}" is more people than there are')
    return number


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a day (write 2016-08-31)') from None
    if day.year not in YEARS:
        raise ValueError(f'"{text}" lies outside {YEARS.start} to {YEARS.stop - 1}')
    return day
