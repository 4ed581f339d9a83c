"""The doubly robust total from lists and covariates: its regressions, folds and sums."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.doubly.logits import fit_logits, log_shares

# A standard normal law on what one standard deviation of a column does to a logit.
_RIDGE = 1.0
# A floor never lies above this part of what the whole table says.
_PART = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class OneStep:
    """What the sums over people come to.

    Attributes:
        total: people, those on no list with them.
        variance: of the total, people squared.
        plug_in: the total from the regressions alone, without the correction by influence.
        trimmed: share of the people for whom some probability was raised to its floor.
        carried_by: how many people carry the unseen, (sum |w|)**2 / sum w**2 with w = worth - 1.
    """

    total: float
    variance: float
    plug_in: float
    trimmed: float
    carried_by: float


def signs(n_lists: int) -> NDArray[np.int64]:
    """Shape (2**J,): 1 for patterns on an odd number of lists, -1 on an even one, 0 on none.

    >>> signs(2).tolist()
    [0, 1, 1, -1]
    """
    on = np.bitwise_count(np.arange(2**n_lists)).astype(np.int64)
    return np.where(on == 0, 0, np.where(on % 2 == 1, 1, -1))


def worth(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many people of the population somebody seen stands for, by covariates and pattern.

    Without an interaction of all J lists at x, the unseen for each one seen are
    r(x) = prod q_y(x)**s_y, s_y = `signs`. The influence function of n_observed E[1 + r] makes
    the person with pattern y worth 1 + s_y r(x) / q_y(x). With two lists and the chances
    p_1 = P(on 1 | on 2, x), p_2 = P(on 2 | on 1, x) this is 1 - (1 - Y_1/p_1)(1 - Y_2/p_2).

    Args:
        logs: shape (g, 2**J), log q_y(x), or that less the same number for all patterns of a
            group; column 0 is not used.

    Returns:
        Shape (g, 2**J); 0 in column 0.
    """
    sign = signs(int(logs.shape[1]).bit_length() - 1)
    # The signs add up to 1, so that a number common to the patterns falls out.
    raised = logs[:, 1:] @ sign[1:].astype(np.float64)
    made = 1 + sign * np.exp(raised[:, None] - logs)
    made[:, 0] = 0
    return np.asarray(made, dtype=np.float64)


def one_step(
    design: NDArray[np.float64],
    people: NDArray[np.int64],
    folds: NDArray[np.int64],
    trim: float,
) -> OneStep | None:
    """The total by cross-fitting; None if a regression does not converge.

    Each fold's people are valued by regressions on the others'. The total is the sum of `worth`;
    its variance is sum worth**2 - total, which is N sigma**2 + N (1 - psi) / psi**2 of Das,
    Kennedy & Jewell (2023), with psi = N / total.

    Args:
        design: shape (g, p), 1 in the first column.
        people: shape (g, 2**J), people by covariates and pattern; two or more of each pattern.
        folds: shape (F, g, 2**J), the people of each fold; F = 1 values people by themselves.
        trim: see `nuisances`.
    """
    total = squares = plug_in = trimmed = extra = 0.0
    for inside in folds:
        fitted = people if len(folds) == 1 else people - inside
        found = nuisances(design, fitted.astype(np.float64), trim)
        if found is None:
            return None
        logs, raised = found
        value = worth(logs)
        total += float((inside * value).sum())
        squares += float((inside * value**2).sum())
        extra += float((inside * np.abs(value - 1)).sum())
        # r = q_full exp(sum s_y (log q_y - log q_full)), with q_full from the others' odds.
        share = logs[:, 1:] - np.logaddexp.reduce(logs[:, 1:], axis=1)[:, None]
        unseen = np.exp(share @ signs(int(logs.shape[1]).bit_length() - 1)[1:])
        here = inside.sum(axis=1)
        plug_in += float((here * (1 + unseen)).sum())
        trimmed += float(here[raised].sum())
    n = float(people.sum())
    # sum w**2 = sum worth**2 - 2 sum worth + n
    uneven = squares - 2 * total + n
    return OneStep(
        total,
        squares - total,
        plug_in,
        trimmed / n,
        extra**2 / uneven if uneven > 0 else 0.0,
    )


def median_split(
    design: NDArray[np.float64],
    people: NDArray[np.int64],
    n_folds: int,
    n_splits: int,
    trim: float,
    seed: int,
) -> tuple[OneStep, tuple[float, ...]] | None:
    """The middle of several ways to deal the people into folds, and the total of each.

    The total is the median; its variance the median of variance + (total - median)**2, so that it
    grows where the answer hangs on the deal (Chernozhukov et al. 2018).

    Args:
        design: as in `one_step`; `people` and `trim` too.
        n_folds: folds a split; with 1 there is nothing to deal.
        n_splits: odd, so that the median is one of them.
        seed: of the deals.
    """
    made = []
    for deal_number in range(n_splits if n_folds > 1 else 1):
        found = one_step(design, people, deal(people, n_folds, (seed, 0, deal_number)), trim)
        if found is None:
            return None
        made.append(found)
    totals = tuple(one.total for one in made)
    middle = sorted(made, key=lambda one: one.total)[len(made) // 2]
    spread = [one.variance + (one.total - middle.total) ** 2 for one in made]
    return replace(middle, variance=float(np.median(spread))), totals


def nuisances(
    design: NDArray[np.float64], people: NDArray[np.float64], trim: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]] | None:
    """Log chances of the patterns at each x, as `worth` takes them, and where one was raised.

    Two lists: one logistic regression for being on the second among people on the first, and one
    the other way round, so that the error of the total is the product of their errors. More lists:
    one multinomial regression of the pattern. What divides (the two chances; the patterns of an
    even number of lists) is raised to `trim`, or to a tenth of its share in the table if that is
    less.

    Returns:
        Shape (g, 2**J) and shape (g,), or None if a regression does not converge.
    """
    n_patterns = people.shape[1]
    logs = np.zeros((len(design), n_patterns))
    raised = np.zeros(len(design), dtype=np.bool_)
    if n_patterns == 4:
        for alone in (1, 2):
            fit = fit_logits(design, people[:, [3, alone]], _RIDGE)
            if fit is None:
                return None
            chance = log_shares(design, fit[:, 1:])
            of_all = people[:, 3].sum() / people[:, [3, alone]].sum()
            floor = min(trim, _PART * of_all)
            low = chance[:, 0] < np.log(floor)
            logs[:, alone] = np.where(
                low, np.log1p(-floor) - np.log(floor), chance[:, 1] - chance[:, 0]
            )
            raised |= low
        return logs, raised
    fit = fit_logits(design, people[:, 1:], _RIDGE)
    if fit is None:
        return None
    logs[:, 1:] = log_shares(design, fit[:, 1:])
    even = signs(n_patterns.bit_length() - 1) < 0
    of_all = people.sum(axis=0)[even] / people.sum()
    floors = np.log(np.minimum(trim, _PART * of_all))
    raised = (logs[:, even] < floors).any(axis=1)
    logs[:, even] = np.maximum(logs[:, even], floors)
    return logs, raised


def deal(people: NDArray[np.int64], n_folds: int, seed: int | tuple[int, ...]) -> NDArray[np.int64]:
    """Shape (F, g, 2**J): people dealt into folds, those of one group and pattern evenly.

    >>> deal(np.array([[0, 10, 5, 6]]), 5, 1).sum(axis=(1, 2)).tolist()
    [5, 4, 4, 4, 4]
    """
    rng = np.random.default_rng(seed)
    folds = np.repeat(people[None] // n_folds, n_folds, axis=0)
    left = people % n_folds
    dealt = 0
    for pattern in range(people.shape[1]):
        groups = rng.permutation(len(people))
        cards = np.repeat(groups, left[groups, pattern])
        np.add.at(folds[:, :, pattern], ((dealt + np.arange(len(cards))) % n_folds, cards), 1)
        dealt += len(cards)
    return folds
