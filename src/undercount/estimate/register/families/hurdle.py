"""A first meeting is one thing, being met again another: hurdles at one."""

from __future__ import annotations

from typing import Final

from undercount.estimate.register.families.family import Auxiliary, Family, Law
from undercount.estimate.register.families.zero_one_truncated import log_more_than_one
from undercount.estimate.register.jet import Array, Jet

_HURDLE: Final = Auxiliary(
    "logit share of ones",
    (-12.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 12.0),
    "Nobody was met just once, so that the hurdle tells nothing.",
    "Everybody was met just once, so that the hurdle tells nothing.",
)


def zero_truncated_hurdle(law: Law) -> Family:
    """Of the people met, a share w exactly once; the others f(y) / (1 - f(0) - f(1)), y > 1.

    Who is met at all follows the law without its ones, p0 = f(0) / (1 - f(1)).
    """

    def log_missed(eta: Jet, more: tuple[Jet, ...]) -> Jet:
        own = more[:-1]
        return law.log_mass(0.0, eta, own) - law.log_mass(1.0, eta, own).log1mexp()

    def log_density(y: Array, eta: Jet, more: tuple[Jet, ...]) -> Jet:
        *own, share = more
        again = law.log_mass(y, eta, tuple(own)) - log_more_than_one(law, eta, tuple(own))
        once = share - share.softplus()
        return (once + again * 0.0).where(y == 1, again - share.softplus())

    return Family(
        f"zero-truncated-hurdle-{law.name}",
        f"Zero-truncated hurdle {law.title} regression (Chlebicki et al. 2025)",
        log_density,
        log_missed,
        (*law.auxiliaries, _HURDLE),
        informs=2,
    )


def hurdle_zero_truncated(law: Law) -> Family:
    """Of *all* people a share w is met exactly once, the others f(y) / (1 - f(1)), y not 1.

    Cut at y > 0: p0 = (1 - w) f(0) / (1 - f(1)).
    """

    def log_missed(eta: Jet, more: tuple[Jet, ...]) -> Jet:
        *own, share = more
        rest = law.log_mass(1.0, eta, tuple(own)).log1mexp()
        return law.log_mass(0.0, eta, tuple(own)) - rest - share.softplus()

    def log_density(y: Array, eta: Jet, more: tuple[Jet, ...]) -> Jet:
        *own, share = more
        rest = law.log_mass(1.0, eta, tuple(own)).log1mexp()
        again = law.log_mass(y, eta, tuple(own)) - rest - share.softplus()
        once = (share - share.softplus()) + again * 0.0
        return once.where(y == 1, again) - log_missed(eta, more).log1mexp()

    return Family(
        f"hurdle-zero-truncated-{law.name}",
        f"Hurdle zero-truncated {law.title} regression (Chlebicki et al. 2025)",
        log_density,
        log_missed,
        (*law.auxiliaries, _HURDLE),
        informs=2,
    )
