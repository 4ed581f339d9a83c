"""What a clerk overlooks, as a second reader measures it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

# With more other records than this nobody overlooks most, and the subsets are too many.
_MOST_OTHERS = 10
# A reader who finds less than this tells nothing that could be corrected.
_LEAST_FOUND = 0.2


@dataclass(frozen=True, slots=True)
class Readers:
    """Records of the same person that two readers found, over the records both looked up.

    Attributes:
        both: found by both.
        first: found by the first reader alone.
        second: found by the second alone.
    """

    both: int = 0
    first: int = 0
    second: int = 0

    @classmethod
    def compared(cls, first: Mapping[int, Set[int]], second: Mapping[int, Set[int]]) -> Readers:
        """From the answers of both: record to the records of the same person."""
        twice = first.keys() & second.keys()
        return cls(
            sum(len((first[r] & second[r]) - {r}) for r in twice),
            sum(len((first[r] - second[r]) - {r}) for r in twice),
            sum(len((second[r] - first[r]) - {r}) for r in twice),
        )

    @property
    def overlooked(self) -> float | None:
        """Share of a person's other records that the first reader does not find.

        Of those the second found, the share that the first did not. That is the second reader as
        a reference, and Lincoln and Petersen's estimate for two readers as well: it assumes that
        what one overlooks does not hang on what the other does, and that nobody joins two people.
        Records that both overlook, because they look like nobody, put it too low. None where the
        second found nothing.
        """
        found = self.both + self.second
        return self.second / found if found else None

    @property
    def usable(self) -> bool:
        """Whether what the readers found can correct anything."""
        return self.overlooked is not None and 1 - self.overlooked >= _LEAST_FOUND

    def found(self, draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Shape (2, 1 + draws): chance that the first finds a record, and that either reader does.

        In the first column as measured, then drawn from what the records read twice leave open
        (beta, Jeffreys' prior).
        """
        if not self.usable:
            return np.ones((2, 1 + draws))
        chances = []
        for alone in (self.second, self.first):
            drawn = rng.beta(self.both + 0.5, alone + 0.5, draws)
            chances.append(np.concatenate([[self.both / (self.both + alone)], drawn]))
        first, second = np.maximum(chances, _LEAST_FOUND)
        return np.stack([first, 1 - (1 - first) * (1 - second)])


def corrected(
    others: tuple[int, ...],
    share: Mapping[tuple[int, ...], tuple[int, float]],
    found: NDArray[np.float64],
    cells: int,
) -> NDArray[np.float64]:
    """What a record adds to the counts, had its other records been found with certainty.

    If each of a person's other records is found with chance p, a function f of those found has the
    mean sum over subsets J of p**|J| (1 - p)**(m - |J|) f(J). The same sum with 1 / p in place of
    p undoes it, whatever f: sum over J of those found of p**-|J| (1 - 1/p)**(m - |J|) f(J). So
    the mean is right without a model of who is overlooked; some weights are below 0.

    Args:
        others: the records found besides the record itself.
        share: history and share of the person for each subset of `others`, as `subsets` gives.
        found: shape (draws,), the chance p.
        cells: 2**t.

    Returns:
        Shape (draws, cells).
    """
    made = np.zeros((len(found), cells))
    if len(others) > _MOST_OTHERS:
        cell, part = share[others]
        made[:, cell] = part
        return made
    for subset in subsets(others):
        cell, part = share[subset]
        left = len(others) - len(subset)
        made[:, cell] += part * found ** -len(subset) * (1 - 1 / found) ** left
    return made


def subsets(others: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All subsets, or the whole alone where they are too many."""
    if len(others) > _MOST_OTHERS:
        return [others]
    return [each for k in range(len(others) + 1) for each in combinations(others, k)]
