"""All attacks on one list's encodings, judged by the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from undercount.encode.attack.alignment import align, percolate
from undercount.encode.attack.colours import neighbourhoods
from undercount.encode.attack.extend import extend
from undercount.encode.attack.frequency import positions, whole
from undercount.encode.attack.known import Ints, Known, Part
from undercount.encode.attack.nodes import match
from undercount.encode.attack.patterns import mine
from undercount.encode.attack.rates import Rate, rate
from undercount.encode.encode import encode
from undercount.encode.features import tokens_of
from undercount.encode.key import Key
from undercount.encode.spec import Spec
from undercount.registers.ragged import Ragged

if TYPE_CHECKING:
    from undercount.registers.standard import Register

MOST: Final = 1000
SEEDS: Final = 20
_KEYS: Final = 3

ATTACKS: Final[dict[str, Callable[[Known], Ints]]] = {
    "frequent encodings": whole,
    "frequent positions": positions,
    "pattern mining": mine,
    "graph, by nodes": match,
    "graph, by neighbourhoods": neighbourhoods,
    "graph, aligned": align,
}
"""Published attacks by name; none of them knows anybody to begin with."""


def known_of(file: Register, own: Register, spec: Spec, key: Key, seed: int = 0) -> Known:
    """What an attacker has who holds `own` in clear and gets the encodings of `file`.

    Args:
        file: the list that is encoded under `key`, as it leaves.
        own: the attacker's list.
        spec: that the partners agree on.
        key: that the attacker does not have.
        seed: of the attacker's own keys.
    """
    clean = replace(spec, flip=0.0)
    keys = [Key(hashlib.sha256(f"attacker {seed} {i}".encode()).digest()) for i in range(_KEYS)]
    tokens = tokens_of(own, spec)
    return Known(
        bits=_in_order(file, key, spec),
        own=tuple(_in_order(own, mine_, clean) for mine_ in keys),
        tokens=_by_record(tokens.parts, tokens.records),
        parts=parts_of(spec),
    )


def parts_of(spec: Spec) -> tuple[Part, ...]:
    """Where the sections of a row are; none where a row is one filter without a salt."""
    if spec.sections == ("plain",):
        return ()
    kinds = list(dict.fromkeys(spec.sections))
    size = spec.section_words
    return tuple(
        Part(spec.sections.index(kind) * size, size, spec.sections.count(kind)) for kind in kinds
    )


def rates(
    known: Known, who: Ints, whose: Ints, attacks: Sequence[str] = (), seed: int = 0
) -> tuple[Rate, ...]:
    """Every attack's rate, and that of each together with what can be learned of its claims.

    Args:
        known: what the attacker has.
        who: shape (n,), the person of each row of the file.
        whose: shape (m,), the person of each record of the attacker's list.
        attacks: of `ATTACKS`; none for all.
        seed: of who is known to the attacker of the last one.
    """
    made = []
    for name in attacks or ATTACKS:
        claims = ATTACKS[name](known)
        found = rate(name, claims, who, whose)
        if not known.parts and (claims >= 0).any():
            found = max(found, rate(name, extend(known, claims), who, whose), key=_right)
        made.append(found)
    if not attacks:
        made.append(_seeded(known, who, whose, np.random.default_rng(seed)))
    return tuple(made)


def _right(found: Rate) -> int:
    return found.right


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
    return rate(f"graph, {len(chosen)} people known", claims[rest], who[rest], whose)


def _in_order(register: Register, key: Key, spec: Spec) -> NDArray[np.uint64]:
    made = encode(register, key, spec, suppress_below=0)
    bits = np.empty_like(made.encodings.bits)
    bits[made.order] = made.encodings.bits
    return bits


def _by_record(parts: Ragged, records: Ragged) -> Ragged:
    """The tokens of each record, of all its parts together."""
    flat = parts.take(records.flat.astype(np.int64))
    lengths = np.bincount(records.rows, flat.lengths, len(records.lengths)).astype(np.int64)
    return Ragged(flat.flat, lengths)
