"""Rates that differ between people by an exponential law: the geometric."""

from __future__ import annotations

from typing import Final

from scipy.special import expit

from undercount.estimate.register.families.family import Law
from undercount.estimate.register.jet import Array, Jet


def _log_mass(y: Array | float, eta: Jet, auxiliaries: tuple[Jet, ...]) -> Jet:
    # P(y) = l**y / (1 + l)**(y + 1), l the mean.
    return eta * y - eta.softplus() * (y + 1.0)


def _information(eta: Array) -> Array:
    made: Array = expit(eta)
    return made


GEOMETRIC: Final = Law("geometric", "geometric", _log_mass, information=_information)
