"""The pictures of a robustness check: totals of near models, totals against odds ratios."""

from __future__ import annotations

import math
from itertools import pairwise

from undercount.report import svg
from undercount.report.language import say
from undercount.report.scale import Scale, people_ticks
from undercount.report.sentences import local
from undercount.report.series_chart import WIDE
from undercount.report.svg import label, tag
from undercount.report.words import anchor_id, counted, number, people, span
from undercount.results.interval import Interval
from undercount.results.robustness_checks import NEAR, NoCurve, OddsRatios, PairCurve, Spread
from undercount.results.robustness_words import odds

# Ends and totals this many times the largest point, or the model's, are cut: they would flatten
# all others. Their numbers stand in the table.
_RUNAWAY, _FOLD, _ROOM = 1.7, 8.0, 0.08
_BIC = 10.0


def chart_spread(check: Spread, interval: Interval, *, name: str, width: int = WIDE) -> str:
    """The total of each near model, with its interval, against its distance from the best in BIC.

    Args:
        check: the models.
        interval: the printed interval, drawn as a band.
        name: of the estimate, for ids that are the chart's own.
        width: width of the drawing; `WIDE` for desks and print, `NARROW` for phones.

    Returns:
        One `<svg>` element, an image with title and description.
    """
    size = 13 if width > 600 else 12
    most = _RUNAWAY * max([item.point for item in check.models], default=1.0)
    ends = [most if item.upper is None else item.upper for item in check.models]
    highest = min(most, max([*ends, interval.upper]))
    ticks = people_ticks(highest, 6)
    left, right = svg.text_width(number(ticks[-1]), size) + 10, width - 10.0
    top, bottom = size + 14.0, size + (320.0 if width > 600 else 270.0)
    across = Scale(0, _BIC, left + 12, right - 12)
    up = Scale(0, ticks[-1], bottom, top)

    drawn = [
        tag("rect", class_="band", x=left, width=right - left, y=up(interval.upper),
            height=up(interval.lower) - up(interval.upper)),
    ]  # fmt: skip
    for tick in ticks:
        drawn.append(tag("line", class_="grid" if tick else "axis", x1=left, x2=right,
                         y1=up(tick), y2=up(tick)))  # fmt: skip
        drawn.append(tag("text", label(number(tick)), x=left - 6, y=up(tick) + size / 3,
                         text_anchor="end"))  # fmt: skip
    for tick in range(0, 11, 2):
        drawn.append(tag("text", label(str(tick)), x=across(tick), y=bottom + size + 6,
                         text_anchor="middle"))  # fmt: skip
    drawn.append(tag("text", label(say("BIC above the best")), class_="aside", x=right,
                     y=bottom + 2 * size + 12, text_anchor="end"))  # fmt: skip
    drawn.append(tag("line", class_="asked", x1=across(NEAR), x2=across(NEAR), y1=top - 6,
                     y2=bottom))  # fmt: skip
    drawn.append(tag("text", label(say("BIC against")), class_="aside", x=across(NEAR) + 6, y=size))
    drawn.append(tag("text", label(say("about as good")), class_="aside", x=across(NEAR) - 6,
                     y=size, text_anchor="end"))  # fmt: skip
    # The best last, so that nothing covers it.
    for item in reversed(check.models):
        x = across(item.delta)
        kind = "near" if item.delta < NEAR else "far"
        upper = ticks[-1] if item.upper is None else item.upper
        drawn.append(tag("line", class_=f"reach {kind}", x1=x, x2=x, y1=up(item.lower),
                         y2=up(upper)))  # fmt: skip
        drawn.append(tag("circle", class_=f"dot {kind}", cx=x, cy=up(item.point), r=3.4))
    best = check.models[0]
    drawn.append(tag("circle", class_="answer", cx=across(0), cy=up(best.point), r=5.5))
    height = bottom + 2 * size + 20
    title = say("Totals of the models that fit about as well")
    return _image(drawn, title, describe_spread(check), f"{name}-spread", width, height, size)


def describe_spread(check: Spread) -> str:
    """The chart in words, for those who do not see it."""
    equals = check.equals()
    low, high = min(it.point for it in equals), max(it.point for it in equals)
    return say(
        "{models} within 10 BIC of the best, with totals from {ends}; the best gives {best}. "
        "The {n} less than 6 behind it give {near}.",
        models=counted(check.n_near, "model"), ends=span(check.lowest, check.highest),
        best=people(check.models[0].point), n=len(equals), near=span(low, high),
    )  # fmt: skip


def chart_pairs(check: OddsRatios, n_observed: int, *, name: str, width: int = WIDE) -> str:
    """A small picture for each pair of lists: the total against their odds ratio.

    Args:
        check: the curves; pairs without one are left to the table.
        n_observed: people observed, below which no total lies.
        name: of the estimate, for ids that are the chart's own.
        width: width of the drawing; `WIDE` for desks and print, `NARROW` for phones.

    Returns:
        One `<svg>` element, an image with title and description.
    """
    size = 13 if width > 600 else 12
    pairs = [item for item in check.pairs if isinstance(item, PairCurve)]
    columns = min(4 if width > 600 else 2, max(len(pairs), 1))
    totals = [total for item in pairs for _, total in item.curve]
    ends = [end for end in (check.interval.lower, check.interval.upper) if math.isfinite(end)]
    low = max(min([*totals, *ends]), check.point / _FOLD, n_observed, 1.0)
    high = max(min(max([*totals, *ends]), check.point * _FOLD), 1.05 * low)
    # Room beyond, so that the printed interval is a band within the picture.
    low, high = low * (low / high) ** _ROOM, high * (high / low) ** _ROOM
    ticks = _round_numbers(low, high)
    left = max(svg.text_width(number(tick), size) for tick in ticks) + 10
    room = (width - left - 8) / columns
    reach = [ratio for item in pairs for ratio, _ in item.curve]
    first, last = math.log(min(reach, default=0.1)) - 0.4, math.log(max(reach, default=10.0)) + 0.4
    plot, head = (130.0 if width > 600 else 110.0), 2 * size + 16
    step = head + plot + size + 20
    drawn: list[str] = []
    for i, item in enumerate(pairs):
        x = left + room * (i % columns)
        y = step * (i // columns) + head
        across = Scale(first, last, x + 6, x + room - 10)
        up = Scale(math.log(low), math.log(high), y + plot, y)
        if i % columns == 0:
            drawn += [
                tag("text", label(number(tick)), x=left - 6, y=up(math.log(tick)) + size / 3,
                    text_anchor="end")
                for tick in ticks
            ]  # fmt: skip
        drawn += _panel(item, check.interval, across, up, ticks, room - 10, size)
    rows = math.ceil(len(pairs) / columns)
    title = say("The total against the odds ratio of each pair of lists")
    described = describe_pairs(check)
    return _image(drawn, title, described, f"{name}-pairs", width, step * rows + 2, size)


def describe_pairs(check: OddsRatios) -> str:
    """The chart in words, for those who do not see it."""
    said = []
    for item in check.pairs:
        pair = say("{lists} and {last}", lists=item.pair[0], last=item.pair[1])
        if isinstance(item, NoCurve):
            said.append(say("{pair}: no curve", pair=pair))
        else:
            said.append(say("{pair}: {tips}", pair=pair, tips=tips(item)))
    head = say("Odds ratios at which the total leaves the printed interval.")
    return f"{head} {say('; ').join(said)}."


def tips(item: PairCurve) -> str:
    """Where the total of a pair leaves the printed interval."""
    return say("; ").join(local(odds(ratio)) for ratio in _tips(item)) or say("never")


def _tips(item: PairCurve) -> list[float]:
    return [ratio for ratio in (item.leaves_low, item.leaves_high) if ratio is not None]


def _panel(
    item: PairCurve,
    interval: Interval,
    across: Scale,
    up: Scale,
    ticks: list[float],
    room: float,
    size: int,
) -> list[str]:
    bottom, top, x1, x2 = up.start, up.end, across.start, across.end

    def x(ratio: float) -> float:
        return across(math.log(ratio)) if ratio > 0 else x1

    def y(total: float) -> float:
        return up(math.log(max(total, 1e-9))) if math.isfinite(total) else top

    upper, lower = y(interval.upper), y(interval.lower)
    drawn = [tag("rect", class_="band", x=x1, width=x2 - x1, y=upper, height=lower - upper)]
    drawn += [tag("line", class_="grid", x1=x1, x2=x2, y1=y(tick), y2=y(tick)) for tick in ticks]
    for ratio in (0.1, 1.0, 10.0):
        drawn.append(tag("line", class_="grid", x1=x(ratio), x2=x(ratio), y1=top, y2=bottom))
        drawn.append(tag("text", label(local(odds(ratio))), x=x(ratio), y=bottom + size + 4,
                         text_anchor="middle"))  # fmt: skip
    drawn.append(tag("line", class_="axis", x1=x1, x2=x2, y1=bottom, y2=bottom))
    drawn.append(tag("path", class_="curve", d=svg.path([(x(r), y(n)) for r, n in item.curve])))
    allowed = [(x(r), y(n)) for r, n in _allowed(item)]
    if len(allowed) > 1:
        drawn.append(tag("path", class_="median", d=svg.path(allowed)))
    for out in (item.leaves_low, item.leaves_high):
        if out is not None and item.curve[0][0] <= out <= item.curve[-1][0]:
            place = f"translate({svg.at(x(out))} {svg.at(y(_at(item, out)))})"
            drawn.append(tag("path", class_="tip", transform=place, d="M0-6L5 0 0 6-5 0Z"))
    held = max(item.held, item.curve[0][0])
    drawn.append(tag("circle", class_="answer", cx=x(held), cy=y(_at(item, held)), r=4.5))
    head = svg.fitted(" × ".join(item.pair), room, size)
    drawn.append(tag("text", label(head), class_="strong", x=x1, y=top - size - 9))
    at = say("out at {tips}", tips=tips(item)) if _tips(item) else say("never out")
    at += " *" if item.open else ""
    said = svg.fitted(at, room, size)
    drawn.append(tag("text", label(said), class_="aside", x=x1, y=top - 6))
    return drawn


def _allowed(item: PairCurve) -> list[tuple[float, float]]:
    """The part of the curve at odds ratios that the data allow, its ends put in."""
    first, last = item.curve[0][0], item.curve[-1][0]
    low = max(item.data_low, first)
    high = last if item.data_high is None else min(item.data_high, last)
    if high <= low:
        return []
    inside = [(ratio, total) for ratio, total in item.curve if low < ratio < high]
    return [(low, _at(item, low)), *inside, (high, _at(item, high))]


def _at(item: PairCurve, ratio: float) -> float:
    """The total at an odds ratio, straight between the curve's points on paper."""
    for (r0, n0), (r1, n1) in pairwise(item.curve):
        if r0 <= ratio <= r1:
            share = math.log(ratio / r0) / math.log(r1 / r0)
            return math.exp(math.log(n0) + share * math.log(n1 / n0))
    return item.curve[-1][1]


def _round_numbers(low: float, high: float) -> list[float]:
    """Round numbers between two numbers, four at most, for a log scale."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for units in ((1, 2, 5), (1, 3), (1,)):
        made = [unit * 10.0**power for power in powers for unit in units]
        made = [value for value in made if low <= value <= high]
        if len(made) <= 4:
            break
    if len(made) >= 2:
        return made
    rough = (high - low) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(1.0, next(unit * power for unit in (1, 2, 5, 10) if unit * power >= rough))
    return [step * i for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _image(
    drawn: list[str], title: str, described: str, name: str, width: int, height: float, size: int
) -> str:
    name = anchor_id("chart", f"{name}-{width}")
    return tag(
        "svg",
        tag("title", label(title), id=f"{name}-title"),
        tag("desc", label(described), id=f"{name}-desc"),
        tag("g", *drawn, aria_hidden="true"),
        class_=f"chart {'wide' if width > 600 else 'narrow'}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {svg.at(height)}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_size=size,
    )
