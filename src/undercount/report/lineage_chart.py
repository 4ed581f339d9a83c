"""The picture of a lineage: a lane for every print, time across, an elbow from each to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from undercount.report import svg
from undercount.report.language import say
from undercount.report.prints import Print, Tree
from undercount.report.scale import Scale, day_ticks
from undercount.report.svg import label, tag
from undercount.report.words import anchor_id, counted, said_change, short_day

# Closer than this a print stands right under the one it comes of, pixels.
_NEAR = 14.0


def chart_lineage(
    trees: Sequence[Tree], *, width: int, linked: Collection[str] = frozenset()
) -> str:
    """Draw trees of prints.

    Args:
        trees: what to draw, each in reading order.
        width: of the drawing, CSS pixels; narrow ones name each print above its lane.
        linked: ids of figures with a row in the ledger; their lanes become links.

    Returns:
        One `<svg>` element; a print whose day nobody knows stands below the one it comes of.
    """
    wide = width > 600
    size = 13 if wide else 12
    column = 0.44 * width if wide else 0.0
    lane = 26.0 if wide else 40.0
    deepest = max((item.depth for tree in trees for item in tree), default=0)
    left, right = column + 22.0 + 5 * deepest, width - 10.0
    days = [item.day for tree in trees for item in tree if item.day]
    first, last = (min(days), max(days)) if days else (date(2000, 1, 1), date(2000, 1, 2))
    across = Scale(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), left, right - 6)

    y = 10.0
    lanes: list[str] = []
    trunks: list[str] = []
    breaks: list[str] = []
    for i, tree in enumerate(trees):
        if i:
            breaks.append(tag("line", class_="grid", x1=0, x2=width, y1=y + 5, y2=y + 5))
            y += 11
        places: dict[str, tuple[float, float]] = {}
        trunk = _trunks(tree, across, left)
        for item in tree:
            high = lane + (size + 2 if item.changes else 0)
            middle = y + high - (lane / 2 if wide else 11)
            above = places.get(item.parent or "")
            x = _place(item, across, above[0] if above else left)
            places[item.id] = (x, middle)
            if above and item.parent:
                through = trunk[item.parent]
                trunks.append(
                    tag(
                        "path", class_="trunk",
                        d=svg.path([above, (through, above[1]), (through, middle), (x, middle)]),
                    )
                )  # fmt: skip
            lanes.append(_lane(item, x, y, middle, high, column, width, size, item.id in linked))
            y += high
    foot = y + 6
    axis = _axis(first, last, across, foot, size) if days else ""
    name = anchor_id("chart", f"lineage-{width}")
    return tag(
        "svg",
        tag("title", label(say("Which print comes of which")), id=f"{name}-title"),
        tag("desc", label(describe(trees)), id=f"{name}-desc"),
        tag("g", *breaks, axis, *trunks, aria_hidden="true"),
        tag("g", *lanes),
        class_=f"chart {'wide' if wide else 'narrow'}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {svg.at(foot + (2 * size + 20 if days else 4))}",
        role="group" if linked else "img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_size=size,
    )


def describe(trees: Sequence[Tree]) -> str:
    """The picture in a sentence."""
    prints = sum(len(tree) for tree in trees)
    changes = sum(bool(item.changes) for tree in trees for item in tree)
    return say(
        "{counts} and the {prints} of them, each a lane on one line of time; {changes} of them "
        "changed something on the way. The list beneath says the same.",
        counts=counted(len(trees), "count"), prints=counted(prints, "print"), changes=changes,
    )  # fmt: skip


def _lane(
    item: Print,
    x: float,
    y: float,
    middle: float,
    high: float,
    column: float,
    width: int,
    size: int,
    linked: bool,
) -> str:
    wide = column > 0
    inset = 12.0 * min(item.depth, 4)
    room = (column if wide else width) - inset - 8
    said = svg.fitted(item.said, 0.6 * room, size)
    where = svg.fitted(item.where, room - svg.text_width(f"{said}  ", size), size)
    text = tag(
        "text",
        tag("tspan", label(said), class_="strong"),
        *([tag("tspan", label(f"  {where}"), class_="aside")] if where else []),
        class_="over",
        x=inset + 4,
        y=middle + 0.36 * size if wide else y + 13,
    )
    words = f"{item.said}, {item.where}" + (f", {short_day(item.day)}" if item.day else "")
    parts = [tag("title", label(words)), text]
    parts.append(
        tag(
            "circle",
            class_=f"print{'' if item.parent else ' first'}{'' if item.day else ' undated'}",
            cx=x, cy=middle, r=4.5 if item.parent else 5.5,
        )
    )  # fmt: skip
    if item.changes:
        parts.append(_changed(item, x, middle, column, width, size))
    if not linked:
        return tag("g", *parts)
    box = tag("rect", class_="touch", x=1, y=y + 1, width=width - 2, height=high - 2)
    return tag("a", box, *parts, href=f"#{anchor_id('figure', item.id)}", aria_label=words)


def _changed(item: Print, x: float, middle: float, column: float, width: int, size: int) -> str:
    text = ", ".join(said_change(kind) for kind in item.changes)
    if _named(item):
        text = say("{what} changed", what=text)
    after = width - x > x - column
    room = (width - x if after else x - column) - 6
    return tag(
        "text", label(svg.fitted(text, room, size)), class_="changed",
        x=x - 4 if after else x + 4, y=middle - 9, text_anchor="start" if after else "end",
    )  # fmt: skip


def _named(item: Print) -> bool:
    """Whether the changes are names of things, as in "period changed"."""
    return all(
        kind in ("source", "unit", "definition", "period", "ratio", "digits", "hedge", "wording")
        for kind in item.changes
    )


def _place(item: Print, across: Scale, otherwise: float) -> float:
    return across(item.day.toordinal()) if item.day else otherwise


def _trunks(tree: Tree, across: Scale, left: float) -> dict[str, float]:
    """Where the line down from each print runs: under it, or left of it where children are near.

    Lines of children and grandchildren of one day would else be one line.
    """
    places: dict[str, float] = {}
    depths: dict[str, int] = {}
    trunks: dict[str, float] = {}
    for item in tree:
        above = places.get(item.parent or "", left)
        places[item.id], depths[item.id] = _place(item, across, above), item.depth
        if item.parent in places:
            x, here = places[item.parent], places[item.id]
            if here - x < _NEAR:
                aside = min(x, here) - 9 - 5 * (3 - min(depths[item.parent], 3))
                trunks[item.parent] = min(trunks.get(item.parent, x), aside)
            else:
                trunks.setdefault(item.parent, x)
    return trunks


def _axis(first: date, last: date, across: Scale, y: float, size: int) -> str:
    parts = [tag("line", class_="axis", x1=across.start, x2=across.end, y1=y, y2=y)]
    most = max(int((across.end - across.start) / (4.2 * size)), 1)
    for when, text, year in day_ticks(first, last, most):
        x = across(when.toordinal())
        parts.append(tag("line", class_="axis", x1=x, x2=x, y1=y, y2=y + 5))
        parts.append(tag("text", label(text), x=x, y=y + size + 8, text_anchor="middle"))
        if year:
            parts.append(
                tag(
                    "text", label(year), class_="strong", x=x, y=y + 2 * size + 12,
                    text_anchor="middle",
                )
            )  # fmt: skip
    return "".join(parts)
