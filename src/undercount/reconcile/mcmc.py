"""An independent check of the closed form: the same model, sampled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Any, Final, cast

import numpy as np

from undercount.errors import InputError
from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.kernel import clock
from undercount.reconcile.misfit import settle
from undercount.reconcile.model import Model, build
from undercount.reconcile.plain import plain
from undercount.reconcile.priors import SHARE
from undercount.reconcile.result import Point, Reconciled
from undercount.reconcile.said import Said, spell
from undercount.reconcile.sampling import Draws, sample
from undercount.reconcile.sums import design

DRAWS: Final = 1500
WARMUP: Final = 500
R_HAT: Final = 1.01
# Ends of bands further apart than this share of the band's width are no chance of the draws:
# with a thousand effective draws an end is known to about 2%.
AGREE: Final = 0.1
_GRID = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """One day by the closed form and by sampling.

    Attributes:
        series: name of the series.
        asked: whether the day was asked for.
        closed: the band of the closed form, people.
        sampled: the same band by sampling, people.
        apart: the largest distance of a middle or an end, as a share of the closed band's width
            (both on a logarithmic scale).
    """

    series: str
    asked: bool
    closed: Point
    sampled: Point
    apart: float


@dataclass(frozen=True, slots=True)
class Check:
    """What sampling says of a series, or of a whole and its parts together.

    Attributes:
        series: their names, the whole first.
        level: probability of every band.
        rows: days that were asked for, then days spread over the series.
        apart: the largest distance of all rows, as a share of a band's width.
        agrees: whether that is small; None where the chains have not settled.
        verdict: the same in words.
        r_hat: the largest rank-normalised split R-hat; chains that have met are below 1.01.
        ess: the fewest effective draws, of middles and tails.
        divergences: draws whose path left the posterior; any spoils the check.
        draws: draws in all.
        seconds: that the check took.
        seed: of all draws.
    """

    series: tuple[str, ...]
    level: float
    rows: tuple[Compared, ...]
    apart: float
    agrees: bool | None
    verdict: str
    r_hat: float
    ess: float
    divergences: int
    draws: int
    seconds: float
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; days as ISO 8601."""
        return plain(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Check:
        """The check that `to_dict` wrote."""
        rows = tuple(
            Compared(
                row["series"],
                row["asked"],
                Point(**{**row["closed"], "day": date.fromisoformat(row["closed"]["day"])}),
                Point(**{**row["sampled"], "day": date.fromisoformat(row["sampled"]["day"])}),
                row["apart"],
            )
            for row in data["rows"]
        )
        return cls(**{**data, "series": tuple(data["series"]), "rows": rows})


def check_mcmc(
    reconciled: Reconciled | Mapping[str, Reconciled],
    *,
    seed: int = 1,
    draws: int = DRAWS,
    warmup: int = WARMUP,
) -> Check:
    """Sample the model of a series, and hold its bands against those of the closed form.

    Formula: that of `HouseEffects`, as sums of standard normal draws: the level's walk step by
    step, habits, shares of parts, drifts, and settings with their priors; figures as log
    (Phi(b) - Phi(a)). No-U-turn sampling in four chains. Which habits drift and which figures'
    noise is widened is taken from the closed form, not sampled.

    Errors: with a thousand effective draws an end of a 90% band is known to 2% of its width.

    Source: Hoffman & Gelman (2014), JMLR 15, 1593-1623; Vehtari et al. (2021), Bayesian Analysis
    16, 667-718 (R-hat and effective draws); Gorinova et al. (2020), ICML, 3648-3657 (draws
    re-centred on the figures).

    Args:
        reconciled: a series; or a whole and parts fitted together, by name, the whole first.
        seed: of all draws.
        draws: kept of each of four chains.
        warmup: draws of each chain before those.

    Raises:
        InputError: there is no series, or numpyro is not installed.
        UndercountError: the process that samples broke off.
    """
    if isinstance(reconciled, Reconciled):
        reconciled = {reconciled.name: reconciled}
    if not reconciled:
        raise InputError("there is no series to check", "Give one that could be estimated")
    began = time.perf_counter()
    model = _settled(reconciled)
    found = sample(model, seed, draws, warmup)
    rng = np.random.default_rng(seed)
    rows = tuple(
        row
        for part, one in enumerate(reconciled.values(), start=-1)
        for row in _compare(one, _numbers(model, found, one, part, rng))
    )
    worst = max(rows, key=lambda row: row.apart)
    agrees = None if found.r_hat >= R_HAT or found.divergences else worst.apart <= AGREE
    return Check(
        series=tuple(reconciled),
        level=next(iter(reconciled.values())).level,
        rows=rows,
        apart=worst.apart,
        agrees=agrees,
        verdict=_verdict(agrees, worst, found),
        r_hat=found.r_hat,
        ess=found.ess,
        divergences=found.divergences,
        draws=len(found.level),
        seconds=time.perf_counter() - began,
        seed=seed,
    )


def _settled(family: Mapping[str, Reconciled]) -> Model:
    """The model that the closed form settled, from what it answered."""
    # An observation holds all that is read of a figure here.
    figures = {name: cast(Sequence[Said], one.observations) for name, one in family.items()}
    every = [seen for one in family.values() for seen in one.observations]
    asked = [point.day for one in family.values() for point in one.answers]
    whole, first = next(iter(family.items()))
    anchors = {source.source for one in family.values() for source in one.sources if source.anchor}
    spans = [
        tuple(date.fromisoformat(item[end]).toordinal() for end in ("start", "end"))
        for item in first.provenance["settings"]["interventions"]
    ]
    model = build(
        figures, whole, sorted(anchors),
        min([*(seen.day for seen in every), *asked]).toordinal(),
        cast(Sequence[tuple[int, int]], spans),
    )  # fmt: skip
    # With another seed chance could keep heavy tails that the series did without.
    settled = settle(model, [seen.figure_id for seen in every], first.provenance["seed"])
    if settled is None:
        raise InputError("the closed form does not converge", "Fit the series again")
    return settled.fitted.model


def _closed(one: Reconciled) -> tuple[Point, ...]:
    """The days that were asked for, then some of the series."""
    some = np.unique(np.linspace(0, len(one.points) - 1, _GRID).round().astype(int))
    return (*one.answers, *(one.points[at] for at in some))


def _numbers(
    model: Model, found: Draws, one: Reconciled, part: int, rng: np.random.Generator
) -> Floats:
    """Draws of log people on each day that is compared, shape (draws, days)."""
    days = np.array([p.day.toordinal() - model.origin for p in _closed(one)], dtype=np.float64)
    made = design(model)
    sizes = {name: found.sizes[:, k, None] ** 2 for k, name in enumerate(model.shape.pieces)}

    def level_clock(at: Floats) -> Floats:
        sudden = clock(model.shape, at).sum(axis=0)
        return np.asarray(sizes["walk"] * at + sizes.get("jump", 0.0) * sudden)

    numbers = model.centre + between(found.level, made.level.days, days, level_clock, rng)
    if part >= 0:
        walk = made.shares[part].days
        share = between(found.shares[part], walk, days, lambda at: sizes["share walk"] * at, rng)
        numbers = numbers + log(SHARE.median) + share
    return numbers


def between(
    values: Floats,
    nodes: Floats,
    days: Floats,
    clock_of: Callable[[Floats], Floats],
    rng: np.random.Generator,
) -> Floats:
    """Draws of a walk on days between and outside its nodes, each day by itself.

    Between two nodes a walk is pinned at both (a Brownian bridge); outside it goes on from one.

    Args:
        values: the walk on its nodes, shape (draws, m).
        nodes: their days, rising, shape (m,).
        days: what is asked, shape (k,).
        clock_of: variance that has run by each of some days, shape (draws, days).
        rng: of the draws.
    """
    after = np.searchsorted(nodes, days, side="right")
    left, right = np.maximum(after - 1, 0), np.minimum(after, len(nodes) - 1)
    ran, now = clock_of(nodes), clock_of(days)
    since, until = now - ran[:, left], ran[:, right] - now
    inside = (left < right) & (since + until > 0)
    whole = np.where(inside, since + until, 1.0)
    share = np.where(inside, since / whole, 0.0)
    variance = np.where(inside, since * until / whole, np.abs(since))
    middle = (1 - share) * values[:, left] + share * values[:, right]
    return np.asarray(middle + np.sqrt(np.maximum(variance, 0.0)) * rng.normal(size=middle.shape))


def _compare(one: Reconciled, numbers: Floats) -> list[Compared]:
    tail = 0.5 - one.level / 2
    ends = np.quantile(numbers, [0.5, tail, 1 - tail], axis=0).T
    made = []
    for index, (point, sampled) in enumerate(zip(_closed(one), ends, strict=True)):
        ours = np.log([point.median, point.lower, point.upper])
        apart = float(np.abs(ours - sampled).max() / (ours[2] - ours[1]))
        middle, lower, upper = (float(end) for end in np.exp(sampled))
        asked = index < len(one.answers)
        band = Point(point.day, middle, lower, upper)
        made.append(Compared(one.name, asked, point, band, apart))
    return made


def _verdict(agrees: bool | None, worst: Compared, found: Draws) -> str:
    if agrees is None:
        return (
            f"no verdict: the chains have not settled (R-hat {found.r_hat:.3f}, "
            f"{found.divergences} divergences)"
        )
    most = f"{100 * worst.apart:.0f}% of the band's width"
    where = f"({worst.series}, {spell(worst.closed.day)})"
    if agrees:
        return f"agrees: no end of a band is further apart than {most} {where}"
    return f"differs by {most} {where}: trust the sampling"
