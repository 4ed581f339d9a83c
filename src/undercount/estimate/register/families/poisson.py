"""Meetings at one rate: the Poisson law."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.special import gammaln

from undercount.estimate.register.families.family import Law
from undercount.estimate.register.jet import Array, Jet


def _log_mass(y: Array | float, eta: Jet, auxiliaries: tuple[Jet, ...]) -> Jet:
    return eta * y - eta.exp() - gammaln(y + 1.0)


def _information(eta: Array) -> Array:
    # The variance mean (1 + rate - mean), free of its cancellation at small rates.
    rate = np.exp(eta)
    mean = rate / -np.expm1(-rate)
    made: Array = mean * (1 - rate / np.expm1(np.minimum(rate, 700.0)))
    return made


POISSON: Final = Law("poisson", "Poisson", _log_mass, information=_information)
