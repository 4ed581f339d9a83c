"""Simulated capture histories from a truth that is stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit

from undercount.errors import InputError
from undercount.histories import CaptureHistories, Described

_NAMES = "ABCDEFGHIJKLMNOP"
# Points of the Gauss-Hermite rule: enough for a spread of 3 on the logit scale.
_NODES = 61
_MOST_SPREAD = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """A simulated table of lists and the truth behind it.

    Attributes:
        histories: the people on at least one list.
        people: the true number of people, seen and unseen.
        by_stratum: (label, true number of people) of each stratum, or () without strata.
        how: what was simulated, in words that begin with "simulated".
    """

    histories: CaptureHistories
    people: int
    by_stratum: tuple[tuple[str, int], ...] = ()
    how: str = "simulated"


def simulate_histories(
    people: int,
    probabilities: Sequence[float] | Sequence[Sequence[float]],
    *,
    shares: Sequence[float] = (1.0,),
    strata: Sequence[str] = (),
    spread: float = 0.0,
    dependence: Mapping[str, float] | None = None,
    seed: int = 1,
) -> Simulated:
    """A table of lists A, B, C ... drawn from a stated truth.

    Every person falls into one of the 2**t cells by one multinomial draw. Where people do not
    differ and lists do not depend on each other, the chance of a cell is the product of the lists'
    probabilities and their complements.

    Groups of people: give a row of probabilities for each, and their `shares`. Named by `strata`
    they stand in the table as the covariate "stratum"; unnamed they are latent classes.
    `spread` lets people within a group differ: one normal value a person, with this standard
    deviation, is added to the logits of all lists (the model Mth). `dependence` multiplies the
    odds ratio of two lists within each group, given all others. Both leave the probabilities of
    the lists as they are stated.

    Args:
        people: the true number, 1 or more.
        probabilities: shape (t,) or (groups, t): share of all people (of the group) on each list,
            above 0 and below 1.
        shares: shape (groups,): share of each group among all people; they sum to 1.
        strata: a name for each group, or nothing.
        spread: standard deviation on the logit scale, 0 to 3.
        dependence: factor by pair of lists, such as {"AB": 2.0}; 0 for lists that never overlap.
        seed: 0 or more.

    Raises:
        InputError: an argument that does not fit, or probabilities that no table with this
            dependence has.

    >>> made = simulate_histories(1000, (0.3, 0.2, 0.1), dependence={"AB": 2.0})
    >>> made.people, made.histories.lists, made.histories.n_observed
    (1000, ('A', 'B', 'C'), 467)
    >>> made.how
    'simulated: 1,000 people, lists A, B, C, odds ratio AB 2'
    """
    chances = np.atleast_2d(np.array(probabilities, dtype=np.float64))
    share = np.array(shares, dtype=np.float64)
    pairs = dict(dependence or {})
    _refuse(people, chances, share, strata, spread, pairs, seed)
    lists = tuple(_NAMES[: chances.shape[1]])
    cells = np.array([_cell_chances(row, spread, pairs) for row in chances])
    cells *= (share / share.sum())[:, np.newaxis]
    drawn = np.random.default_rng(seed).multinomial(people, cells.ravel() / cells.sum())
    drawn = drawn.reshape(cells.shape)
    words = [f"simulated: {people:,} people", f"lists {', '.join(lists)}"]
    if len(chances) > 1:
        words.append(f"{len(chances)} {'strata' if strata else 'latent classes'}")
    words += [f"spread {spread:g}"] if spread else []
    words += [f"odds ratio {pair} {factor:g}" for pair, factor in pairs.items()]
    seen = drawn.copy()
    seen[:, 0] = 0
    described = None
    if strata and seen.any():
        groups: dict[tuple[int, tuple[str, ...]], int] = {
            (cell, (name,)): int(row[cell])
            for name, row in zip(strata, seen, strict=True)
            for cell in np.flatnonzero(row).tolist()
        }
        described = Described.of(groups, ("stratum",))
    totals = drawn.sum(axis=1).tolist()
    return Simulated(
        CaptureHistories(lists, seen.sum(axis=0), described=described),
        people,
        tuple(zip(strata, totals, strict=True)) if strata else (),
        ", ".join(words),
    )


def _refuse(
    people: int,
    chances: NDArray[np.float64],
    share: NDArray[np.float64],
    strata: Sequence[str],
    spread: float,
    pairs: dict[str, float],
    seed: int,
) -> None:
    groups, n_lists = chances.shape if chances.ndim == 2 else (0, 0)
    if people < 1 or seed < 0:
        raise InputError(
            f"{people} people from seed {seed}", "Give 1 or more, and a seed from 0 on"
        )
    if not 1 <= n_lists <= len(_NAMES):
        raise InputError("the probabilities are not one row a group, one column a list")
    if not ((chances > 0) & (chances < 1)).all():
        raise InputError("a probability is not above 0 and below 1", "Give 0.2, for example")
    if share.shape != (groups,) or not (share > 0).all() or abs(share.sum() - 1) > 1e-9:
        raise InputError(f"{groups} groups need {groups} shares above 0 that sum to 1")
    if strata and (len(strata) != groups or len(set(strata)) != groups):
        raise InputError(f"{groups} groups need {groups} different names of strata")
    if not 0 <= spread <= _MOST_SPREAD:
        raise InputError(f"a spread of {spread} is not between 0 and {_MOST_SPREAD:g}")
    names = _NAMES[:n_lists]
    for pair, factor in pairs.items():
        if len(set(pair)) != 2 or len(pair) != 2 or not set(pair) <= set(names):
            raise InputError(f"'{pair}' is no pair of the lists {', '.join(names)}", "Give 'AB'")
        if not (factor >= 0 and np.isfinite(factor)):
            raise InputError(f"the odds ratio {factor} of {pair} is not 0 or more")


def _cell_chances(
    chances: NDArray[np.float64], spread: float, pairs: dict[str, float]
) -> NDArray[np.float64]:
    """Shape (2**t,): chance of each cell in one group."""
    n_lists = len(chances)
    cells = np.arange(2**n_lists)
    on: NDArray[np.bool_] = (cells[:, np.newaxis] >> np.arange(n_lists) & 1).astype(np.bool_)
    made = _mixed(chances, spread, on)
    for pair, factor in pairs.items():
        made = made * np.where(on[:, [_NAMES.index(name) for name in pair]].all(axis=1), factor, 1)
    # Raking keeps every odds ratio and brings the lists back to their probabilities.
    for _ in range(2000):
        off = 0.0
        for i, chance in enumerate(chances):
            now = made[on[:, i]].sum() / made.sum()
            off = max(off, abs(now - chance))
            with np.errstate(divide="ignore", invalid="ignore"):
                made = made * np.where(on[:, i], chance / now, (1 - chance) / (1 - now))
        if off < 1e-12:
            return np.asarray(made / made.sum())
    raise InputError("no table has these probabilities and this dependence", "Lower some of them")


def _mixed(
    chances: NDArray[np.float64], spread: float, on: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Shape (2**t,): chance of each cell where people differ by `spread` on the logit scale."""
    if not spread:
        return np.asarray(np.where(on, chances, 1 - chances).prod(axis=1))
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    weights = weights / weights.sum()

    def off(centre: float, chance: float) -> float:
        return float(weights @ expit(centre + spread * nodes)) - chance

    centres = [
        float(brentq(off, logit(chance) - 30, logit(chance) + 30, args=(chance,), xtol=1e-13))
        for chance in chances.tolist()
    ]
    by_node: NDArray[Any] = expit(np.array(centres) + spread * nodes[:, np.newaxis])
    cells = np.where(on, by_node[:, np.newaxis], 1 - by_node[:, np.newaxis]).prod(axis=2)
    return np.asarray(weights @ cells, dtype=np.float64)
