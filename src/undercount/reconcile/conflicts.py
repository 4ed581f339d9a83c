"""Figures that cannot hold together, by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from undercount.ledger import Entry, echoes
from undercount.reconcile.checks.definition import apart_by_words, definition
from undercount.reconcile.checks.part_whole import part_whole
from undercount.reconcile.checks.rates_apart import rates_apart
from undercount.reconcile.checks.same_source import same_day
from undercount.reconcile.checks.sources_apart import sources_apart
from undercount.reconcile.lineage import Lineage, trace_lineage
from undercount.reconcile.repair.in_time import is_ahead
from undercount.reconcile.repair.mistaken import mistaken
from undercount.reconcile.result import Conflict
from undercount.reconcile.stated import (
    Finding,
    Stated,
    state,
    state_any,
    state_percent,
    state_share,
)

_ORDER: Final = ("part-whole", "same-day", "definition", "sources-apart", "rates-apart")


def find_conflicts(
    entries: Sequence[Entry], lineage: Lineage | None = None
) -> tuple[Conflict, ...]:
    """Name the figures that cannot all be true.

    Each kind is a check of its own: "part-whole" (more children than people), "same-day" (one
    source, two numbers), "definition" (two numbers of the same days far apart, in different
    defining words), "sources-apart" (two sources whose intervals exclude each other) and
    "rates-apart" (so many a week against so many a night). What changed between a figure and the
    one it comes of is a drift (`find_drifts`), not told again here: prints of one count never
    contradict each other. A check that needs a date, a source or a quantity skips figures without
    one. Repeats between the same two sources are one conflict.

    Among accepted figures every check is made. A figure that nobody has reviewed takes part only
    in "part-whole": that two numbers are of one day, place and quantity is for a person to say.
    One that repeats a typed figure is left out, for the two agree.

    Args:
        entries: the ledger's entries, accepted or suggested; rejected ones are skipped, and so is
            what is denied, hypothetical or a target.
        lineage: what descends from what, where it is known already.

    Returns:
        First those among accepted figures, then those with others; each by kind, in the order
        above, and within a kind the weightiest first.
    """
    lineage = lineage or trace_lineage(entries)
    copies = {copy for same in echoes(entries).values() for copy in same}
    figures = [row for entry in entries if (row := state(entry))]
    accepted = [row for row in figures if row.entry.decision == "accepted"]
    seen = [entry for entry in entries if entry.decision == "accepted"]
    shares = [row for entry in seen if (row := state_share(entry))]
    percents = [row for entry in seen if (row := state_percent(entry))]
    rates = [
        row for entry in seen if entry.figure.status == "asserted" and (row := state_any(entry))
    ]
    sound = _one_each(accepted, percents, lineage)
    found = _sorted(
        [
            *part_whole(sound),
            *same_day(sound),
            *definition(sound, shares),
            *sources_apart(sound, told=apart_by_words),
            *rates_apart(_one_each(rates, percents, lineage)),
        ]
    )
    known = {_ids(finding) for finding in found}
    single = [row for row in figures if row.entry.id not in copies]
    found += [
        finding
        for finding in _sorted(part_whole(_sound(single, percents)))
        if any(row.entry.decision != "accepted" for row in finding.figures)
        and _ids(finding) not in known
    ]
    return tuple(Conflict(item.kind, item.text, _ids(item)) for item in found)


def _one_each(
    figures: Sequence[Stated], percents: Sequence[Stated], lineage: Lineage
) -> list[Stated]:
    """Each count once, and no number that arithmetic explains."""
    roots, here = lineage.roots(), {row.entry.id for row in figures}
    counts: set[str] = set()
    kept = []
    for row in figures:
        root = roots.get(row.entry.id, row.entry.id)
        stands = root if root in here else None
        if stands is None and root not in counts:
            stands = row.entry.id
            counts.add(root)
        if stands == row.entry.id:
            kept.append(row)
    return _sound(kept, percents)


def _sound(figures: Sequence[Stated], percents: Sequence[Stated]) -> list[Stated]:
    """Without numbers of another quantity or percentage, and of days still to come."""
    explained = {repair.figure for repair in mistaken(figures, percents)}
    return [row for row in figures if row.entry.id not in explained and not is_ahead(row)]


def _sorted(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda item: (_ORDER.index(item.kind), -item.weight, item.text))


def _ids(finding: Finding) -> tuple[str, ...]:
    return tuple(row.entry.id for row in finding.figures)
