"""What the other claims of a contradiction leave room for in each of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from undercount.reconcile.balance import words
from undercount.reconcile.balance.histories import Histories
from undercount.reconcile.balance.result import Claim, Implied

_HALVINGS: Final = 7


def implied(
    histories: Histories, members: Collection[int], numbers: Sequence[int]
) -> tuple[Implied, ...]:
    """What is left for each claim that somebody made and the others bound, by one programme an end.

    Args:
        histories: the model.
        members: indices of a smallest set in it.
        numbers: the balance's own index of each claim of the model.
    """
    made = []
    for n in sorted(members):
        claim = histories.claims[n]
        if claim.kind == "taken":
            continue
        others = [m for m in members if m != n]
        if claim.kind == "leave_share":
            low, high = _share(histories, members, claim)
        elif claim.kind == "stay":
            low, high = histories.mean_stay(others, claim)
        else:
            low, high = histories.room(others, claim)
        # An end that the claim keeps anyway says nothing.
        low = low if low is not None and low > claim.high else None
        high = high if high is not None and high < claim.low else None
        if low is None and high is None:
            continue
        counts = [histories.claims[m] for m in members if histories.claims[m].kind == "stock"]
        text = words.room(claim, low, high, counts)
        made.append(Implied(numbers[n], low, high, text))
    return tuple(made)


def _share(
    histories: Histories, members: Collection[int], claim: Claim
) -> tuple[float | None, float | None]:
    """(least, most) that the others leave room for; where each end alone would do, how far either
    must give way."""
    ends: dict[str, float | None] = {"low": None, "high": None}
    floor, ceiling = replace(claim, high=1.0), replace(claim, low=0.0)
    for end, loose, alone in (("low", 0.0, floor), ("high", 1.0, ceiling)):
        if histories.trouble(members, alone):
            ends[end] = _halved(histories, members, alone, end, loose)
    if not any(ends.values()):
        for end, loose in (("low", 0.0), ("high", 1.0)):
            ends[end] = _halved(histories, members, claim, end, loose)
    return ends["high"], ends["low"]


def _halved(
    histories: Histories, members: Collection[int], claim: Claim, end: str, loose: float
) -> float:
    """How far one end of a share must move before the others leave room for it.

    A share is no linear thing: the way is halved seven times.
    """
    fits, fails = loose, claim.low if end == "low" else claim.high
    for _ in range(_HALVINGS):
        middle = (fits + fails) / 2
        moved = replace(claim, low=middle) if end == "low" else replace(claim, high=middle)
        if histories.trouble(members, moved):
            fails = middle
        else:
            fits = middle
    return fails
