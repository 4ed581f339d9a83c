"""Draws of the total from the confidence distribution behind a profile interval."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from undercount.estimate.loglinear.profile import FAR, LEAST

# If more than this share of the confidence lies beyond the furthest number of unseen that is
# looked at, draws would pretend to an end that the data do not set.
_MOST_BEYOND = 1e-3
# Steps between fits, in standard deviations of the confidence distribution.
_STEP = 0.4


def profile_draws(
    likelihood: Callable[[float], float],
    n_observed: int,
    ends: tuple[float, float, float],
    level: float,
    normal: NDArray[np.float64],
) -> NDArray[np.float64] | None:
    """Totals whose quantiles at every level are the ends of the profile interval.

    The unseen u of a draw z solves r(u) = z with the signed root of the likelihood ratio,
    r(u) = sign(u - u_best) sqrt(2 (max l - l(u))), interpolated between fits. Draws below what
    the likelihood rules out at 0 unseen are 0.

    Args:
        likelihood: from `profile.profile_likelihood`.
        n_observed: people observed.
        ends: lower, best and upper of the unseen, from `profile.profile_interval`.
        level: of these ends.
        normal: shape (d,), standard normal.

    Returns:
        Shape (d,), people; None where the likelihood sets the unseen no upper end.
    """
    from scipy.interpolate import PchipInterpolator

    low, middle, high = ends
    if not math.isfinite(high) or middle <= LEAST:
        return None
    best, centre = likelihood(math.log(middle)), math.log(middle)
    furthest = float(np.abs(normal).max())
    up = math.log(high) - centre
    down = centre - math.log(low) if low > LEAST else up
    logs, roots = [centre], [0.0]
    for sign, limit, width in (
        (1, math.log(FAR * n_observed), up),
        (-1, math.log(LEAST), down),
    ):
        step = _STEP * width / float(ndtri(0.5 + level / 2))
        at, root = centre, 0.0
        while abs(root) < furthest and sign * (limit - at) > 0:
            at = min(at + step, limit) if sign > 0 else max(at - step, limit)
            # Steps grow where the likelihood flattens.
            step *= 1.1
            further = sign * math.sqrt(max(0.0, 2 * (best - likelihood(at))))
            if sign * (further - root) <= 0:
                break
            root = further
            logs.append(at)
            roots.append(root)
    order = np.argsort(roots)
    grid, at_grid = np.array(roots)[order], np.array(logs)[order]
    if ndtr(-grid[-1]) > _MOST_BEYOND:
        return None
    within = np.clip(normal, grid[0], grid[-1])
    unseen = np.exp(PchipInterpolator(grid, at_grid)(within))
    unseen[normal < grid[0]] = 0.0
    made: NDArray[np.float64] = n_observed + unseen
    return made
