"""One series from sources that each count in their own way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import ndtri

from undercount import __version__
from undercount.errors import InputError
from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.reconcile import wording
from undercount.reconcile.leave_out import leave_out_anchors
from undercount.reconcile.mode import Fitted, fit_mode
from undercount.reconcile.model import Targets, build
from undercount.reconcile.result import Observation, Point, Reconciled, SourceEffect
from undercount.reconcile.said import Said
from undercount.reconcile.select import Selection, select
from undercount.results import NotEstimable

_METHOD = "house effects on a random walk of the log level, closed form"
_MOST_POINTS = 200


@dataclass(frozen=True, slots=True)
class HouseEffects:
    """Pools figures of one number over time, each source with its own bias and scatter.

    Formula: log y_i = level(t_i) + house_s(i) + noise, where the level is a random walk in log
    people (variance walk^2 a day), house_s ~ N(0, house^2) and 0 for anchors, and the noise has a
    variance of its source. A hedged, rounded or ranged figure says only low_i <= y_i <= high_i.
    The posterior is Gaussian by expectation propagation; walk, house and noises are at their
    posterior mode, and bands are widened for the doubt about them (Kass & Steffey 1989).

    Assumptions: an anchor counts everybody; a source's habit stays the same over the series; the
    level moves gradually; sources err independently. Without an anchor only differences between
    sources are known, and the level is set so that house effects average zero.

    Known failure: a source that is alone on its part of the timeline cannot be told from the
    level; sudden events (a clearance) make the walk wide everywhere.

    Source: Jackman (2005), Australian Journal of Political Science 40, 499-517 (house effects and
    anchors); Raymer et al. (2013), JASA 108, 801-819 (undercount and accuracy by source); Minka
    (2001); Rasmussen & Williams (2006), section 3.6; Kass & Steffey (1989), JASA 84, 717-726.

    Attributes:
        level: probability of every band, between 0 and 1.
        anchors: names of sources that are taken to count everybody.

    Raises:
        InputError: the level is not between 0 and 1.

    >>> from undercount.ledger.records import Figure
    >>> def row(number, source, value, day):
    ...     figure = Figure(surface=f"{value}", value=value, low=value, high=value,
    ...         measure="stock", source=source, period_start=date.fromisoformat(day))
    ...     return Entry(f"row-{number}", figure, "accepted")
    >>> rows = [row(1, "office", 912, "2020-03-01"), row(2, "charity", 1234, "2020-03-02"),
    ...     row(3, "office", 934, "2020-03-20"), row(4, "register", 1041, "2020-03-21")]
    >>> series = HouseEffects(anchors=("register",)).fit(
    ...     rows, name="camp", title="People in a camp", ask=[date(2020, 3, 21)])
    >>> answer = series.answers[0]
    >>> f"{answer.median:,.0f} ({answer.lower:,.0f} to {answer.upper:,.0f})"
    '1,041 (1,005 to 1,079)'
    >>> [f"{source.source} {source.ratio:.2f}" for source in series.sources]
    ['office 0.89', 'charity 1.17', 'register 1.00']
    """

    level: float = 0.9
    anchors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise InputError(
                f"level must lie between 0 and 1, not {self.level}", "Write 0.9 for 90%"
            )

    def fit(
        self,
        entries: Sequence[Entry],
        *,
        name: str,
        title: str,
        ask: Sequence[date] = (),
        seed: int = 1,
    ) -> Reconciled | NotEstimable:
        """Reconcile figures of one quantity at one place.

        Args:
            entries: accepted figures of the series; figures of another unit, measure or length
                of period are refused here and named in a caution.
            name: the series, such as "camp".
            title: what it counts and where, in words.
            ask: days for which an answer is wanted.
            seed: kept in the provenance; the closed form draws nothing.

        Returns:
            The series, or `NotEstimable` when fewer than two figures can be used or the fit
            does not converge; its provenance then holds name and title.
        """
        provenance = {
            "seed": seed,
            "version": __version__,
            "method": _METHOD,
            "settings": {"level": self.level, "anchors": list(self.anchors)},
        }
        # A refusal has no place of its own for what was asked.
        asked = {"name": name, "title": title, **provenance}
        chosen = select(entries)
        figures = chosen.figures
        if len(figures) < 2:
            return NotEstimable(
                reason=wording.too_few(len(figures), len(entries)),
                what_would_help=wording.TWO_FIGURES,
                method=_METHOD,
                cautions=chosen.cautions,
                provenance=asked,
            )
        days = [figure.day for figure in figures]
        first, last = min(days), max(days)
        origin = min([first, *ask]).toordinal()
        wanted = {fold(anchor) for anchor in self.anchors}
        anchors = tuple(sorted({f.source for f in figures if fold(f.source) in wanted}))
        fitted = fit_mode(build(figures, anchors, origin))
        if fitted is None:
            return NotEstimable(
                reason=wording.NOT_CONVERGED,
                what_would_help=wording.CHECK_FIGURES,
                method=_METHOD,
                cautions=chosen.cautions,
                provenance=asked,
            )
        z = float(ndtri(0.5 + self.level / 2))
        observations = _observations(fitted, figures, z)
        answers = _points(fitted, sorted(set(ask)), z)
        left_out = leave_out_anchors(figures, anchors, origin, z)
        return Reconciled(
            name=name,
            title=title,
            level=self.level,
            points=_points(fitted, _grid(first, last), z),
            answers=answers,
            sources=_sources(fitted, z),
            observations=observations,
            left_out=left_out,
            fixed_by=wording.fixed_by(figures, anchors, left_out),
            assumptions=wording.assumptions(anchors),
            cautions=(
                *wording.level_cautions(fitted.model, self.anchors),
                *chosen.cautions,
                *wording.fit_cautions(observations, answers, (first, last), fitted, self.level),
            ),
            diagnostics=_diagnostics(fitted, chosen),
            provenance=provenance,
        )


def _grid(first: date, last: date) -> list[date]:
    """Every day, or every so many that no more than 200 are shown; both ends included."""
    span = (last - first).days
    step = max(1, math.ceil(span / (_MOST_POINTS - 1)))
    ordinals = {*range(first.toordinal(), last.toordinal(), step), last.toordinal()}
    return [date.fromordinal(ordinal) for ordinal in sorted(ordinals)]


def _bands(fitted: Fitted, targets: Targets, z: float) -> list[tuple[float, float, float]]:
    """(median, lower, upper) in people for each target."""
    mean, variance = fitted.predict(targets)
    half = z * np.sqrt(variance)
    ends = np.exp(fitted.model.centre + np.stack([mean, mean - half, mean + half]))
    return [(float(middle), float(low), float(high)) for middle, low, high in ends.T]


def _points(fitted: Fitted, days: Sequence[date], z: float) -> tuple[Point, ...]:
    if not days:
        return ()
    targets = Targets.levels([day.toordinal() - fitted.model.origin for day in days])
    bands = _bands(fitted, targets, z)
    return tuple(Point(day, *band) for day, band in zip(days, bands, strict=True))


def _observations(fitted: Fitted, figures: Sequence[Said], z: float) -> tuple[Observation, ...]:
    model = fitted.model
    targets = Targets(model.days, model.source, np.ones(len(figures), dtype=np.bool_))
    return tuple(
        Observation(f.entry.id, f.source, f.day, f.value, f.low, f.high, *band)
        for f, band in zip(figures, _bands(fitted, targets, z), strict=True)
    )


def _sources(fitted: Fitted, z: float) -> tuple[SourceEffect, ...]:
    model = fitted.model
    every = np.arange(len(model.sources))
    alone = Targets(np.full(len(every), np.nan), every, np.zeros(len(every), dtype=np.bool_))
    mean, variance = fitted.predict(alone)
    half = z * np.sqrt(variance) * ~model.anchors
    noise = np.exp(fitted.settings[2:])[model.groups]
    return tuple(
        SourceEffect(
            source=source,
            ratio=float(np.exp(mean[index])),
            lower=float(np.exp(mean[index] - half[index])),
            upper=float(np.exp(mean[index] + half[index])),
            noise=float(np.exp(noise[index])),
            n=int(np.sum(model.source == index)),
            anchor=bool(model.anchors[index]),
        )
        for index, source in enumerate(model.sources)
    )


def _diagnostics(fitted: Fitted, chosen: Selection) -> dict[str, object]:
    walk, house = (float(value) for value in np.exp(fitted.settings[:2]))
    return {
        "figures": len(chosen.figures),
        "copies_merged": len(chosen.copies),
        "copies": list(chosen.copies),
        "refused": [{"figure": name, "why": why} for name, why in chosen.refused],
        "walk_per_day": walk,
        "house_spread": house,
        "log_posterior": fitted.log_posterior,
        "converged": fitted.posterior.converged,
    }
