"""One print of a count, as the lineage shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Print:
    """One print in a tree.

    Attributes:
        id: of its ledger entry.
        parent: id of the print it comes of, or None for the first.
        depth: how many prints lie before it.
        said: the number as printed, with its hedge.
        where: who printed it.
        day: when, where that is known.
        changes: what changed since the print before, a word or two each.
        reasons: what speaks for the descent.
    """

    id: str
    parent: str | None
    depth: int
    said: str
    where: str
    day: date | None
    changes: tuple[str, ...]
    reasons: tuple[str, ...]


# In the order in which it is read: a print, then what came of it.
Tree = tuple[Print, ...]
