"""Who shares what with how many: neighbourhoods of groups.

Sections of rows with the same tag show which people share a value, and how many do. A person is
told by the sizes of all groups he is in, then by the people in them, and so on (colour refinement:
Weisfeiler and Leman 1968; of social networks: Narayanan and Shmatikov 2009). Cheap, exact, and of
any size; but a list that is not the very same has other groups.
"""

from __future__ import annotations

import hashlib

import numpy as np

from undercount.encode.attack.known import Bits, Ints, Known, Layout

_ROUNDS = 6


def neighbourhoods(known: Known) -> Ints:
    """Shape (n,): the record with a row's neighbourhood, where one row and one record have it."""
    claims = np.full(len(known), -1, np.int64)
    if known.layout is None or known.own_layout is None:
        return claims
    theirs = _colours(_groups(known.bits, known.layout), known.group)
    mine = _colours(_groups(known.own[0], known.own_layout), known.own_group)
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


def _groups(bits: Bits, layout: Layout) -> Ints:
    """Shape (n, sections): the group of each section, people with its tag."""
    tags = layout.tags(bits)
    _, group = np.unique(tags, return_inverse=True)
    return np.asarray(group.reshape(tags.shape), np.int64)


def _colours(groups: Ints, start: Ints | None) -> list[list[bytes]]:
    """The colours of all rows, round by round."""
    n = len(groups)
    now = [b""] * n if start is None else [b"%d" % stratum for stratum in start.tolist()]
    members: list[list[int]] = [[] for _ in range(int(groups.max(initial=-1)) + 1)]
    for row, mine in enumerate(groups.tolist()):
        for group in mine:
            members[group].append(row)
    # Whoever is alone in his group shares it with nobody, and it tells nothing.
    of = [[g for g in mine if len(members[g]) > 1] for mine in groups.tolist()]
    made = []
    for _ in range(_ROUNDS):
        shade = [_mix(sorted(now[r] for r in rows)) if len(rows) > 1 else b"" for rows in members]
        now = [_mix([now[row], *sorted(shade[g] for g in of[row])]) for row in range(n)]
        made.append(now)
    return made


def _mix(items: list[bytes]) -> bytes:
    return hashlib.blake2b(b"|".join(items) + bytes([len(items) % 256]), digest_size=8).digest()
