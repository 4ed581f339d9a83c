"""From the name of a method to its settings."""

from __future__ import annotations

from typing import Any

from undercount.errors import InputError
from undercount.estimate.chao import Chao
from undercount.estimate.chapman import Chapman
from undercount.estimate.loglinear import LogLinear
from undercount.estimate.methods import METHODS
from undercount.estimate.model_average import ModelAverage
from undercount.estimate.zelterman import Zelterman
from undercount.estimate.zero_truncated import ZeroTruncatedPoisson

_MAKERS: dict[str, Any] = {
    "chapman": Chapman,
    "chao": Chao,
    "zelterman": Zelterman,
    "loglinear": LogLinear,
    "model-average": ModelAverage,
    "zero-truncated": ZeroTruncatedPoisson,
}


def settings_of(method: str, given: dict[str, Any]) -> Any:
    """The settings of a method, whose `fit` estimates.

    Args:
        method: one of `METHODS`.
        given: some of its settings by name.

    Raises:
        InputError: there is no such method, or a setting does not fit.
    """
    if method not in METHODS:
        raise InputError(f"there is no method '{method}'", f"The methods: {', '.join(METHODS)}")
    return _MAKERS[method](**given)
