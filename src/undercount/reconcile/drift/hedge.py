"""A hedge that was dropped, added or turned: almost 13,000 printed as more than 13,000."""

from __future__ import annotations

from typing import Final

from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.stated import Stated

_UNDER: Final = ("almost", "less_than", "at_most")
_OVER: Final = ("more_than", "at_least")


def hedge(edge: Edge) -> Change | None:
    """One number hedged differently.

    A looser print of a precise number ("almost 7,000" for 6,901) is no drift while its words hold
    the number; "more than 7,000" for it is.
    """
    one, two = _direction(edge.parent), _direction(edge.child)
    if edge.how == "held" and one == "exact" and edge.copied and two != "range":
        text = (
            f"The hedge was added: {edge.parent.said} ({edge.parent.outlet}) is {edge.child.said} "
            f"elsewhere ({edge.child.outlet})."
        )
        return Change("hedge", "hedge_added", text)
    if edge.how == "same" and one != two:
        if "range" in (one, two) or "vague" in (one, two):
            return None
        turned = {one, two} == {"under", "over"}
        what = "dropped" if two == "exact" else "added" if one == "exact" else "changed"
        what = "turned" if turned else what
        text = (
            f"The hedge was {what}: {edge.parent.said} ({edge.parent.outlet}) is "
            f"{edge.child.said} elsewhere ({edge.child.outlet})."
        )
        return Change("hedge", f"hedge_{what}", text)
    loose = edge.how in ("rounded", "cut") and two != "exact"
    if loose and not edge.child.low <= edge.parent.value <= edge.child.high:
        text = (
            f"The hedge does not hold the number: {edge.child.said} ({edge.child.outlet}) "
            f"stands for {edge.parent.number} ({edge.parent.outlet})."
        )
        return Change("hedge", "hedge_turned", text)
    return None


def _direction(row: Stated) -> str:
    said = row.figure.quantifier
    return "under" if said in _UNDER else "over" if said in _OVER else said
