"""Who shares what with how many: neighbourhoods of groups.

Pieces of rows that are the same, or near enough, show which people share a value, and how many do.
A person is told by the sizes of all groups he is in, then by the people in them, and so on (colour
refinement: Weisfeiler and Leman 1968; on social networks: Narayanan and Shmatikov 2009). Cheap,
exact, and of any size; but a list that is not the very same has other groups.
"""

from __future__ import annotations

import hashlib

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from undercount.encode.attack.known import Bits, Ints, Known, Part, ones

_ROUNDS = 6
# Bits in which two pieces of one group may differ, as a share: halfway to pieces by chance.
_NEAR = 0.25
_BAND = 12
_BANDS = 24


def neighbourhoods(known: Known) -> Ints:
    """Shape (n,): the record with the same neighbourhood, where just one row and one record have it."""
    parts = known.parts or (Part(0, known.bits.shape[1]),)
    theirs = _colours([_groups(known.bits, part) for part in parts], len(known))
    mine = _colours([_groups(known.own[0], part) for part in parts], len(known.own[0]))
    claims = np.full(len(known), -1, np.int64)
    barred = known.impossible
    # From the finest colours to the coarsest: whoever is alone in his colour is found.
    for a, b in zip(reversed(theirs), reversed(mine), strict=True):
        where = _single(b)
        for colour, row in _single(a).items():
            record = where.get(colour, -1)
            if claims[row] < 0 <= record and not barred[row, record]:
                claims[row] = record
    return claims


def _single(colours: list[bytes]) -> dict[bytes, int]:
    seen: dict[bytes, int] = {}
    for row, colour in enumerate(colours):
        seen[colour] = -1 if colour in seen else row
    return {colour: row for colour, row in seen.items() if row >= 0}


def _groups(bits: Bits, part: Part) -> Ints:
    """Shape (n, slots): the group of each piece."""
    n = len(bits)
    rows = np.concatenate(
        [bits[:, part.first + s * part.words :][:, : part.words] for s in range(part.slots)]
    )
    one = ones(rows)
    rng = np.random.default_rng(1)
    left, right = [], []
    for _ in range(_BANDS):
        # Pieces that are the same at a dozen places chance has picked are looked at.
        at = rng.choice(one.shape[1], _BAND, replace=False)
        code = one[:, at].astype(np.int64) @ (1 << np.arange(_BAND))
        order = np.argsort(code, kind="stable")
        for step in (1, 2, 3):
            same = code[order[step:]] == code[order[:-step]]
            left.append(order[step:][same])
            right.append(order[:-step][same])
    i, j = np.concatenate(left), np.concatenate(right)
    near = (one[i] != one[j]).mean(axis=1) < _NEAR
    i, j = i[near], j[near]
    graph = sparse.coo_array((np.ones(len(i)), (i, j)), shape=(len(rows), len(rows)))
    _, group = connected_components(graph, directed=False)
    return np.asarray(group.reshape(part.slots, n).T, np.int64)


def _colours(groups: list[Ints], n: int) -> list[list[bytes]]:
    """The colours of all rows, round by round."""
    now = [b""] * n
    made = []
    members: list[list[list[int]]] = []
    for group in groups:
        of: list[list[int]] = [[] for _ in range(int(group.max()) + 1)]
        for row, slots in enumerate(group.tolist()):
            for g in slots:
                of[g].append(row)
        members.append(of)
    for _ in range(_ROUNDS):
        shades = [
            [_mix(sorted(now[row] for row in rows)) if len(rows) > 1 else b"" for rows in of]
            for of in members
        ]
        now = [
            _mix(
                [now[row]]
                + [
                    _mix(sorted(shade[g] for g in group[row].tolist()))
                    for group, shade in zip(groups, shades, strict=True)
                ]
            )
            for row in range(n)
        ]
        made.append(now)
    return made


def _mix(items: list[bytes]) -> bytes:
    return hashlib.blake2b(b"|".join(items) + bytes([len(items) % 256]), digest_size=8).digest()
