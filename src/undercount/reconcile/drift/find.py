"""Ask every question of every descent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from undercount.ledger.entry import Entry
from undercount.reconcile.drift.definition import definition
from undercount.reconcile.drift.digits import digits
from undercount.reconcile.drift.edge import Edge, told
from undercount.reconcile.drift.hedge import hedge
from undercount.reconcile.drift.measure import measure
from undercount.reconcile.drift.period import period
from undercount.reconcile.drift.ratio import ratio
from undercount.reconcile.drift.source import source
from undercount.reconcile.drift.unit import unit
from undercount.reconcile.drift.wording import wording
from undercount.reconcile.lineage import Lineage
from undercount.reconcile.stated import Stated, state_any

# What changes the meaning of a number comes before what changes its size.
_QUESTIONS: Final = (source, unit, measure, definition, period, ratio, digits, hedge, wording)


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed between a figure and the one it comes of.

    Attributes:
        kind: "source", "unit", "measure", "definition", "period", "ratio", "digits", "hedge" or
            "wording".
        parent: id of the first print.
        child: id of the later print.
        text: one neutral sentence.
        before: the sentence of the first print, or a typed row's fields as one.
        after: that of the later print.
        change: what happened, such as "hedge_dropped", "period_widened" or "source_merged".
    """

    kind: str
    parent: str
    child: str
    text: str
    before: str
    after: str
    change: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Drift:
        """The drift that `to_dict` wrote."""
        return cls(**data)


def find_drifts(entries: Sequence[Entry], lineage: Lineage) -> tuple[Drift, ...]:
    """Name what changed along each descent.

    Args:
        entries: the ledger's entries that the lineage was traced in.
        lineage: what descends from what.

    Returns:
        First what concerns accepted figures only; then by kind, what changes the meaning of a
        number before what changes its size.
    """
    stated = {entry.id: row for entry in entries if (row := state_any(entry))}
    quantities: dict[str | None, list[Stated]] = defaultdict(list)
    for row in stated.values():
        quantities[row.figure.quantity].append(row)
    parents = {descent.child: descent.parent for descent in lineage.descents}
    found = []
    for descent in lineage.descents:
        parent, child = stated.get(descent.parent), stated.get(descent.child)
        if parent is None or child is None:
            continue
        line = _line(descent.parent, parents, stated)
        quantity = line[-1].figure.quantity
        earlier = quantities[quantity] if quantity else ()
        edge = Edge(parent, child, descent.how, line, descent.reasons, earlier)
        unseen = "suggested" in (parent.entry.decision, child.entry.decision)
        for rank, question in enumerate(_QUESTIONS):
            if change := question(edge):
                drift = Drift(
                    change.kind,
                    descent.parent,
                    descent.child,
                    change.text,
                    told(parent),
                    told(child),
                    change.change,
                )
                found.append((unseen, rank, change.text, drift))
    found.sort(key=lambda item: item[:3])
    return tuple(item[3] for item in found)


def _line(name: str, parents: Mapping[str, str], stated: Mapping[str, Stated]) -> list[Stated]:
    line = [stated[name]]
    while name in parents and parents[name] in stated:
        name = parents[name]
        line.append(stated[name])
    return line
