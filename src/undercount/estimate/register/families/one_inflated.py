"""More people met once than the law has: who leaves or hides after a first meeting.

The inflation can come before the truncation or after it, and the two differ in whom they add.
"""

from __future__ import annotations

from typing import Final

from undercount.estimate.register.families.family import Auxiliary, Family, Law
from undercount.estimate.register.jet import Array, Jet

_INFLATION: Final = Auxiliary(
    "logit inflation",
    (-12.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 12.0),
    "The inflation runs to 0: there are no more people met once than the law without it expects.",
    "The inflation runs to 1: everybody would be met once at most.",
)


def zero_truncated_one_inflated(law: Law) -> Family:
    """Inflation before truncation: P(1) = w + (1 - w) f(1), else (1 - w) f(y), cut at y > 0.

    A share w of *all* people, seen or not, is met exactly once, whatever their rate; only the
    others can be missed: p0 = (1 - w) f(0).
    """

    def log_missed(eta: Jet, more: tuple[Jet, ...]) -> Jet:
        *own, inflation = more
        return law.log_mass(0.0, eta, tuple(own)) - inflation.softplus()

    def log_density(y: Array, eta: Jet, more: tuple[Jet, ...]) -> Jet:
        *own, inflation = more
        plain = law.log_mass(y, eta, tuple(own)) - inflation.softplus()
        ones = plain.logaddexp(inflation - inflation.softplus())
        return ones.where(y == 1, plain) - log_missed(eta, more).log1mexp()

    return Family(
        f"zero-truncated-one-inflated-{law.name}",
        f"Zero-truncated one-inflated {law.title} regression (Godwin & Böhning 2017)",
        log_density,
        log_missed,
        (*law.auxiliaries, _INFLATION),
    )


def one_inflated_zero_truncated(law: Law) -> Family:
    """Inflation after truncation: P(1) = w + (1 - w) f(1) / (1 - f(0)), else (1 - w) f(y) / ...

    A share w of the people *met* would have been met again, but left or hid after the first
    meeting; everybody can be missed at first: p0 = f(0).
    """

    def log_missed(eta: Jet, more: tuple[Jet, ...]) -> Jet:
        return law.log_mass(0.0, eta, more[:-1])

    def log_density(y: Array, eta: Jet, more: tuple[Jet, ...]) -> Jet:
        *own, inflation = more
        plain = law.log_mass(y, eta, tuple(own)) - log_missed(eta, more).log1mexp()
        plain = plain - inflation.softplus()
        return plain.logaddexp(inflation - inflation.softplus()).where(y == 1, plain)

    return Family(
        f"one-inflated-zero-truncated-{law.name}",
        f"One-inflated zero-truncated {law.title} regression (Godwin & Böhning 2017)",
        log_density,
        log_missed,
        (*law.auxiliaries, _INFLATION),
    )
