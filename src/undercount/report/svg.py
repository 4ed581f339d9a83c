"""SVG as text: elements, labels that must fit, and the marks that tell sources apart.

Altair with vl-convert was tried first (DESIGN §5). It draws well, but its SVG fixes every colour
and size in attributes and has no class for a source: one picture cannot serve light, dark, print
and a phone of 390 pixels, and the first costs 0.85 s and loads a native library of 88 MB. What
the report needs is two kinds of chart; drawn here they follow the page's style sheet.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape

from undercount.reconcile.result import SourceEffect
from undercount.visible import visible

# Mean advance of a letter as a share of the font size, that of the widest system sans-serif
# (Verdana and DejaVu): text that is narrower leaves a gap, text that is wider would be cut.
_ADVANCE = 0.6

# (shape, filled): differs from its neighbours in shape and in fill, and `s0`..`s7` in colour, so
# that no source is told by colour alone.
_MARKS = (
    ("circle", True),
    ("square", False),
    ("triangle", True),
    ("diamond", False),
    ("square", True),
    ("circle", False),
    ("diamond", True),
)
OTHERS = len(_MARKS)

_SHAPES = {
    "square": "M-.88-.88H.88V.88H-.88Z",
    "triangle": "M0-1.4L1.3.95H-1.3Z",
    "diamond": "M0-1.3L1.3 0 0 1.3-1.3 0Z",
}


def tag(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element; attribute values are escaped, children are markup already.

    `class_` stands for `class` and `_` for `-`; None leaves an attribute out.

    >>> tag("text", label("a < b"), class_="tick", text_anchor="end", x=3.0)
    '<text class="tick" text-anchor="end" x="3">a &lt; b</text>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def label(text: str) -> str:
    """Text as the content of an element."""
    return escape(visible(text), quote=False)


def at(value: float) -> str:
    """A coordinate, to a tenth.

    >>> at(3.04), at(12.5)
    ('3', '12.5')
    """
    return f"{value:.1f}".removesuffix(".0")


def path(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """Path data through points."""
    drawn = "L".join(f"{at(x)} {at(y)}" for x, y in points)
    return f"M{drawn}{'Z' if closed else ''}"


def text_width(text: str, size: float) -> float:
    """About how wide a line of text is drawn."""
    return _ADVANCE * size * len(text)


def fitted(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it would be wider than `width`.

    >>> fitted("prefecture of Pas-de-Calais", 88, 12)
    'prefecture…'
    """
    room = int(width / (_ADVANCE * size))
    return text if len(text) <= room else text[: max(room - 1, 1)].rstrip() + "…"


def lines(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit `width`."""
    return textwrap.wrap(text, max(int(width / (_ADVANCE * size)), 8))


def mark(index: int, x: float, y: float, size: float) -> str:
    """The mark of the source at `index` of a series; from `OTHERS` on all share a small one."""
    shape, filled = _MARKS[index] if index < OTHERS else ("circle", False)
    size = size if index < OTHERS else 0.72 * size
    kind = f"mark s{min(index, OTHERS)}{'' if filled else ' hollow'}"
    if shape == "circle":
        return tag("circle", class_=kind, cx=x, cy=y, r=size)
    return tag(
        "path",
        class_=kind,
        d=_SHAPES[shape],
        transform=f"translate({at(x)} {at(y)}) scale({size:g})",
    )


def mark_order(sources: Sequence[SourceEffect]) -> dict[str, int]:
    """Which mark each source has: anchors first, because the level hangs on them."""
    ranked = sorted(sources, key=lambda effect: not effect.anchor)
    return {effect.source: i for i, effect in enumerate(ranked)}


def key(index: int) -> str:
    """The mark of a source as a small picture of its own, for tables."""
    return tag(
        "svg",
        mark(index, 8, 8, 4.6),
        class_="chart key",
        width=16,
        height=16,
        viewBox="0 0 16 16",
        aria_hidden="true",
    )


def _value(value: str | float) -> str:
    return at(value) if isinstance(value, float | int) else escape(visible(value))
