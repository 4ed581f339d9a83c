"""The picture of estimates: each answer with its range, on one scale, from nobody upward."""

from __future__ import annotations

import math
from typing import Any

from undercount.report import svg
from undercount.report.language import say
from undercount.report.scale import Scale, people_ticks
from undercount.report.series_chart import WIDE
from undercount.report.svg import label, tag
from undercount.report.words import anchor_id, counted, number, people, percent, row_label, span
from undercount.results import Estimate, EstimateSet

# Above this many times the largest point an upper end is drawn as an arrow: one run-away range
# would flatten all others. Its number stands beside it.
_RUNAWAY = 4.0


def chart_estimates(estimates: EstimateSet, *, width: int = WIDE) -> str:
    """Draw a set of estimates as SVG that takes its colours from the page's style.

    Args:
        estimates: what to draw; rows without an answer are named without a mark. Suppress small
            counts first (`report.suppress.printable`): everything given here is drawn.
        width: width of the drawing; `WIDE` for desks and print, `NARROW` for phones.

    Returns:
        One `<svg>` element, an image with title and description.
    """
    size = 13 if width > 600 else 12
    left, right = 8.0, width - 24.0
    answers = [answer for _, answer in estimates if isinstance(answer, Estimate)]
    ticks = people_ticks(_highest(answers), 6 if width > 600 else 4)
    across = Scale(0, ticks[-1], left, right)

    rows = []
    y = 6.0
    for text, answer in estimates:
        row, y = _row(text, answer, across, y, right, size)
        rows.append(row)
    bottom = y + 6
    grid = [_tick(tick, across(tick), bottom, size) for tick in ticks]
    height = bottom + size + 14

    name = anchor_id("chart", f"{estimates.name}-{width}")
    return tag(
        "svg",
        tag(
            "title",
            label(say("Estimates: {title}", title=estimates.title or estimates.name)),
            id=f"{name}-title",
        ),
        tag("desc", label(describe(estimates)), id=f"{name}-desc"),
        tag("g", *grid, *rows, aria_hidden="true"),
        class_=f"chart {'wide' if width > 600 else 'narrow'}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {svg.at(height)}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_size=size,
    )


def describe(estimates: EstimateSet) -> str:
    """The chart in words, for those who do not see it."""
    said = [
        say(
            "{label} {point} ({level} interval {ends}; {observed} observed)",
            label=row_label(text), point=people(answer.point),
            level=percent(answer.interval.level),
            ends=span(answer.interval.lower, answer.interval.upper),
            observed=people(answer.n_observed),
        )
        if isinstance(answer, Estimate)
        else say("{label} not estimable", label=row_label(text))
        for text, answer in estimates
    ]  # fmt: skip
    n = counted(len(said), "answer")
    return say("{answers} on one scale from 0: {told}.", answers=n, told=say("; ").join(said))


def near_best(answer: Estimate) -> tuple[float, ...]:
    """Estimates of the best models, the chosen one among them; empty for other methods."""
    rows: list[dict[str, Any]] = answer.diagnostics.get("near_best", [])
    return tuple(float(row["point"]) for row in rows)


def _highest(answers: list[Estimate]) -> float:
    points = [value for answer in answers for value in (answer.point, *near_best(answer))]
    cut = _RUNAWAY * max(points, default=1.0)
    ends = [answer.interval.upper for answer in answers if answer.interval.upper <= cut]
    return max([*points, *ends], default=1.0)


def _tick(tick: float, x: float, bottom: float, size: int) -> str:
    anchor = None if tick == 0 else "middle"
    return tag("line", class_="grid" if tick else "axis", x1=x, x2=x, y1=4, y2=bottom) + tag(
        "text", label(number(tick)), x=x - (4 if tick == 0 else 0), y=bottom + size + 4,
        text_anchor=anchor,
    )  # fmt: skip


def _row(
    text: str, answer: object, across: Scale, top: float, right: float, size: int
) -> tuple[str, float]:
    if not isinstance(answer, Estimate):
        numbers = say("not estimable")
    else:
        interval = answer.interval
        open_end = math.isinf(interval.upper)
        ends = (
            span(interval.lower, interval.upper)
            if open_end
            else f"{people(interval.lower)}–{people(interval.upper)}"
        )
        numbers = f"{people(answer.point)} ({ends})"
    room = right - 12
    named = svg.lines(row_label(text), room, size)
    if svg.text_width(named[-1] + numbers, size) + 16 > room:
        named.append("")
    line = top + 6
    parts = []
    for words in named:
        line += size + 3
        parts.append(tag("text", label(words), class_="strong", x=12, y=line))
    parts.append(tag("text", label(numbers), x=right, y=line, text_anchor="end"))
    if not isinstance(answer, Estimate):
        return "".join(parts), line + 14
    y = line + 16
    seen = across(answer.n_observed)
    low, high = across(answer.interval.lower), across(answer.interval.upper)
    parts.append(tag("line", class_="seen", x1=across(0), x2=seen, y1=y, y2=y))
    parts.append(tag("line", class_="range", x1=low, x2=high, y1=y, y2=y))
    if answer.interval.upper > across.high:
        parts.append(tag("path", class_="arrow", d=f"M{svg.at(high)} {svg.at(y - 6)}l8 6-8 6Z"))
    parts.append(tag("circle", class_="answer", cx=across(answer.point), cy=y, r=5))
    others = near_best(answer)
    if not others:
        return "".join(parts), y + 16
    y += 17
    parts.extend(
        tag("line", class_="nearby", x1=across(value), x2=across(value), y1=y - 5, y2=y + 5)
        for value in others
    )
    words = say(
        "the {n} best models: {low}–{high}", n=len(others), low=people(min(others)),
        high=people(max(others)),
    )  # fmt: skip
    parts.append(tag("text", label(words), class_="aside", x=right, y=y + size + 8,
                     text_anchor="end"))  # fmt: skip
    return "".join(parts), y + size + 20
