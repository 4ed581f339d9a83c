"""A band over time in a small panel, with a line for how much there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from undercount.report import svg
from undercount.report.language import say
from undercount.report.scale import Scale, day_ticks, people_ticks
from undercount.report.svg import label, tag
from undercount.report.words import anchor_id, number, people, short_day, span

# Width of a panel, CSS pixels: three to a desk's line, one to a phone's.
PANEL = 280
_SIZE = 12
_HIGH = 120.0


class OverTime(Protocol):
    """A number on a day with its band."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def median(self) -> float:
        """As often below as above."""

    @property
    def lower(self) -> float:
        """Lower end."""

    @property
    def upper(self) -> float:
        """Upper end."""


def chart_band(
    points: Sequence[OverTime], *, name: str, title: str, capacity: float | None = None
) -> str:
    """Draw one band.

    Args:
        points: by day, at least one.
        name: that no other picture of the page has.
        title: what is shown, for those who do not see it.
        capacity: how much there is, drawn as a dashed line; None for no line.

    Returns:
        One `<svg>` element, an image to a screen reader.
    """
    highest = max([*(point.upper for point in points), capacity or 0.0, 1.0])
    ticks = people_ticks(highest, 4)
    left, right = svg.text_width(number(ticks[-1]), _SIZE) + 8, PANEL - 10.0
    top, bottom = 22.0, 22.0 + _HIGH
    up = Scale(0, ticks[-1], bottom, top)
    first, last = points[0].day, points[-1].day
    across = Scale(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), left, right)
    axes = [
        tag("line", class_="grid" if tick else "axis", x1=left, x2=right, y1=up(tick), y2=up(tick))
        + tag("text", label(number(tick)), x=left - 6, y=up(tick) + 4, text_anchor="end")
        for tick in ticks
    ]
    for when, text, year in day_ticks(first, last, 3):
        half = svg.text_width(text, _SIZE) / 2
        x = min(max(across(when.toordinal()), half + 2), PANEL - 2 - half)
        axes.append(
            tag("text", label(text), x=x, y=bottom + 18, text_anchor="middle")
            + (
                tag("text", label(year), class_="strong", x=x, y=bottom + 34, text_anchor="middle")
                if year
                else ""
            )
        )
    places = [across(point.day.toordinal()) for point in points]
    upper = [(x, up(point.upper)) for x, point in zip(places, points, strict=True)]
    lower = [(x, up(point.lower)) for x, point in zip(places, points, strict=True)]
    middle = [(x, up(point.median)) for x, point in zip(places, points, strict=True)]
    drawn = [
        tag("path", class_="band", d=svg.path([*upper, *reversed(lower)], closed=True)),
        tag("path", class_="median", d=svg.path(middle)),
        tag("circle", class_="answer", cx=middle[-1][0], cy=middle[-1][1], r=4),
    ]
    if capacity is not None:
        y = up(capacity)
        words = svg.fitted(say("{n} there", n=number(capacity)), right - left, _SIZE)
        drawn.append(tag("line", class_="capacity", x1=left, x2=right, y1=y, y2=y))
        drawn.append(
            tag(
                "text", label(words), class_="over", x=left + 4, y=y - 4 if y > top + 12 else y + 14
            )
        )
    own = anchor_id("chart", name)
    end = points[-1]
    said = (
        say(
            "From {first} to {last}; on the last day {median} ({ends})",
            first=short_day(first), last=short_day(last), median=people(end.median),
            ends=span(end.lower, end.upper),
        )
        + (f"; {say('{n} there', n=number(capacity))}" if capacity is not None else "")
        + "."
    )  # fmt: skip
    return tag(
        "svg",
        tag("title", label(title), id=f"{own}-title"),
        tag("desc", label(said), id=f"{own}-desc"),
        tag("g", tag("g", *axes, class_="scale"), *drawn, aria_hidden="true"),
        class_="chart panel",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {PANEL} {svg.at(bottom + 40)}",
        role="img",
        aria_labelledby=f"{own}-title {own}-desc",
        font_size=_SIZE,
    )
