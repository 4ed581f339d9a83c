"""Errors that were printed, as entries: facts with publisher and title, sentences ours.

A day of publication of which only the month is known stands as its first; where only the order of
two prints is known, the row's note says that its day is supposed. The word that was exchanged
(goods, drugs) stands in sentences of ours with an invented number, and so does the growth of 236%.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure

FILE = Path(__file__).with_name("specimens.csv")
_WORDS = (
    "quantity", "hedge", "population", "claimant", "artefact", "relay", "place", "publisher",
    "title", "note",
)  # fmt: skip
_CLOSED = ("quantifier", "kind", "unit", "measure", "status", "claimant_class")


@cache
def specimens() -> tuple[Entry, ...]:
    """Every row of `specimens.csv`."""
    with FILE.open(encoding="utf-8") as file:
        return tuple(_entry(row) for row in csv.DictReader(file))


@cache
def names() -> frozenset[str]:
    """The specimens' names."""
    with FILE.open(encoding="utf-8") as file:
        return frozenset(row["specimen"] for row in csv.DictReader(file))


def _entry(row: dict[str, str]) -> Entry:
    value = float(row["value"]) if row["value"] else None
    more: dict[str, Any] = {name: row[name] or None for name in _WORDS}
    more |= {name: row[name] for name in _CLOSED if row[name]}
    figure = Figure(
        surface=row["value"] or f"{row['low']} to {row['high']}",
        value=value,
        low=float(row["low"]) if row["low"] else value,
        high=float(row["high"]) if row["high"] else value,
        origin="hand",
        period_start=_day(row["start"]),
        period_end=_day(row["end"]),
        **more,
    )
    sentence = row["sentence"] or None
    return Entry(
        row["id"],
        figure,
        "accepted",
        sentence,
        title=row["title"],
        published=_day(row["published"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
