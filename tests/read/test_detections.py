"""How a figure came about: the table of weights, and plain cases of each kind."""

from __future__ import annotations

import pytest

from tests.read.texts import figure
from undercount.read.fields.detections import BASE, CHOICES, chosen, weights

CASES = [
    ("The interior ministry said officers recorded 412 arrivals in May.", "412", "detected"),
    ("The charity believes that about 900 people drowned last year.", "900", "total_estimate"),
    ("The mayor wants to open 60 places by spring.", "60", "unknown"),
]


@pytest.mark.parametrize(("text", "surface", "detection"), CASES)
def test_detection(text: str, surface: str, detection: str) -> None:
    assert figure(text, surface).detection == detection


def test_the_table_has_a_weight_for_every_choice() -> None:
    assert BASE in weights()
    assert {len(row) for row in weights().values()} == {len(CHOICES)}


def test_the_rule_weighs_for_its_own_answer() -> None:
    for k, choice in enumerate(CHOICES):
        row = weights()[f"rule {choice}"]
        assert row[k] == max(row)


def test_equal_sums_take_the_first_choice_and_unknown_clues_tell_nothing() -> None:
    assert chosen(["no such clue"], {}) == CHOICES[0]
    assert chosen(["b", "no such clue"], {"b": (0.0, 0.2, 0.2, 0.0)}) == CHOICES[1]
