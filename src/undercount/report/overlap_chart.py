"""The picture of overlapping lists: people by the lists they are on, what is kept back hatched."""

from __future__ import annotations

from undercount.histories.published import Published
from undercount.report import svg
from undercount.report.language import plural, say
from undercount.report.scale import Scale, people_ticks
from undercount.report.series_chart import WIDE
from undercount.report.svg import label, tag
from undercount.report.words import anchor_id, number, people

# Combinations drawn; more are no picture, and the table holds them.
_MOST_WIDE, _MOST_NARROW = 24, 12
# What is kept back is as high as any other that is kept back: its height says nothing.
_HATCHED = 26.0


def chart_overlaps(made: Published, *, name: str, width: int = WIDE) -> str:
    """Draw people by history: bars above, the lists of each as dots below.

    Args:
        made: the numbers that may be printed.
        name: of the estimate, for ids that are the chart's own.
        width: of the drawing; `WIDE` for desks and print, `NARROW` for phones.

    Returns:
        One `<svg>` element, an image with title and description.
    """
    wide = width > 600
    size = 13 if wide else 12
    shown = _columns(made)[: _MOST_WIDE if wide else _MOST_NARROW]
    longest = max(svg.text_width(text, size) for text in made.lists)
    left = min(longest + 16, 0.32 * width)
    right = width - 8.0
    step = min((right - left) / max(len(shown), 1), 64.0)
    top, floor = size + 12.0, size + (190.0 if wide else 150.0)
    ticks = people_ticks(max((n for _, n in shown if n is not None), default=1), 4)
    up = Scale(0, ticks[-1], floor, top)
    row = 24.0
    right = left + step * len(shown)

    drawn = []
    for tick in ticks:
        drawn.append(tag("line", class_="grid" if tick else "axis", x1=left, x2=right,
                         y1=up(tick), y2=up(tick)))  # fmt: skip
        drawn.append(tag("text", label(number(tick)), class_="aside", x=left - 6,
                         y=up(tick) + size / 3, text_anchor="end"))  # fmt: skip
    for i, text in enumerate(made.lists):
        y = floor + 24 + row * i
        fits = svg.fitted(text, left - 12, size)
        drawn.append(tag("text", label(fits), x=left - 8, y=y + size / 3, text_anchor="end"))
        drawn.append(tag("line", class_="grid", x1=left, x2=right, y1=y, y2=y))
    for k, (cell, n) in enumerate(shown):
        x = left + step * (k + 0.5)
        drawn.extend(_bar(n, x, min(0.62 * step, 34.0), up, floor, size, step))
        on = [i for i in range(len(made.lists)) if cell >> i & 1]
        ys = [floor + 24 + row * i for i in on]
        # The line over the dots of lists left out, under those of lists that count.
        for i in range(len(made.lists)):
            if i not in on:
                drawn.append(tag("circle", class_="absent", cx=x, cy=floor + 24 + row * i, r=2.5))
        if len(on) > 1:
            drawn.append(tag("line", class_="together", x1=x, x2=x, y1=ys[0], y2=ys[-1]))
        drawn.extend(tag("circle", class_="member", cx=x, cy=y, r=5) for y in ys)
    own = anchor_id("chart", f"{name}-overlaps-{width}")
    height = floor + 24 + row * len(made.lists)
    return tag(
        "svg",
        tag("title", label(say("People by the lists they are on")), id=f"{own}-title"),
        tag("desc", label(describe(made)), id=f"{own}-desc"),
        tag("g", *drawn, aria_hidden="true"),
        class_=f"chart {'wide' if wide else 'narrow'}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {svg.at(height)}",
        role="img",
        aria_labelledby=f"{own}-title {own}-desc",
        font_size=size,
    )


def describe(made: Published) -> str:
    """The chart in words, for those who do not see it."""
    told = [f"{named(made, cell)} {people(n)}" for cell, n in _columns(made) if n is not None]
    kept = sum(n is None for n in made.histories)
    said = say("On {told}", told=say("; on ").join(told)) if told else say("No number is printed")
    if not kept:
        return f"{said}."
    return plural("{said}; {n} combination kept back.", "{said}; {n} combinations kept back.",
                  kept, said=said, n=number(kept))  # fmt: skip


def named(made: Published, cell: int) -> str:
    """The lists of a history, in words.

    >>> from undercount.histories.suppress import suppress
    >>> made = suppress(("clinic", "camp"), [0, 40, 30, 20], (60, 50), 10)
    >>> named(made, 1), named(made, 3)
    ('clinic only', 'clinic and camp')
    """
    on = [text for i, text in enumerate(made.lists) if cell >> i & 1]
    if len(on) == 1:
        return say("{list} only", list=on[0])
    return say("{lists} and {last}", lists=", ".join(on[:-1]), last=on[-1])


def _columns(made: Published) -> list[tuple[int, int | None]]:
    """(cell, people), the largest first; what is kept back stands behind, in the lists' order."""
    cells = list(enumerate(made.histories, start=1))
    shown = sorted((item for item in cells if item[1] is not None), key=lambda it: -(it[1] or 0))
    return [*shown, *(item for item in cells if item[1] is None)]


def _bar(
    n: int | None, x: float, wide: float, up: Scale, floor: float, size: int, step: float
) -> list[str]:
    if n is None:
        return _hatched(x - wide / 2, floor - _HATCHED, wide, _HATCHED)
    # Noise may put a number below 0; its bar then has no height, and its number says it.
    y = up(max(n, 0))
    text = number(n)
    small = size if svg.text_width(text, size) <= step + 4 else size - 3
    return [
        tag("rect", class_="overlap", x=x - wide / 2, y=y, width=wide, height=floor - y),
        tag("text", label(text), x=x, y=y - 5, text_anchor="middle", font_size=small),
    ]


def _hatched(left: float, top: float, wide: float, high: float) -> list[str]:
    """A box of slanting lines, each drawn: the page's policy lets no pattern be pointed at."""
    lines, at = [], -high + 6.0
    while at < wide:
        # From the foot (left + at, foot) upward to the right, cut to the box.
        begin, end = max(at, 0.0), min(at + high, wide)
        lines.append(
            f"M{svg.at(left + begin)} {svg.at(top + high - (begin - at))}"
            f"L{svg.at(left + end)} {svg.at(top + high - (end - at))}"
        )
        at += 6.0
    return [
        tag("rect", class_="kept-back", x=left, y=top, width=wide, height=high),
        tag("path", class_="hatch", d="".join(lines)),
    ]
