"""The noise that hides a person: its law, how it is drawn, and what it hides."""

from __future__ import annotations

import inspect
import itertools
import random
import secrets
from collections import Counter
from fractions import Fraction
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.errors import InputError
from undercount.histories.noise import Noise

# Draws of the simulations; a share of them has a standard error of at most 0.0016.
DRAWS = 100_000


def _law(epsilon: Fraction, k: int) -> float:
    """P(k) = (1 - a) / (1 + a) a**|k| (Ghosh, Roughgarden & Sundararajan 2012)."""
    a = exp(-float(epsilon))
    return (1 - a) / (1 + a) * a ** abs(k)


def test_the_geometric_mechanism_of_ghosh_roughgarden_and_sundararajan() -> None:
    """At alpha = exp(-epsilon) = 1/2 a number stays with 1/3 and moves by one with 1/6 each way."""
    half = Fraction(693147180559945, 10**15)
    assert Noise(half).exact == pytest.approx(1 / 3, abs=1e-12)
    assert _law(half, 1) == pytest.approx(1 / 6, abs=1e-12)


def test_the_variance_is_that_of_canonne_kamath_and_steinke() -> None:
    """2 exp(epsilon) / (exp(epsilon) - 1)**2, as they give it, and as the law sums to."""
    for text in ("1/10", "1/2", "1", "5"):
        noise = Noise(Fraction(text))
        summed = 2 * sum(k * k * _law(noise.epsilon, k) for k in range(1, 2000))
        grown = exp(float(noise.epsilon))
        assert noise.variance == pytest.approx(2 * grown / (grown - 1) ** 2, rel=1e-12)
        assert noise.variance == pytest.approx(summed, rel=1e-9)


@pytest.mark.parametrize("text", ["1/10", "3/7", "1", "5/2"])
def test_draws_follow_the_law(text: str) -> None:
    noise, chance = Noise(Fraction(text)), random.Random(1)
    met = Counter(noise.draw(chance.randrange) for _ in range(DRAWS))
    for k in range(-6, 7):
        p = _law(noise.epsilon, k)
        assert abs(met[k] / DRAWS - p) < 4.5 * (p * (1 - p) / DRAWS) ** 0.5
    drawn = np.repeat(list(met), list(met.values()))
    assert abs(drawn.mean()) < 4.5 * (noise.variance / DRAWS) ** 0.5
    assert drawn.var() == pytest.approx(noise.variance, rel=0.05)
    within = noise.within(0.9)
    assert (abs(drawn) <= within).mean() > 0.89
    assert (abs(drawn) < within).mean() < 0.91


def test_only_whole_numbers_are_drawn_with() -> None:
    """Every use of chance is a whole number below a small whole number: nothing can be rounded."""
    asked: list[int] = []
    chance = random.Random(2)

    def below(n: int) -> int:
        assert type(n) is int
        asked.append(n)
        return chance.randrange(n)

    drawn = [Noise(Fraction("0.3")).draw(below) for _ in range(2000)]
    assert all(type(k) is int for k in drawn)
    assert max(asked) < 10_000


def test_a_release_draws_from_the_system() -> None:
    assert inspect.signature(Noise.draw).parameters["below"].default is secrets.randbelow


@given(st.integers(1, 1000), st.integers(-50, 50))
def test_one_person_changes_no_probability_by_more_than_epsilon_says(n: int, k: int) -> None:
    epsilon = Fraction(n, 100)
    if 51 * float(epsilon) > 700:
        return
    ratio = _law(epsilon, k) / _law(epsilon, k + 1)
    bound = exp(float(epsilon)) * (1 + 1e-12)
    assert 1 / bound <= ratio <= bound


@given(st.integers(1, 500), st.sampled_from([0.5, 0.9, 0.99]))
def test_within_is_the_least_that_holds(n: int, probability: float) -> None:
    noise = Noise(Fraction(n, 100))
    k = noise.within(probability)
    held = [sum(_law(noise.epsilon, i) for i in range(-m, m + 1)) for m in (k - 1, k)]
    assert held[1] >= probability - 1e-9
    assert k == 0 or held[0] < probability + 1e-9


def test_an_attacker_learns_no_more_than_epsilon_says() -> None:
    """Two tables that differ by one person: no set of outcomes tells them apart better."""
    noise, chance = Noise(Fraction(1)), random.Random(3)
    with_, without = (
        Counter(n + noise.draw(chance.randrange) for _ in range(DRAWS)) for n in (4, 3)
    )
    for first, last in itertools.combinations(range(-2, 10), 2):
        p = sum(with_[k] for k in range(first, last)) / DRAWS
        q = sum(without[k] for k in range(first, last)) / DRAWS
        assert p <= exp(1) * q + 0.01
        assert q <= exp(1) * p + 0.01


@pytest.mark.parametrize("text", ["0", "-1", "1/101", "11"])
def test_an_epsilon_that_hides_nothing_or_everything_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"between 0\.01 and 10"):
        Noise(Fraction(text))
