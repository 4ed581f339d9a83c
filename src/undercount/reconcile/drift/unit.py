"""Attempts printed as people, or people as households."""

from __future__ import annotations

from typing import Final

from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.stated import Stated

_EVENTS: Final = ("attempt", "event")
_NAMES: Final = {"place_capacity": "places", "person": "people", "other": "other things"}


def unit(edge: Edge) -> Change | None:
    """One number counted in other units."""
    one, two = _kind(edge.parent), _kind(edge.child)
    # Of what nobody has looked at, a machine calls people cases as soon as no people are named.
    unseen = "suggested" in (edge.parent.entry.decision, edge.child.entry.decision)
    if unseen and {one, two} == {"person", "case"}:
        return None
    if edge.how in ("derived", "added") or one == two or "other" in (one, two):
        return None
    text = (
        f"{edge.child.number} is a number of {_name(edge.parent)} ({edge.parent.outlet}) "
        f"and elsewhere of {_name(edge.child)} ({edge.child.outlet})."
    )
    return Change("unit", "unit_changed", text)


def _kind(row: Stated) -> str:
    return "attempt" if row.figure.unit in _EVENTS else row.figure.unit


def _name(row: Stated) -> str:
    return _NAMES.get(row.figure.unit, f"{row.figure.unit}s")
