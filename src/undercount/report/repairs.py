"""What arithmetic says of figures, as the page tells it."""

from __future__ import annotations

from dataclasses import dataclass

from undercount.reconcile.repair import Repair
from undercount.report.page import Page


@dataclass(frozen=True, slots=True)
class RepairSection:
    """Proposals, those about accepted figures first.

    Attributes:
        open: (proposal, whether all its figures are accepted) that a person should look at.
        agreeing: the same of those that confirm the printed number.
    """

    open: tuple[tuple[Repair, bool], ...]
    agreeing: tuple[tuple[Repair, bool], ...]


def repair_section(page: Page) -> RepairSection:
    """Sort proposals into those that agree and those that do not."""
    sure = {entry.id for entry in page.entries if entry.decision == "accepted"}
    shown = [(repair, sure.issuperset(repair.figures)) for repair in page.repairs]
    shown.sort(key=lambda pair: not pair[1])
    return RepairSection(
        tuple(pair for pair in shown if not pair[0].agrees),
        tuple(pair for pair in shown if pair[0].agrees),
    )
