"""Room for 35 printed as 35 a day; a promise printed as a fact."""

from __future__ import annotations

from typing import Final

from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.stated import subject

# A flow and a running total are told apart by annotators no better than by machines.
_NAMES: Final = {
    "stock": "a number at one time", "flow": "a number over a time",
    "cumulative": "a number over a time", "rate": "a rate", "capacity": "room for so many",
    "target": "a plan",
}  # fmt: skip
_PLAIN: Final = ("stock", "flow", "cumulative", "rate")


def measure(edge: Edge) -> Change | None:
    """One number of another measure, or planned here and done there.

    A machine tells stock, flow and rate apart by a word; that change is told of accepted figures
    only.
    """
    one, two = edge.parent, edge.child
    if edge.how in ("derived", "added"):
        return None
    if one.figure.status == "target" and two.figure.status == "asserted":
        text = f"{edge.about} is planned ({one.outlet}) and elsewhere a fact ({two.outlet})."
        return Change("measure", "status_changed", text)
    first, second = (_NAMES.get(row.figure.measure) for row in (one, two))
    seen = {row.entry.decision for row in (one, two)} == {"accepted"}
    plain = one.figure.measure in _PLAIN and two.figure.measure in _PLAIN
    if not first or not second or first == second or (plain and not seen):
        return None
    text = (
        f"{two.number} ({subject(one)}) is {first} ({one.outlet}) and elsewhere {second} "
        f"({two.outlet})."
    )
    return Change("measure", "measure_changed", text)
