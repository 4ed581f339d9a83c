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
    ("en", "500 people or so arrived.", "500", "or so", "approx", 450, 550),
    ("en", "500 or so people arrived.", "500", "or so", "approx", 450, 550),
    ("en", "500+ people arrived.", "500", "+", "at_least", 500, 1000),
    ("en", "Exactly 500 people arrived.", "500", None, "exact", 500, 500),
    ("fr", "Près de 500 personnes sont arrivées.", "500", "Près de", "almost", 450, 499),
    ("fr", "Au moins 500 personnes sont arrivées.", "500", "Au moins", "at_least", 500, 1000),
    ("fr", "Moins de 500 personnes sont arrivées.", "500", "Moins de", "less_than", 0, 499),
    ("fr", "Plus de 500 personnes sont arrivées.", "500", "Plus de", "more_than", 501, 1000),
    ("fr", "Environ 500 personnes sont arrivées.", "500", "Environ", "approx", 450, 550),
    ("fr", "Jusqu'à 500 personnes sont arrivées.", "500", "Jusqu'à", "at_most", 0, 500),
    ("fr", "Plus d’une dizaine de personnes.", "une dizaine", "Plus d’", "more_than", 11, 20),
    ("en", "~500 people arrived.", "500", "~", "approx", 450, 550),
    ("en", "<500 people arrived.", "500", "<", "less_than", 0, 499),
    ("en", "> 500 people arrived.", "500", ">", "more_than", 501, 1000),
    ("en", "≥ 500 people arrived.", "500", "≥", "at_least", 500, 1000),
    ("en", "≤500 people arrived.", "500", "≤", "at_most", 0, 500),
    ("en", "Upwards of 500 people arrived.", "500", "Upwards of", "more_than", 501, 1000),
    ("en", "A minimum of 500 people arrived.", "500", "A minimum of", "at_least", 500, 1000),
    ("en", "No fewer than 500 people arrived.", "500", "No fewer than", "at_least", 500, 1000),
    ("en", "Just under 500 people arrived.", "500", "Just under", "almost", 450, 499),
    ("en", "Circa 500 people arrived.", "500", "Circa", "approx", 450, 550),
    ("en", "500-odd people arrived.", "500", "-odd", "approx", 450, 550),
    ("en", "500 more or less arrived.", "500", "more or less", "approx", 450, 550),
    ("en", "It is nearer 500 people.", "500", "nearer", "approx", 450, 550),
    ("en", "Nigh on 500 people arrived.", "500", "Nigh on", "almost", 450, 499),
    ("en", "The list exceeds 500 people.", "500", "exceeds", "more_than", 501, 1000),
    ("en", "It cannot exceed 500 people.", "500", "cannot exceed", "at_most", 0, 500),
    (
        "en",
        "They never took more than 500 people.",
        "500",
        "never took more than",
        "at_most",
        0,
        500,
    ),
    ("en", "Not even 500 people arrived.", "500", "Not even", "less_than", 0, 499),
    (
        "en",
        "He stopped counting at 500 people.",
        "500",
        "stopped counting at",
        "at_least",
        500,
        1000,
    ),
    ("en", "500 people aboard, “or more, with children”.", "500", "or more", "at_least", 500, 1000),
    ("en", "500 people arrived, easy.", "500", "easy", "at_least", 500, 1000),
    ("en", "Target: 500 people, at least 40 of them women.", "500", None, "exact", 500, 500),
    ("en", "More than 60% of people left.", "60%", "More than", "more_than", 60, 100),
    ("fr", "Une bonne centaine de personnes.", "centaine", "Une bonne", "more_than", 101, 200),
    ("fr", "À peine 500 personnes.", "500", "À peine", "almost", 450, 499),
    ("fr", "Plus des deux tiers des personnes.", "deux tiers", "Plus des", "more_than", 0.6667, 1),
    ("es", "No pasaron de 500 personas.", "500", "No pasaron de", "at_most", 0, 500),
    ("es", "Una veintena larga de personas.", "Una veintena", "larga", "more_than", 21, 40),
    ("es", "No llega a 500 personas.", "500", "No llega a", "less_than", 0, 499),
    ("es", "Vino medio centenar de personas.", "medio centenar", None, "approx", 45, 55),
    ("en", "Never fewer than 500 people came.", "500", "Never fewer than", "at_least", 500, 1000),
    ("en", "Never above 500 people came.", "500", "Never above", "at_most", 0, 500),
    ("en", "She saw 500 people, maybe more, at sea.", "500", "maybe more", "at_least", 500, 1000),
    ("en", "A dozen people came.", "A dozen", None, "approx", 11, 13),
    ("es", "Rozaban las 500 personas.", "500", "Rozaban las", "almost", 450, 499),
    ("es", "Unas 500 personas llegaron.", "500", "Unas", "approx", 450, 550),
    ("es", "Casi 500 personas llegaron.", "500", "Casi", "almost", 450, 499),
    ("es", "Más de 500 personas llegaron.", "500", "Más de", "more_than", 501, 1000),
    ("es", "Al menos 500 personas llegaron.", "500", "Al menos", "at_least", 500, 1000),
    ("es", "Hasta 500 personas llegaron.", "500", "Hasta", "at_most", 0, 500),
    ("es", "Menos de 500 personas llegaron.", "500", "Menos de", "less_than", 0, 499),
    ("es", "Llegaron 500 o más personas.", "500", "o más", "at_least", 500, 1000),
    ("es", "Un centenar de personas llegó.", "Un centenar", None, "approx", 90, 110),
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
