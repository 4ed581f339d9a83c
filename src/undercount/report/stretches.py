"""Days of sudden change in a series' chart: shaded, with their names above the plot."""

from __future__ import annotations

from dataclasses import dataclass

from undercount.report import svg
from undercount.report.legend import Place
from undercount.report.series_notes import Stretch
from undercount.report.svg import label, tag

# A stretch of one day must be seen, too.
_LEAST = 4.0


@dataclass(frozen=True, slots=True)
class Shaded:
    """Stretches with the row that each name stands in.

    Attributes:
        rows: how many rows of names.
        items: (row, left edge, right edge, middle of the name, name as it fits) of each.
    """

    rows: int
    items: tuple[tuple[int, float, float, float, str], ...]


def lay_out(found: tuple[Stretch, ...], x: Place, left: float, right: float, size: int) -> Shaded:
    """Give every name a row in which it overlaps no other."""
    ends: list[float] = []
    items = []
    for stretch in found:
        middle = (x(stretch.start) + x(stretch.end)) / 2
        half = max((x(stretch.end) - x(stretch.start)) / 2, _LEAST / 2)
        name = svg.fitted(stretch.name, right - left - 8, size)
        wide = svg.text_width(name, size) / 2
        at = min(max(middle, left + wide), right - wide)
        row = next((i for i, end in enumerate(ends) if end + 8 <= at - wide), len(ends))
        ends[row:] = [at + wide, *ends[row + 1 :]]
        items.append((row, middle - half, middle + half, at, name))
    return Shaded(len(ends), tuple(items))


def draw(shaded: Shaded, first_row: float, bottom: float, size: int) -> str:
    """The shades and their names; the names stand from `first_row` downwards."""
    parts = []
    for row, start, end, at, name in shaded.items:
        y = first_row + row * (size + 5)
        parts.append(
            tag("rect", class_="event", x=start, y=y + 5, width=end - start, height=bottom - y - 5)
        )
        parts.append(tag("text", label(name), class_="aside over", x=at, y=y, text_anchor="middle"))
    return "".join(parts)
