"""Differences that the chosen model itself predicts."""

from __future__ import annotations

from undercount.estimate.notation import parse_model
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable


def explained(
    data: CaptureHistories, answer: Estimate | NotEstimable, remaining: tuple[str, ...]
) -> bool:
    """Whether two lists remain that depend on each other in the chosen model.

    Two lists can only be taken as independent, so their answer must then differ.
    """
    if isinstance(answer, NotEstimable) or len(remaining) != 2:
        return False
    model = parse_model(answer.diagnostics["model"], data.lists)
    return bool(model[sum(1 << data.lists.index(name) for name in remaining)])
