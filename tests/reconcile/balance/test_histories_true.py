"""Simulated histories: what is true of one never contradicts itself, what is not is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import numpy as np
import pytest

from undercount.ledger import Entry, Figure
from undercount.reconcile.balance import Balance, Contradiction

Weigh = Callable[..., Balance]


def told(found: Balance, each: Contradiction) -> set[str]:
    """The ledger ids behind a contradiction."""
    return {name for n in each.claims for name in found.claims[n].figures}


def taken(found: Balance, each: Contradiction) -> set[str]:
    """What a contradiction takes for granted."""
    return {found.claims[n].quantity for n in each.claims if found.claims[n].kind == "taken"}


def history(seed: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], int]:
    """Invented people: the day each came, the day each left, and how many days there are."""
    rng = np.random.default_rng(seed)
    days = 240
    weights = rng.gamma(0.3, size=days)  # Waves: most come on a few days.
    came = rng.choice(days, size=900, p=weights / weights.sum())
    stayed = rng.choice([3.0, 30.0, 150.0], size=900) * rng.exponential(size=900)
    return came, came + np.ceil(stayed).astype(int), days


def truths(seed: int) -> list[Entry]:
    """Claims of all kinds that are true of an invented history."""
    came, left, days = history(seed)
    rng = np.random.default_rng(seed + 1000)
    numbers = count(1)
    opened = date(2020, 1, 1)

    def entry(quantity: str, low: float, high: float, first: int, last: int, **more: Any) -> Entry:
        figure = Figure(
            surface=f"{low:g}",
            value=None,
            low=low,
            high=high,
            kind="range",
            quantifier="range",
            quantity=quantity,
            source=more.pop("source", "office"),
            period_start=opened + timedelta(int(first)),
            period_end=opened + timedelta(int(last)),
            **more,
        )
        return Entry(f"t{next(numbers)}", figure, "accepted")

    def present(day: int) -> np.ndarray[Any, Any]:
        return (came < day) & (left >= day)

    made = []
    counted = np.sort(rng.choice(np.arange(40, days), 5, replace=False))
    for day in counted:
        many = float(present(day).sum())
        made.append(entry("present", many, max(many, 1.0), day, day, measure="stock"))
    for quantity, moved, first, last in (("came", came, 20, 90), ("left", left, 50, 170)):
        many = float(((moved >= first) & (moved <= last)).sum())
        made.append(entry(quantity, many, max(many, 1.0), first, last, measure="flow"))
    first, last = counted[1], counted[3]
    change = float(present(last).sum()) - float(present(first).sum())
    words = "more people" if change >= 0 else "fewer people"
    ends = abs(change), max(abs(change), 1.0)
    made.append(entry("grew", *ends, first, last, measure="change", population=words))
    crossing = rng.random(900) < 0.4
    many = float((crossing & (left >= 60) & (left <= 160)).sum())
    made.append(entry("crossed", many, max(many, 1.0), 60, 160, measure="flow"))
    for day in (120, 200):
        stays = day - came[present(day)] - 0.5
        if len(stays):
            mean = float(stays.mean())
            ends = mean - 0.5, mean + 0.5
            population = "mean stay so far, in days"
            made.append(entry("stay", *ends, day, day, population=population, unit="other"))
    shares = [
        100 * (1 - (here & present(day + 30)).sum() / max(here.sum(), 1))
        for day in range(80, 140)
        if (here := present(day)).any()
    ]
    if shares:
        population = "per cent who left within 30 days"
        low, high = float(min(shares)), float(max(shares))
        made.append(entry("gone", low, high, 80, 139, population=population, unit="other"))
    return made


@pytest.mark.parametrize("seed", range(12))
def test_what_is_true_of_a_history_never_contradicts_itself(seed: int, weigh: Weigh) -> None:
    found = weigh(*truths(seed), opened=date(2020, 1, 1))
    assert found.refused == ()
    # The pace of an invented history is not even, nor are its waves gradual.
    assert [each.text for each in found.contradictions if not taken(found, each)] == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("quantity", ["crossed", "grew"])
def test_an_impossible_claim_is_in_a_set_that_is_minimal(
    seed: int, quantity: str, weigh: Weigh
) -> None:
    # More crossed than left at all; the number grew by more than there were people.
    entries = truths(seed)
    wrong = next(n for n, entry in enumerate(entries) if entry.figure.quantity == quantity)
    entries[wrong] = replace(
        entries[wrong], figure=replace(entries[wrong].figure, low=5000.0, high=5001.0)
    )
    opened = date(2020, 1, 1)
    found = weigh(*entries, opened=opened)
    sets = [each for each in found.contradictions if not taken(found, each)]
    assert sets
    for each in sets:
        names = told(found, each)
        assert entries[wrong].id in names
        members = [entry for entry in entries if entry.id in names]
        alone = weigh(*members, opened=opened)
        assert any(not taken(alone, one) for one in alone.contradictions)
        for entry in members:
            rest = weigh(*(other for other in members if other is not entry), opened=opened)
            assert [one.text for one in rest.contradictions if not taken(rest, one)] == []
