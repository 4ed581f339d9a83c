"""Which of day and month comes first in a column, by the days that can only be days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from undercount.registers.births.reading import Orders, is_day, is_pagume
from undercount.registers.births.written import Written

# One row in fifty that can only be of the other order is a slip of the hand; more is two orders.
SLIPS: Final = 50

Group = Literal["last", "dotted", "first", "short"]


class Clash(NamedTuple):
    """Two orders that are both proved in one column.

    Attributes:
        group: of which numbers.
        usual: positions of values that prove the order of most rows.
        other: positions of values that prove the other.
        slip: whether the others are so few that they are slips of the hand.
        swapped: whether the usual order is the one with the month (or, of two digits, the year;
            or, after the year, the day) first.
    """

    group: Group
    usual: NDArray[np.int64]
    other: NDArray[np.int64]
    slip: bool
    swapped: bool


def settle(
    written: Sequence[Written | None], counts: NDArray[np.int64]
) -> tuple[dict[Group, str | None], list[Clash]]:
    """The order that each way of writing proves, None where nothing does, and what clashes.

    Args:
        written: of each distinct text.
        counts: shape (texts,), rows that hold it.
    """
    proofs: dict[Group, tuple[list[int], list[int]]] = {
        group: ([], []) for group in ("last", "dotted", "first", "short")
    }
    pagume: list[tuple[int, Group]] = []
    for value, made in enumerate(written):
        if made is None or not counts[value] or made.kind not in ("last", "first", "short"):
            continue
        a, b, c = made.numbers
        if made.kind == "short" and (a > 31 or c > 31):
            proofs["short"][0 if c > 31 else 1].append(value)
        if made.kind == "short" and a > 31:
            continue
        if made.kind == "first":
            a = c
        group = _group(made)
        if made.kind == "last" and is_pagume(a, b):
            pagume.append((value, group))
        elif is_day(a, b) != is_day(b, a) and not is_pagume(a, b):
            proofs[group][0 if is_day(a, b) else 1].append(value)
    # The fifth of a thirteenth month, or the thirteenth of May: as the other rows say.
    for value, group in pagume:
        if not proofs[group][0]:
            proofs[group][1].append(value)
    names = {"first": ("ymd", "ydm"), "short": ("last", "first")}
    orders: dict[Group, str | None] = {}
    clashes = []
    for group, (one, two) in proofs.items():
        weights = int(counts[one].sum()), int(counts[two].sum())
        usual = int(weights[1] > weights[0])
        orders[group] = names.get(group, ("dmy", "mdy"))[usual] if max(weights) else None
        if min(weights):
            values = np.array(one, dtype=np.int64), np.array(two, dtype=np.int64)
            slip = SLIPS * min(weights) <= max(weights)
            clashes.append(Clash(group, values[usual], values[1 - usual], slip, bool(usual)))
    signs = {made.sign for made in written if made is not None and made.kind == "short"}
    if orders["short"] is None and signs <= {"/", "."}:
        # Nobody puts the year first before a slash; before a hyphen many do.
        orders["short"] = "last"
    return orders, clashes


def _group(written: Written) -> Group:
    if written.kind == "first":
        return "first"
    return "dotted" if written.sign == "." else "last"


def as_orders(own: dict[Group, str | None], others: Sequence[dict[Group, str | None]]) -> Orders:
    """The orders of one file; what it does not prove, other files of the list may prove.

    Args:
        own: what the file proves.
        others: what the other files of the list prove.
    """

    def proved(group: Group) -> str | None:
        if own[group] is not None:
            return own[group]
        told = {other[group] for other in others if other[group] is not None}
        return told.pop() if len(told) == 1 else None

    last, dotted = proved("last"), proved("dotted")
    # Each group has the words of its own field, which the types of the mapping cannot say.
    return Orders(
        last=last or dotted,  # type: ignore[arg-type]
        dotted=dotted or "dmy",  # type: ignore[arg-type]
        first=proved("first") or "ymd",  # type: ignore[arg-type]
        short=proved("short"),  # type: ignore[arg-type]
    )
