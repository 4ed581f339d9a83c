"""Estimate: how many people nobody counted, from lists that overlap or from one register.

Answers with an interval, what it assumes and what speaks against it, or says why there is no
answer. Never opens a register, an encoding or the web.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from undercount.estimate.heterogeneity.names import HETEROGENEITY_MODELS
from undercount.estimate.methods import (
    AGGREGATE_INTERVALS,
    AGGREGATE_LAWS,
    INFINITES,
    INTERVALS,
    METHODS,
    PENALTIES,
    REGISTER_INTERVALS,
    SEARCHES,
    SELECTIONS,
    ZEROS,
)
from undercount.estimate.register.families.names import FAMILIES

if TYPE_CHECKING:
    from undercount.estimate.aggregate.aggregate import Aggregate
    from undercount.estimate.aggregate.attempts import Attempts
    from undercount.estimate.aggregate.counts import AggregateCounts
    from undercount.estimate.aggregate.repeated_trials import RepeatedTrials
    from undercount.estimate.chao import Chao
    from undercount.estimate.chapman import Chapman
    from undercount.estimate.doubly.doubly_robust import DoublyRobust
    from undercount.estimate.from_file import (
        check_robustness,
        check_settings,
        compare_file,
        estimate_all,
        estimate_file,
        estimate_strata,
        open_table,
    )
    from undercount.estimate.graphs.model_average import ModelAverage
    from undercount.estimate.heterogeneity.heterogeneity import Heterogeneity
    from undercount.estimate.latent.latent_class import LatentClass
    from undercount.estimate.loglinear.log_linear import LogLinear
    from undercount.estimate.register.compare import compare
    from undercount.estimate.register.ratio_regression import RatioRegression
    from undercount.estimate.register.zelterman import Zelterman
    from undercount.estimate.register.zero_truncated import ZeroTruncated
    from undercount.estimate.sample_coverage import SampleCoverage
    from undercount.estimate.strata import by_strata
    from undercount.estimate.thresholding import Thresholding

__all__ = [
    "AGGREGATE_INTERVALS",
    "AGGREGATE_LAWS",
    "FAMILIES",
    "HETEROGENEITY_MODELS",
    "INFINITES",
    "INTERVALS",
    "METHODS",
    "PENALTIES",
    "REGISTER_INTERVALS",
    "SEARCHES",
    "SELECTIONS",
    "ZEROS",
    "Aggregate",
    "AggregateCounts",
    "Attempts",
    "Chao",
    "Chapman",
    "DoublyRobust",
    "Heterogeneity",
    "LatentClass",
    "LogLinear",
    "ModelAverage",
    "RatioRegression",
    "RepeatedTrials",
    "SampleCoverage",
    "Thresholding",
    "Zelterman",
    "ZeroTruncated",
    "by_strata",
    "check_robustness",
    "check_settings",
    "compare",
    "compare_file",
    "estimate_all",
    "estimate_file",
    "estimate_strata",
    "open_table",
]

# The command line asks for METHODS in `--help`, which must not load numpy and scipy.
_WHERE = {
    "Aggregate": "aggregate.aggregate",
    "AggregateCounts": "aggregate.counts",
    "Attempts": "aggregate.attempts",
    "RepeatedTrials": "aggregate.repeated_trials",
    "Chao": "chao",
    "Chapman": "chapman",
    "DoublyRobust": "doubly.doubly_robust",
    "Heterogeneity": "heterogeneity.heterogeneity",
    "LatentClass": "latent.latent_class",
    "LogLinear": "loglinear.log_linear",
    "ModelAverage": "graphs.model_average",
    "RatioRegression": "register.ratio_regression",
    "SampleCoverage": "sample_coverage",
    "Thresholding": "thresholding",
    "Zelterman": "register.zelterman",
    "ZeroTruncated": "register.zero_truncated",
    "by_strata": "strata",
    "check_robustness": "from_file",
    "check_settings": "from_file",
    "compare": "register.compare",
    "compare_file": "from_file",
    "estimate_all": "from_file",
    "estimate_file": "from_file",
    "estimate_strata": "from_file",
    "open_table": "from_file",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
