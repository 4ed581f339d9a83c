"""Those met once are not trusted: only who was met again tells of the rate."""

from __future__ import annotations

from undercount.estimate.register.families.family import Family, Law
from undercount.estimate.register.jet import Array, Jet


def zero_one_truncated(law: Law) -> Family:
    """P(y | y > 1) = f(y) / (1 - f(0) - f(1)); people met once are counted, and no more.

    Who was met again stands for (1 - f(1)) / (1 - f(0) - f(1)) = 1 / (1 - p0) people, with
    p0 = f(0) / (1 - f(1)): for itself and for those never met, since those met once are in the
    register already.
    """

    def log_missed(eta: Jet, more: tuple[Jet, ...]) -> Jet:
        return law.log_mass(0.0, eta, more) - law.log_mass(1.0, eta, more).log1mexp()

    def log_density(y: Array, eta: Jet, more: tuple[Jet, ...]) -> Jet:
        return law.log_mass(y, eta, more) - log_more_than_one(law, eta, more)

    return Family(
        f"zero-one-truncated-{law.name}",
        f"Zero-one-truncated {law.title} regression (Böhning & van der Heijden 2019)",
        log_density,
        log_missed,
        law.auxiliaries,
        least=2,
        informs=2,
    )


def log_more_than_one(law: Law, eta: Jet, more: tuple[Jet, ...]) -> Jet:
    """log(1 - f(0) - f(1)), from (1 - f(0)) (1 - f(1) / (1 - f(0)))."""
    met = law.log_mass(0.0, eta, more).log1mexp()
    return met + (law.log_mass(1.0, eta, more) - met).log1mexp()
