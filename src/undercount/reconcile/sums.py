"""Rows as sums of standard normal draws: the model without a covariance, for the sampling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.model import Model
from undercount.reconcile.rows import Truths, Whole


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk that starts at one of its days and goes both ways; each step has its own variance.

    Attributes:
        days: of its nodes, from the origin, shape (m,).
        along: what each node holds of each step, 0 or 1 or -1, shape (m, m - 1).
    """

    days: Floats
    along: Floats

    @classmethod
    def of(cls, days: Floats) -> Walk:
        """Nodes on these days; the start is the one in the middle of the figures."""
        nodes = np.unique(days)
        start = int(np.searchsorted(nodes, np.quantile(days, 0.5, method="lower")))
        at, step = np.arange(len(nodes))[:, None], np.arange(len(nodes) - 1)[None, :]
        after = (start <= step) & (step < at)
        before = (at <= step) & (step < start)
        return cls(nodes, after.astype(np.float64) - before)

    def rows(self, days: Floats, which: Truths) -> Floats:
        """What rows on these days hold of each step, and others nothing, shape (n, m - 1)."""
        made = np.zeros((len(days), len(self.days) - 1))
        made[which] = self.along[np.searchsorted(self.days, days[which])]
        return made


@dataclass(frozen=True, slots=True)
class Design:
    """What each row holds of each draw, and which size scales the draw.

    Attributes:
        level: the walk of the level.
        shares: the walk of each part's share.
        columns: what rows hold of each draw, shape (n, K).
        piece: each draw's piece: "start", "walk" (the level's) or another of the kernel's, K.
    """

    level: Walk
    shares: tuple[Walk, ...]
    columns: Floats
    piece: tuple[str, ...]

    def at(self, name: str) -> Whole:
        """Where the draws of a piece are."""
        return np.flatnonzero(np.array(self.piece) == name)


def design(model: Model) -> Design:
    """The model's rows as sums of draws."""
    rows, shape = model.rows, model.shape
    parts = range(len(model.parts))
    mine = [rows.share & (rows.part == part) for part in parts]
    habit = (rows.source >= 0) & ~shape.anchors[rows.source]
    sources = np.unique(rows.source[habit])
    level, *shares = (Walk.of(rows.day[some]) for some in (rows.level, *mine))
    pairs = [habit & (rows.source == k) & (rows.part == part) for k in sources for part in parts]
    pieces = [
        ("start", _columns([rows.level, *mine], len(rows))),
        ("walk", level.rows(rows.day, rows.level)),
        ("house", _columns([habit & (rows.source == k) for k in sources], len(rows))),
        *(
            ("share walk", walk.rows(rows.day, some) * np.sqrt(np.diff(walk.days)))
            for walk, some in zip(shares, mine, strict=True)
        ),
        ("share house", _columns([pair for pair in pairs if pair.any()], len(rows))),
        *(("drift", _drift(model, int(k))) for k in np.flatnonzero(shape.drifting)),
    ]
    return Design(
        level,
        tuple(shares),
        np.concatenate([columns for _, columns in pieces], axis=1),
        tuple(name for name, columns in pieces for _ in range(columns.shape[1])),
    )


def _columns(flags: Sequence[Truths], rows: int) -> Floats:
    return np.array(flags, dtype=np.float64).reshape(len(flags), rows).T


def _drift(model: Model, source: int) -> Floats:
    """Half a straight line and half a walk to either side of the middle, shape (n, draws)."""
    shape, rows = model.shape, model.rows
    mine = rows.source == source
    x = np.where(mine, rows.day - shape.middle[source], 0.0) / shape.length
    made = [x]
    for side in (x, -x):
        ends = np.unique(side[side > 0])
        widths = np.diff(ends, prepend=0.0)
        made += [root * (side >= end) for end, root in zip(ends, np.sqrt(widths), strict=True)]
    return np.asarray(np.sqrt(0.5) * np.stack(made, axis=1), dtype=np.float64)
