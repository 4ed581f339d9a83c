"""What the other sources say of an anchor that is taken away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from undercount.reconcile.mode import fit_mode
from undercount.reconcile.model import Targets, build
from undercount.reconcile.priors import ANCHOR_NOISE
from undercount.reconcile.result import LeftOut
from undercount.reconcile.said import Said


def leave_out_anchors(
    figures: Sequence[Said], anchors: Sequence[str], origin: int, z: float
) -> tuple[LeftOut, ...]:
    """Refit without each anchor in turn and predict its figures.

    The prediction is of what the anchor would say: the level that day and an anchor's own small
    scatter. When no other anchor is left, the doubt about everybody's bias together is carried by
    the prior of house effects. An anchor without which fewer than two figures remain, or the fit
    does not converge, is skipped.

    Args:
        figures: all figures of the series.
        anchors: names among their sources.
        origin: ordinal from which days count.
        z: half width of the band in standard deviations.
    """
    rows: list[LeftOut] = []
    # The mean of a log-normal variance: the register's scatter is not known, only its prior.
    scatter = ANCHOR_NOISE.median**2 * np.exp(2 * ANCHOR_NOISE.spread**2)
    for anchor in anchors:
        out = [figure for figure in figures if figure.source == anchor]
        rest = [figure for figure in figures if figure.source != anchor]
        if len(rest) < 2:
            continue
        fitted = fit_mode(build(rest, [name for name in anchors if name != anchor], origin))
        if fitted is None:
            continue
        days = [float(figure.day.toordinal() - origin) for figure in out]
        mean, variance = fitted.predict(Targets.levels(days))
        half = z * np.sqrt(variance + scatter)
        ends = np.exp(fitted.model.centre + np.stack([mean, mean - half, mean + half]))
        for figure, (median, lower, upper) in zip(out, ends.T, strict=True):
            inside = bool(lower <= figure.value <= upper)
            band = (float(median), float(lower), float(upper))
            rows.append(
                LeftOut(anchor, figure.day, figure.value, figure.low, figure.high, *band, inside)
            )
    return tuple(rows)
