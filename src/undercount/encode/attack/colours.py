"""Who shares what with how many: neighbourhoods of groups.

Sections of rows with the same tag show which people share a value, and how many do. A person is
told by the sizes of all groups he is in, then by the people in them, and so on (colour refinement:
Weisfeiler and Leman 1968; of social networks: Narayanan and Shmatikov 2009). Cheap, exact, and of
any size; but a list that is not the very same has other groups.
"""

from __future__ import annotations

import hashlib

import numpy as np

from undercount.encode.attack.known import Bits, Ints, Known, Part

_ROUNDS = 6


def neighbourhoods(known: Known) -> Ints:
    """Shape (n,): the record with a row's neighbourhood, where one row and one record have it."""
    claims = np.full(len(known), -1, np.int64)
    if not known.parts:
        return claims
    theirs, mine = (
        _colours([_groups(bits, part) for part in known.parts], len(bits))
        for bits in (known.bits, known.own[0])
    )
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
    """Shape (n, slots): the group of each section, people with its tag."""
    _, group = np.unique(part.pieces(bits)[:, 0], return_inverse=True)
    return np.asarray(group.reshape(part.slots, len(bits)).T, np.int64)


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
