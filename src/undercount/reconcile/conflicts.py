"""Figures that do not fit together, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from undercount.ledger import Entry, echoes
from undercount.reconcile.checks.part_whole import part_whole
from undercount.reconcile.checks.same_number import (
    hedge_changed,
    number_families,
    period_changed,
    source_changed,
    unit_changed,
)
from undercount.reconcile.checks.same_source import digits, same_day
from undercount.reconcile.checks.sources_apart import sources_apart
from undercount.reconcile.stated import Finding, Stated, state
from undercount.reconcile.result import Conflict

# What changes the meaning of a number comes before what changes its size.
_ORDER: Final = (
    "source-changed",
    "unit",
    "period",
    "digits",
    "part-whole",
    "same-day",
    "sources-apart",
    "hedge",
)


def find_conflicts(entries: Sequence[Entry]) -> tuple[Conflict, ...]:
    """Name the figures that cannot all be true, or not as they are worded.

    Each kind is a check of its own: "source-changed" (one number given to two claimants),
    "unit" (people here, attempts there), "period" (one number of two lengths of time), "digits"
    (one digit changed or two swapped), "part-whole" (more children than people), "same-day" (one
    source, two numbers), "sources-apart" (two sources whose intervals exclude each other), and
    "hedge" (almost here, more than there). A check that needs a date, a source or a quantity
    skips figures without one. Repeats between the same two sources are one conflict.

    Among accepted figures every check is made. A figure that nobody has reviewed takes part only
    in checks that hold a number against itself ("source-changed", "unit", "period", "digits",
    "part-whole", "hedge"): that two numbers are of one day, place and quantity is for a person to
    say. One that repeats a typed figure is left out, for the two agree.

    Args:
        entries: the ledger's entries, accepted or suggested; rejected ones are skipped, and so is
            what is denied, hypothetical, a target, a share or a rate.

    Returns:
        First those among accepted figures, then those with others; each by kind, in the order
        above, and within a kind the weightiest first.
    """
    copies = {copy for same in echoes(entries).values() for copy in same}
    figures = [figure for entry in entries if (figure := state(entry))]
    accepted = [figure for figure in figures if figure.entry.decision == "accepted"]
    found = _findings(accepted, (same_day, digits, sources_apart, part_whole))
    known = {_ids(finding) for finding in found}
    single = [figure for figure in figures if figure.entry.id not in copies]
    found += [
        finding
        for finding in _findings(single, (digits, part_whole))
        if any(row.entry.decision != "accepted" for row in finding.figures)
        and _ids(finding) not in known
    ]
    return tuple(Conflict(item.kind, item.text, _ids(item)) for item in found)


def _findings(
    figures: Sequence[Stated], sweeps: Sequence[Callable[[Sequence[Stated]], list[Finding]]]
) -> list[Finding]:
    findings: list[Finding] = []
    for family in number_families(figures):
        for check in (source_changed, unit_changed, period_changed, hedge_changed):
            found = check(family)
            if found:
                findings.append(found)
    for sweep in sweeps:
        findings += sweep(figures)
    findings.sort(key=lambda found: (_ORDER.index(found.kind), -found.weight, found.text))
    return findings


def _ids(finding: Finding) -> tuple[str, ...]:
    return tuple(row.entry.id for row in finding.figures)
