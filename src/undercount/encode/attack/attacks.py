"""All attacks on one list's encodings, judged by the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from undercount.encode.attack.alignment import align, percolate
from undercount.encode.attack.colours import neighbourhoods
from undercount.encode.attack.extend import extend
from undercount.encode.attack.frequency import positions, whole
from undercount.encode.attack.known import Ints, Known
from undercount.encode.attack.nodes import match
from undercount.encode.attack.patterns import mine
from undercount.encode.attack.rates import Rate, rate

MOST: Final = 1000
SEEDS: Final = 20

ATTACKS: Final[dict[str, Callable[[Known], Ints]]] = {
    "frequent encodings": whole,
    "frequent positions": positions,
    "pattern mining": mine,
    "graph, by nodes": match,
    "graph, by neighbourhoods": neighbourhoods,
    "graph, aligned": align,
}
"""Published attacks by name; none of them knows anybody to begin with."""
SEEDED: Final = f"graph, {SEEDS} people known"
"""The attack of somebody who knows some people in the file."""


def rates(
    known: Known,
    who: Ints,
    whose: Ints,
    attacks: Sequence[str] = (),
    seed: int = 0,
    tell: Callable[[str], None] = lambda name: None,
) -> tuple[Rate, ...]:
    """Every attack's rate, and that of each together with what can be learned of its claims.

    Args:
        known: what the attacker has.
        who: shape (n,), the person of each row of the file.
        whose: shape (m,), the person of each record of the attacker's list.
        attacks: of `ATTACKS`, and `SEEDED`; none for all.
        seed: of who is known beforehand.
        tell: is told each attack's name as it begins.
    """
    made = []
    for name in attacks or (*ATTACKS, SEEDED):
        tell(name)
        if name == SEEDED:
            made.append(_seeded(known, who, whose, np.random.default_rng(seed)))
            continue
        claims = ATTACKS[name](known)
        found = rate(name, claims, who, whose)
        if known.layout is None and (claims >= 0).any():
            more = rate(name, extend(known, claims), who, whose)
            found = max(found, more, key=lambda one: one.right)
        made.append(found)
    return tuple(made)


def _seeded(known: Known, who: Ints, whose: Ints, rng: np.random.Generator) -> Rate:
    """The attacker knows some people in the file beforehand; they are not counted."""
    able = np.flatnonzero(np.isin(who, whose))
    chosen = rng.permutation(able)[:SEEDS]
    where = {int(person): i for i, person in enumerate(whose)}
    seeds = np.full(len(who), -1, np.int64)
    seeds[chosen] = [where[int(who[row])] for row in chosen]
    claims = percolate(known, seeds)
    rest = np.ones(len(who), np.bool_)
    rest[chosen] = False
    found = rate(SEEDED, claims[rest], who[rest], whose)
    return replace(found, seeds=len(chosen))
