"""A fit as an answer: bands of the whole or a part, habits of sources, figures as expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np

from undercount.reconcile.misfit import Settled
from undercount.reconcile.mode import Fitted
from undercount.reconcile.model import Asked
from undercount.reconcile.result import Observation, Point, SourceEffect
from undercount.reconcile.rows import Rows
from undercount.reconcile.said import Said

_MOST_POINTS = 200


def grid(first: date, last: date) -> list[date]:
    """Every day, or every so many that no more than 200 are shown; both ends included."""
    span = (last - first).days
    step = max(1, math.ceil(span / (_MOST_POINTS - 1)))
    ordinals = {*range(first.toordinal(), last.toordinal(), step), last.toordinal()}
    return [date.fromordinal(ordinal) for ordinal in sorted(ordinals)]


def points(fitted: Fitted, days: Sequence[date], part: int, z: float) -> tuple[Point, ...]:
    """The series on some days; z is the half width of the band in standard deviations."""
    if not days:
        return ()
    rows = Rows.of([day.toordinal() - fitted.model.origin for day in days], part=part)
    bands = _bands(fitted, Asked.of(fitted.model, rows), z)
    return tuple(Point(day, *band) for day, band in zip(days, bands, strict=True))


def observations(
    fitted: Fitted, figures: Sequence[Said], part: int, z: float
) -> tuple[Observation, ...]:
    """Every figure with what the model expects its source to say that day."""
    model = fitted.model
    mine = np.flatnonzero(model.rows.part[: model.figures] == part)
    bands = _bands(fitted, Asked.of(model, model.rows[mine], noisy=True), z)
    return tuple(
        Observation(f.entry.id, f.source, f.day, f.value, f.low, f.high, *band)
        for f, band in zip(figures, bands, strict=True)
    )


def source_effects(settled: Settled, part: int, z: float) -> tuple[SourceEffect, ...]:
    """The habit of each source that speaks of the whole or the part, most figures first."""
    fitted = settled.fitted
    model = fitted.model
    rows = model.rows[np.flatnonzero(model.rows.part[: model.figures] == part)]
    counts = np.bincount(rows.source, minlength=len(model.sources))
    every = np.array([k for k in np.argsort(-counts, kind="stable") if counts[k]])
    middle = model.shape.middle[every]
    alone = Rows.of(middle, part=part, source=every, level=False, share=False)
    mean, variance = fitted.predict(Asked.of(model, alone))
    half = z * np.sqrt(variance) * ~model.anchors[every]
    noise = np.exp(fitted.settings[model.sized :])[model.groups[every]]
    return tuple(
        SourceEffect(
            source=model.sources[k],
            ratio=float(np.exp(mean[i])),
            lower=float(np.exp(mean[i] - half[i])),
            upper=float(np.exp(mean[i] + half[i])),
            noise=float(np.exp(noise[i])),
            n=int(counts[k]),
            anchor=bool(model.anchors[k]),
            drift=drift_of(fitted, int(k)) if k in settled.drifting else None,
        )
        for i, k in enumerate(every)
    )


def drift_of(fitted: Fitted, source: int) -> float:
    """The ratio of a drifting source at its last figure divided by that at its first."""
    model = fitted.model
    days = model.rows.day[model.rows.source == source]
    ends = Rows.of([days.min(), days.max()], source=source, level=False)
    mean, _ = fitted.predict(Asked.of(model, ends))
    return float(np.exp(mean[1] - mean[0]))


def _bands(fitted: Fitted, asked: Asked, z: float) -> list[tuple[float, float, float]]:
    """(median, lower, upper) in people for each row."""
    mean, variance = fitted.predict(asked)
    half = z * np.sqrt(variance)
    ends = np.exp(np.stack([mean, mean - half, mean + half]))
    return [(float(middle), float(low), float(high)) for middle, low, high in ends.T]
