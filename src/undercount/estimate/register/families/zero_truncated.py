"""People never met are not in the register: zero truncation."""

from __future__ import annotations

from undercount.estimate.register.families.family import Family, Law
from undercount.estimate.register.jet import Array, Jet


def zero_truncated(law: Law) -> Family:
    """P(y | y > 0) = f(y) / (1 - f(0)); p0 = f(0)."""

    def log_missed(eta: Jet, more: tuple[Jet, ...]) -> Jet:
        return law.log_mass(0.0, eta, more)

    def log_density(y: Array, eta: Jet, more: tuple[Jet, ...]) -> Jet:
        return law.log_mass(y, eta, more) - log_missed(eta, more).log1mexp()

    return Family(
        law.name,
        f"Zero-truncated {law.title} regression (van der Heijden et al. 2003)",
        log_density,
        log_missed,
        law.auxiliaries,
        information=law.information,
    )
