"""Which print comes of which, and what changed on the way, as the page tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from undercount.ledger import Entry
from undercount.reconcile.drift import Drift
from undercount.reconcile.lineage import Descent
from undercount.report.changed import Pieces, changed
from undercount.report.language import say
from undercount.report.ledger_rows import LedgerRow
from undercount.report.lineage_chart import chart_lineage, describe
from undercount.report.page import Page
from undercount.report.prints import Print, Tree
from undercount.report.sentences import typed_row
from undercount.report.series_chart import NARROW, WIDE

# A picture of more prints than this is a wall; the list beneath it has all.
_MOST_LANES = 26
# Lists within lists deeper than a phone can show; further prints stand at this depth.
_DEEPEST = 6

HOW = {
    "rounded": "rounded", "cut": "cut off", "held": "held by a hedge", "digit": "a digit differs",
    "swap": "digits swapped", "lost": "a digit lost", "derived": "worked out",
    "other": "another number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownDrift:
    """One change with both sentences in pieces.

    Attributes:
        kind: what changed.
        text: the change in words.
        parent: id of the print it comes of.
        child: id of the print that tells otherwise.
        before: the sentence of the print it comes of.
        after: its own sentence.
    """

    kind: str
    text: str
    parent: str
    child: str
    before: Pieces
    after: Pieces


@dataclass(frozen=True, slots=True)
class LineageSection:
    """What the section shows.

    Attributes:
        trees: every tree, those with changes first.
        drawn: how many of them the picture shows.
        prints: how many prints the trees hold.
        wide: the picture for desks and print, or "".
        narrow: the picture for phones, or "".
        described: the picture in words.
        drifts: changes between accepted figures.
        unchecked: changes that a figure nobody reviewed takes part in.
    """

    trees: tuple[Tree, ...]
    drawn: int
    prints: int
    wide: Markup
    narrow: Markup
    described: str
    drifts: tuple[ShownDrift, ...]
    unchecked: tuple[ShownDrift, ...]


def lineage_section(page: Page, rows: Mapping[str, LedgerRow]) -> LineageSection:
    """What came of what: trees, their picture, and every change with both its sentences."""
    entries = {entry.id: entry for entry in page.entries}
    trees = _trees(page.lineage.descents, page.drifts, entries, rows)
    chosen: list[Tree] = []
    for tree in trees:
        if sum(len(other) for other in chosen) + len(tree) <= _MOST_LANES or not chosen:
            chosen.append(tree[:_MOST_LANES])
    linked = frozenset(rows)
    sure = {entry.id for entry in page.entries if entry.decision == "accepted"}
    shown = [(_shown(drift, entries), {drift.parent, drift.child} <= sure) for drift in page.drifts]
    return LineageSection(
        trees,
        len(chosen),
        sum(len(tree) for tree in trees),
        Markup(chart_lineage(chosen, width=WIDE, linked=linked)) if chosen else Markup(""),
        Markup(chart_lineage(chosen, width=NARROW, linked=linked)) if chosen else Markup(""),
        describe(chosen),
        tuple(drift for drift, reviewed in shown if reviewed),
        tuple(drift for drift, reviewed in shown if not reviewed),
    )


def _shown(drift: Drift, entries: Mapping[str, Entry]) -> ShownDrift:
    numbers = [
        entries[name].figure.surface if name in entries else ""
        for name in (drift.parent, drift.child)
    ]
    before, after = changed(drift.before, drift.after, drift.text, (numbers[0], numbers[1]))
    typed = [
        entries[name].sentence is None if name in entries else False
        for name in (drift.parent, drift.child)
    ]
    return ShownDrift(
        drift.kind, drift.text, drift.parent, drift.child,
        _typed(before) if typed[0] else before, _typed(after) if typed[1] else after,
    )  # fmt: skip


def _typed(parts: Pieces) -> Pieces:
    """A typed row, which `reconcile` tells as an English sentence, with the page's own words."""
    return tuple((typed_row(text), new) for text, new in parts)


def _trees(
    descents: tuple[Descent, ...],
    drifts: tuple[Drift, ...],
    entries: Mapping[str, Entry],
    rows: Mapping[str, LedgerRow],
) -> tuple[Tree, ...]:
    """Every tree in the order in which it is read: a print, then what came of it."""
    changes: dict[str, list[str]] = defaultdict(list)
    for drift in drifts:
        if drift.kind not in changes[drift.child]:
            changes[drift.child].append(drift.kind)
    children: dict[str, list[Descent]] = defaultdict(list)
    for descent in descents:
        children[descent.parent].append(descent)
    of = {descent.child for descent in descents}
    trees = []
    for root in dict.fromkeys(descent.parent for descent in descents):
        if root not in of:
            trees.append(tuple(_walk(root, children, changes, entries, rows)))
    return tuple(sorted(trees, key=lambda tree: (-sum(len(it.changes) for it in tree), -len(tree))))


def _walk(
    root: str,
    children: Mapping[str, list[Descent]],
    changes: Mapping[str, list[str]],
    entries: Mapping[str, Entry],
    rows: Mapping[str, LedgerRow],
) -> Iterator[Print]:
    waiting: list[tuple[str, Descent | None, int]] = [(root, None, 0)]
    while waiting:
        name, descent, depth = waiting.pop()
        how = HOW.get(descent.how, "") if descent else ""
        told = tuple(changes.get(name, ())) or ((how,) if how else ())
        yield Print(
            name,
            descent.parent if descent else None,
            min(depth, _DEEPEST),
            _number(rows.get(name)),
            _printed_by(rows.get(name)),
            _day(entries.get(name)),
            told,
            descent.reasons if descent else (),
        )
        below = children.get(name, ())
        later = sorted(below, key=lambda it: _day(entries.get(it.child)) or date.max, reverse=True)
        waiting += [(it.child, it, depth + 1) for it in later]


def _number(row: LedgerRow | None) -> str:
    return f"{row.hedge} {row.surface}".strip() if row else say("no longer in the ledger")


def _printed_by(row: LedgerRow | None) -> str:
    return (row.publisher or row.title or row.document or row.who) if row else ""


def _day(entry: Entry | None) -> date | None:
    """When it was printed; where nobody knows, the end of what it speaks of."""
    if entry is None:
        return None
    return entry.published or entry.figure.period_end or entry.figure.period_start
