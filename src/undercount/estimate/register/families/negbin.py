"""Rates that differ between people by a gamma law: the negative binomial."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import gammaln

from undercount.estimate.register.families.family import Auxiliary, Law
from undercount.estimate.register.jet import Array, Jet

_DISPERSION: Final = Auxiliary(
    "log dispersion",
    (-10.0, -5.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.5, 6.0, 9.0, 13.0),
    "The dispersion runs to 0: rates do not seem to differ, and the law becomes the Poisson.",
    "The dispersion runs to infinity, and the number of people with it: the counts look like the "
    "end of a law (the logarithmic) that any number of unseen people fits.",
    unbounded=True,
)


def _log_mass(y: Array | float, eta: Jet, auxiliaries: tuple[Jet, ...]) -> Jet:
    # With dispersion a (variance l + a l**2) and log G(y + 1/a) / (G(1/a) a**-y) as a sum, which
    # keeps its digits where a runs to 0 and to infinity:
    # log P(y) = sum_{j<y} log(1 + j a) + y log l - (y + 1/a) log(1 + a l) - log y!.
    log_a = auxiliaries[0]
    spread = (eta + log_a).softplus()
    made = eta * y - spread * y - (log_a * -1.0).exp() * spread - gammaln(y + 1.0)
    return made if np.ndim(y) == 0 and y < 2 else made + _rising(np.asarray(y), log_a)


def _rising(y: Array, log_a: Jet) -> Jet:
    """sum_{j<y} log(1 + j a): a table over j, looked up for every y."""
    steps = np.arange(1.0, max(float(y.max()), 2.0))
    share = 1.0 / (1.0 + np.exp(-log_a.value) / steps)
    at = np.maximum(y.astype(np.int64) - 1, 0)

    def summed(term: Array) -> Array:
        table = np.concatenate([np.zeros((len(term), 1)), np.cumsum(term, axis=1)], axis=1)
        found: Array = table[:, at]
        return found

    value = summed(np.logaddexp(0.0, log_a.value + np.log(steps)))
    return log_a.through(value, summed(share), summed(share * (1.0 - share)))


NEGBIN: Final = Law("negbin", "negative binomial", _log_mass, (_DISPERSION,))
