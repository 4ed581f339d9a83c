"""Tables that an estimator must answer or refuse in words: none of them may break it."""

from __future__ import annotations

import numpy as np

from undercount.histories import CaptureHistories
from undercount.testing.simulate import simulate_histories


def ordinary_tables() -> dict[str, CaptureHistories]:
    """Simulated tables of two to five lists on which most methods have an answer."""
    strata = simulate_histories(
        1500,
        ((0.5, 0.3, 0.4), (0.2, 0.3, 0.25)),
        shares=(0.6, 0.4),
        strata=("north", "south"),
        seed=2,
    )
    return {
        "two lists": simulate_histories(800, (0.4, 0.3), seed=3).histories,
        "three lists": simulate_histories(
            1200, (0.4, 0.3, 0.35), dependence={"AB": 2.0}, seed=4
        ).histories,
        "two strata": strata.histories,
        "four lists": simulate_histories(
            2000, (0.35, 0.3, 0.25, 0.2), dependence={"AB": 2.5, "CD": 2.0}, seed=5
        ).histories,
        "five lists": simulate_histories(
            3000, (0.3, 0.25, 0.2, 0.2, 0.15), dependence={"AE": 3.0}, seed=6
        ).histories,
    }


def groundless_tables() -> dict[str, CaptureHistories]:
    """Tables that say nothing of the unseen: the only honest answer is NotEstimable."""
    return {
        "nobody on any list": _table(3, {}),
        "one list": _table(1, {0b1: 120}),
        "empty overlap": _table(3, {0b001: 40, 0b010: 30, 0b100: 20}),
        "two lists that never meet": _table(2, {0b01: 40, 0b10: 30}),
        "one person on one list": _table(3, {0b001: 1}),
    }


def hostile_tables() -> dict[str, CaptureHistories]:
    """Tables on which fits diverge, overflow or take for ever."""
    return {
        "a list nobody else meets": _table(3, {0b001: 40, 0b010: 30, 0b100: 20, 0b011: 6}),
        "an empty list": _table(3, {0b001: 40, 0b010: 30, 0b011: 6}),
        "a nested list": _table(3, {0b001: 40, 0b010: 30, 0b011: 6, 0b101: 9, 0b111: 2}),
        "everybody on every list": _table(3, {0b111: 50}),
        "one person on all lists": _table(3, {0b111: 1}),
        "one person on two lists": _table(2, {0b11: 1}),
        "one overlap among thousands": _table(3, {0b001: 5000, 0b010: 4000, 0b100: 3000, 0b011: 1}),
        "a million in one cell": _table(
            3, {0b001: 1_000_000, 0b010: 3, 0b100: 2, 0b011: 1, 0b101: 1, 0b110: 1, 0b111: 1}
        ),
        "a million on all lists": _table(
            4, {0b1111: 1_000_000, 0b0001: 2, 0b0010: 1, 0b0110: 1, 0b1000: 1}
        ),
        "fifteen lists": simulate_histories(3000, (0.01,) * 15, seed=7).histories,
    }


def _table(n_lists: int, people: dict[int, int]) -> CaptureHistories:
    counts = np.zeros(2**n_lists, dtype=np.int64)
    for cell, count in people.items():
        counts[cell] = count
    return CaptureHistories(tuple("ABCDEFGHIJKLMNO"[:n_lists]), counts)
