"""Figures as rows of the file, each with an id that outlasts changes elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from undercount.ledger.records import Figure, Reading
from undercount.ledger.schema import FIGURE_FIELDS, to_row


def figure_rows(reading: Reading) -> list[list[object]]:
    """The figures of a reading as rows: an id stays while the sentence around the figure does."""
    rows = []
    seen: dict[str, int] = {}
    for figure in reading.figures:
        first, last = figure.sentence_start, figure.sentence_end
        if first is None or last is None or figure.start is None:
            raise ValueError("a figure that was read needs its span and its sentence")
        sentence = reading.text[first:last]
        place = f"{reading.document}\n{sentence}\n{figure.start - first}"
        name = hashlib.sha256(place.encode()).hexdigest()[:10]
        # The same sentence twice in one document: the second keeps its own id.
        seen[name] = seen.get(name, 0) + 1
        rows.append([name if seen[name] == 1 else f"{name}-{seen[name]}", *to_row(figure)])
    return rows


# What a typed figure says; who mends a title or a note has not typed another figure.
_SAYS = (
    "quantity",
    "value",
    "low",
    "high",
    "unit",
    "claimant",
    "place",
    "period_start",
    "publisher",
)


def hand_rows(figures: Iterable[Figure]) -> list[list[object]]:
    """Figures typed by hand as rows: an id stays while the figure says the same."""
    rows = []
    seen: dict[str, int] = {}
    for figure in figures:
        values = dict(zip(FIGURE_FIELDS, to_row(figure), strict=True))
        says = repr([values[name] for name in _SAYS])
        name = "h" + hashlib.sha256(says.encode()).hexdigest()[:9]
        seen[name] = seen.get(name, 0) + 1
        rows.append([name if seen[name] == 1 else f"{name}-{seen[name]}", *values.values()])
    return rows
