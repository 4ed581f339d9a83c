"""How a result shows itself in a notebook: results ask here, the package's door says who answers.

Results know no picture and no page, and import nothing of the rooms that do. So it is turned
round: `undercount/__init__.py` names who shows them, and nothing is loaded before it is asked.
"""

from __future__ import annotations

from collections.abc import Callable

_named: list[Callable[[object], str]] = []


def shown_by(show: Callable[[object], str]) -> None:
    """From now on `show` turns results into HTML."""
    _named[:] = [show]


def as_html(result: object) -> str:
    """A result as HTML for a notebook."""
    (show,) = _named
    return show(result)
