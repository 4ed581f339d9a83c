"""People by the lists they are on, of a table that stands in a file, as they may be printed."""

from __future__ import annotations

from undercount.histories.published import Published
from undercount.project import Project
from undercount.project.questions import EstimateSettings

# Fewer lists overlap in nothing worth a picture; of more, nobody reads one.
_FEWEST, _MOST = 2, 6


def overlaps_of(project: Project, settings: EstimateSettings) -> Published | None:
    """What may be printed of the table an estimate is made from.

    The page says beside it how many were observed, and a check of robustness how many are on each
    list alone. Nothing is told where, next to those, a small number could be worked out.

    Returns:
        The numbers; None where they are of other kind (one register, aggregates, strata), where
        the lists are too few or too many, or where they may not stand beside the answers.
    """
    if not settings.file or settings.settings.get("by") or settings.settings.get("non_members"):
        return None
    from undercount.estimate.from_file import open_table
    from undercount.histories import CaptureHistories
    from undercount.histories.suppress import suppress

    limit = project.report.suppress_below
    made = open_table(project.root / settings.file, settings.settings, settings.methods).data
    if not isinstance(made, CaptureHistories) or not _FEWEST <= len(made.lists) <= _MOST:
        return None
    alone = [1 << i for i in range(len(made.lists))] if settings.robustness else []
    told = suppress(
        made.lists,
        made.counts,
        None,
        limit,
        printed=[
            ("total",),
            ("stratum", 0),
            *(("cell", cell) for cell in alone),
            *(("history", cell) for cell in alone),
        ],
    )
    beside = any(
        told.histories[cell - 1] is None and made.counts[cell] >= max(limit, 1) for cell in alone
    )
    return None if told.total is None or beside else told
