"""The model that was chosen, and differences that it predicts itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.loglinear.log_linear import LogLinear
from undercount.estimate.loglinear.notation import parse_model
from undercount.histories import CaptureHistories
from undercount.results import Estimate


def chosen_model(data: CaptureHistories, answer: Estimate) -> NDArray[np.bool_]:
    """Shape (2**t,): the terms of the model in an estimate's diagnostics.

    >>> table = CaptureHistories(("A, B", "[C]"), np.array([0, 40, 30, 6]))
    >>> fit = LogLinear().fit(table)
    >>> assert isinstance(fit, Estimate)
    >>> chosen_model(table, fit).tolist()
    [True, True, True, False]
    """
    if not any(set("[],×") & set(name) or name != name.strip() for name in data.lists):
        return parse_model(answer.diagnostics["model"], data.lists)
    # A name with a bracket or a comma in it cannot be read back: numbers can.
    numbered = tuple(f"list{i}" for i in range(len(data.lists)))
    again = LogLinear().fit(replace(data, lists=numbered, described=None))
    assert isinstance(again, Estimate)  # the same counts have just had an answer
    return parse_model(again.diagnostics["model"], numbered)


def explained(
    data: CaptureHistories, model: NDArray[np.bool_] | None, remaining: tuple[str, ...]
) -> bool:
    """Whether two lists remain that depend on each other in the chosen model.

    Two lists can only be taken as independent, so their answer must then differ.
    """
    if model is None or len(remaining) != 2:
        return False
    return bool(model[sum(1 << data.lists.index(name) for name in remaining)])
