"""Only those met once or twice tell of the rate: Chao's and Zelterman's regressions.

Given that a person was met once or twice, a second meeting has the odds l / 2: a logistic
regression with log l = X beta (Böhning & van der Heijden 2009; Böhning et al. 2013).
"""

from __future__ import annotations

import math
from typing import Final

from scipy.special import expit

from undercount.estimate.register.families.family import Family
from undercount.estimate.register.families.poisson import POISSON
from undercount.estimate.register.jet import Array, Jet

_HALF: Final = -math.log(2.0)


def _log_density(y: Array, eta: Jet, more: tuple[Jet, ...]) -> Jet:
    odds = eta + _HALF
    return odds * (y - 1.0) - odds.softplus()


def _information(eta: Array) -> Array:
    made: Array = expit(eta + _HALF) * expit(-eta - _HALF)
    return made


def _log_missed_by_chao(eta: Jet, more: tuple[Jet, ...]) -> Jet:
    # Of the people met twice at most, p0 = 1 / (1 + l + l**2 / 2): l + l**2 / 2 = l (1 + l / 2).
    return -(eta + (eta + _HALF).softplus()).softplus()


def _log_missed_by_zelterman(eta: Jet, more: tuple[Jet, ...]) -> Jet:
    return POISSON.log_mass(0.0, eta, more)


CHAO: Final = Family(
    "chao-poisson",
    "Chao's lower bound with covariates (Böhning et al. 2013)",
    _log_density,
    _log_missed_by_chao,
    most=2,
    rare_only=True,
    information=_information,
)
ZELTERMAN: Final = Family(
    "zelterman-poisson",
    "Zelterman's estimator with covariates (Böhning & van der Heijden 2009)",
    _log_density,
    _log_missed_by_zelterman,
    most=2,
    information=_information,
)
