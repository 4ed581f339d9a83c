"""Report: one self-contained page on which every number leads to its words.

Draws and words what other rooms found. Never opens registers or `tracing.db`, never computes an
estimate, never lets a page ask another host for anything.
"""

from undercount.report.chart import Chart, plot
from undercount.report.forest_chart import chart_estimates
from undercount.report.page import Page
from undercount.report.render import render
from undercount.report.series_chart import chart_series
from undercount.report.write import write

__all__ = [
    "Chart",
    "Page",
    "chart_estimates",
    "chart_series",
    "plot",
    "render",
    "write",
]
