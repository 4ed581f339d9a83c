"""Claims of Calais as published, and a maker of invented ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from undercount.ledger import Entry, Figure, read_hand_figures
from undercount.reconcile.balance import Balance, balance

Make = Callable[..., Entry]

# Which quantity of the tests is which kind of claim.
KINDS: dict[str, Any] = {
    "stock": "present",
    "arrivals": ["came"],
    "exits": ["left"],
    "ways": ["crossed", "sheltered"],
    "net_change": ["grew"],
    "leave_share": ["gone"],
    "stay": ["stay"],
}
MEASURES = {"present": "stock", "gone": "rate", "stay": "unknown", "grew": "change"}


@pytest.fixture
def make() -> Make:
    """Make an accepted entry: make("came", 300, "2020-01-01", "2020-01-31", source=...)."""
    numbers = count(1)

    def made(
        quantity: str, value: float | None, start: str | None, end: str | None = None, **more: Any
    ) -> Entry:
        low, high = more.pop("low", value), more.pop("high", value)
        decision = more.pop("decision", "accepted")
        sentence, offset = more.pop("sentence", None), more.pop("offset", None)
        more.setdefault("measure", MEASURES.get(quantity, "flow"))
        more.setdefault("source", "office")
        first = date.fromisoformat(start) if start else None
        figure = Figure(
            surface=more.pop("surface", f"{value if value is not None else low:,g}"),
            value=value,
            low=low,
            high=high,
            quantity=quantity,
            period_start=first,
            period_end=date.fromisoformat(end) if end else first,
            **more,
        )
        return Entry(f"e{next(numbers)}", figure, decision, sentence, offset)

    return made


@pytest.fixture
def weigh() -> Callable[..., Balance]:
    """Balance invented entries."""

    def weighed(*entries: Entry, **more: Any) -> Balance:
        return balance(entries, **{**KINDS, **more})

    return weighed


@pytest.fixture(scope="session")
def calais() -> tuple[Entry, ...]:
    """37 published figures of the camp with publisher and title, counts of two sources."""
    names = {
        "prefecture of Pas-de-Calais": "prefecture",
        "sub-prefecture of Calais": "prefecture",
        "associations": "charities' census",
        "Help Refugees and L'Auberge des Migrants": "charities' census",
    }
    figures = read_hand_figures(Path(__file__).with_name("calais.csv"))
    return tuple(
        Entry(f"row-{number}", _named(figure, names), "accepted", title=figure.title)
        for number, figure in enumerate(figures, start=2)
    )


def _named(figure: Figure, names: dict[str, str]) -> Figure:
    return replace(figure, source=names.get(figure.claimant or "", figure.claimant))
