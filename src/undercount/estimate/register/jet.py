"""Numbers that carry their first and second derivatives, so that a family writes its law once."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array: TypeAlias = NDArray[np.float64]
# A derivative that is 0 or 1 everywhere stays a plain number: most of them are, and cost nothing.
Part: TypeAlias = "Array | float"


class Jet:
    """A value with its gradient and Hessian in k parameters, all of them arrays of one shape.

    Attributes:
        value: any shape.
        slope: k first derivatives.
        bend: bend[i][j], j <= i: second derivatives.

    >>> x = variables(np.array([2.0]), np.array([3.0]))
    >>> made = x[0] * x[1] + x[0].exp()
    >>> made.value.round(3), made.slope[1], made.bend[1][0]
    (array([13.389]), array([2.]), 1.0)
    """

    __slots__ = ("bend", "slope", "value")

    def __init__(self, value: Array, slope: list[Part], bend: list[list[Part]]) -> None:
        self.value, self.slope, self.bend = value, slope, bend

    def through(self, value: Array, first: Part, second: Part) -> Jet:
        """A function of this number, from its value and two derivatives (the chain rule)."""
        k = len(self.slope)
        slope = [_times(first, d) for d in self.slope]
        bend = [
            [
                _plus(
                    _times(_times(second, self.slope[i]), self.slope[j]),
                    _times(first, self.bend[i][j]),
                )
                for j in range(i + 1)
            ]
            for i in range(k)
        ]
        return Jet(value, slope, bend)

    def __add__(self, other: Jet | Part) -> Jet:
        if not isinstance(other, Jet):
            return Jet(self.value + other, self.slope, self.bend)
        slope = [_plus(a, b) for a, b in zip(self.slope, other.slope, strict=True)]
        bend = [
            [_plus(a, b) for a, b in zip(one, two, strict=True)]
            for one, two in zip(self.bend, other.bend, strict=True)
        ]
        return Jet(self.value + other.value, slope, bend)

    def __neg__(self) -> Jet:
        return self * -1.0

    def __sub__(self, other: Jet | Part) -> Jet:
        return self + (-other)

    def __mul__(self, other: Jet | Part) -> Jet:
        if not isinstance(other, Jet):
            bend = [[_times(other, b) for b in row] for row in self.bend]
            return Jet(self.value * other, [_times(other, d) for d in self.slope], bend)
        a, b = self, other
        slope = [
            _plus(_times(a.value, y), _times(b.value, x))
            for x, y in zip(a.slope, b.slope, strict=True)
        ]
        bend = [
            [
                _plus(
                    _plus(_times(a.value, b.bend[i][j]), _times(b.value, a.bend[i][j])),
                    _plus(_times(a.slope[i], b.slope[j]), _times(a.slope[j], b.slope[i])),
                )
                for j in range(i + 1)
            ]
            for i in range(len(slope))
        ]
        return Jet(a.value * b.value, slope, bend)

    __radd__ = __add__
    __rmul__ = __mul__

    def exp(self) -> Jet:
        """e to this power."""
        value = np.exp(np.minimum(self.value, 700.0))
        return self.through(value, value, value)

    def softplus(self) -> Jet:
        """log(1 + exp(x)), without overflow."""
        share = expit(self.value)
        return self.through(np.logaddexp(0.0, self.value), share, share * expit(-self.value))

    def log1mexp(self) -> Jet:
        """log(1 - exp(x)) of x < 0: of the probability that is left."""
        left = -np.expm1(np.minimum(self.value, -1e-300))
        odds = np.exp(self.value) / left
        return self.through(np.log(left), -odds, -odds / left)

    def logaddexp(self, other: Jet) -> Jet:
        """log(exp(x) + exp(y)): of two probabilities together."""
        return self + (other - self).softplus()

    def where(self, here: NDArray[np.bool_], other: Jet) -> Jet:
        """This number in some places, the other elsewhere."""

        def pick(a: Part, b: Part) -> Part:
            both_plain = isinstance(a, float) and isinstance(b, float)
            return a if both_plain and a == b else np.where(here, a, b)

        slope = [pick(a, b) for a, b in zip(self.slope, other.slope, strict=True)]
        bend = [
            [pick(a, b) for a, b in zip(one, two, strict=True)]
            for one, two in zip(self.bend, other.bend, strict=True)
        ]
        return Jet(np.where(here, self.value, other.value), slope, bend)


def constants(*values: Array) -> tuple[Jet, ...]:
    """Parameters of which nobody wants derivatives."""
    return tuple(Jet(value, [], []) for value in values)


def variables(*values: Array) -> tuple[Jet, ...]:
    """The parameters themselves: each with a slope of 1 in itself."""
    k = len(values)
    flat: list[list[Part]] = [[0.0] * (i + 1) for i in range(k)]
    return tuple(
        Jet(value, [1.0 if i == j else 0.0 for j in range(k)], flat)
        for i, value in enumerate(values)
    )


def _times(a: Part, b: Part) -> Part:
    if isinstance(a, float):
        if a == 0.0:
            return 0.0
        if a == 1.0:
            return b
    if isinstance(b, float):
        if b == 0.0:
            return 0.0
        if b == 1.0:
            return a
    return a * b


def _plus(a: Part, b: Part) -> Part:
    if isinstance(a, float) and a == 0.0:
        return b
    if isinstance(b, float) and b == 0.0:
        return a
    return a + b
