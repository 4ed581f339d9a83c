"""The bias-corrected and accelerated bootstrap interval (Efron 1987)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri


def bias_correction(draws: NDArray[np.float64], point: float) -> float:
    """z0, the normal quantile of the share of draws below the point (Efron 1987, eq. 2.8).

    Draws at the point itself (to a millionth) count half, so that z0 is 0 where as many lie above
    as below. A share of 0 or 1 is taken as half a draw off it, since its quantile is infinite.

    Args:
        draws: shape (b,), people, one estimate for each replicate.
        point: the estimate from the data.

    >>> bias_correction(np.array([8.0, 9.0, 10.0, 11.0, 12.0]), 10.0)
    0.0
    """
    slack = 1e-6 * abs(point)
    below = (draws < point - slack).mean() + 0.5 * (np.abs(draws - point) <= slack).mean()
    edge = 0.5 / len(draws)
    return float(ndtri(min(max(below, edge), 1 - edge)))


def acceleration(left_out: NDArray[np.float64], people: NDArray[np.float64]) -> float:
    """a, a sixth of the skewness of the jackknife (Efron 1987, eq. 6.6, for grouped people).

    With d_c the mean of the estimates less the one without a person of cell c, each counted
    n_c times, a = sum(n d**3) / (6 sum(n d**2)**(3/2)); 0 where nothing varies.

    Args:
        left_out: shape (k,), the estimate without one person of each observed cell; `nan` where
            there was none, which is left out of the sums.
        people: shape (k,), people in each of these cells.

    >>> round(acceleration(np.array([9.0, 10.0, 14.0]), np.array([2.0, 5.0, 1.0])), 4)
    -0.111
    """
    known = np.isfinite(left_out)
    weights, values = people[known], left_out[known]
    if len(values) == 0:
        return 0.0
    apart = (weights * values).sum() / weights.sum() - values
    spread = float((weights * apart**2).sum())
    # An even jackknife leaves rounding error alone, whose skewness means nothing.
    if spread <= 1e-18 * float((weights * values**2).sum()):
        return 0.0
    return float((weights * apart**3).sum() / (6 * spread**1.5))


def bca_quantiles(
    draws: NDArray[np.float64], z0: float, a: float, normal: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantiles of the draws at corrected levels (Efron 1987, eq. 3.9).

    The quantile at alpha moves to Phi(z0 + (z0 + z) / (1 - a (z0 + z))), z = Phi^-1(alpha). Where
    1 - a (z0 + z) is not above 0 the correction has no meaning and the outermost draw is taken.
    With z standard normal the result is drawn from the distribution whose quantiles are the ends
    of the BCa interval at every level.

    Args:
        draws: shape (b,), people.
        z0: from `bias_correction`.
        a: from `acceleration`.
        normal: shape (k,), z.
    """
    reach = z0 + normal
    room = 1 - a * reach
    outermost = np.copysign(np.inf, reach)
    moved = np.divide(reach, room, out=outermost, where=room > 0) + z0
    made: NDArray[np.float64] = np.quantile(draws, ndtr(moved))
    return made


def bca_ends(draws: NDArray[np.float64], z0: float, a: float, level: float) -> tuple[float, float]:
    """The two ends of the interval, by `bca_quantiles`; `level` is between 0 and 1.

    >>> [round(end, 6) for end in bca_ends(np.arange(101.0), 0.0, 0.0, 0.9)]
    [5.0, 95.0]
    """
    z = float(ndtri(0.5 + level / 2))
    lower, upper = bca_quantiles(draws, z0, a, np.array([-z, z]))
    return float(lower), float(upper)
