"""Estimates from linked lists, by each method asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from undercount.histories.linked_file import read_linked
from undercount.histories.release import read_release
from undercount.project import EstimateSettings
from undercount.results import Estimate, EstimateSet, NotEstimable
from undercount.workflow.linked_groups import read_groups

# As `by_strata` calls the row over all strata: what may be printed beside it hangs on that.
TOTAL = "total"


def estimate_noisy(file: Path, settings: EstimateSettings, seed: int) -> EstimateSet:
    """One row for each method, from a table with noise and nothing else.

    Args:
        file: a release.
        settings: the question.
        seed: for all that is drawn.
    """
    from undercount.estimate.private import estimate_private

    made = read_release(file)
    several = len(settings.methods) > 1
    rows = [
        (f"{method}: noisy" if several else "noisy",
         estimate_private(made, method, settings.level, seed))
        for method in settings.methods
    ]  # fmt: skip
    return EstimateSet(settings.name, tuple(rows), settings.title)


def estimate_lists(file: Path, settings: EstimateSettings, seed: int) -> EstimateSet:
    """One row for each method and way of treating the linkage.

    Args:
        file: linked histories.
        settings: the question.
        seed: for all that is drawn.
    """
    from undercount.estimate.linked import estimate_linked

    by = "by" in settings.settings
    parts = [(TOTAL if by else "", read_linked(file)), *(read_groups(file.parent) if by else ())]
    several = len(settings.methods) > 1
    rows: list[tuple[str, Estimate | NotEstimable]] = []
    for name, histories in parts:
        for method in settings.methods:
            made = estimate_linked(histories, method, settings.level, seed)
            for way, answer in made:
                before = [
                    *([method] if several else []),
                    *([name] if name not in ("", TOTAL) else []),
                ]
                rows.append((": ".join([*before, way]), replace(answer, name=name)))
    return EstimateSet(settings.name, tuple(rows), settings.title)
