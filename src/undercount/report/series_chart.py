"""The picture of a reconciled series: band, line, and what every source said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from undercount.reconcile.result import LeftOut, Observation, Point, Reconciled
from undercount.report import legend, stretches, svg
from undercount.report.language import say
from undercount.report.scale import Scale, day_ticks, people_ticks
from undercount.report.sentences import local
from undercount.report.series_notes import stretches as found_stretches
from undercount.report.svg import label, tag
from undercount.report.words import (
    anchor_id,
    counted,
    day,
    number,
    people,
    percent,
    period,
    short_day,
    span,
)

# Units of the drawing are CSS pixels at that width of page.
WIDE = 860
NARROW = 358

# A year of days is drawn as well by this many points as by all.
_MOST_POINTS = 240
# Rows of answers written above the plot; with more the table below must do.
_MOST_LABELS = 4


def chart_series(
    series: Reconciled,
    *,
    width: int = WIDE,
    linked: Collection[str] = (),
    left_out: bool = True,
) -> str:
    """Draw a series as SVG that takes its colours from the page's style.

    Args:
        series: what to draw.
        width: width of the drawing; `WIDE` for desks and print, `NARROW` for phones.
        linked: ids of figures that have a row in the ledger; their points become links, and the
            answers lead to the table of the figures.
        left_out: whether to draw what the other sources predict for an anchor taken out.

    Returns:
        One `<svg>` element with title and description; without links it is one image to a screen
        reader, with links a group, because an image hides the links inside it.
    """
    size = 13 if width > 600 else 12
    index = svg.mark_order(series.sources)
    shown_left_out = series.left_out if left_out else ()
    ticks = people_ticks(_highest(series, shown_left_out), 6)
    left, right = svg.text_width(number(ticks[-1]), size) + 8, width - 12.0

    key_marks, y = legend.draw(series, bool(shown_left_out), left, right, size)
    named = series.answers if len(series.answers) <= _MOST_LABELS else ()
    answer_top = y + 6

    days = [point.day for point in (*series.points, *series.answers)]
    days += [said.day for said in series.observations]
    days += [item.day for item in shown_left_out]
    first, last = min(days), max(days)
    across = Scale(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), left, right)

    def x(when: date) -> float:
        return across(when.toordinal())

    shown = [it for it in found_stretches(series) if it.end >= first and it.start <= last]
    events = stretches.lay_out(tuple(shown), x, left, right, size)
    event_top = answer_top + (size + 5) * (len(named) + 1)
    top = answer_top + (size + 5) * (len(named) + events.rows) + 12
    bottom = top + (300.0 if width > 600 else 250.0)
    up = Scale(0, ticks[-1], bottom, top)

    axes = [_people_axis(ticks, up, left, right, size), _day_axis(first, last, x, bottom, size)]
    band = _band(series.points, x, up)
    asked = [
        _answer(answer, x, up, answer_top + (size + 5) * (i + 1), left, right, size, i < len(named))
        for i, answer in enumerate(series.answers)
    ]
    said = [_left_out(item, x, up) for item in shown_left_out]
    said += [
        _observation(item, index.get(item.source, svg.OTHERS), x, up, linked, size)
        for item in series.observations
    ]
    fixed = svg.lines(local(series.fixed_by), right - 4, size)
    foot = bottom + 3 * size + 26
    notes = [
        tag("text", label(line), class_="aside", x=4, y=foot + i * (size + 5))
        for i, line in enumerate(fixed)
    ]
    # Said again beside the picture, so neither is met by those who hear the page or use keys.
    if linked:
        below = f"#{anchor_id('figures', series.name)}"
        asked, notes = (
            [tag("a", *parts, href=below, tabindex="-1")] if parts else []
            for parts in (asked, notes)
        )
    height = foot + (size + 5) * (len(fixed) - 1) + 8

    name = anchor_id("chart", f"{series.name}-{width}")
    described = (
        tag("title", label(series.title), id=f"{name}-title"),
        tag("desc", label(describe(series)), id=f"{name}-desc"),
    )
    quiet = tag("g", *key_marks, tag("g", *axes, class_="scale"), aria_hidden="true")
    shades = stretches.draw(events, event_top, bottom, size)
    drawn = (tag("g", shades, band, *asked, aria_hidden="true"), tag("g", *said))
    return tag(
        "svg",
        *described,
        quiet,
        *drawn,
        tag("g", *notes, aria_hidden="true"),
        class_=f"chart {'wide' if width > 600 else 'narrow'}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {svg.at(height)}",
        data_plot=" ".join(
            svg.at(it)
            for it in (left, right, bottom, top, ticks[-1], first.toordinal(), last.toordinal())
        ),
        role="group" if linked else "img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_size=size,
    )


def describe(series: Reconciled) -> str:
    """The chart in one or two sentences, for those who do not see it."""
    answers = say("; ").join(
        say(
            "on {day} the median is {median} ({level} band {ends})",
            day=day(answer.day), median=people(answer.median), level=percent(series.level),
            ends=span(answer.lower, answer.upper),
        )
        for answer in series.answers
    )  # fmt: skip
    first, last = series.points[0].day, series.points[-1].day
    events = say("; ").join(
        f"{event.name} ({period(event.start, event.end)})" for event in found_stretches(series)
    )
    drawn = say(
        "A line with a {level} band from {first} to {last}, and {figures} from {sources}",
        level=percent(series.level), first=day(first), last=day(last),
        figures=counted(len(series.observations), "figure"),
        sources=counted(len(series.sources), "source"),
    )  # fmt: skip
    if answers:
        drawn = say("{drawn}: {answers}", drawn=drawn, answers=answers)
    shaded = f"{say('Shaded: {events}.', events=events)} " if events else ""
    return f"{drawn}. {shaded}{local(series.fixed_by)}"


def _highest(series: Reconciled, left_out: tuple[LeftOut, ...]) -> float:
    """The highest value that must be inside; a band that flares far above all else may be cut."""
    said = [item.high for item in series.observations] + [item.value for item in left_out]
    asked = [answer.upper for answer in series.answers]
    need = max([*said, *asked], default=1.0)
    return min(max([need, *(point.upper for point in series.points)]), 1.5 * need)


def _people_axis(ticks: list[float], up: Scale, left: float, right: float, size: int) -> str:
    parts = []
    for tick in ticks:
        y = up(tick)
        parts.append(tag("line", class_="grid" if tick else "axis", x1=left, x2=right, y1=y, y2=y))
        parts.append(
            tag("text", label(number(tick)), x=left - 6, y=y + 0.35 * size, text_anchor="end")
        )
    return "".join(parts)


def _day_axis(first: date, last: date, x: legend.Place, bottom: float, size: int) -> str:
    parts = []
    most = int((x(last) - x(first)) / (4.2 * size))
    for when, text, year in day_ticks(first, last, most):
        place = x(when)
        parts.append(
            tag(
                "line", class_="axis", x1=place, x2=place, y1=bottom, y2=bottom + (9 if year else 5)
            )
        )
        parts.append(tag("text", label(text), x=place, y=bottom + size + 8, text_anchor="middle"))
        if year:
            parts.append(
                tag(
                    "text", label(year), class_="strong",
                    x=place, y=bottom + 2 * size + 12, text_anchor="middle",
                )
            )  # fmt: skip
    return "".join(parts)


def thinned(points: tuple[Point, ...]) -> list[Point]:
    """As many of the points as a picture can show, the first and the last among them."""
    step = max(1, len(points) // _MOST_POINTS)
    return [*points[::step], *([points[-1]] if (len(points) - 1) % step else [])]


def _band(points: tuple[Point, ...], x: legend.Place, up: Scale) -> str:
    thin = thinned(points)
    upper = [(x(point.day), up(point.upper)) for point in thin]
    lower = [(x(point.day), up(point.lower)) for point in reversed(thin)]
    middle = [(x(point.day), up(point.median)) for point in thin]
    return tag("path", class_="band", d=svg.path([*upper, *lower], closed=True)) + tag(
        "path", class_="median", d=svg.path(middle)
    )


def _answer(
    answer: Point,
    x: legend.Place,
    up: Scale,
    y: float,
    left: float,
    right: float,
    size: int,
    named: bool,
) -> str:
    place = x(answer.day)
    text = say("{day}: {median}", day=short_day(answer.day), median=people(answer.median))
    more = f" ({people(answer.lower)}–{people(answer.upper)})"
    wide = svg.text_width(text + more, size) / 2
    parts = [
        tag(
            "line", class_="asked", x1=place, x2=place, y1=y + 5 if named else up(up.high),
            y2=up(0),
        ),
        tag("line", class_="range", x1=place, x2=place, y1=up(answer.lower), y2=up(answer.upper)),
        tag("circle", class_="answer", cx=place, cy=up(answer.median), r=5),
    ]  # fmt: skip
    if named:
        middle = min(max(place, left + wide), right - wide)
        parts.append(
            tag(
                "text", tag("tspan", label(text), class_="strong"), label(more),
                x=middle, y=y, text_anchor="middle",
            )
        )  # fmt: skip
    return "".join(parts)


def _left_out(item: LeftOut, x: legend.Place, up: Scale) -> str:
    # Beside the point, not under it: the point of the source itself must stay readable.
    place = x(item.day) - 9
    low, middle, high = up(item.lower), up(item.median), up(item.upper)
    text = say(
        "{source} taken out: the others predict {median} ({ends}) for {day}; it said {value}",
        source=item.source, median=people(item.median), ends=span(item.lower, item.upper),
        day=day(item.day), value=people(item.value),
    )  # fmt: skip
    drawn = (
        f"M{svg.at(place)} {svg.at(low)}V{svg.at(high)}"
        f"M{svg.at(place - 4)} {svg.at(low)}h8M{svg.at(place - 4)} {svg.at(high)}h8"
    )
    return tag(
        "g",
        tag("title", label(text)),
        tag("path", class_="predicted", d=drawn),
        tag("circle", class_="predicted dot", cx=place, cy=middle, r=3),
    )


def _observation(
    item: Observation,
    index: int,
    x: legend.Place,
    up: Scale,
    linked: Collection[str],
    size: int,
) -> str:
    place = x(item.day)
    words = say(
        "{source}, {day}: {value}",
        source=item.source, day=short_day(item.day), value=number(item.value),
    )  # fmt: skip
    if item.low != item.high:
        words += f" ({say('read as {ends}', ends=span(item.low, item.high))})"
    parts = [tag("title", label(words))]
    if item.low != item.high:
        parts.append(
            tag(
                "line", class_=f"hedge s{min(index, svg.OTHERS)}",
                x1=place, x2=place, y1=up(item.low), y2=up(item.high),
            )
        )  # fmt: skip
    parts.append(svg.mark(index, place, up(item.value), 0.35 * size))
    if item.figure_id not in linked:
        return tag("g", *parts, data_source=str(index))
    # A finger needs more room than the mark takes.
    parts.append(tag("circle", class_="touch", cx=place, cy=up(item.value), r=10))
    return tag(
        "a",
        *parts,
        href=f"#{anchor_id('figure', item.figure_id)}",
        data_source=str(index),
        aria_label=words,
    )
