"""Draws of a total from its law, so that strata can be added and combined."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

N_DRAWS: Final = 4000


def normal_draws(seed: int, n_observed: int, unseen: float) -> NDArray[np.float64]:
    """Shape (4000,): the evenly spaced quantiles of a standard normal, in random order.

    Their quantiles are exact, so that an interval read off the draws is the one that was printed.
    The order hangs on the answer as well as on the seed: strata fitted with one seed are shuffled
    apart, and may be added draw by draw.

    Args:
        seed: 0 or more.
        n_observed: people observed.
        unseen: estimated people unseen.
    """
    levels = (np.arange(N_DRAWS) + 0.5) / N_DRAWS
    order = np.random.default_rng((seed, n_observed, round(unseen)))
    shuffled: NDArray[np.float64] = order.permutation(ndtri(levels))
    return shuffled


def lognormal_draws(n_observed: int, unseen: float, se: float, seed: int) -> NDArray[np.float64]:
    """Shape (1, 4000): totals whose unseen part is log-normal, as in `intervals.lognormal`.

    Args:
        n_observed: people observed.
        unseen: estimated people unseen, above 0; the median of the draws.
        se: standard error of the estimate, people.
        seed: 0 or more.

    >>> made = lognormal_draws(1880, 7393.5, 662.6, 1)
    >>> np.quantile(made, [0.025, 0.5, 0.975]).round(-2).tolist()
    [8100.0, 9300.0, 10700.0]
    """
    spread = math.sqrt(math.log1p((se / unseen) ** 2))
    drawn = np.exp(spread * normal_draws(seed, n_observed, unseen))
    return (n_observed + unseen * drawn)[np.newaxis]
