"""Simulated and hard registers: people of one list by how often they were met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.histories import CountData, Covariate
from undercount.testing.rearrange import turned

LAWS: Final = ("poisson", "geometric", "negbin")


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedRegister:
    """A simulated register and the truth behind it.

    Attributes:
        histories: people met at least once.
        people: the true number of people, met or not.
        how: what was simulated, in words that begin with "simulated".
    """

    histories: CountData
    people: int
    how: str = "simulated"


def simulate_register(
    people: int,
    rate: float,
    law: str = "poisson",
    *,
    dispersion: float = 1.0,
    groups: tuple[float, ...] = (),
    seed: int = 1,
) -> SimulatedRegister:
    """A register of people who are met independently, some of them never.

    Args:
        people: the true number, 1 or more.
        rate: how often a person is met on average.
        law: "poisson", "geometric" or "negbin".
        dispersion: of the negative binomial: its variance is rate + dispersion * rate^2.
        groups: multipliers of the rate in groups of equal size, written as the covariate "group";
            none for people who are all alike.
        seed: the same seed, the same register.

    Raises:
        InputError: a number out of range or an unknown law.

    >>> made = simulate_register(1000, 0.5, seed=1)
    >>> made.people, made.histories.n_observed
    (1000, 386)
    """
    if people < 1 or not 0 < rate < 1e6 or dispersion <= 0 or any(g <= 0 for g in groups):
        raise InputError("people, rate, dispersion and groups must be above 0")
    if law not in LAWS:
        raise InputError(f"there is no law {law!r}", f"Choose among {', '.join(LAWS)}")
    rng = np.random.default_rng(seed)
    group = np.arange(people) % max(len(groups), 1)
    rates = rate * np.array(groups or (1.0,))[group]
    # The geometric law is the negative binomial with dispersion 1.
    spread = {"poisson": 0.0, "geometric": 1.0, "negbin": dispersion}[law]
    if spread:
        rates = rng.gamma(1 / spread, spread * rates)
    captures = rng.poisson(rates)
    met = captures > 0
    described: tuple[Covariate, ...] = ()
    if groups:
        names = tuple(f"g{i}" for i in range(len(groups)))
        described = (Covariate("group", names, group[met].astype(np.int64)),)
    return SimulatedRegister(_tabulated(captures[met], described), people, f"simulated {law}")


def _tabulated(captures: NDArray[np.int64], described: tuple[Covariate, ...]) -> CountData:
    columns = np.stack([captures, *(item.codes for item in described)], axis=1)
    rows, counts = np.unique(columns, axis=0, return_counts=True)
    codes = tuple(replace(item, codes=rows[:, i + 1]) for i, item in enumerate(described))
    return CountData(rows[:, 0], counts, codes)


def ordinary_registers() -> dict[str, CountData]:
    """Simulated registers on which most methods have an answer."""
    return {
        "Poisson": simulate_register(2000, 0.8, seed=1).histories,
        "geometric": simulate_register(3000, 0.7, "geometric", seed=2).histories,
        "two groups": simulate_register(4000, 0.8, groups=(0.7, 1.3), seed=3).histories,
    }


def groundless_registers() -> dict[str, CountData]:
    """Registers that say nothing of those never met: the only honest answer is NotEstimable."""
    return {
        "nobody": _register({}),
        "everybody met once": _register({1: 200}),
        "one person met once": _register({1: 1}),
    }


def hostile_registers() -> dict[str, CountData]:
    """Registers on which fits diverge, overflow or take for ever."""
    return {
        "one person met twice": _register({2: 1}),
        "everybody met twice": _register({2: 50}),
        "nobody met once": _register({2: 30, 3: 10}),
        "one met twice among thousands": _register({1: 9000, 2: 1}),
        "one met a million times": _register({1: 50, 2: 20, 3: 4, 1_000_000: 1}),
        "a million met once": _register({1: 1_000_000, 2: 3, 3: 1}),
        "more ones than any law has": _register({1: 500, 4: 12, 5: 20, 6: 9}),
    }


def _register(people: dict[int, int]) -> CountData:
    return CountData(
        np.array(list(people), dtype=np.int64), np.array(list(people.values()), dtype=np.int64)
    )


def register_rows_reordered(data: CountData, seed: int) -> CountData:
    """The rows in another order."""
    order = np.random.default_rng(seed).permutation(len(data.counts))
    covariates = tuple(replace(item, codes=item.codes[order]) for item in data.covariates)
    return CountData(data.captures[order], data.counts[order], covariates)


def register_relabelled(data: CountData) -> CountData:
    """The values of each covariate renamed, so that their order is turned round."""
    covariates = tuple(
        item if item.numbers is not None else turned(item) for item in data.covariates
    )
    return replace(data, covariates=covariates)
