"""The log likelihood of one count of encounters, with its derivatives.

The negative binomial has mean mu = exp(eta) and variance mu + mu**2 / phi, tau = log phi; the
Poisson law is its limit. A zero-truncated law is that of counts known to be above 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi, zeta

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Log likelihood by row and its derivatives, each of shape (r,); those by tau 0 for Poisson."""

    value: Array
    by_eta: Array
    by_tau: Array
    eta_eta: Array
    eta_tau: Array
    tau_tau: Array


def terms(m: Array, eta: Array, tau: float | None, truncated: bool) -> Terms:
    """The terms of counts m.

    Args:
        m: shape (r,), counts; all above 0 if truncated.
        eta: shape (r,), log means.
        tau: log dispersion, or None for Poisson.
        truncated: whether a count of 0 could not have been in the table.
    """
    mu = np.exp(eta)
    zero = np.zeros_like(mu)
    if tau is None:
        at_0 = (-mu, -mu, zero, -mu, zero, zero)
        made = (m * eta - mu - gammaln(m + 1), m - mu, zero, -mu, zero, zero)
    else:
        phi = float(np.exp(tau))
        both = phi + mu
        by_phi = -np.log1p(mu / phi) + mu / both
        at_0 = (
            -phi * np.log1p(mu / phi),
            -phi * mu / both,
            phi * by_phi,
            -(phi**2) * mu / both**2,
            -phi * mu**2 / both**2,
            phi * by_phi + phi * mu**2 / both**2,
        )
        # zeta(2, x) is the slope of psi.
        slope = psi(m + phi) - psi(phi) - m / both
        made = (
            gammaln(m + phi) - gammaln(phi) - gammaln(m + 1) + at_0[0] + m * (eta - np.log(both)),
            phi * (m - mu) / both,
            phi * slope + at_0[2],
            -phi * mu * (m + phi) / both**2,
            phi * (m - mu) * mu / both**2,
            phi * slope + phi**2 * (zeta(2, m + phi) - zeta(2, phi) + m / both**2) + at_0[5],
        )
    if not truncated:
        return Terms(*made)
    # log(1 - p0) is taken off, p0 = exp(at_0[0]).
    odds = 1 / np.expm1(np.minimum(-at_0[0], 700.0))
    more = odds * (1 + odds)
    return Terms(
        made[0] - np.log(-np.expm1(at_0[0])),
        made[1] + odds * at_0[1],
        made[2] + odds * at_0[2],
        made[3] + odds * at_0[3] + more * at_0[1] ** 2,
        made[4] + odds * at_0[4] + more * at_0[1] * at_0[2],
        made[5] + odds * at_0[5] + more * at_0[2] ** 2,
    )
