"""The log likelihood of many weightings of one table at once, with score and information.

A bootstrap fits the same rows with other numbers of people: b replicates are b rows of weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.register.families.family import Family
from undercount.estimate.register.jet import Array, Jet, Part, constants, variables

# Log rates beyond this are infinite to any register, and would overflow.
_FAR = 40.0
_DELTA = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A table of people, equal rows once.

    Attributes:
        design: shape (r, p).
        y: shape (r,), times met.
        products: shape (r, p * p), the products of the columns of `design`.
    """

    design: Array
    y: Array
    products: Array = field(init=False)

    def __post_init__(self) -> None:
        made = self.design[:, :, np.newaxis] * self.design[:, np.newaxis, :]
        object.__setattr__(self, "products", made.reshape(len(self.design), -1))


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """What Newton's method needs of b weightings with P = p + q parameters.

    Attributes:
        value: shape (b,), log likelihood, with the penalty where asked.
        score: shape (b, P).
        information: shape (b, P, P), minus the Hessian, without the penalty.
    """

    value: Array
    score: Array
    information: Array


def parameters(rows: Rows, theta: Array) -> tuple[Jet, ...]:
    """Log rates of shape (b, r) and auxiliaries of shape (b, 1), as Jets."""
    return variables(*_values(rows, theta))


def plain_parameters(rows: Rows, theta: Array) -> tuple[Jet, ...]:
    """`parameters` without derivatives."""
    return constants(*_values(rows, theta))


def _values(rows: Rows, theta: Array) -> list[Array]:
    p = rows.design.shape[1]
    eta = np.clip(theta[:, :p] @ rows.design.T, -_FAR, _FAR)
    return [eta, *(theta[:, j : j + 1] for j in range(p, theta.shape[1]))]


def likelihood(
    family: Family, rows: Rows, theta: Array, people: Array, firth: NDArray[np.bool_]
) -> Likelihood:
    """The log likelihood at b parameter vectors, each with its own weights.

    Args:
        family: of the counts.
        rows: the table.
        theta: shape (b, P), coefficients and then auxiliaries.
        people: shape (b, r), people of each row.
        firth: shape (b,): where half the log determinant of the information of the coefficients
            is added (Firth 1993): Jeffreys' prior, whose maximum is finite where separation
            sends that of the likelihood to infinity.
    """
    eta, *more = parameters(rows, theta)
    made = family.log_density(rows.y, eta, tuple(more))
    b, p, total = len(theta), rows.design.shape[1], theta.shape[1]
    score = np.empty((b, total))
    information = np.empty((b, total, total))

    def weighted(part: Part) -> Array:
        return people * part

    for i in range(total - p + 1):
        slope = weighted(made.slope[i])
        score[:, p + i - 1 if i else slice(p)] = slope.sum(1) if i else slope @ rows.design
        for j in range(i + 1):
            bend = -weighted(made.bend[i][j])
            if i == 0:
                information[:, :p, :p] = (bend @ rows.products).reshape(b, p, p)
            elif j == 0:
                cross = bend @ rows.design
                information[:, p + i - 1, :p] = information[:, :p, p + i - 1] = cross
            else:
                at, to = p + i - 1, p + j - 1
                information[:, at, to] = information[:, to, at] = bend.sum(1)
    value = weighted(made.value).sum(1)
    if firth.any():
        extra, tilt = _jeffreys(family, rows, theta[firth], people[firth])
        value[firth] += extra
        score[firth] += tilt
    return Likelihood(value, score, information)


def _jeffreys(family: Family, rows: Rows, theta: Array, people: Array) -> tuple[Array, Array]:
    """Half the log determinant of X' W X, and its slope in all parameters."""
    b, p = len(theta), rows.design.shape[1]
    eta, *more = _values(rows, theta)
    weight = expected_information(family, eta, more)
    fisher = ((people * weight) @ rows.products).reshape(b, p, p) + 1e-9 * np.eye(p)
    inverse = np.linalg.inv(fisher)
    leverage = people * (inverse.reshape(b, -1) @ rows.products.T)
    slope = np.empty_like(theta)

    def tilted(at: int) -> Array:
        moved = [[value.copy() for value in (eta, *more)] for _ in range(2)]
        moved[0][at] += _DELTA
        moved[1][at] -= _DELTA
        above, below = (expected_information(family, one[0], one[1:]) for one in moved)
        made: Array = 0.5 * leverage * (above - below) / (2 * _DELTA)
        return made

    slope[:, :p] = tilted(0) @ rows.design
    for j in range(len(more)):
        slope[:, p + j] = tilted(1 + j).sum(1)
    return 0.5 * np.linalg.slogdet(fisher)[1], slope


def expected_information(family: Family, eta: Array, more: list[Array]) -> Array:
    """Shape (b, r): E (d log P(y) / d eta)**2 of one person in the likelihood."""
    if family.information is not None:
        return family.information(eta)
    most = 10 + 4 * math.exp(min(float(eta.max()), 5.0))
    made = np.zeros_like(eta)
    # A power of two: a sum that grew with every step would make the likelihood jump.
    for y in range(family.least, family.least + 2 ** math.ceil(math.log2(most))):
        jets = variables(eta, *more)
        density = family.log_density(np.full(eta.shape[1], float(y)), jets[0], jets[1:])
        made += np.exp(density.value) * np.square(density.slope[0])
    return made
