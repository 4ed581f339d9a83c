"""Which single change of a printed number settles a sum that does not come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from undercount.reconcile.digits import slip, written_place
from undercount.reconcile.said import numeral


@dataclass(frozen=True, slots=True)
class Change:
    """One number in place of another.

    Attributes:
        said: as printed.
        wanted: what would make the sum come out.
        slip: whether one digit or a swap of two explains the change.
    """

    said: float
    wanted: float
    slip: bool

    def words(self) -> str:
        """ "7,107 in place of 7,037"."""
        return f"{numeral(self.wanted)} in place of {numeral(self.said)}"


def changes(total: float, parts: Sequence[float]) -> tuple[Change, ...]:
    """Every single change that settles `parts` against `total`, slips of a digit first.

    >>> [change.words() for change in changes(7037, (1800, 5307))]
    ['7,107 in place of 7,037', '5,237 in place of 5,307', '1,730 in place of 1,800']
    """
    gap = total - sum(parts)
    found = [_change(total, total - gap)]
    found += [_change(part, part + gap) for part in parts if part + gap > 0]
    found.sort(
        key=lambda change: (
            not change.slip,
            abs(change.wanted - change.said) / (change.said or 1.0),
        )
    )
    return tuple(found)


def tolerance(parts: Sequence[float], hedged: Sequence[bool] = ()) -> float:
    """How far a sum may be off for what was rounded: half the last place, a tenth if hedged.

    Where fewer than half of the numbers end in two zeros, those that do end so by chance.

    >>> tolerance((10208, 6948, 1000), (False, False, True))
    100.0
    """
    zeros = [part >= 1000 and part % 100 == 0 for part in parts]
    rounded = 2 * sum(zeros) >= len(parts)
    loose = 0.0
    for place, part in enumerate(parts):
        half = written_place(part) / 2 if rounded and zeros[place] else 0.0
        if place < len(hedged) and hedged[place]:
            half = max(half, 0.1 * part)
        loose += min(half, 0.1 * part)
    return loose


def _change(said: float, wanted: float) -> Change:
    return Change(said, wanted, slip(said, wanted) in ("digit", "swap"))
