"""One series from sources that each count in their own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from scipy.special import ndtri

from undercount import __version__
from undercount.errors import InputError
from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.reconcile import wording
from undercount.reconcile.anchors import anchors_apart
from undercount.reconcile.answer import grid, observations, points, source_effects
from undercount.reconcile.intervention import Intervention
from undercount.reconcile.leave_out import leave_out_anchors, leave_out_sources, with_copies
from undercount.reconcile.misfit import Settled, settle
from undercount.reconcile.model import build
from undercount.reconcile.predictive import Checks, check
from undercount.reconcile.result import Point, Reconciled
from undercount.reconcile.said import said
from undercount.reconcile.select import Definition, Selection, select
from undercount.results import NotEstimable

_METHOD = "house effects on a random walk of the log level, closed form"


@dataclass(frozen=True, slots=True)
class HouseEffects:
    """Pools figures of one number over time, each source with its own bias and scatter.

    Formula: log y_i = level(t_i) + house_s(i) + noise, where the level is a random walk in log
    people (variance walk^2 a day, and jump^2 spread over each intervention), house_s ~ N(0,
    house^2) and 0 for anchors, and the noise has a variance of its source. A figure of a part of
    the whole adds log share_p(t), a slower walk that is at most 0, and what the source's habit
    with that part adds to its habit. A hedged, rounded or ranged figure says only low_i <= y_i <=
    high_i. The posterior is Gaussian by expectation propagation; sizes of walk, house and noises
    are at their posterior mode, and bands are widened for the doubt about them (Kass & Steffey
    1989). Where the figures ask for it, a habit drifts (a walk and a straight line, size drift)
    or a fifth of the figures have three times the noise; cautions then name source and figures.

    Assumptions: an anchor counts everybody; a source's habit stays the same over the series,
    unless "house-drift" says otherwise; the level moves gradually outside interventions; sources
    err independently. Without an anchor only differences between sources are known, and the
    level is set so that house effects average zero.

    Errors: bands hold the doubt about the settings to second order. In simulations from the model
    90% bands hold the level in 88 to 91 of 100 cases, with drift, heavy tails or gross errors in
    84 to 90 (docs/reconcile.md).

    Known failure: a source that is alone on its part of the timeline cannot be told from the
    level, nor its drift from the level's walk; what all sources miss together is seen by none;
    a sudden event that is not given as an intervention makes the walk wide everywhere.

    Source: Jackman (2005), Australian Journal of Political Science 40, 499-517 (house effects and
    anchors); Raymer et al. (2013), JASA 108, 801-819 (undercount and accuracy by source); Minka
    (2001); Rasmussen & Williams (2006), section 3.6; Kass & Steffey (1989), JASA 84, 717-726;
    Box & Tiao (1968), Biometrika 55, 119-129 (a share of figures with wider noise).

    Attributes:
        level: probability of every band, between 0 and 1.
        anchors: names of sources that are taken to count everybody.
        interventions: days on which the number may change suddenly.

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
    interventions: tuple[Intervention, ...] = ()

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
        counts: Sequence[Sequence[str]] = (),
        definition: Definition | None = None,
    ) -> Reconciled | NotEstimable:
        """Reconcile figures of one quantity at one place.

        Args:
            entries: accepted figures of the series; figures of another unit, measure or length
                of period are refused here and named in a caution.
            name: the series, such as "camp".
            title: what it counts and where, in words.
            ask: days for which an answer is wanted.
            seed: of the predictive checks; the fit itself draws nothing.
            counts: ids of entries that are prints of one count, the root first (from lineage);
                each such count is one observation.
            definition: place and measure that are asked for; most figures decide what is not.

        Returns:
            The series, or `NotEstimable` when fewer than two figures can be used, anchors exclude
            each other or the fit does not converge; its provenance then holds name and title.
        """
        made = self.fit_family(
            {name: entries}, name, titles={name: title}, ask=ask, seed=seed, counts=counts,
            definitions={name: definition} if definition else None,
        )  # fmt: skip
        return made[name]

    def fit_family(
        self,
        parts: Mapping[str, Sequence[Entry]],
        of: str,
        *,
        titles: Mapping[str, str] | None = None,
        ask: Sequence[date] = (),
        seed: int = 1,
        counts: Sequence[Sequence[str]] = (),
        definitions: Mapping[str, Definition] | None = None,
    ) -> dict[str, Reconciled | NotEstimable]:
        """Reconcile a whole and parts of it together, such as a camp and the children in it.

        The parts share the level of the whole and the habits of its sources, so that a part with
        few figures borrows from both; no part is more than the whole. Parts may overlap.

        Args:
            parts: the figures of the whole and of each part, by name.
            of: which of the names is the whole.
            titles: what each counts and where, in words; the name where there is none.
            ask: days for which answers are wanted.
            seed: of the predictive checks.
            counts: as in `fit`.
            definitions: as in `fit`, by name.

        Returns:
            For each name its series, or why there is none. A part needs one figure; where the
            whole has fewer than two, each part is fitted alone.

        Raises:
            InputError: the whole is not among the names.
        """
        if of not in parts:
            raise InputError(
                f"the whole {of!r} is not among the series: {', '.join(parts)}",
                "Name one of them, or add its figures",
            )
        titled = {name: (titles or {}).get(name, name) for name in parts}
        today = date.today()
        chosen = {
            name: select(entries, (definitions or {}).get(name), counts, today)
            for name, entries in parts.items()
        }
        few = {name for name, one in chosen.items() if len(one.figures) < (2 if name == of else 1)}
        refused = {
            name: self._refuse(
                name, titled[name], seed, chosen[name],
                wording.too_few(len(chosen[name].figures), len(parts[name])),
                wording.TWO_FIGURES if parts[name] else wording.NO_FIGURES,
            )
            for name in few
        }  # fmt: skip
        if of in few:
            rest = {
                name: self.fit(
                    parts[name],
                    name=name,
                    title=titled[name],
                    ask=ask,
                    seed=seed,
                    counts=counts,
                    definition=(definitions or {}).get(name),
                )
                for name in parts
                if name != of
            }
            return {name: rest.get(name) or refused[name] for name in parts}
        family = {of: chosen[of], **{n: c for n, c in chosen.items() if n not in {of, *few}}}
        fitted = self._fit(family, of, parts, titled, ask, seed)
        return {name: refused.get(name) or fitted[name] for name in parts}

    def _fit(
        self,
        chosen: Mapping[str, Selection],
        of: str,
        entries: Mapping[str, Sequence[Entry]],
        titles: Mapping[str, str],
        ask: Sequence[date],
        seed: int,
    ) -> dict[str, Reconciled | NotEstimable]:
        figures = {name: one.figures for name, one in chosen.items()}
        everything = [figure for one in figures.values() for figure in one]
        ids = [figure.entry.id for figure in everything]
        wanted = {fold(anchor) for anchor in self.anchors}
        anchors = tuple(sorted({f.source for f in everything if fold(f.source) in wanted}))
        spans = [(one.start.toordinal(), one.end.toordinal()) for one in self.interventions]
        origin = min([min(f.day for f in everything), *ask]).toordinal()
        make = partial(build, whole=of, origin=origin, spans=spans)
        apart = anchors_apart(figures[of], anchors, self.interventions)
        settled = None if apart.exclude else settle(make(figures, anchors=anchors), ids, seed)
        if settled is None:
            why, help_ = (
                (apart.text, wording.ONE_ANCHOR)
                if apart.exclude
                else (wording.NOT_CONVERGED, wording.CHECK_FIGURES)
            )
            return {
                name: self._refuse(name, titles[name], seed, chosen[name], why, help_)
                for name in chosen
            }
        z = float(ndtri(0.5 + self.level / 2))
        left_out = leave_out_anchors(
            figures,
            of,
            anchors,
            lambda rest, names: settled.like(
                make(rest, anchors=names), [figure for one in rest.values() for figure in one]
            ),
            z,
        )
        days = sorted(set(ask))
        copies = [f for f in map(said, entries[of]) if f and f.entry.id in chosen[of].copies]
        double: tuple[Point, ...] = ()
        if copies:
            again = settled.like(
                make(figures, anchors=anchors, again=copies), [*everything, *copies]
            )
            double = with_copies(settled.fitted, again, days, z)
        checks = check(settled.fitted, seed)
        answers = {
            name: self._answer(settled, checks, name, titles[name], chosen[name], part, days, z)
            for part, name in enumerate(chosen, start=-1)
        }
        answers[of] = replace(
            answers[of],
            left_out=left_out,
            if_copies_counted=double,
            fixed_by=wording.fixed_by(figures[of], anchors, left_out),
            cautions=(*apart.cautions, *answers[of].cautions),
        )
        return {
            name: replace(one, provenance=self._provenance(seed)) for name, one in answers.items()
        }

    def _answer(
        self,
        settled: Settled,
        checks: Checks,
        name: str,
        title: str,
        chosen: Selection,
        part: int,
        ask: Sequence[date],
        z: float,
    ) -> Reconciled:
        """The series of the whole (part -1) or of one part; anchors left out are not its matter."""
        fitted, figures = settled.fitted, chosen.figures
        seen = min(f.day for f in figures), max(f.day for f in figures)
        seen_as = observations(fitted, figures, part, z)
        answers = points(fitted, ask, part, z)
        without = leave_out_sources(fitted, ask, part, z)
        return Reconciled(
            name=name,
            title=title,
            level=self.level,
            points=points(fitted, grid(*seen), part, z),
            answers=answers,
            sources=source_effects(settled, part, z),
            observations=seen_as,
            left_out=(),
            fixed_by=wording.fixed_by_whole(bool(fitted.model.anchors.any())),
            assumptions=wording.assumptions(settled, part, self.interventions),
            cautions=(
                *wording.level_cautions(fitted.model, self.anchors),
                *chosen.cautions,
                *wording.misfit_cautions(settled, checks, figures, part),
                *wording.without_cautions(answers, without),
                *wording.fit_cautions(seen_as, answers, seen, fitted, self.level),
            ),
            diagnostics=_diagnostics(settled, checks, chosen),
            without=without,
        )

    def _refuse(
        self, name: str, title: str, seed: int, chosen: Selection, reason: str, help_: str
    ) -> NotEstimable:
        # A refusal has no place of its own for what was asked.
        return NotEstimable(
            reason=reason,
            what_would_help=help_,
            method=_METHOD,
            cautions=chosen.cautions,
            provenance={"name": name, "title": title, **self._provenance(seed)},
        )

    def _provenance(self, seed: int) -> dict[str, Any]:
        held = [
            {"start": one.start.isoformat(), "end": one.end.isoformat(), "name": one.name}
            for one in self.interventions
        ]
        return {
            "seed": seed,
            "version": __version__,
            "method": _METHOD,
            "settings": {
                "level": self.level,
                "anchors": list(self.anchors),
                "interventions": held,
            },
        }


def _diagnostics(settled: Settled, checks: Checks, chosen: Selection) -> dict[str, object]:
    fitted = settled.fitted
    model = fitted.model
    sizes = dict(zip(model.shape.pieces, np.exp(fitted.settings[: model.sized]), strict=True))
    made: dict[str, object] = {
        "figures": len(chosen.figures),
        "copies_merged": len(chosen.copies),
        "copies": list(chosen.copies),
        "refused": [{"figure": name, "why": why} for name, why in chosen.refused],
        "vintages": [vintage.to_dict() for vintage in chosen.vintages],
        "walk_per_day": float(sizes.pop("walk")),
        "house_spread": float(sizes.pop("house")),
        "log_posterior": fitted.log_posterior,
        "converged": fitted.posterior.converged,
        "predictive_p": {"scatter": checks.scatter, "jump": checks.jump, "drift": checks.drift},
        "refits_gain": dict(settled.gains),
    }
    return {**made, **{name.replace(" ", "_"): float(size) for name, size in sizes.items()}}
