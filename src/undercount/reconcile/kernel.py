"""The prior covariance of two sets of rows, as a sum of pieces that each have one size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.priors import LEVEL_SPREAD, SHARE
from undercount.reconcile.rows import Rows, Truths


@dataclass(frozen=True, slots=True)
class Shape:
    """What the pieces depend on besides the rows.

    Attributes:
        pieces: names of the pieces whose size is estimated, in the order of the settings.
        anchors: which sources count everybody, shape (S,).
        spans: first and last day of each intervention from the origin, shape (k, 2).
        drifting: which sources' habits may drift, shape (S,).
        middle: middle day of each source's figures, shape (S,).
        length: days from the first figure to the last.
    """

    pieces: tuple[str, ...]
    anchors: Truths
    spans: Floats
    drifting: Truths
    middle: Floats
    length: float


def clock(shape: Shape, day: Floats) -> Floats:
    """How much of each intervention is over by the end of a day, 0 to 1, shape (k, m).

    >>> none = np.zeros(0, dtype=np.bool_)
    >>> shape = Shape((), none, np.array([[10.0, 13.0]]), none, np.zeros(0), 1.0)
    >>> clock(shape, np.array([9.0, 10.0, 12.0, 20.0])).tolist()
    [[0.0, 0.25, 0.75, 1.0]]
    """
    start, end = shape.spans[:, :1], shape.spans[:, 1:]
    return np.clip((day[None, :] - start + 1) / (end - start + 1), 0.0, 1.0)


def blocks(shape: Shape, a: Rows, b: Rows, *, paired: bool = False) -> Floats:
    """The pieces of the covariance of a with b, each for a size of one.

    The first is fixed (how little is known of the level and of shares beforehand); the others
    follow `shape.pieces`: "walk" (the level's, per day), "house", "jump" (the level over each
    intervention), "share walk" (of each part, per day), "share house" (what a source's habit with
    a part adds to its habit) and "drift" (of the habits that may drift, away from the middle of
    the source's figures: half a straight line and half a walk, as far over the length of the
    series as its size says).

    Returns:
        Shape (1 + number of pieces, len(a), len(b)); where `paired`, of each row of a with the
        same row of b only, (1 + number of pieces, len(a)).
    """
    i, j = (slice(None), slice(None)) if paired else ((slice(None), None), (None, slice(None)))
    level = a.level[i] & b.level[j]
    nearer = np.minimum(a.day[i], b.day[j])
    habit = (a.source[i] == b.source[j]) & (a.source[i] >= 0) & ~shape.anchors[a.source[i]]
    made = [np.where(level, LEVEL_SPREAD**2, 0.0)]
    same_part = (a.part[i] == b.part[j]) & (a.part[i] >= 0)
    shared = same_part & a.share[i] & b.share[j]
    made[0] = made[0] + np.where(shared, SHARE.spread**2, 0.0)
    for name in shape.pieces:
        if name == "walk":
            made.append(level * nearer)
        elif name == "house":
            made.append(habit * 1.0)
        elif name == "jump":
            over = [np.minimum(x[i], y[j]) for x, y in _clocks(shape, a, b)]
            made.append(level * np.sum(over, axis=0))
        elif name == "share walk":
            made.append(shared * nearer)
        elif name == "share house":
            made.append((habit & same_part) * 1.0)
        else:
            made.append(_drift(shape, a, b, i, j) * (habit & shape.drifting[a.source[i]]))
    return np.stack(made)


def weigh(sizes: Floats, pieces: Floats) -> Floats:
    """The sum of pieces (k, m, n), each times its size."""
    # One product of a vector and a matrix: on fifty figures tensordot costs three times as much.
    flat = sizes @ pieces.reshape(len(pieces), -1)
    return np.asarray(flat.reshape(pieces.shape[1:]), dtype=np.float64)


def _clocks(shape: Shape, a: Rows, b: Rows) -> list[tuple[Floats, Floats]]:
    return list(zip(clock(shape, a.day), clock(shape, b.day), strict=True))


def _drift(shape: Shape, a: Rows, b: Rows, i: Any, j: Any) -> Floats:
    """Half a straight line, half a walk, both nothing in the middle of a source's figures."""
    x = ((a.day - shape.middle[a.source]) / shape.length)[i]
    y = ((b.day - shape.middle[b.source]) / shape.length)[j]
    walked = np.where(x * y > 0, np.minimum(np.abs(x), np.abs(y)), 0.0)
    return np.asarray(0.5 * (walked + x * y), dtype=np.float64)
