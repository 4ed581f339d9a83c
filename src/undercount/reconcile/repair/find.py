"""Every sum that arithmetic can check, each told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.ledger.echo import echoes
from undercount.ledger.entry import Entry
from undercount.reconcile.lineage import Lineage, trace_lineage
from undercount.reconcile.repair.by_growth import by_growth
from undercount.reconcile.repair.derived import daily, derived
from undercount.reconcile.repair.groups import groups
from undercount.reconcile.repair.in_time import in_time
from undercount.reconcile.repair.in_words import in_words
from undercount.reconcile.repair.mistaken import mistaken
from undercount.reconcile.repair.periods import periods
from undercount.reconcile.repair.proposal import Repair
from undercount.reconcile.repair.shares import shares
from undercount.reconcile.stated import Stated, state, state_any, state_percent, state_zero

_ORDER: Final = (
    "growth", "percent", "confused", "sum", "share", "difference", "rate", "revision",
    "anticipation", "derived",
)  # fmt: skip


def propose_repairs(entries: Sequence[Entry], lineage: Lineage | None = None) -> tuple[Repair, ...]:
    """Set figures against the arithmetic of their own words and of each other.

    Args:
        entries: the ledger's entries; rejected ones are skipped.
        lineage: what descends from what, where it is known already.

    Returns:
        First what does not come out, then what agrees; each by kind. A reading of a typed figure
        and a repeat of the same arithmetic are told once.
    """
    copies = {copy for same in echoes(entries).values() for copy in same}
    anything = {entry.id: row for entry in entries if (row := state_any(entry))}
    counts = [row for entry in entries if (row := state(entry))]
    single = [row for row in counts if row.entry.id not in copies]
    zeros = [row for entry in entries if (row := state_zero(entry))]
    percents = [row for entry in entries if (row := state_percent(entry))]
    lineage = lineage or trace_lineage(entries)
    found = [
        *(repair for row in counts for repair in in_words(row)),
        *periods([*single, *zeros]),
        *groups(single),
        *shares([*anything.values(), *percents]),
        *by_growth(counts),
        *mistaken(single, percents),
        *in_time(list(anything.values())),
        *derived(anything, lineage),
        *daily(counts),
    ]
    return _once(found, anything)


def _once(found: Sequence[Repair], rows: dict[str, Stated]) -> tuple[Repair, ...]:
    """One proposal for each number and arithmetic, that on an accepted figure first."""

    def rank(item: Repair) -> tuple[object, ...]:
        unseen = rows[item.figure].entry.decision != "accepted"
        return item.agrees, _ORDER.index(item.kind), unseen, item.text, item.figure

    told: dict[tuple[object, ...], Repair] = {}
    for item in sorted(found, key=rank):
        row = rows[item.figure]
        days = (row.start, row.end) if item.kind in ("revision", "anticipation") else None
        told.setdefault((item.kind, item.said, item.proposed, item.agrees, days), item)
    return tuple(told.values())
