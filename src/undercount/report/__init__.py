"""Report: one self-contained page on which every number leads to its words.

Draws and words what other rooms found. Never opens registers or `tracing.db`, never computes an
estimate, never lets a page ask another host for anything.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from undercount.report.suppress import ShownRow, shown_rows

if TYPE_CHECKING:
    from undercount.report.chart import Chart, plot
    from undercount.report.forest_chart import chart_estimates
    from undercount.report.html import render, write
    from undercount.report.page import Page
    from undercount.report.robustness import render_robustness, write_robustness
    from undercount.report.series_chart import chart_series

__all__ = [
    "Chart",
    "Page",
    "ShownRow",
    "chart_estimates",
    "chart_series",
    "plot",
    "render",
    "render_robustness",
    "shown_rows",
    "write",
    "write_robustness",
]

# The terminal asks which rows may be shown; it must not load jinja2 and the ledger for that.
# No file here is named like something in it that is public: Python would put the one in place of
# the other.
_WHERE = {
    "Chart": "chart",
    "Page": "page",
    "chart_estimates": "forest_chart",
    "chart_series": "series_chart",
    "plot": "chart",
    "render": "html",
    "render_robustness": "robustness",
    "write": "html",
    "write_robustness": "robustness",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
