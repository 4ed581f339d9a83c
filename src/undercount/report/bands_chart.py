"""A few bands of one number under each other, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from undercount.report import svg
from undercount.report.language import say
from undercount.report.scale import Scale, people_ticks
from undercount.report.svg import label, tag
from undercount.report.words import anchor_id, number, people, span


@dataclass(frozen=True, slots=True)
class Row:
    """One band.

    Attributes:
        name: what it is of.
        median: its middle.
        lower: its lower end.
        upper: its upper end.
        doubtful: whether it is shown for comparison only.
    """

    name: str
    median: float
    lower: float
    upper: float
    doubtful: bool = False


def chart_bands(rows: Sequence[Row], *, width: int, name: str, title: str) -> str:
    """Draw bands from the lowest end to the highest; the scale need not start at 0.

    Args:
        rows: from the top.
        width: of the drawing, CSS pixels.
        name: that no other picture of the page has.
        title: what is shown, for those who do not see it.

    Returns:
        One `<svg>` element, an image to a screen reader.
    """
    size = 13 if width > 600 else 12
    low, high = min(row.lower for row in rows), max(row.upper for row in rows)
    room = max(high - low, 1.0) * 0.06
    left, right = 8.0, width - 8.0
    across = Scale(max(low - room, 0.0), high + room, left, right)
    ticks = [tick for tick in people_ticks(across.high, 24) if across.low <= tick <= across.high]
    most = max(int(width / (5.5 * size)), 2)
    ticks = ticks[:: -(-len(ticks) // most) or 1]
    lane = 2 * size + 20.0
    foot = lane * len(rows) + 6
    grid = [
        tag("line", class_="grid", x1=across(tick), x2=across(tick), y1=4, y2=foot)
        + tag(
            "text", label(number(tick)), class_="aside", x=_inside(across(tick), tick, size, right),
            y=foot + size + 4, text_anchor="middle",
        )
        for tick in ticks
    ]  # fmt: skip
    drawn = [_row(row, across, i * lane, size, width) for i, row in enumerate(rows)]
    said = say("; ").join(
        say("{name}: {median} ({ends})", name=row.name, median=people(row.median),
            ends=span(row.lower, row.upper))
        for row in rows
    )  # fmt: skip
    own = anchor_id("chart", f"{name}-{width}")
    return tag(
        "svg",
        tag("title", label(title), id=f"{own}-title"),
        tag("desc", label(said), id=f"{own}-desc"),
        tag("g", *grid, class_="scale"),
        *drawn,
        class_=f"chart {'wide' if width > 600 else 'narrow'}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {svg.at(foot + size + 12)}",
        role="img",
        aria_labelledby=f"{own}-title {own}-desc",
        font_size=size,
    )


def _inside(x: float, tick: float, size: int, right: float) -> float:
    half = svg.text_width(number(tick), size) / 2
    return min(max(x, half + 2), right + 6 - half)


def _row(row: Row, across: Scale, y: float, size: int, width: int) -> str:
    middle = y + size + 16
    kind = " doubtful" if row.doubtful else ""
    text = f"  {span(row.lower, row.upper)}"
    name = svg.fitted(row.name, width - svg.text_width(text, size) - 16, size)
    return tag(
        "text",
        tag("tspan", label(name), class_="strong"),
        label(text),
        x=4,
        y=y + size + 4,
        class_="over",
    ) + tag(
        "g",
        tag(
            "line", class_=f"range{kind}", x1=across(row.lower), x2=across(row.upper), y1=middle,
            y2=middle,
        ),
        tag("circle", class_=f"answer{kind}", cx=across(row.median), cy=middle, r=4.5),
    )  # fmt: skip
