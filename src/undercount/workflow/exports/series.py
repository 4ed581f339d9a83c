"""Reconciled series as rows: a day a row, with the figures that speak of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from undercount.reconcile.result import Point, Reconciled
from undercount.report.suppress import too_few
from undercount.results import NotEstimable
from undercount.workflow.exports.source import Source
from undercount.workflow.exports.table import Column, Table
from undercount.workflow.exports.words import assumed, warned

COLUMNS = (
    Column("series", "text", "#meta+series", "name of the series"),
    Column("title", "text", "#indicator+name", "what it counts and where"),
    Column("day", "day", "#date", "the day the row speaks of"),
    Column("asked", "text", "#meta+asked", '"yes" where the project asks for this day'),
    Column("median", "number", "#population+num+median", "people, the middle of the band"),
    Column("lower", "number", "#population+num+min", "people, lower end of the band"),
    Column("upper", "number", "#population+num+max", "people, upper end of the band"),
    Column("level", "number", "#meta+level", "probability that the band holds the number"),
    Column("status", "text", "#status", '"estimated", "not estimable" or "suppressed"'),
    Column("reason", "text", "#description+reason", "why there is no number"),
    Column(
        "figures", "ids", "#meta+id+figures",
        "figures of this day and up to the next row's (the middle of the time they speak of)",
    ),
    Column("fixed_by", "text", "#description+level", "what fixes the level"),
    Column("assumptions", "texts", "#description+assumptions", "what must be true"),
    Column("cautions", "texts", "#description+cautions", "what a reader must know"),
)  # fmt: skip


def series_table(source: Source) -> Table:
    """Every series of a project, those that cannot be estimated too."""
    rows: list[dict[str, Any]] = []
    for settings, answer in zip(source.project.series, source.page.series, strict=True):
        base = {column.name: None for column in COLUMNS} | {
            "series": settings.name, "title": settings.title or settings.name, "figures": [],
            "assumptions": [], "cautions": [],
        }  # fmt: skip
        rows += ({**base, **row} for row in _rows(answer, source.page.suppress_below))
    return Table("series", COLUMNS, tuple(rows), source.about)


def _rows(answer: Reconciled | NotEstimable, suppress_below: int) -> Iterator[dict[str, Any]]:
    if isinstance(answer, NotEstimable):
        yield {
            "status": "not estimable", "reason": answer.reason, "cautions": warned(answer.cautions),
        }  # fmt: skip
        return
    if too_few(answer, suppress_below):
        yield {"status": "suppressed", "reason": f"fewer than {suppress_below} people"}
        return
    yield from _days(answer)


def _days(answer: Reconciled) -> Iterator[dict[str, Any]]:
    asked = {point.day: point for point in answer.answers}
    points: dict[Any, Point] = {point.day: point for point in answer.points}
    # A day that was asked for is a row of its own where the grid passes it by.
    days = sorted({**points, **asked})
    figures: dict[Any, list[str]] = {day: [] for day in days}
    for item in sorted(answer.observations, key=lambda it: (it.day, it.figure_id)):
        figures[days[max(bisect_right(days, item.day) - 1, 0)]].append(item.figure_id)
    for day in days:
        point = asked.get(day) or points[day]
        yield {
            "day": day, "asked": "yes" if day in asked else "no", "median": point.median,
            "lower": point.lower, "upper": point.upper, "level": answer.level,
            "status": "estimated", "figures": figures[day], "fixed_by": answer.fixed_by,
            "assumptions": assumed(answer.assumptions), "cautions": warned(answer.cautions),
        }  # fmt: skip
