"""A chart on its own: SVG that carries its style and asks for nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from undercount.project.atomic import write_text
from undercount.reconcile.result import Reconciled
from undercount.report.forest_chart import chart_estimates
from undercount.report.series_chart import chart_series
from undercount.results import Estimate, EstimateSet


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn result.

    Attributes:
        svg: the whole picture, one `<svg>` element.
    """

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to an `.svg` file, whole or not at all."""
        target = Path(path)
        write_text(target, self.svg)
        return target


def chart_css() -> str:
    """The style of every chart, for the page and for charts on their own."""
    return (files("undercount.report") / "templates" / "chart.css").read_text(encoding="utf-8")


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
        return _standalone(chart_estimates(result))
    if isinstance(result, Reconciled):
        return _standalone(chart_series(result))
    raise TypeError(
        f"there is no picture of a {type(result).__name__}; "
        "plot takes a Reconciled, an EstimateSet or an Estimate"
    )


def _standalone(svg: str) -> Chart:
    """A chart that carries its own style, for use outside the page."""
    head, rest = svg.split(">", 1)
    return Chart(f"{head}><style>{chart_css()}</style>{rest}")
