"""Noise that hides one person in a table of counts; drawn in whole numbers only."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, sinh
from typing import Final

from undercount.errors import InputError

# Below, the noise is larger than any table that people link; above, it hides nothing.
LEAST_EPSILON: Final = Fraction(1, 100)
MOST_EPSILON: Final = Fraction(10)

# `below(n)` is a whole number from 0 to n - 1, each as likely as the others.
Below = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Noise:
    """The discrete Laplace law: P(k) proportional to exp(-epsilon |k|) on the whole numbers.

    Added to each cell of a table in which one person more or less changes one cell by one, it
    gives epsilon-differential privacy; of all such noise it is the best for every reader's loss
    (Ghosh, Roughgarden & Sundararajan 2012). One person who is changed for another changes two
    cells, and is hidden with twice epsilon. It is drawn as Canonne, Kamath & Steinke (2020,
    algorithm 2) do, exactly, by comparing whole numbers: sums of floating-point numbers have holes
    that give the counts away (Mironov 2012).

    Attributes:
        epsilon: what is spent on one table, a fraction between 1/100 and 10.

    Raises:
        InputError: epsilon out of range.

    >>> round(Noise(Fraction(1)).exact, 3), Noise(Fraction(1)).within(0.9)
    (0.462, 2)
    """

    epsilon: Fraction

    def __post_init__(self) -> None:
        if not LEAST_EPSILON <= self.epsilon <= MOST_EPSILON:
            raise InputError(f"epsilon lies between 0.01 and 10, not {float(self.epsilon):g}")

    @property
    def variance(self) -> float:
        """Of the noise on one count: 1 / (2 sinh(epsilon / 2)**2)."""
        return float(1 / (2 * sinh(float(self.epsilon) / 2) ** 2))

    @property
    def exact(self) -> float:
        """The probability that a number stays as it is: (1 - a) / (1 + a), a = exp(-epsilon)."""
        a = exp(-float(self.epsilon))
        return (1 - a) / (1 + a)

    def within(self, probability: float) -> int:
        """The least k for which a number is moved by at most k with this probability."""
        a, k = exp(-float(self.epsilon)), 0
        # P(|noise| > k) = 2 a**(k + 1) / (1 + a).
        while 2 * a ** (k + 1) / (1 + a) > 1 - probability:
            k += 1
        return k

    def draw(self, below: Below = secrets.randbelow) -> int:
        """One number.

        Args:
            below: where chance comes from; anything but `secrets` is for simulations.
        """
        s, t = self.epsilon.numerator, self.epsilon.denominator
        while True:
            u = below(t)
            if not _bernoulli_exp(u, t, below):
                continue
            v = 0
            while _bernoulli_exp(1, 1, below):
                v += 1
            size = (u + t * v) // s
            negative = below(2) == 1
            # Else nothing would have two ways to be drawn.
            if not (negative and size == 0):
                return -size if negative else size


def _bernoulli_exp(numerator: int, denominator: int, below: Below) -> bool:
    """True with probability exp(-numerator / denominator), for a fraction from 0 to 1."""
    k = 1
    # A / k, k = 1, 2, ...: the first that fails is odd with probability exp(-A).
    while below(denominator * k) < numerator:
        k += 1
    return k % 2 == 1
