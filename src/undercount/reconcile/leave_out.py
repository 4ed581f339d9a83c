"""What the other sources say when one is taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.mode import ROUGH, Fitted, fit_mode, posterior_at
from undercount.reconcile.model import Asked, Model, predict
from undercount.reconcile.priors import ANCHOR_NOISE
from undercount.reconcile.result import LeftOut, Point, Without
from undercount.reconcile.rows import Rows, Truths
from undercount.reconcile.said import Said

Figures = Mapping[str, Sequence[Said]]


def leave_out_anchors(
    figures: Figures,
    whole: str,
    anchors: Sequence[str],
    make: Callable[[Figures, Sequence[str]], Model],
    z: float,
) -> tuple[LeftOut, ...]:
    """Refit without each anchor in turn and predict its figures of the whole.

    The prediction is of what the anchor would say: the level that day and an anchor's own small
    scatter. When no other anchor is left, the doubt about everybody's bias together is carried by
    the prior of house effects. An anchor without which fewer than two figures remain, or the fit
    does not converge, is skipped.

    Args:
        figures: all figures of the whole and its parts.
        whole: the name of the whole among them.
        anchors: names among their sources.
        make: the model of some of the figures with some of the anchors.
        z: half width of the band in standard deviations.
    """
    rows: list[LeftOut] = []
    # The mean of a log-normal variance: the register's scatter is not known, only its prior.
    scatter = ANCHOR_NOISE.median**2 * np.exp(2 * ANCHOR_NOISE.spread**2)
    for anchor in anchors:
        out = [figure for figure in figures[whole] if figure.source == anchor]
        rest = {
            name: [figure for figure in said if figure.source != anchor]
            for name, said in figures.items()
        }
        if len(rest[whole]) < 2 or not out:
            continue
        fitted = fit_mode(make(rest, [name for name in anchors if name != anchor]))
        if fitted is None:
            continue
        model = fitted.model
        days = [float(figure.day.toordinal() - model.origin) for figure in out]
        mean, variance = fitted.predict(Asked.of(model, Rows.of(days)))
        half = z * np.sqrt(variance + scatter)
        ends = np.exp(np.stack([mean, mean - half, mean + half]))
        for figure, (median, lower, upper) in zip(out, ends.T, strict=True):
            inside = bool(lower <= figure.value <= upper)
            band = (float(median), float(lower), float(upper))
            rows.append(
                LeftOut(anchor, figure.day, figure.value, figure.low, figure.high, *band, inside)
            )
    return tuple(rows)


def leave_out_sources(
    fitted: Fitted, days: Sequence[date], part: int, z: float
) -> tuple[Without, ...]:
    """The answers on some days if each source in turn had said nothing.

    Settings stay where all figures put them, and so does the doubt about them; the hedged figures
    of the others are weighed anew. A source without which fewer than two figures remain is
    skipped.

    Args:
        fitted: the fit to all figures.
        days: the days asked for.
        part: which part of the whole is asked for; -1 for the whole.
        z: half width of the band in standard deviations.
    """
    model = fitted.model
    if not days or len(model.sources) < 2:
        return ()
    rows = Rows.of([day.toordinal() - model.origin for day in days], part=part)
    asked = Asked.of(model, rows)
    plain = predict(model, fitted.settings, fitted.posterior, asked)
    full = fitted.predict(asked)
    moved, doubt = full[0] - plain[0], full[1] - plain[1]
    found = []
    for k, source in enumerate(model.sources):
        kept = model.rows.source != k
        if int(np.sum(kept & (model.group >= 0))) < 2:
            continue
        mean, variance = _without(fitted, kept, rows)
        half = z * np.sqrt(variance + doubt)
        ends = np.exp(mean + moved + np.stack([0 * half, -half, half]))
        shifts = np.exp(mean + moved - full[0])
        found += [
            Without(source, day, float(a), float(b), float(c), float(shift))
            for day, (a, b, c), shift in zip(days, ends.T, shifts, strict=True)
        ]
    return tuple(found)


def _without(fitted: Fitted, kept: Truths, rows: Rows) -> tuple[Floats, Floats]:
    rest = fitted.model.only(kept)
    start = fitted.posterior.precision[kept], fitted.posterior.shift[kept]
    posterior = posterior_at(rest, fitted.settings, start, ROUGH)
    return predict(rest, fitted.settings, posterior, Asked.of(rest, rows))


def with_copies(fitted: Fitted, double: Model, days: Sequence[date], z: float) -> tuple[Point, ...]:
    """The answers if every print were an observation of its own: too sure of themselves.

    Settings stay where the figures, each counted once, put them, and so does the doubt about
    them: what narrows is the false precision alone.

    Args:
        fitted: the fit to figures that are counted once.
        double: the model of all prints (`build` with `again`).
        days: the days asked for.
        z: half width of the band in standard deviations.
    """
    if not days:
        return ()
    model = fitted.model
    rows = Rows.of([day.toordinal() - model.origin for day in days])
    plain = predict(model, fitted.settings, fitted.posterior, Asked.of(model, rows))
    full = fitted.predict(Asked.of(model, rows))
    posterior = posterior_at(double, fitted.settings)
    mean, variance = predict(double, fitted.settings, posterior, Asked.of(double, rows))
    middle = mean + full[0] - plain[0]
    half = z * np.sqrt(variance + full[1] - plain[1])
    ends = np.exp(np.stack([middle, middle - half, middle + half]))
    return tuple(
        Point(day, float(a), float(b), float(c))
        for day, (a, b, c) in zip(days, ends.T, strict=True)
    )
