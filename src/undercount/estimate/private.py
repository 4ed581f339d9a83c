"""The number of people from a table with noise, by models that know the noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import quantile
from undercount.estimate.linkage import words
from undercount.estimate.linkage.mixture import draw_totals, shares, weighed
from undercount.estimate.linkage.models import fit_models
from undercount.estimate.linkage.noisy import fit_noisy
from undercount.estimate.linkage.widening import widened
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.notation import format_model
from undercount.estimate.provenance import provenance
from undercount.histories.noise import Noise
from undercount.histories.release import Release
from undercount.results import Assumption, Caution, Estimate, Interval, NotEstimable

ON_NOISY: Final = ("loglinear",)
# The choice a data officer has; each doubles or halves what one table tells of a person.
EPSILONS: Final = tuple(map(Fraction, ("5", "2", "1", "1/2", "1/10")))
_DRAWS = 4000
_MANY = 20_000
# An overlap of so many standard deviations of its noise may be noise alone.
_TOLD = 2.0
# An upper end beyond so many times the middle, or the people observed, says that the table leaves
# the number open.
_OPEN, _FAR = 50.0, 1000.0
_NAMED = (
    "Log-linear models of a table with discrete Laplace noise (Fienberg 1972; Ghosh, "
    "Roughgarden & Sundararajan 2012)"
)
_PRIVATE = Assumption(
    "Noise was added to each count as the release says, and to nothing else before it."
)
_REFUSED = (
    "The noise leaves the number open: the overlap of the lists, or what is on one list alone, is "
    "no larger than the noise that was added to it may be.",
    "A larger epsilon, lists that overlap more, or no noise.",
)


@dataclass(frozen=True, slots=True)
class _Private:
    """The settings, as the provenance shows them."""

    method: str
    epsilon: float
    linked: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """What noise of one strength does to the answer; rests on the true counts.

    Attributes:
        epsilon: of the noise, or None for none.
        within: nine in ten numbers are moved by at most this.
        exact: probability that a number stays as it is.
        interval: of the number of people, or None where nothing is left to estimate from.
    """

    epsilon: Fraction | None
    within: int
    exact: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, eq=False)
class _Totals:
    """Totals drawn from one table.

    Attributes:
        plain: shape (draws,), people, with chance and noise.
        wide: the same with the doubt of an unaudited linkage.
        noise: share of the variance of log `plain` that is due to the noise.
        model: the best model, shape (2**t,).
    """

    plain: NDArray[np.float64]
    wide: NDArray[np.float64]
    noise: float
    model: NDArray[np.bool_]


def estimate_private(
    release: Release, method: str = "loglinear", level: float = 0.95, seed: int = 1, *,
    linked: bool = True,
) -> Estimate | NotEstimable:  # fmt: skip
    """The number of people from a table with noise.

    Counts y vary about their means exp(X theta) by chance and by the noise: V = diag(m) + v I, with
    v = 1 / (2 sinh(epsilon / 2)**2), the variance of the discrete Laplace law. Minimised is
    (y - mu)' V**-1 (y - mu); see `linkage.noisy.fit_noisy`. Counts below 0 are taken as they are:
    setting them to 0 would put small cells, and with them the overlaps, up, and the total down.

    Assumptions: nobody enters or leaves; the noise is as the release says. With `linked` the lists
    are independent, since a missed link looks like lists that avoid each other, and the unseen part
    is divided by a factor between 1 / 1.25 and 2.6, as for linkages that nobody audited. Without,
    all hierarchical models are averaged.

    Units: people. Errors: quantiles of 4,000 drawn totals. Everything that is returned is made from
    the release alone, so that it costs no further epsilon.

    Sources: Ghosh, Roughgarden & Sundararajan (2012), SIAM Journal on Computing 41(6), for the
    noise; Fienberg (1972), Biometrika 59(3), for the models.

    Known failure: where the overlap of the lists is not larger than its noise, nothing can be said.

    Args:
        release: a table with noise.
        method: "loglinear"; the others take counts as people counted and are refused.
        level: of the interval.
        seed: of the draws; the noise is the release's own.
        linked: whether the table comes of a linkage that nobody has audited.

    >>> made = Release(("A", "B"), (402, 299, 101), Fraction(1), Fraction(1), "2026-11-23")
    >>> answer = estimate_private(made, linked=False)
    >>> round(answer.point, -2), answer.n_observed
    (2000.0, 802)
    """
    quantile(level)
    origin = provenance(_Private(method, float(release.epsilon), linked), level, seed)
    counts = np.array([0, *release.counts], dtype=np.float64)
    observed = max(int(counts.sum()), 0)
    if method not in ON_NOISY:
        why = f"The method '{method}' takes counts as certain, and these carry noise."
        return NotEstimable(why, f"One of {', '.join(ON_NOISY)}.", method, provenance=origin)
    made = _totals(counts, release.noise.variance, linked, level, _DRAWS, seed)
    if made is None:
        return NotEstimable(*_REFUSED, _NAMED, observed, (), origin)
    drawn = made.wide
    lower, upper = _ends(drawn, level)
    point = float(np.median(made.plain))
    spread, before = float(np.log(drawn).var()), float(np.log(made.plain).var())
    kept = min(before / spread, 1.0) if spread > 0 else 1.0
    noise = made.noise * kept
    seen = min(observed, int(lower), int(point))
    found: dict[str, Any] = {
        "epsilon": float(release.epsilon),
        "noise_share": noise,
        "noise_widens": float((1 - noise) ** -0.5 - 1),
        "model": format_model(made.model, release.lists),
    }
    assumed = [words.CLOSED, _PRIVATE]
    said = [_caution(release, found["noise_widens"])]
    if linked:
        found["linkage_share"] = 1 - kept
        assumed += [words.EVIDENCE, words.INDEPENDENT]
        said.insert(0, words.NO_AUDIT_IN_NOISE)
    else:
        assumed.append(words.TERMS)
    return Estimate(
        point=point,
        interval=Interval(min(lower, point), max(upper, point), level, "noise"),
        n_observed=seen,
        method=_NAMED,
        assumptions=tuple(assumed),
        cautions=(*said, *far_extrapolation(point - seen, max(seen, 1))),
        diagnostics=found,
        provenance=origin,
        draws=drawn[np.newaxis],
    )


def privacy_cost(
    counts: NDArray[np.float64],
    epsilons: Sequence[Fraction] = EPSILONS,
    level: float = 0.95,
    seed: int = 1,
    *,
    linked: bool = True,
) -> tuple[Cost, ...]:
    """What noise would do to the interval, for each epsilon and, first, without any.

    No noise is drawn: the models get the true counts and are told the variance of the noise, which
    gives the width to expect. So nothing is spent; but what comes out rests on the true counts
    and is for those who hold the lists.

    Args:
        counts: shape (2**t,), people by history; cell 0 is not used.
        epsilons: to compare.
        level: of the intervals.
        seed: of the draws, the same for all.
        linked: as for `estimate_private`.
    """
    quantile(level)
    table = np.array(counts, dtype=np.float64)
    made = []
    for epsilon in (None, *epsilons):
        noise = None if epsilon is None else Noise(epsilon)
        variance = 0.0 if noise is None else noise.variance
        totals = _totals(table, variance, linked, level, _MANY, seed)
        ends = None if totals is None else _ends(totals.wide, level)
        interval = None if ends is None else Interval(*ends, level, "noise")
        within, exact = (noise.within(0.9), noise.exact) if noise else (0, 1.0)
        made.append(Cost(epsilon, within, exact, interval))
    return tuple(made)


def _totals(
    counts: NDArray[np.float64],
    variance: float,
    linked: bool,
    level: float,
    draws: int,
    seed: int,
) -> _Totals | None:
    """Totals drawn from a table, or None where it leaves the number open."""
    several = np.bitwise_count(np.arange(len(counts))) >= 2
    if counts[several].sum() <= _TOLD * np.sqrt(several.sum() * variance):
        return None
    rng = np.random.default_rng(seed)
    errors = variance * np.eye(len(counts))
    if linked:
        t = len(counts).bit_length() - 1
        fits, weight = fit_noisy(counts, errors, hierarchical_models(t, 1)[:1]), np.ones(1)
    else:
        fits, weight = weighed(fit_models(counts, errors))
    plain = draw_totals(fits, weight, draws, rng)
    observed = max(float(counts[1:].sum()), 0.0)
    if _ends(plain, level)[1] > min(_OPEN * float(np.median(plain)), _FAR * max(observed, 1.0)):
        return None
    # Who was seen is in doubt by the noise of all cells.
    seen = observed + np.sqrt(variance * (len(counts) - 1)) * rng.normal(size=draws)
    wide = widened(plain, seen, rng) if linked else plain
    return _Totals(plain, wide, shares(fits, weight).links, fits.models[0])


def _ends(draws: NDArray[np.float64], level: float) -> tuple[float, float]:
    lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(lower), float(upper)


def _caution(release: Release, widens: float) -> Caution:
    """What the noise is, and what it costs."""
    told = "less than 1%" if widens < 0.01 else f"about {widens:.0%}"
    # A table that somebody else gave out does not say what else was.
    spent = f", {float(release.spent):g} with all before it" if release.day else ""
    strength = f"epsilon {float(release.epsilon):g}{spent}"
    text = (
        f"Noise hides each person in the counts ({strength}): nine in ten are moved by at most "
        f"{release.noise.within(0.9)}. It makes the interval {told} wider."
    )
    return Caution("noise", text)
