"""Which numbers of a linkage may be printed, so that no small one can be worked out."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.histories.published import Published
from undercount.histories.quantities import Kind, Quantity, quantities

# More are no table anybody reads, and each cell costs integer programmes.
MOST_LISTS, MOST_CELLS = 6, 256
_NODES = 2000
# More than all that any other number weighs.
_TOLD = 1000.0


def suppress(
    lists: Sequence[str],
    counts: NDArray[np.int64],
    records: Sequence[int] | None,
    suppress_below: int,
    strata: Sequence[str] = ("",),
    epsilon: float | None = None,
    printed: Collection[tuple[Kind, int] | tuple[Kind]] = (),
) -> Published:
    """What may be printed of people by the lists they are on.

    The rule, in full:

    1. A number of people below the limit is not printed, none included.
    2. Everything that is printed together is one system of equations in the cells: the cells of
       each stratum, the people of each history, of each stratum, on just k lists and on each
       list, all entries, everybody, and the records of each list, which bound its people from
       above. A number that is kept back must stay open: the whole numbers of people that agree
       with all that is printed must leave it a range at least as wide as the limit. This is
       decided by integer programmes, not by a rule of thumb.
    3. Where it does not stay open, further numbers are kept back: the least telling set that
       opens it, where cells tell least (those of children's strata less than others, small
       numbers less than large ones), then people by history, by how many lists, by stratum,
       entries, sizes of lists, records of lists, and everybody most.
    4. What was kept back because it is small and what was kept back beside it look the same.

    Args:
        lists: names of the t lists.
        counts: shape (2**t,), or (strata, 2**t) where there are several; people, cell 0 left out.
        records: of each list, duplicates included; None where nobody is told.
        suppress_below: the limit; 0 or 1 keeps nothing back.
        strata: a label for each row of `counts`.
        epsilon: of the noise that was added to `counts`, which may then be below 0: a number that
            is kept back stays open as far as whole numbers of any sign reach.
        printed: kind and last key, if it has one, of numbers that are told beside these where
            they are not below the limit; they are kept back only where nothing else would do.

    Returns:
        The numbers, None where they are kept back.

    Raises:
        InputError: the shapes do not fit, a count is below 0 without noise, or a list has more
            people than records.

    >>> made = suppress(("A", "B", "C"), np.array([0, 90, 80, 30, 70, 25, 4, 12]),
    ...                 (157, 126, 111), 10)
    >>> made.counts
    ((None, 80, None, None, 25, None, 12),)
    """
    table = np.atleast_2d(np.asarray(counts, dtype=np.int64))
    told = len(lists) if records is None else len(records)
    if table.shape != (len(strata), 2 ** len(lists)) or told != len(lists):
        raise InputError(
            f"counts of shape {table.shape} do not fit {len(lists)} lists, {len(strata)} strata"
        )
    if epsilon is None and (table[:, 1:] < 0).any():
        raise InputError("there are counts below 0")
    known = quantities(strata, table, records)
    sizes = {item.key: item.value for item in known if item.kind == "size"}
    if over := [lists[i] for i, n in enumerate(records or ()) if sizes[i,] > n]:
        raise InputError(f"more people than records on {', '.join(over)}")
    known = tuple(
        replace(item, weight=_TOLD) if (item.kind, *item.key[-1:]) in printed else item
        for item in known
    )
    shown = [
        item for item in known if item.bound or item.value >= suppress_below or suppress_below <= 1
    ]
    if len(lists) > MOST_LISTS or table.size > MOST_CELLS:
        # Kept back whole, cells cannot be worked out from sizes that are themselves large.
        shown = [item for item in shown if item.kind not in ("cell", "history")]
    if suppress_below > 1:
        cells = table[:, 1:].ravel()
        least = np.zeros_like(cells) if epsilon is None else cells - 2 * suppress_below
        shown = _opened(known, shown, cells, least, suppress_below)
    return _published(lists, strata, table, suppress_below, shown, epsilon)


def _opened(
    known: Sequence[Quantity],
    shown: list[Quantity],
    cells: NDArray[np.int64],
    least: NDArray[np.int64],
    limit: int,
) -> list[Quantity]:
    """`shown` with ever fewer quantities, until all others are open."""
    # Tables that agree with what is shown agree with less of it, too: each is kept.
    others = cells[:, None].astype(np.float64)
    while True:
        left = {id(item) for item in shown}
        hidden = [item for item in known if id(item) not in left and not item.bound]
        closed = None
        for item in hidden:
            if np.ptp(item.row @ others) < limit:
                others = np.hstack([others, *_ends(item.row, shown, cells, least, limit)])
            if np.ptp(item.row @ others) < limit:
                closed = item
                break
        if closed is None:
            return shown
        gone = {id(item) for item in _cheapest(closed, shown, cells, least, limit)}
        shown = [item for item in shown if id(item) not in gone]


def _cheapest(
    closed: Quantity,
    shown: Sequence[Quantity],
    cells: NDArray[np.int64],
    least: NDArray[np.int64],
    limit: int,
) -> list[Quantity]:
    """The fewest and least telling of `shown` that must go, so that `closed` is open.

    Another table of whole numbers is sought in which `closed` differs by the limit and that
    differs in as little as possible of what is shown; that is then no longer shown.
    """
    from scipy.optimize import Bounds, LinearConstraint

    n, m, room = len(cells), len(shown), 2.0 * limit
    rows = np.array([item.row for item in shown]).reshape(m, n)
    slack = np.array([item.value for item in shown]) - rows @ cells
    bound = np.array([item.bound for item in shown])
    # In people more or fewer than there are: small numbers keep the programme well scaled.
    reach = np.diag(room * rows.sum(axis=1))
    up = LinearConstraint(np.hstack([rows, -reach]), -np.inf, slack)
    down = LinearConstraint(np.hstack([rows, reach]), np.where(bound, -np.inf, 0.0), np.inf)
    moved = np.concatenate([closed.row, np.zeros(m)])
    found = _programme(
        np.concatenate([np.zeros(n), [item.weight for item in shown]]),
        constraints=[up, down, LinearConstraint(moved, limit, limit)],
        integrality=np.ones(n + m),
        bounds=Bounds(
            np.concatenate([-np.minimum(cells - least, room), np.zeros(m)]),
            np.concatenate([np.full(n, room), np.ones(m)]),
        ),
        # A count of nodes, not a time: the same table gives the same answer on any machine.
        options={"node_limit": _NODES, "mip_rel_gap": 0.05},
    )
    if found.x is None:
        # Nothing small enough was found: what tells least goes, and the search goes on.
        return [min(shown, key=lambda item: item.weight)]
    changed = rows @ np.round(found.x[:n])
    apart = np.where(bound, changed > slack, changed != 0)
    return [item for item, gone in zip(shown, apart, strict=True) if gone]


def _ends(
    row: NDArray[np.float64],
    shown: Sequence[Quantity],
    cells: NDArray[np.int64],
    least: NDArray[np.int64],
    limit: int,
) -> list[NDArray[np.float64]]:
    """Tables with the lowest and the highest `row @ cells` that agree with what is shown.

    Whole numbers of people near the true ones are tried, so it is never told too wide; without a
    proof there is no table, and what is not known to be open counts as closed.
    """
    from scipy.optimize import Bounds, LinearConstraint

    n, room = len(cells), 2.0 * limit
    rows = np.array([item.row for item in shown]).reshape(len(shown), n)
    slack = np.array([item.value for item in shown]) - rows @ cells
    bound = np.array([item.bound for item in shown], dtype=np.bool_)
    held = LinearConstraint(rows, np.where(bound, -np.inf, 0.0), slack)
    near = Bounds(-np.minimum(cells - least, room), np.full(n, room))
    made = []
    for sign in (1.0, -1.0):
        found = _programme(
            sign * row,
            constraints=held if len(shown) else (),
            integrality=np.ones(n),
            bounds=near,
        )
        if found.status == 0 and found.x is not None:
            made.append((cells + np.round(found.x))[:, None])
    return made


def _programme(cost: NDArray[np.float64], **given: Any) -> Any:
    """`scipy.optimize.milp` that prints nothing: HiGHS 1.12 writes to standard output itself."""
    from scipy.optimize import milp

    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # closed by whoever called: then nobody reads it
        return milp(cost, **given)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        return milp(cost, **given)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _published(
    lists: Sequence[str],
    strata: Sequence[str],
    table: NDArray[np.int64],
    suppress_below: int,
    shown: Sequence[Quantity],
    epsilon: float | None,
) -> Published:
    values = {(item.kind, item.key): item.value for item in shown}
    cells = range(1, table.shape[1])
    several = len(strata) > 1
    return Published(
        lists=tuple(lists),
        strata=tuple(strata),
        counts=tuple(
            tuple(values.get(("cell", (s, h)) if several else ("history", (h,))) for h in cells)
            for s in range(len(strata))
        ),
        histories=tuple(values.get(("history", (h,))) for h in cells),
        by_stratum=tuple(
            values.get(("stratum", (s,)) if several else ("total", ())) for s in range(len(strata))
        ),
        on=tuple(values.get(("on", (k,))) for k in range(1, len(lists) + 1)),
        sizes=tuple(values.get(("size", (i,))) for i in range(len(lists))),
        records=tuple(values.get(("records", (i,))) for i in range(len(lists))),
        entries=values.get(("entries", ())),
        total=values.get(("total", ())),
        suppress_below=suppress_below,
        epsilon=epsilon,
    )
