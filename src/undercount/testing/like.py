"""Simulated capture histories like those of a table at hand."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.histories import CaptureHistories
from undercount.testing.simulate import Simulated

_MOST_STEPS = 100
# Parameters beyond this on the log scale are on their way to infinity.
_FAR = 30.0
_MOST_TERMS = 500


def simulate_like(histories: CaptureHistories, model: str, *, seed: int = 1) -> Simulated:
    """A table drawn from a log-linear model fitted to another: data like yours, the truth known.

    The model is fitted to the table (`expected_people`), its total with the unseen is rounded to
    whole people, and these fall into the cells by one multinomial draw in proportion to the
    fitted means (Chan, Silverman & Vincent 2021, section 3.4).

    Args:
        histories: the table to imitate.
        model: its model, such as "[AB][C]" or "[LA,NG][GO]".
        seed: 0 or more.

    Raises:
        InputError: as in `expected_people`.

    >>> table = CaptureHistories(("A", "B", "C"), np.array([0, 40, 30, 6, 20, 4, 5, 1]))
    >>> made = simulate_like(table, "[AB][C]")
    >>> made.people, made.histories.lists
    (258, ('A', 'B', 'C'))
    """
    expected = expected_people(histories, model)
    people = round(float(expected.sum()))
    drawn = np.random.default_rng(seed).multinomial(people, expected / expected.sum())
    drawn[0] = 0
    made = CaptureHistories(histories.lists, drawn, exclusive=histories.exclusive)
    return Simulated(made, people, how=f"simulated: {people:,} people as in the model {model}")


def expected_people(histories: CaptureHistories, model: str) -> NDArray[np.float64]:
    """The fitted means of a Poisson log-linear model, with the unseen in cell 0.

    Terms that nobody in the table supports are taken as minus infinity with all above them; the
    others are fitted by Newton's method to the observed cells. Kept simple on purpose: it checks
    `LogLinear`, with which it shares nothing.

    Args:
        histories: a table without lists of non-members.
        model: the largest terms in brackets, each the names of its lists with commas between
            them, or run together where all names are one letter.

    Returns:
        Shape (2**t,), people.

    Raises:
        InputError: the model names other lists than the table, or has no finite estimate on it.
    """
    lists, counts = histories.lists, histories.counts
    if histories.non_members:
        raise InputError("a list of non-members cannot be simulated", "Leave it out")
    cells = np.arange(len(counts))
    within = [(cells & generator) == cells for generator in _generators(model, lists)]
    terms = np.flatnonzero(np.logical_or.reduce(within))
    if len(terms) > _MOST_TERMS:
        raise InputError(f"the model {model} has {len(terms):,} terms: too many to fit")
    # holds[c, j]: the j-th term lies within the cell c.
    holds = (cells[:, np.newaxis] & terms) == terms
    margins = counts @ holds
    possible = histories.possible & ~holds[:, margins == 0].any(axis=1)
    holds = holds[:, margins > 0]
    observed = possible & histories.observed & (cells > 0)
    design, people = holds[observed].astype(np.float64), counts[observed]
    if not people.sum() or np.linalg.matrix_rank(design) < design.shape[1]:
        raise InputError(f"the model {model} is not identified on this table", "Leave terms out")
    mean = people + 0.5
    theta = np.linalg.lstsq(design * np.sqrt(mean)[:, None], np.sqrt(mean) * np.log(mean))[0]
    for _ in range(_MOST_STEPS):
        mean = np.exp(np.minimum(design @ theta, _FAR))
        information = design.T @ (design * mean[:, np.newaxis])
        step = np.linalg.lstsq(information, design.T @ (people - mean))[0]
        # A long step from a far start overshoots; near the end none is shortened.
        theta = theta + step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-9 and np.abs(theta).max() < _FAR:
            made = np.zeros(len(counts))
            made[possible] = np.exp(holds[possible] @ theta)
            return made
    raise InputError(f"the model {model} has no finite estimate on this table", "Leave terms out")


def _generators(model: str, lists: tuple[str, ...]) -> list[int]:
    """The bitmask of each bracket, and of each list that stands in none."""
    found = []
    for inside in re.findall(r"\[([^\[\]]+)\]", model):
        whole = inside.strip()
        names = [whole] if whole in lists else [name.strip() for name in whole.split(",")]
        if len(names) == 1 and whole not in lists:
            names = list(whole)
        if unknown := [name for name in names if name not in lists]:
            hint = f"The lists are {', '.join(lists)}"
            raise InputError(f"[{inside}] names no list: '{unknown[0]}'", hint)
        found.append(sum({1 << lists.index(name) for name in names}))
    if not found:
        raise InputError(f"'{model}' is not a model", "Write its terms in brackets: '[AB][C]'")
    return found + [1 << i for i in range(len(lists))]
