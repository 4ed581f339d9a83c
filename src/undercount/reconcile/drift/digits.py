"""A digit changed, two swapped, one lost, or a number cut off where it should be rounded."""

from __future__ import annotations

from typing import Final

from undercount.reconcile.drift.edge import Change, Edge

_WHAT: Final = {
    "digit": "one digit differs",
    "swap": "two digits are swapped",
    "lost": "one digit is more or less",
    "cut": "cut off, not rounded",
    "other": "the number in a copy of the sentence is another",
}
_CHANGE: Final = {
    "digit": "digit_changed", "swap": "digits_swapped", "lost": "digit_lost", "cut": "cut_off",
    "other": "number_changed",
}  # fmt: skip


def digits(edge: Edge) -> Change | None:
    """A later print whose digits are not those of the first."""
    what = _WHAT.get(edge.how)
    # "More than 7,000" for 7,338 is cut off and right.
    if what is None or (edge.how == "cut" and edge.child.figure.quantifier != "exact"):
        return None
    one, two = edge.parent, edge.child
    return Change(
        "digits",
        _CHANGE[edge.how],
        f"{edge.about} ({two.outlet}), {one.number} ({one.outlet}): {what}.",
    )
