"""Hedges in invented sentences: the words kept, and the interval they mean."""

from __future__ import annotations

import pytest

from tests.read.texts import figure

HEDGES = [
    ("en", "Almost 500 people arrived.", "500", "Almost", "almost", 450, 499),
    ("en", "Some 500 people arrived.", "500", "Some", "approx", 450, 550),
    ("en", "At least 500 people arrived.", "500", "At least", "at_least", 500, 1000),
    ("en", "More than 500 people arrived.", "500", "More than", "more_than", 501, 1000),
    ("en", "Fewer than 500 people arrived.", "500", "Fewer than", "less_than", 0, 499),
    ("en", "As many as 500 people arrived.", "500", "As many as", "at_most", 0, 500),
    ("en", "A little over 500 people arrived.", "500", "A little over", "more_than", 501, 550),
    ("en", "500 people or so arrived.", "500", None, "exact", 500, 500),
    ("en", "500 or so people arrived.", "500", "or so", "approx", 450, 550),
    ("en", "500+ people arrived.", "500", "+", "at_least", 500, 1000),
    ("en", "Exactly 500 people arrived.", "500", None, "exact", 500, 500),
    ("fr", "Près de 500 personnes sont arrivées.", "500", "Près de", "almost", 450, 499),
    ("fr", "Au moins 500 personnes sont arrivées.", "500", "Au moins", "at_least", 500, 1000),
    ("fr", "Moins de 500 personnes sont arrivées.", "500", "Moins de", "less_than", 0, 499),
    ("fr", "Plus de 500 personnes sont arrivées.", "500", "Plus de", "more_than", 501, 1000),
    ("fr", "Environ 500 personnes sont arrivées.", "500", "Environ", "approx", 450, 550),
]


@pytest.mark.parametrize(
    ("language", "text", "surface", "hedge", "quantifier", "low", "high"), HEDGES
)
def test_hedge(
    language: str, text: str, surface: str, hedge: str | None, quantifier: str,
    low: float, high: float,
) -> None:  # fmt: skip
    found = figure(text, surface, language)
    assert (found.hedge, found.quantifier, found.low, found.high) == (hedge, quantifier, low, high)


def test_a_stated_margin_wins_over_the_convention() -> None:
    text = (
        "About 900 people vanished. The count could be wrong by 200 either way, the aid group said."
    )
    found = figure(text, "900")
    assert (found.low, found.high) == (700, 1100)


def test_a_share_is_not_pushed_past_itself() -> None:
    found = figure("More than half of the residents left.", "half")
    assert (found.value, found.low, found.high) == (0.5, 0.5, 1.0)
