"""Prints of one count: what its own source printed last, what it printed before, what others did.

A statistics office revises a month's figure for years; a newspaper prints it once, sometimes with
a slip. Where the source's own prints are at hand, the latest of them is the figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from undercount.reconcile.said import Said, numeral, spell, spell_span
from undercount.reconcile.stated import words


@dataclass(frozen=True, slots=True)
class Vintage:
    """One count as its own source has printed it over time.

    Attributes:
        source: who counted and printed.
        start: first day of the period.
        end: its last day.
        prints: (day of print, number, ledger id), oldest first; the last one is used.
    """

    source: str
    start: date
    end: date
    prints: tuple[tuple[date, float, str], ...]

    def words(self) -> str:
        """The revision in words: 45,755 printed 23 February 2023, then 45,774."""
        first, *later = self.prints
        then = ", then ".join(numeral(value) for _, value, _ in later)
        return (
            f"{self.source} for {spell_span(self.start, self.end)}: {numeral(first[1])} "
            f"printed {spell(first[0])}, then {then}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; days as ISO 8601."""
        prints = [[day.isoformat(), value, name] for day, value, name in self.prints]
        ends = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return {"source": self.source, **ends, "prints": prints}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Vintage:
        """The vintage that `to_dict` wrote."""
        prints = tuple(
            (date.fromisoformat(day), value, name) for day, value, name in data["prints"]
        )
        start, end = date.fromisoformat(data["start"]), date.fromisoformat(data["end"])
        return cls(data["source"], start, end, prints)


def one_print_each(
    figures: Sequence[Said],
) -> tuple[list[Said], tuple[Vintage, ...], tuple[str, ...]]:
    """Keep the latest own print of each count that its source has printed itself, with a day.

    A source prints itself where its name's words stand in the publisher's. Two own prints of one
    day stay two counts. Prints by others of the same period fall to the source's own.

    Returns:
        The figures kept, the counts that were revised, and ids of second-hand prints left out.
    """
    groups: dict[tuple[str, date, date], list[Said]] = defaultdict(list)
    for figure in figures:
        groups[figure.source, figure.start, figure.end].append(figure)
    kept: list[Said] = []
    vintages = []
    others: list[str] = []
    for (source, start, end), rows in groups.items():
        own = [(row.entry.published, row) for row in rows if row.entry.published and _own(row)]
        if not own:
            kept += rows
            continue
        last = max(day for day, _ in own)
        latest = [row for day, row in own if day == last]
        kept += latest
        told = {row.entry.id for _, row in own}
        others += [row.entry.id for row in rows if row.entry.id not in told]
        prints = sorted((day, row.value, row.entry.id) for day, row in own)
        if len(latest) == 1 and len({value for _, value, _ in prints}) > 1:
            vintages.append(Vintage(source, start, end, tuple(prints)))
    return kept, tuple(sorted(vintages, key=lambda v: (v.start, v.source))), tuple(others)


def _own(figure: Said) -> bool:
    publisher = words(figure.entry.figure.publisher)
    return bool(publisher) and words(figure.source) <= publisher
