"""The key above a series' chart: every mark with the source it stands for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from undercount.reconcile.result import Reconciled
from undercount.report import svg
from undercount.report.language import say
from undercount.report.svg import label, tag
from undercount.report.words import percent

Place = Callable[[date], float]


def draw(
    series: Reconciled, left_out: bool, left: float, right: float, size: int
) -> tuple[list[str], float]:
    """Lay out the key in as many rows as the width needs.

    Args:
        series: whose sources are named.
        left_out: whether a prediction for a source taken out is drawn.
        left: left edge.
        right: right edge.
        size: font size.

    Returns:
        The elements, and the lower edge of the last row.
    """
    row = size + 9.0
    entries = [
        (say("Median"), "median"),
        (say("{level} band", level=percent(series.level)), "band"),
    ]
    if left_out:
        entries.append((say("predicted when taken out"), "predicted"))
    order = svg.mark_order(series.sources)
    entries += [(source, str(i)) for source, i in order.items() if i < svg.OTHERS]
    others = [source for source, i in order.items() if i >= svg.OTHERS]
    if others:
        name = others[0] if len(others) == 1 else say("{n} other sources", n=len(others))
        entries.append((name, str(svg.OTHERS)))

    parts = []
    x, y = 4.0, row
    for text, kind in entries:
        short = svg.fitted(text, right - 30, size)
        wide = 24 + svg.text_width(short, size)
        if x > 4 and x + wide > right:
            x, y = 4.0, y + row
        middle = y - 0.36 * size
        parts.append(_sample(kind, x, middle))
        parts.append(tag("text", label(short), x=x + 22, y=y))
        x += wide + 14
    return parts, y


def _sample(kind: str, x: float, y: float) -> str:
    if kind == "median":
        return tag("line", class_="median", x1=x, x2=x + 16, y1=y, y2=y)
    if kind == "band":
        return tag("rect", class_="band", x=x, y=y - 5, width=16, height=10)
    if kind == "predicted":
        drawn = f"M{svg.at(x + 8)} {svg.at(y - 6)}v12m-4 0h8m-8-12h8"
        dot = tag("circle", class_="predicted dot", cx=x + 8, cy=y, r=3)
        return tag("path", class_="predicted", d=drawn) + dot
    return svg.mark(int(kind), x + 8, y, 4.6)
