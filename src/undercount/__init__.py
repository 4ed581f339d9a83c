"""Undercount: who said how many, how sure that is, and how many nobody counted.

The public names load their rooms when they are first used, so that importing the package is
quick and a program that only reads never imports the estimators.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from undercount.display import shown_by

__version__ = "0.1.0"

if TYPE_CHECKING:
    from undercount.estimate import (
        Aggregate,
        AggregateCounts,
        Attempts,
        Chao,
        Chapman,
        DoublyRobust,
        Heterogeneity,
        LatentClass,
        LogLinear,
        ModelAverage,
        RatioRegression,
        RepeatedTrials,
        SampleCoverage,
        Thresholding,
        Zelterman,
        ZeroTruncated,
        by_strata,
        compare,
        estimate_file,
        estimate_strata,
    )
    from undercount.estimate.robustness import robustness
    from undercount.histories import CaptureHistories, CountData
    from undercount.ledger import Ledger
    from undercount.read import read_document
    from undercount.reconcile import HouseEffects, Intervention, find_conflicts
    from undercount.reconcile.balance import balance
    from undercount.reconcile.drift import find_drifts
    from undercount.reconcile.lineage import trace_lineage
    from undercount.reconcile.needs import Need, what_if
    from undercount.reconcile.repair import propose_repairs
    from undercount.report import plot
    from undercount.results import (
        Assumption,
        Caution,
        Estimate,
        EstimateSet,
        Interval,
        NotEstimable,
    )
    from undercount.results.robustness import Robustness
    from undercount.workflow.exports import export
    from undercount.workflow.pipeline import run

_HOMES = {
    "run": "workflow.pipeline",
    "export": "workflow.exports",
    "Chao": "estimate",
    "Chapman": "estimate",
    "LogLinear": "estimate",
    "ModelAverage": "estimate",
    "RatioRegression": "estimate",
    "Zelterman": "estimate",
    "ZeroTruncated": "estimate",
    "compare": "estimate",
    "estimate_file": "estimate",
    "CaptureHistories": "histories",
    "CountData": "histories",
    "Ledger": "ledger",
    "read_document": "read",
    "HouseEffects": "reconcile",
    "Intervention": "reconcile",
    "Need": "reconcile.needs",
    "balance": "reconcile.balance",
    "find_conflicts": "reconcile",
    "find_drifts": "reconcile.drift",
    "propose_repairs": "reconcile.repair",
    "trace_lineage": "reconcile.lineage",
    "what_if": "reconcile.needs",
    "plot": "report",
    "Assumption": "results",
    "Caution": "results",
    "Estimate": "results",
    "EstimateSet": "results",
    "Interval": "results",
    "NotEstimable": "results",
    "DoublyRobust": "estimate",
    "Heterogeneity": "estimate",
    "LatentClass": "estimate",
    "SampleCoverage": "estimate",
    "Thresholding": "estimate",
    "by_strata": "estimate",
    "estimate_strata": "estimate",
    "Aggregate": "estimate",
    "AggregateCounts": "estimate",
    "Attempts": "estimate",
    "RepeatedTrials": "estimate",
    "robustness": "estimate.robustness",
    "Robustness": "results.robustness",
}

__all__ = [
    "Aggregate",
    "AggregateCounts",
    "Assumption",
    "Attempts",
    "CaptureHistories",
    "Caution",
    "Chao",
    "Chapman",
    "CountData",
    "DoublyRobust",
    "Estimate",
    "EstimateSet",
    "Heterogeneity",
    "HouseEffects",
    "Interval",
    "Intervention",
    "LatentClass",
    "Ledger",
    "LogLinear",
    "ModelAverage",
    "Need",
    "NotEstimable",
    "RatioRegression",
    "RepeatedTrials",
    "Robustness",
    "SampleCoverage",
    "Thresholding",
    "Zelterman",
    "ZeroTruncated",
    "__version__",
    "balance",
    "by_strata",
    "compare",
    "estimate_file",
    "estimate_strata",
    "export",
    "find_conflicts",
    "find_drifts",
    "plot",
    "propose_repairs",
    "read_document",
    "robustness",
    "run",
    "trace_lineage",
    "what_if",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'undercount' has no attribute {name!r}")
    return getattr(importlib.import_module(f"undercount.{_HOMES[name]}"), name)


def _show(result: object) -> str:
    """What a notebook shows: the report's business, loaded when a notebook asks."""
    made: str = importlib.import_module("undercount.report.notebook").show(result)
    return made


shown_by(_show)


def __dir__() -> list[str]:
    return sorted(__all__)
