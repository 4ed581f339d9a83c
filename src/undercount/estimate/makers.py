"""From the name of a method to its settings."""

from __future__ import annotations

from typing import Any

from undercount.errors import InputError, Problem
from undercount.estimate.aggregate.aggregate import Aggregate
from undercount.estimate.aggregate.repeated_trials import RepeatedTrials
from undercount.estimate.chao import Chao
from undercount.estimate.chapman import Chapman
from undercount.estimate.doubly.doubly_robust import DoublyRobust
from undercount.estimate.graphs.model_average import ModelAverage
from undercount.estimate.heterogeneity.heterogeneity import Heterogeneity
from undercount.estimate.heterogeneity.names import heterogeneity_model
from undercount.estimate.latent.latent_class import LatentClass
from undercount.estimate.loglinear.log_linear import LogLinear
from undercount.estimate.methods import METHODS
from undercount.estimate.register.ratio_regression import RatioRegression
from undercount.estimate.register.zelterman import Zelterman
from undercount.estimate.register.zero_truncated import ZeroTruncated
from undercount.estimate.sample_coverage import SampleCoverage
from undercount.estimate.thresholding import Thresholding

_MAKERS: dict[str, Any] = {
    "chapman": Chapman,
    "chao": Chao,
    "zelterman": Zelterman,
    "sample-coverage": SampleCoverage,
    "loglinear": LogLinear,
    "model-average": ModelAverage,
    "latent-class": LatentClass,
    "thresholding": Thresholding,
    "doubly-robust": DoublyRobust,
    "zero-truncated": ZeroTruncated,
    "ratio-regression": RatioRegression,
    "aggregate": Aggregate,
    "repeated-trials": RepeatedTrials,
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
    # Mt and its kin are log-linear models too, with names instead of brackets.
    if heterogeneity_model(given.get("model", "")):
        return _heterogeneity(given)
    return _MAKERS[method](**given)


def _heterogeneity(given: dict[str, Any]) -> Heterogeneity:
    if unused := [name for name in given if name not in ("model", "interval")]:
        hint = "Leave it out, or write the model in brackets, such as [AB][C]"
        raise InputError(
            [
                Problem(f"{given['model']} takes no {name}", column=name, hint=hint)
                for name in unused
            ]
        )
    return Heterogeneity(**given)
