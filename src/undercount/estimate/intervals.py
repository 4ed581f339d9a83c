"""Intervals around an estimate from its standard error."""

from __future__ import annotations

import math

from scipy.special import ndtri

from undercount.errors import InputError
from undercount.results import Interval


def quantile(level: float) -> float:
    """Standard normal quantile of a two-sided interval.

    >>> round(quantile(0.95), 4)
    1.96
    """
    if not 0 < level < 1:
        raise InputError(f"a level of {level} is not between 0 and 1", "Give 0.95, for example")
    return float(ndtri(0.5 + level / 2))


def lognormal(n_observed: float, unseen: float, se: float, level: float) -> Interval:
    """The interval whose unseen part is log-normal (Burnham et al. 1987; Chao 1987).

    With C = exp(z sqrt(log(1 + se**2 / unseen**2))) it runs from n + unseen / C to
    n + unseen C, so it never falls below the people observed.

    Args:
        n_observed: people observed.
        unseen: estimated people unseen, above 0.
        se: standard error of the estimate, people.
        level: between 0 and 1.

    >>> made = lognormal(1880, 7393.5, 662.6, 0.95)
    >>> round(made.lower, 1), round(made.upper, 1)
    (8084.7, 10690.1)
    """
    factor = math.exp(quantile(level) * math.sqrt(math.log1p((se / unseen) ** 2)))
    return Interval(n_observed + unseen / factor, n_observed + unseen * factor, level, "lognormal")


def normal(n_observed: float, point: float, se: float, level: float) -> Interval:
    """point - z se to point + z se; the lower end no lower than the people observed."""
    reach = quantile(level) * se
    return Interval(max(n_observed, point - reach), point + reach, level, "normal")
