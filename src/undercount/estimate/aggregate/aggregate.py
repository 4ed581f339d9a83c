"""A table by country and no list of people: Zhang's power law."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.special import stdtrit

from undercount.errors import InputError
from undercount.estimate.aggregate import refusals
from undercount.estimate.aggregate.bootstrap import by_cluster, parametric
from undercount.estimate.aggregate.counts import AggregateCounts
from undercount.estimate.aggregate.diagnose import (
    bias_corrected,
    constant,
    dependence,
    goodness,
    influence,
    jackknife,
    log_total_se,
)
from undercount.estimate.aggregate.gamma import GammaFit, fit_estimated, fit_held, total_of
from undercount.estimate.aggregate.likelihood import Array
from undercount.estimate.aggregate.rows import Rows, rows_of
from undercount.estimate.aggregate.words import assumptions, cautions, foundations
from undercount.estimate.covariates import parse_covariates
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import quantile
from undercount.estimate.methods import AGGREGATE_INTERVALS, AGGREGATE_LAWS, ZEROS
from undercount.estimate.provenance import provenance
from undercount.results import Caution, Estimate, Interval, NotEstimable

_METHOD: Final = "Power law of encounters by country (Zhang 2008; Beręsewicz & Pawlukiewicz 2020)"
_NO_PEAK: Final = (
    "The maximum likelihood fit did not converge to a peak.",
    "Fewer covariates, or gamma held at a known value.",
)
# Replicates that may fail before the rest are no sample of what could have been.
_MOST_FAILED: Final = 0.1
# The other law fits beyond doubt better.
_FAR_IN_AIC: Final = 10.0


@dataclass(frozen=True, slots=True)
class Aggregate:
    """People outside the register, from encounters m, registrations n and populations N by country.

    m has mean N**alpha (gamma + n / N)**beta and a Poisson or negative binomial law (variance
    mu + mu**2 / phi). The total is the sum of N**alpha over all rows with N > 0, encountered
    people included: Zhang (2008), Statistics Norway Documents 2008/11; Beręsewicz & Pawlukiewicz
    (2020), arXiv 2008.09407, for covariates and truncation; gamma as in the R package uncounted.

    Assumes that people outside the register number N**alpha with no constant factor (a test of it
    is in the diagnostics), that n / N tells the chance of an encounter and nothing of their
    number (`dependence` shows what the total would be otherwise), and that N counts people:
    in thousands it gives another answer. Known failure: the total is N's power and so moves by
    the factor N**0.1 with 0.1 in alpha; families and covariates that fit alike can differ
    fourfold. Alpha outside 0 to 1, beta below 0, a gamma that anything fits, or a total below
    the people encountered are refused.

    Interval "delta": log-normal in the people not encountered, with the largest of three standard
    errors (from the model, the sandwich over countries, the jackknife over countries), and
    Student's t on countries less parameters. "parametric": percentiles over tables drawn from the
    fit. "cluster": percentiles
    with countries weighed anew.

    Attributes:
        law: "negative-binomial" or "poisson".
        zeros: "counted", or "truncated" for a table that lists only countries with encounters;
            rows without are then left out of the fit, not of the total.
        gamma: held at this number; None for 0 where every row of the fit has somebody registered,
            else estimated; "estimate" to estimate it anyway.
        covariates: columns that alpha depends on, or a formula such as "sex+region".
        interval: "delta", "parametric" or "cluster".
        replicates: of the bootstraps.

    Raises:
        InputError: a setting that is none of these, or a covariate that the table does not hold.

    Ten invented countries:

    >>> import polars
    >>> frame = polars.DataFrame({
    ...     "country": list("ABCDEFGHIJ"),
    ...     "encounters": [15, 6, 40, 3, 80, 9, 22, 4, 61, 12],
    ...     "registered": [30, 9, 150, 4, 210, 25, 60, 3, 300, 18],
    ...     "population": [900, 400, 3000, 150, 9000, 600, 1500, 300, 5200, 800]})
    >>> table = AggregateCounts.from_frame(frame)
    >>> fit = Aggregate().fit(table)
    >>> [round(x, -2) for x in (fit.point, fit.interval.lower, fit.interval.upper)]
    [1700.0, 700.0, 4200.0]
    """

    law: str = "negative-binomial"
    zeros: str = "counted"
    gamma: float | str | None = None
    covariates: tuple[str, ...] | str = ()
    interval: str = "delta"
    replicates: int = 1000

    def __post_init__(self) -> None:
        for name, value, known in (
            ("law", self.law, AGGREGATE_LAWS),
            ("zeros", self.zeros, ZEROS),
            ("interval", self.interval, AGGREGATE_INTERVALS),
        ):
            if value not in known:
                raise InputError(f"there is no {name} '{value}'", f"Give {', '.join(known)}")
        if self.gamma not in (None, "estimate"):
            object.__setattr__(self, "gamma", _number(self.gamma))
        if self.replicates < 2:
            raise InputError("replicates must be 2 or more")
        text = self.covariates if isinstance(self.covariates, str) else "+".join(self.covariates)
        object.__setattr__(self, "covariates", parse_covariates(text))

    def fit(
        self, data: AggregateCounts, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The total from one table; only the bootstraps draw."""
        quantile(level)
        origin = provenance(self, level, seed)
        rows = rows_of(data, tuple(self.covariates), self.zeros == "truncated")
        gamma = self._gamma(rows)
        parameters = len(rows.columns) + 1 + (gamma is None) + (self.law != "poisson")

        def refuse(why: refusals.Refusal) -> NotEstimable:
            return NotEstimable(*why, _METHOD, data.n_observed, (), origin)

        if why := refusals.before(rows, parameters, gamma):
            return refuse(why)
        found = _found(rows, gamma, self.law != "poisson")
        if found is None:
            return refuse(_NO_PEAK)
        total = total_of(rows.size, found.fit.theta)
        if why := refusals.after(rows, found, total):
            return refuse(why)
        if not refusals.usable(found.fit.information):
            return refuse(_NO_PEAK)
        model, robust = log_total_se(rows.given, found.fit, rows.size, rows.fitted_cluster)
        free = len(np.unique(rows.fitted_cluster)) - len(found.fit.theta)
        # People in rows without a reference population are those encountered, and nobody else.
        point = total + rows.no_reference
        moved = influence(rows.given, found.fit, rows.size, rows.fitted_cluster, rows.countries)
        left_out = jackknife(moved)
        se = total * math.hypot(max(model, robust, left_out or 0.0), found.log_spread(total))
        delta = _lognormal_t(data.n_observed, point - data.n_observed, se, level, free)
        interval, draws, share = delta, None, None
        if self.interval != "delta":
            totals = self._replicated(rows, found, seed) + rows.no_reference
            kept = totals[np.isfinite(totals)]
            share = 1 - len(kept) / len(totals)
            if share > _MOST_FAILED:
                reason = f"{share:.0%} of the bootstrap tables gave no fit."
                return refuse((reason, 'More countries, or interval="delta".'))
            interval, draws = _percentiles(kept, point, data.n_observed, level, self.interval)
        if why := refusals.too_wide(interval.lower, interval.upper):
            return refuse(why)
        facts = self._facts(rows, found, gamma) | {"influence": moved}
        tested = constant(rows.given, found.fit, rows.size)
        fitness = goodness(
            rows.given, found.fit, [rows.labels[i] for i in np.flatnonzero(rows.used)]
        )
        shifts = dependence(found.fit, rows.size, rows.ratio)
        people = np.exp(rows.size @ found.fit.theta[: len(rows.columns)])
        return Estimate(
            point=point,
            interval=interval,
            n_observed=data.n_observed,
            method=f"{_METHOD}, {facts['fitted_law']}",
            assumptions=assumptions(tested, fitness["p_value"]),
            cautions=(
                *foundations(tested, shifts),
                *cautions(rows, found, _alpha_upper(rows, found), people, facts),
                *_failed(share),
                *far_extrapolation(point - data.n_observed, data.n_observed),
            ),
            diagnostics=_parameters(rows, found)
            | {
                "se": se,
                "se_log_model": model,
                "se_log_robust": robust,
                "se_log_jackknife": left_out,
                "delta": delta.to_dict(),
                "failed_replicates": share,
                "bias_corrected": bias_corrected(found.fit, rows.size) + rows.no_reference,
                "encountered_share": data.n_observed / point,
                "laws": facts["laws"],
                "constant": tested,
                "dependence": shifts,
                "influence": facts["influence"],
                "goodness_of_fit": fitness,
                "by_row": [
                    {"row": label, "encounters": int(m), "people": float(n)}
                    for label, m, n in zip(rows.labels, rows.encounters, people, strict=True)
                ],
            },
            provenance=origin,
            draws=draws,
        )

    def _gamma(self, rows: Rows) -> float | None:
        if isinstance(self.gamma, float | int):
            return float(self.gamma)
        everywhere = bool((rows.given.ratio > 0).all())
        return 0.0 if self.gamma is None and everywhere else None

    def _replicated(self, rows: Rows, found: GammaFit, seed: int) -> Array:
        generator = np.random.default_rng(seed)
        if self.interval == "parametric":
            return parametric(rows.given, found.fit, rows.size, self.replicates, generator)
        cluster = np.unique(rows.fitted_cluster, return_inverse=True)[1].astype(np.int64)
        return by_cluster(rows.given, found.fit, rows.size, cluster, self.replicates, generator)

    def _facts(self, rows: Rows, found: GammaFit, gamma: float | None) -> dict[str, Any]:
        """What the cautions are made of: the other law, and the scatter."""
        fit = found.fit
        other = _found(rows, gamma, self.law == "poisson")
        laws: list[dict[str, Any]] = [
            {
                "law": "poisson" if made.fit.tau is None else "negative-binomial",
                "loglik": made.fit.loglik,
                "aic": 2 * len(made.fit.theta) - 2 * made.fit.loglik,
                "total": total_of(rows.size, made.fit.theta) + rows.no_reference,
            }
            for made in (found, other)
            if made is not None
        ]
        limit = self.law != "poisson" and fit.tau is None
        worse = len(laws) > 1 and laws[1]["aic"] < laws[0]["aic"] - _FAR_IN_AIC
        return {
            "fitted_law": laws[0]["law"],
            "laws": laws[:1] if limit else laws,
            "poisson_limit": limit,
            "overdispersed": fit.tau is None and worse,
            "other_total": laws[1]["total"] if len(laws) > 1 else None,
        }


def _number(gamma: Any) -> float:
    """A gamma that is held, from a number or its text."""
    try:
        held = float(gamma)
    except (TypeError, ValueError):
        held = math.nan
    if not 0 <= held < math.inf:
        raise InputError(f"a gamma of {gamma} is none", 'Give 0 or more, or "estimate"')
    return held


def _found(rows: Rows, gamma: float | None, negative_binomial: bool) -> GammaFit | None:
    if gamma is None:
        return fit_estimated(rows.given, rows.population, negative_binomial)
    held = fit_held(rows.given, gamma, negative_binomial)
    return None if held is None else GammaFit(held)


def _lognormal_t(n: int, unseen: float, se: float, level: float, free: int) -> Interval:
    """`intervals.lognormal` with the quantile of Student's t."""
    reach = float(stdtrit(max(free, 1), 0.5 + level / 2))
    factor = math.exp(min(reach * math.sqrt(math.log1p((se / unseen) ** 2)), 700.0))
    return Interval(n + unseen / factor, n + unseen * factor, level, "lognormal")


def _percentiles(
    totals: Array, point: float, n: int, level: float, kind: str
) -> tuple[Interval, Array]:
    totals = np.maximum(totals, n)
    low, high = np.quantile(totals, [0.5 - level / 2, 0.5 + level / 2])
    ends = Interval(min(float(low), point), max(float(high), point), level, f"{kind} bootstrap")
    return ends, totals[np.newaxis]


def _alpha_upper(rows: Rows, found: GammaFit) -> float:
    columns = len(rows.columns)
    spread = np.linalg.inv(found.fit.information)[:columns, :columns]
    design = rows.alpha_design
    se = np.sqrt(np.maximum(np.einsum("ra,ab,rb->r", design, spread, design), 0.0))
    return float((design @ found.fit.theta[:columns] + quantile(0.95) * se).max())


def _parameters(rows: Rows, found: GammaFit) -> dict[str, Any]:
    fit, columns = found.fit, len(rows.columns)
    names = [*rows.columns, "beta"]
    names += ["log_gamma"] if fit.free_gamma else []
    names += [] if fit.tau is None else ["log_phi"]
    errors = np.sqrt(np.maximum(np.diag(np.linalg.inv(fit.information)), 0.0))
    return {
        "coefficients": dict(zip(names, fit.theta.tolist(), strict=True)),
        "standard_errors": dict(zip(names, errors.tolist(), strict=True)),
        "alpha": float(fit.theta[0]),
        "beta": float(fit.theta[columns]),
        "gamma": fit.gamma,
        "gamma_estimated": bool(found.profile),
        "gamma_profile": [
            {"gamma": gamma, "loglik": loglik, "total": total}
            for gamma, loglik, total in found.profile
        ],
        "phi": None if fit.tau is None else math.exp(fit.tau),
        "loglik": fit.loglik,
        "aic": 2 * len(fit.theta) - 2 * fit.loglik,
        "rows_in_fit": len(rows.given.m),
        "countries_in_fit": len(np.unique(rows.fitted_cluster)),
    }


def _failed(share: float | None) -> tuple[Caution, ...]:
    if not share:
        return ()
    text = f"{share:.1%} of the bootstrap tables gave no fit and are left out of the interval."
    return (Caution("failed-replicates", text),)
