"""Names of two families compared: which parts agree, and how rare they are. Compiled."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from undercount.registers.names.compare import evidence, too_far
from undercount.registers.names.ratio import LONGEST, table
from undercount.trace.side import NO_RELATION, Side

Floats = NDArray[np.float32]

ALIKE: Final = 0.5
"""How alike two tokens are that may be one name, of 1."""
MUCH: Final = 0.7
NEARLY: Final = 0.9
_MOST: Final = 6  # tokens of a name, and names of a kind, that are looked at
_PLACES: Final = 1 << 20  # of the table in which pairs of tokens are remembered

COLUMNS: Final = (
    "name", "name_bits", "name_bits_much", "name_bits_alike", "apart", "left", "given",
    "mother", "mother_bits", "father", "father_bits", "siblings", "siblings_bits",
    "siblings_apart", "crossed", "relative", "relative_bits", "relation",
)  # fmt: skip
"""What `compare_names` tells of a pair; each -1 where one of the two says nothing of it.

- `name`: parts of the child's name that agree; `name_bits`: how rare they are, those nearly the
  same, much alike and alike apart; `apart`: parts of both that have none in the other; `left`:
  parts of one alone; `given`: 1 the first of both agree, 2 the first of one agrees with another
  part, 3 the first of both have none in the other, 0 neither.
- `mother`, `father`: 0 no part agrees, 1 some do and some of both do not, 2 all of the shorter;
  `_bits` of what is not told by the child's own name.
- `siblings`: names that agree; `siblings_apart`: names of both that have none in the other.
- `crossed`: how often the one child's name stands among the other's siblings.
- `relative`: 0 nobody is named alike, 1 somebody is; `relation`: 1 somebody is the same to the
  child, 2 that is who is named alike, 0 nobody is.
"""
_AT: Final = {name: i for i, name in enumerate(COLUMNS)}
_WIDTH: Final = len(COLUMNS)


def compare_names(left: Side, right: Side, pairs: NDArray[np.int64], rarity: Rarity) -> Floats:
    """Shape (pairs, columns): `COLUMNS` of each pair.

    Args:
        left: of one side.
        right: of the other, or the same.
        pairs: shape (pairs, 2), a person of each.
        rarity: of the words of both, among the requests.
    """
    return np.asarray(_compare(
        pairs, left.all_names, right.all_names, left.relation, right.relation,
        left.vocabulary, right.vocabulary, rarity.left, rarity.right, rarity.nation, table(),
    ))  # fmt: skip


class Rarity(NamedTuple):
    """How rare the words of two sides are, in bits.

    `left`, shape (1 + nations, words of the left side), is among all requests and those of each
    nationality; `right` the same of the right side's words; `nation`, shape (people of the left
    side,), the row that counts for each.
    """

    left: Floats
    right: Floats
    nation: NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def likeness(a: Any, b: Any, va: Any, vb: Any, steps: Any, letters: Any) -> float:
    """How alike two tokens are, 0 to 1."""
    initial = va.starts[a + 1] - va.starts[a] == 1 or vb.starts[b + 1] - vb.starts[b] == 1
    if not initial and too_far(va.skeletons[a], vb.skeletons[b]):
        return 0.0
    told = evidence(a, b, va, vb, steps, letters)
    whole = 0.5 * (va.own[a] + vb.own[b])
    if told <= 0 or whole <= 0:
        return 0.0
    # An initial may stand for many names.
    return 0.5 if initial else min(told / whole, 1.0)


@numba.njit(cache=True, nogil=True)
def _alike(a: Any, b: Any, va: Any, vb: Any, steps: Any, letters: Any, known: Any) -> float:
    pair = np.int64(a) * np.int64(len(vb.own)) + np.int64(b)
    place = (pair * np.int64(2654435761) >> np.int64(7)) & np.int64(_PLACES - 1)
    if known[place, 0] != pair:
        known[place, 0] = pair
        known[place, 1] = likeness(a, b, va, vb, steps, letters)
    value: float = known[place, 1]
    return value


@numba.njit(cache=True, nogil=True)
def _align(xs: Any, ys: Any, alike: Any, partner: Any) -> int:
    """Pair the parts of two names, the most alike first; how many pairs there are.

    `alike`, shape (6, 6), is filled by the caller; `partner`, shape (6,), is overwritten with the
    part of the second name for each of the first, or -1.
    """
    n, m = min(len(xs), _MOST), min(len(ys), _MOST)
    partner[:] = -1
    taken = 0
    count = 0
    for _ in range(min(n, m)):
        best, bi, bj = ALIKE, -1, -1
        for i in range(n):
            if partner[i] >= 0:
                continue
            for j in range(m):
                if taken & (1 << j) or alike[i, j] < best:
                    continue
                # Of equals, those that stand at the same place.
                if alike[i, j] > best or bi < 0 or i == j:
                    best, bi, bj = alike[i, j], i, j
        if bi < 0:
            break
        partner[bi] = bj
        taken |= 1 << bj
        count += 1
    return count


@numba.njit(cache=True, nogil=True)
def _fill(
    xs: Any, ys: Any, va: Any, vb: Any, steps: Any, letters: Any, known: Any, alike: Any
) -> None:
    for i in range(min(len(xs), _MOST)):
        for j in range(min(len(ys), _MOST)):
            alike[i, j] = _alike(xs[i], ys[j], va, vb, steps, letters, known)


@numba.njit(cache=True, nogil=True)
def _in(token: Any, tokens: Any) -> bool:
    found = False
    for other in tokens:
        found = found or other == token
    return found


@numba.njit(cache=True, nogil=True)
def _own_part(name: Any, child: Any) -> Any:
    """The parts of a relative's name that the child does not bear; all, where it bears all."""
    made = np.empty(len(name), np.int32)
    n = 0
    for token in name:
        if not _in(token, child):
            made[n] = token
            n += 1
    return made[:n] if n > 0 else name


@numba.njit(cache=True, nogil=True)
def _tokens(names: Any, name: Any) -> Any:
    return names.tokens[names.starts[name] : names.starts[name + 1]]


@numba.njit(cache=True, nogil=True)
def _child(names: Any, person: Any) -> Any:
    if names.names[person] == names.names[person + 1]:
        return names.tokens[:0]
    return _tokens(names, names.names[person])


@numba.njit(cache=True, nogil=True)
def _best_kin(
    p: Any, q: Any, ofp: Any, ofq: Any, child_p: Any, child_q: Any, va: Any, vb: Any, bits: Any,
    bits_q: Any, steps: Any, letters: Any, known: Any, alike: Any, partner: Any,
) -> Any:  # fmt: skip
    """The likest pair of two persons' fathers or mothers: degree, and bits that are new."""
    degree, told = -1, 0.0
    for x in range(ofp.names[p], ofp.names[p + 1]):
        xs = _tokens(ofp, x)
        for y in range(ofq.names[q], ofq.names[q + 1]):
            ys = _tokens(ofq, y)
            _fill(xs, ys, va, vb, steps, letters, known, alike)
            n = _align(xs, ys, alike, partner)
            here = 0
            if n > 0:
                here = 2 if n == min(len(xs), len(ys), _MOST) else 1
            new = 0.0
            for i in range(min(len(xs), _MOST)):
                j = partner[i]
                # What the child bears too has been told by its own name.
                if j >= 0 and not (_in(xs[i], child_p) and _in(ys[j], child_q)):
                    new += alike[i, j] * min(bits[xs[i]], bits_q[ys[j]])
            if here > degree or (here == degree and new > told):
                degree, told = here, new
    return degree, told


@numba.njit(cache=True, nogil=True)
def _compare(
    pairs: Any, of_left: Any, of_right: Any, relation: Any, relation_right: Any, va: Any, vb: Any,
    bits_left: Any, bits_of_right: Any, nation: Any, steps: Any,
) -> Any:  # fmt: skip
    child, mother, father, siblings, relatives = of_left
    child_r, mother_r, father_r, siblings_r, relatives_r = of_right
    known = np.full((_PLACES, 2), -1.0)
    letters = np.zeros((4, LONGEST + 1))
    alike = np.zeros((_MOST, _MOST))
    partner = np.empty(_MOST, np.int64)
    sib_alike = np.zeros((_MOST, _MOST))
    sib_bits = np.zeros((_MOST, _MOST))
    sib_partner = np.empty(_MOST, np.int64)
    out = np.full((len(pairs), _WIDTH), -1.0, np.float32)
    for k in range(len(pairs)):
        p, q = pairs[k, 0], pairs[k, 1]
        bits, bits_right = bits_left[nation[p]], bits_of_right[nation[p]]
        row = out[k]
        xs, ys = _child(child, p), _child(child_r, q)
        n, m = min(len(xs), _MOST), min(len(ys), _MOST)
        if n > 0 and m > 0:
            _fill(xs, ys, va, vb, steps, letters, known, alike)
            count = _align(xs, ys, alike, partner)
            row[0] = count
            row[1:4] = 0.0
            for i in range(n):
                j = partner[i]
                if j < 0:
                    continue
                rare = min(bits[xs[i]], bits_right[ys[j]])
                if alike[i, j] >= NEARLY:
                    row[1] += rare
                elif alike[i, j] >= MUCH:
                    row[2] += rare
                else:
                    row[3] += rare
            row[4] = min(n, m) - count
            row[5] = max(n, m) - min(n, m)
            first = False
            for i in range(n):
                if partner[i] == 0:
                    first = True
            if partner[0] == 0:
                row[6] = 1
            elif partner[0] > 0 or first:
                row[6] = 2
            elif row[4] > 0:
                row[6] = 3
            else:
                row[6] = 0
        row[7], row[8] = _best_kin(
            p, q, mother, mother_r, xs, ys, va, vb, bits, bits_right, steps, letters, known,
            alike, partner,
        )  # fmt: skip
        row[9], row[10] = _best_kin(
            p, q, father, father_r, xs, ys, va, vb, bits, bits_right, steps, letters, known,
            alike, partner,
        )  # fmt: skip
        a0, a1 = siblings.names[p], min(siblings.names[p + 1], siblings.names[p] + _MOST)
        b0, b1 = siblings_r.names[q], min(siblings_r.names[q + 1], siblings_r.names[q] + _MOST)
        if a1 > a0 and b1 > b0:
            for a in range(a0, a1):
                us = _own_part(_tokens(siblings, a), xs)
                for b in range(b0, b1):
                    ws = _own_part(_tokens(siblings_r, b), ys)
                    best, rare = 0.0, 0.0
                    for u in us[:_MOST]:
                        for w in ws[:_MOST]:
                            s = _alike(u, w, va, vb, steps, letters, known)
                            if s > best:
                                best, rare = s, s * min(bits[u], bits_right[w])
                    sib_alike[a - a0, b - b0] = best
                    sib_bits[a - a0, b - b0] = rare
            count = _align(
                np.empty(a1 - a0, np.int32), np.empty(b1 - b0, np.int32), sib_alike, sib_partner
            )
            row[11] = count
            row[12] = 0.0
            for a in range(a1 - a0):
                if sib_partner[a] >= 0:
                    row[12] += sib_bits[a, sib_partner[a]]
            row[13] = min(a1 - a0, b1 - b0) - count
        row[14] = 0.0
        if n > 0 and m > 0:
            for b in range(b0, b1):
                row[14] += _named_as(
                    xs, _own_part(_tokens(siblings_r, b), ys), ys, va, vb, steps, letters, known
                )
            for a in range(a0, a1):
                row[14] += _named_in(
                    _own_part(_tokens(siblings, a), xs), xs, ys, va, vb, steps, letters, known
                )
        for a in range(relatives.names[p], relatives.names[p + 1]):
            us = _tokens(relatives, a)
            for b in range(relatives_r.names[q], relatives_r.names[q + 1]):
                ws = _tokens(relatives_r, b)
                both = relation[a] != NO_RELATION and relation_right[b] != NO_RELATION
                kin = both and relation[a] == relation_right[b]
                if both:
                    row[17] = max(row[17], 1.0 if kin else 0.0)
                if len(us) == 0 or len(ws) == 0:
                    continue
                _fill(us, ws, va, vb, steps, letters, known, alike)
                count = _align(us, ws, alike, partner)
                same = count > 0 and count == min(len(us), len(ws), _MOST)
                row[15] = max(row[15], 1.0 if same else 0.0)
                if same:
                    new = 0.0
                    for i in range(min(len(us), _MOST)):
                        j = partner[i]
                        if j >= 0 and not (_in(us[i], xs) and _in(ws[j], ys)):
                            new += alike[i, j] * min(bits[us[i]], bits_right[ws[j]])
                    row[16] = max(row[16], new)
                    if kin:
                        row[17] = 2.0
        if row[15] == 0.0:
            row[16] = 0.0
    return out


@numba.njit(cache=True, nogil=True)
def _named_as(
    xs: Any, sibling: Any, ys: Any, va: Any, vb: Any, steps: Any, letters: Any, known: Any
) -> float:
    """1 where the left child bears what the right one's sibling does, and the right does not."""
    for x in xs[:_MOST]:
        own = 0.0
        for y in ys[:_MOST]:
            own = max(own, _alike(x, y, va, vb, steps, letters, known))
        if own >= ALIKE:
            continue
        for y in sibling[:_MOST]:
            if _alike(x, y, va, vb, steps, letters, known) >= MUCH:
                return 1.0
    return 0.0


@numba.njit(cache=True, nogil=True)
def _named_in(
    sibling: Any, xs: Any, ys: Any, va: Any, vb: Any, steps: Any, letters: Any, known: Any
) -> float:
    """1 where the right child bears what the left one's sibling does, and the left does not."""
    for y in ys[:_MOST]:
        own = 0.0
        for x in xs[:_MOST]:
            own = max(own, _alike(x, y, va, vb, steps, letters, known))
        if own >= ALIKE:
            continue
        for x in sibling[:_MOST]:
            if _alike(x, y, va, vb, steps, letters, known) >= MUCH:
                return 1.0
    return 0.0
