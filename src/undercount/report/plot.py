"""A picture of one result, for notebooks and articles."""

from __future__ import annotations

from undercount.reconcile.result import Reconciled
from undercount.report.chart import Chart, standalone
from undercount.report.forest_chart import chart_estimates
from undercount.report.series_chart import chart_series
from undercount.results import Estimate, EstimateSet


def plot(result: Reconciled | EstimateSet | Estimate) -> Chart:
    """Draw a result as the report draws it.

    Args:
        result: a reconciled series, a set of estimates, or one estimate.

    Returns:
        A chart that notebooks show and `save` writes as SVG.

    Raises:
        TypeError: a result that has no picture.

    >>> from undercount.results import Interval
    >>> estimate = Estimate(7080, Interval(6363, 7797, 0.95, "normal"), 1880, "Zero-truncated")
    >>> plot(estimate).svg.startswith("<svg")
    True
    """
    if isinstance(result, Estimate):
        result = EstimateSet(result.name, ((result.name or result.method, result),))
    if isinstance(result, EstimateSet):
        return standalone(chart_estimates(result))
    if isinstance(result, Reconciled):
        return standalone(chart_series(result))
    raise TypeError(
        f"there is no picture of a {type(result).__name__}; "
        "plot takes a Reconciled, an EstimateSet or an Estimate"
    )
