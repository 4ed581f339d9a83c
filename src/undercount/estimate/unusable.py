"""Tables from which no method can tell how many people are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from undercount.histories import CaptureHistories
from undercount.results import Caution, NotEstimable

# Fewer unseen people than this are nobody; an interval around it would be rounding error.
NOBODY = 1e-6


def unusable(
    data: CaptureHistories, method: str, origin: dict[str, Any], *, restricted: bool = False
) -> NotEstimable | None:
    """Why a table of lists cannot carry an estimate, or None if it may.

    Args:
        data: the table.
        method: the method that was asked, with its citation.
        origin: provenance of the answer.
        restricted: whether the method knows what to do with lists that exclude each other and
            with lists that hold non-members.
    """
    overlap = (np.bitwise_count(np.arange(len(data.counts))) >= 2) & data.observed
    empty = [name for name, size in zip(data.lists, data.sizes, strict=True) if size == 0]
    if data.n_observed == 0:
        reason, helps = "The table counts nobody.", "Lists with people on them."
    elif len(data.lists) == 1:
        reason = "There is only one list: without an overlap nothing tells of the unseen."
        helps = "A second and a third list, or how often each person was met (capture, count)."
    elif empty:
        reason = f"Nobody is on {', '.join(empty)}: an empty list tells nothing of the unseen."
        helps = f"Leave out {', '.join(empty)}."
    elif data.counts[overlap].sum() == 0:
        reason = "Nobody is on more than one list: any number of unseen people fits."
        helps = "Lists that overlap, or a check that records of one person were linked."
    elif not restricted and (data.exclusive or data.non_members):
        reason = (
            "This method cannot tell what nobody can have been on two lists at once, or who on a "
            "list is no member of the population, does to the unseen."
        )
        helps = "Log-linear models, which take both into account."
    else:
        return None
    return NotEstimable(reason, helps, method, data.n_observed, data.check(), origin)


def nobody_unseen(
    method: str, n_observed: int, origin: dict[str, Any], cautions: Sequence[Caution] = ()
) -> NotEstimable:
    """The answer where people were met so often that none can have been missed."""
    return NotEstimable(
        "People were met so often that the model leaves nobody unseen.",
        "A check of what counts as a meeting in these data.",
        method,
        n_observed,
        tuple(cautions),
        origin,
    )
