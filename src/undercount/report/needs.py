"""What would be needed, as the page tells it: panels, and what is too small to print."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from undercount.reconcile.needs import Needed, WhatIf
from undercount.report.band_chart import chart_band
from undercount.report.language import digits, say
from undercount.report.sentences import local
from undercount.report.words import anchor_id, number, percent
from undercount.results import Assumption

# One for each person concerned: such a need is a count of people by another name.
_OF_PEOPLE = ("beds", "protection_places", "family_transfers")


@dataclass(frozen=True, slots=True)
class Panel:
    """One need with its picture.

    Attributes:
        need: the need.
        drawn: its band over time, or "" where it is too small to print.
        short: the probability that something is missing, in words, or "".
    """

    need: Needed
    drawn: Markup
    short: str


@dataclass(frozen=True, slots=True)
class WhatIfPart:
    """One what-if as it is shown.

    Attributes:
        title: what was asked.
        made: the what-if, or why it cannot be said.
        id: of its article; the same series may be asked about twice.
        basis: id of the part of the page with the figures of the series it starts from.
        arrivals: the stated arrivals in words.
        exits: the stated exits in words.
        people: the picture of the people present, or "" where they are too few to print.
        panels: the needs.
        assumptions: what must be true, without what would tell a number too small to print.
    """

    title: str
    made: WhatIf | str
    id: str
    basis: str = ""
    arrivals: str = ""
    exits: str = ""
    people: str = ""
    panels: tuple[Panel, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


def what_if_part(title: str, made: WhatIf | str, place: int, suppress_below: int) -> WhatIfPart:
    """One what-if with its pictures.

    Args:
        title: what was asked.
        made: the what-if, or why it cannot be said.
        place: its number on the page.
        suppress_below: where fewer people than this are present, nothing of it is printed; where
            fewer have a need that counts people one by one, nothing of that need.
    """
    name = f"what-if-{place}"
    if isinstance(made, str):
        return WhatIfPart(title, made, name)
    low, high = (number(end) for end in made.arrivals)
    if made.exits_share:
        low_end, high_end = (digits(f"{100 * end:.3g}") for end in made.exits)
        share = _span(low_end, high_end)
        out = say("{share} of those present leave", share=digits("{share}%").format(share=share))
    else:
        out = say("{n} people leave", n=_span(*(number(end) for end in made.exits)))
    few = min(point.median for point in made.people) < suppress_below
    small = [need for need in made.needs if few or _small(need, suppress_below)]
    panels = tuple(
        Panel(
            need,
            Markup("")
            if need in small
            else Markup(
                chart_band(
                    need.points, name=f"{name}-{i}", capacity=need.capacity,
                    title=say("{title}: {unit} needed", title=made.title, unit=local(need.unit)),
                )
            ),
            "" if need.short is None else _often(need.short),
        )
        for i, need in enumerate(made.needs)
    )  # fmt: skip
    people = (
        ""
        if few
        else chart_band(made.people, name=name, title=say("{title}: people", title=made.title))
    )
    told = [it for it in made.assumptions if not any(need.unit in it.text for need in small)]
    come = say("{n} people arrive", n=_span(low, high))
    return WhatIfPart(
        title,
        made,
        name,
        anchor_id("figures", made.name),
        come,
        out,
        people and Markup(people),
        panels,
        tuple(told),
    )


def _small(need: Needed, suppress_below: int) -> bool:
    return need.kind in _OF_PEOPLE and any(0 < it.median < suppress_below for it in need.points)


def _often(share: float) -> str:
    if share > 0.99:
        return say("over 99%")
    return say("under 1%") if share < 0.01 else percent(round(share, 2))


def _span(low: str, high: str) -> str:
    return low if low == high else say("{lower} to {upper}", lower=low, upper=high)
