"""A chart on its own: SVG that carries its style and asks for nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from undercount.project.atomic import write_text


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


def standalone(svg: str) -> Chart:
    """A chart that carries its own style, for use outside the page."""
    head, rest = svg.split(">", 1)
    return Chart(f"{head}><style>{chart_css()}</style>{rest}")
