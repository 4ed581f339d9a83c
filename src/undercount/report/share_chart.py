"""The picture of where an answer's doubt comes from: one bar, parted."""

from __future__ import annotations

from undercount.report import svg
from undercount.report.language import say
from undercount.report.series_chart import WIDE
from undercount.report.svg import label, tag
from undercount.report.words import anchor_id, fixed


def chart_share(share: float, *, name: str, width: int = WIDE) -> str:
    """Draw which part of the variance is the linkage's.

    Args:
        share: between 0 and 1.
        name: of the estimate, for ids that are the chart's own.
        width: of the drawing; `WIDE` for desks and print, `NARROW` for phones.

    Returns:
        One `<svg>` element, an image with title and description.
    """
    size = 13 if width > 600 else 12
    left, right = 8.0, width - 24.0
    at = left + min(max(share, 0.0), 1.0) * (right - left)
    top, high = size + 14.0, 18.0
    linked = say("linkage {share}", share=fixed(share, ".0%"))
    rest = say("everything else {share}", share=fixed(1 - share, ".0%"))
    said = say("Of the variance of the answer: {linked}, {rest}.", linked=linked, rest=rest)
    own = anchor_id("chart", f"{name}-share-{width}")
    drawn = [
        tag("rect", class_="share", x=left, y=top, width=at - left, height=high),
        tag("rect", class_="remainder", x=at, y=top, width=right - at, height=high),
        tag("text", label(linked), class_="strong", x=left, y=size + 4),
        tag("text", label(rest), x=right, y=size + 4, text_anchor="end"),
    ]
    return tag(
        "svg",
        tag("title", label(say("Where the doubt comes from")), id=f"{own}-title"),
        tag("desc", label(said), id=f"{own}-desc"),
        tag("g", *drawn, aria_hidden="true"),
        class_=f"chart {'wide' if width > 600 else 'narrow'}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {svg.at(top + high + 6)}",
        role="img",
        aria_labelledby=f"{own}-title {own}-desc",
        font_size=size,
    )
