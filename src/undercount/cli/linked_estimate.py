"""Estimates from linked lists, by each method asked for."""

from __future__ import annotations

from pathlib import Path

from undercount.histories.linked_file import read_linked
from undercount.project import EstimateSettings
from undercount.results import Estimate, EstimateSet, NotEstimable


def estimate_lists(file: Path, settings: EstimateSettings, seed: int) -> EstimateSet:
    """One row for each method and way of treating the linkage.

    Args:
        file: linked histories.
        settings: the question.
        seed: for all that is drawn.
    """
    from undercount.estimate.linked import estimate_linked

    histories = read_linked(file)
    rows: list[tuple[str, Estimate | NotEstimable]] = []
    for method in settings.methods:
        made = estimate_linked(histories, method, settings.level, seed)
        several = len(settings.methods) > 1
        rows += [(f"{method}: {label}" if several else label, answer) for label, answer in made]
    return EstimateSet(settings.name, tuple(rows), settings.title)
