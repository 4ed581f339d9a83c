"""`hand/figures.csv`: figures that a person typed, checked row by row."""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from undercount import units
from undercount.errors import InputError, Problem
from undercount.ledger.records import Figure

COLUMNS = (
    "quantity", "value", "low", "high", "hedge", "quantifier", "unit", "population", "measure",
    "status", "detection", "claimant", "claimant_class", "artefact", "place", "period_start",
    "period_end", "publisher", "title", "url", "note",
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


def read_hand_figures(path: Path) -> tuple[Figure, ...]:
    """Read `hand/figures.csv`; a missing file means none.

    Raises:
        InputError: all problems of all rows; nothing is imported then.
    """
    if not path.is_file():
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it as CSV in UTF-8"
        raise InputError(Problem("not a text in UTF-8", file=str(path), hint=hint)) from error
    if "\0" in text:
        raise InputError(Problem("not a text: it holds zero bytes", file=str(path)))
    # The header decides the separator: a spreadsheet in French or German saves semicolons.
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=separator, strict=True)
    problems: list[Problem] = []
    figures = []
    try:
        _check_header(list(reader.fieldnames or ()), str(path), problems)
        if not problems:
            for row in reader:
                if any((value or "") for value in row.values() if isinstance(value, str)):
                    figure = _figure(row, _Row(str(path), reader.line_num, problems))
                    figures.append(figure)
    except csv.Error as error:
        hint = "Look for a quotation mark that is not closed"
        problems.append(
            Problem(f"not readable as CSV: {error}", str(path), reader.line_num, None, hint)
        )
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


def _check_header(names: list[str], file: str, problems: list[Problem]) -> None:
    for name in names:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known columns: {', '.join(COLUMNS)}"
            problems.append(Problem("unknown column", file, 1, name, hint))
    for name in _REQUIRED:
        if name not in names:
            problems.append(Problem("the column is missing", file, 1, name))
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.append(Problem("the column stands twice", file, 1, name))


def _figure(row: dict[str | Any, Any], at: _Row) -> Figure | None:
    before = len(at.problems)
    if row.get(None):
        at.problem(COLUMNS[-1], "more cells than the header has columns", "Quote texts with commas")
        return None
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in _REQUIRED:
        stated = cells[name] or (name == "value" and (cells["low"] or cells["high"]))
        if not stated:
            at.problem(name, "is empty")
    value, low, high = (_cell(cells, name, _number, at) for name in ("value", "low", "high"))
    start, end = (_cell(cells, name, _day, at) for name in ("period_start", "period_end"))
    end = end or start
    if start and end and end < start:
        at.problem("period_end", f"{end} is before period_start {start}")
    if low is not None and high is not None and low > high:
        at.problem("high", f"{high:g} is below low {low:g}")
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
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f'"{text}" is not a number (write 9106 or 0.93, without separators)')
    if number < 0:
        raise ValueError(f'"{text}" is negative')
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a day (write 2016-08-31)') from None
