"""What other methods answer."""

from __future__ import annotations

from typing import Any

from undercount.estimate.chao import Chao
from undercount.estimate.chapman import Chapman
from undercount.estimate.graphs.model_average import ModelAverage
from undercount.estimate.latent.latent_class import LatentClass
from undercount.estimate.robustness.slim import slim
from undercount.estimate.sample_coverage import SampleCoverage
from undercount.estimate.thresholding import Thresholding
from undercount.histories import CaptureHistories
from undercount.results import Estimate, EstimateSet, NotEstimable

# Latent classes are sampled for a second or two: their ends are then known to a per cent.
# The label of a method on the command line, its settings, fewest and most lists. The log-linear
# answer is made already.
_OTHERS: tuple[tuple[str, Any, int, int], ...] = (
    ("model-average", ModelAverage(), 3, 7),
    ("latent-class", LatentClass(draws=1500, most_draws=6000), 3, 7),
    ("thresholding", Thresholding(), 3, 7),
    ("sample-coverage", SampleCoverage(), 3, 16),
    ("chapman", Chapman(), 2, 2),
    ("chao", Chao(), 2, 16),
)


def side_by_side(
    data: CaptureHistories, answer: Estimate | NotEstimable, level: float, seed: int
) -> EstimateSet:
    """The log-linear answer and those of the other methods that take this many lists."""
    rows = [("loglinear", slim(answer))]
    for label, method, fewest, most in _OTHERS:
        if fewest <= len(data.lists) <= most:
            rows.append((label, slim(method.fit(data, level, seed))))
    return EstimateSet("methods", tuple(rows), "Methods side by side")
