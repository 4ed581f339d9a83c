"""People by the lists they are on, of a table that stands in a file."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from undercount.histories.published import Published
from undercount.report.overlap_chart import chart_overlaps, named
from undercount.report.series_chart import NARROW, WIDE


@dataclass(frozen=True, slots=True)
class OverlapPart:
    """The picture of overlapping lists and its table.

    Attributes:
        wide: the picture for desks and print.
        narrow: the picture for phones.
        histories: (lists in words, people or None) for the table.
        whole: whether no history is kept back.
    """

    wide: Markup
    narrow: Markup
    histories: tuple[tuple[str, int | None], ...]
    whole: bool


def overlap_part(made: Published, name: str) -> OverlapPart:
    """The picture and table of the estimate called `name`."""
    return OverlapPart(
        Markup(chart_overlaps(made, name=name, width=WIDE)),
        Markup(chart_overlaps(made, name=name, width=NARROW)),
        tuple((named(made, cell), n) for cell, n in enumerate(made.histories, start=1)),
        None not in made.histories,
    )
