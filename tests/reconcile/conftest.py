"""The camp series of Calais, 2015 to 2016, as published, and a maker of invented entries."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure

Say = Callable[..., Entry]


def entry(
    name: str, value: float | None, day: str | None, end: str | None = None, **more: Any
) -> Entry:
    """An accepted figure; `day` and `end` bound its period, anything else goes to the figure."""
    low, high = more.pop("low", value), more.pop("high", value)
    published = more.pop("published", None)
    decision = more.pop("decision", "accepted")
    start = date.fromisoformat(day) if day else None
    figure = Figure(
        surface=more.pop("surface", f"{value or low:,.0f}"),
        value=value,
        low=low,
        high=high,
        period_start=start,
        period_end=date.fromisoformat(end) if end else start,
        **more,
    )
    return Entry(name, figure, decision, published=published)


@pytest.fixture
def say() -> Say:
    """Make an entry: say(value, day, end, source=..., low=..., ...); ids count up from e1."""
    numbers = count(1)

    def make(
        value: float | None, day: str | None = "2016-08-17", end: str | None = None, **more: Any
    ) -> Entry:
        name = more.pop("id", f"e{next(numbers)}")
        more.setdefault("measure", "stock")
        return entry(name, value, day, end, **more)

    return make


@pytest.fixture(scope="session")
def camp() -> tuple[Entry, ...]:
    """29 published figures of the camp's population; 7,338 is 5,132 + 1,932 + 274 at closure."""
    path = Path(__file__).with_name("camp.csv")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        entry(
            row["id"],
            float(row["value"]) if row["value"] else None,
            row["start"],
            row["end"],
            low=float(row["low"]),
            high=float(row["high"]),
            quantifier=row["quantifier"],
            kind="range" if row["quantifier"] == "range" else "count",
            measure="stock",
            quantity="camp_population",
            place="Calais camp",
            source=None if row["source"] == "unattributed" else row["source"],
            publisher=row["publisher"],
        )
        for row in rows
    )
