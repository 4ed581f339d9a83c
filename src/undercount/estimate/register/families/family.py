"""What a family of counts must know: two functions, and the rest follows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.register.jet import Array, Jet


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """A parameter beside the rate, one for all people.

    Attributes:
        name: as it is named to users.
        grid: values at which the profile likelihood is looked at, rising; its ends stand for the
            limits: a fit that ends there has none.
        falls: what it means where the parameter runs to the lower end.
        rises: what it means where it runs to the upper end.
        unbounded: whether the unseen have no limit at the upper end.
    """

    name: str
    grid: tuple[float, ...]
    falls: str
    rises: str
    unbounded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A distribution of meetings 0, 1, 2, ... before anything is truncated.

    Attributes:
        name: short name.
        title: in words.
        log_mass: (y, eta, auxiliaries) -> log P(Y = y), eta the log rate; y of shape (r,) or a
            number, eta a Jet of shape (b, r), auxiliaries Jets of shape (b, 1).
        auxiliaries: its parameters beside the rate.
        information: eta -> the expected information on it of one person met, of the
            zero-truncated law; None where it has no closed form (it is then summed over y).
    """

    name: str
    title: str
    log_mass: Callable[[Array | float, Jet, tuple[Jet, ...]], Jet]
    auxiliaries: tuple[Auxiliary, ...] = ()
    information: Callable[[Array], Array] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """A law of the meetings of people in a register, and of those who are not in it.

    The log likelihood, its score and Hessian, p0 and its gradient are all in the two functions:
    a `Jet` carries them.

    Attributes:
        name: as given to `ZeroTruncated`.
        title: in words, with its source.
        log_density: (y, eta, auxiliaries) -> log P(Y = y | y is in the likelihood).
        log_missed: (eta, auxiliaries) -> log p0 of the people behind those in the likelihood, each
            of whom stands for 1 / (1 - p0).
        auxiliaries: its parameters beside the rate.
        least: the smallest count in the likelihood; people below it stand for themselves only.
        most: the largest count in the likelihood.
        rare_only: whether people met more often than `most` stand for themselves only.
        informs: the smallest count that tells of the rate; people who never exceed it say only
            that it is low.
        information: as of `Law`, of one person in the likelihood.
    """

    name: str
    title: str
    log_density: Callable[[Array, Jet, tuple[Jet, ...]], Jet]
    log_missed: Callable[[Jet, tuple[Jet, ...]], Jet]
    auxiliaries: tuple[Auxiliary, ...] = ()
    least: int = 1
    most: float = math.inf
    rare_only: bool = False
    informs: int = 1
    information: Callable[[Array], Array] | None = None

    def counts(self, y: Array) -> NDArray[np.bool_]:
        """Which of some counts are in the likelihood."""
        made: NDArray[np.bool_] = (y >= self.least) & (y <= self.most)
        return made

    def stand_for_unseen(self, y: Array) -> NDArray[np.bool_]:
        """Which people stand for others who were never met."""
        made: NDArray[np.bool_] = self.counts(y) if self.rare_only else y >= self.least
        return made
