"""One register: zero-truncated count regression with the Horvitz-Thompson total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from undercount.errors import InputError, Problem
from undercount.estimate.draws import lognormal_draws
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, normal, quantile
from undercount.estimate.methods import PENALTIES, REGISTER_INTERVALS
from undercount.estimate.provenance import provenance
from undercount.estimate.register.bootstrap import Replicates, bootstrap
from undercount.estimate.register.cautions import cautions_of, rate_assumption
from undercount.estimate.register.design import register_table
from undercount.estimate.register.families.make import family
from undercount.estimate.register.families.names import FAMILIES
from undercount.estimate.register.fitting import Boundary, Fitted, fit_family
from undercount.estimate.register.formula import checked, formula
from undercount.estimate.register.goodness import goodness
from undercount.estimate.register.numbers import diagnostics_of
from undercount.estimate.register.words import MEETINGS, REPLICATES
from undercount.estimate.unusable import NOBODY, nobody_unseen
from undercount.histories import CountData
from undercount.results import Caution, Estimate, Interval, NotEstimable


@dataclass(frozen=True, slots=True)
class ZeroTruncated:
    """The number of people behind one register, from how often each was met.

    A person is met y times by a law f with rate l, log l = X beta, and is in the register if
    y > 0. Each person observed stands for 1 / (1 - p0) people, p0 the chance of never being met:
    N is their sum (Horvitz & Thompson), with the variance of van der Heijden, Bustami, Cruyff,
    Engbersen & van Houwelingen (2003), Statistical Modelling 3:305-322.

    Laws: "poisson" (one rate), "geometric" and "negbin" (rates that differ by an exponential or a
    gamma law). Before each may stand:

    - "zero-truncated-one-inflated-": a share of all people is met exactly once whatever their
      rate, and only the others can be missed (inflation, then truncation);
    - "one-inflated-zero-truncated-": a share of the people met left or hid after the first
      meeting (truncation, then inflation; Godwin & Böhning 2017);
    - "zero-one-truncated-": the rate comes from those met twice or more; those met once are
      counted and not trusted;
    - "zero-truncated-hurdle-" and "hurdle-zero-truncated-": being met just once has its own
      chance, among the people met or among all.

    Assumes a closed population, and that people alike in the covariates follow the law. Known
    failure: families that fit alike give totals that differ several times over: use `compare`.

    What has no finite or no identified maximum is refused, never printed: a level of which nobody
    was met again (separation, by a linear programme), a dispersion that runs to 0 or to infinity,
    a likelihood flat in it. With `penalty="firth"` separation is answered by Firth's (1993)
    penalised fit, with a caution; bootstrap samples with separation always are, and their share
    is told.

    Attributes:
        covariates: columns or a formula, such as "gender+age"; with *, :, C(), poly() and the like
            it needs formulaic. Columns of numbers enter as numbers.
        family: one of `FAMILIES`.
        interval: "normal", "lognormal", or the percentiles of a "parametric", "semiparametric" or
            "nonparametric" bootstrap; normal and log-normal stand in the diagnostics anyway. If
            left out, normal as published where the rate is all there is to estimate, and
            log-normal for families with further parameters, whose totals are skewed.
        replicates: samples of a bootstrap.
        penalty: "" or "firth".

    Raises:
        InputError: a setting that does not exist, a formula that is not understood, or a name the
            data do not hold.

    >>> met = CountData(np.arange(1, 7), np.array([1645, 183, 37, 13, 1, 1]))
    >>> fit = ZeroTruncated().fit(met)
    >>> [round(x) for x in (fit.point, fit.interval.lower, fit.interval.upper)]
    [7080, 6363, 7797]
    >>> ZeroTruncated(family="negbin").fit(met).reason
    'The dispersion runs to infinity, and the number of people with it: the counts look like the \
end of a law (the logarithmic) that any number of unseen people fits.'
    """

    covariates: tuple[str, ...] | str = ()
    family: str = "poisson"
    interval: str = ""
    replicates: int = REPLICATES
    penalty: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "covariates", checked(self.covariates))
        known = {
            "family": FAMILIES,
            "interval": ("", *REGISTER_INTERVALS),
            "penalty": ("", *PENALTIES),
        }
        problems = [
            Problem(
                f"there is no {name} '{given}'",
                column=name,
                hint=f"Give {' or '.join(filter(None, names))}",
            )
            for name, names in known.items()
            if (given := getattr(self, name)) not in names
        ]
        if self.replicates < 2:
            what = f"{self.replicates} replicates make no interval"
            problems.append(Problem(what, column="replicates", hint="Give 500, for example"))
        if problems:
            raise InputError(problems)

    def fit(
        self, data: CountData | Any, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one register.

        Args:
            data: a register, or any frame with `capture`, `count` and covariates that
                `CountData.from_frame` reads.
            level: of the interval.
            seed: settles every sample of a bootstrap.
        """
        data = data if isinstance(data, CountData) else CountData.from_frame(data)
        quantile(level)
        origin = provenance(self, level, seed)
        law = family(self.family)
        made = fit_family(law, register_table(data, self.formula), level, self.penalty)
        if isinstance(made, Boundary):
            return refusal(made, law.title, data.n_observed, origin)
        kind = self.interval or ("lognormal" if law.auxiliaries else "normal")
        return answer(made, data, kind, self.replicates, level, seed, origin)

    @property
    def formula(self) -> str:
        """The covariates as one formula."""
        return formula(self.covariates)


def refusal(made: Boundary, title: str, n: int, origin: dict[str, Any]) -> NotEstimable:
    """A boundary as an answer."""
    caution = Caution(f"boundary-{made.kind.replace(' ', '-')}", made.reason)
    return NotEstimable(made.reason, made.helps, title, n, (caution,), origin)


def answer(
    made: Fitted,
    data: CountData,
    kind: str,
    replicates: int,
    level: float,
    seed: int,
    origin: dict[str, Any],
) -> Estimate | NotEstimable:
    """A fit as an answer, with the interval that was asked for."""
    n, point, se = data.n_observed, made.total.point, made.total.se
    title = made.family.title + (", Firth's penalty (Firth 1993)" if made.firth else "")
    if point - n < NOBODY:
        return nobody_unseen(title, n, origin)
    rate, cautions = rate_assumption(made, data, level)
    fit = goodness(made)
    cautions = [*cautions, *cautions_of(made, fit), *far_extrapolation(point - n, n)]
    told = diagnostics_of(made, data, level) | {"goodness": fit}
    both = {"normal": normal(n, point, se, level), "lognormal": lognormal(n, point - n, se, level)}
    told |= {name: interval.to_dict() for name, interval in both.items()}
    draws: Any = None
    if kind in both:
        interval = both[kind]
        if kind == "lognormal":
            draws = lognormal_draws(n, point - n, se, seed)
    else:
        sampled = bootstrap(made, kind, replicates, seed)
        interval, further = _percentiles(sampled, n, point, kind, level)
        cautions += further
        told["bootstrap"] = {
            "replicates": replicates,
            "penalised": sampled.penalised,
            "at_an_end": sampled.ended,
            "without_repeat": dict(sampled.levels),
        }
        if np.isfinite(sampled.totals).all():
            draws = sampled.totals[np.newaxis]
    return Estimate(
        point=point,
        interval=interval,
        n_observed=n,
        method=title,
        assumptions=(*MEETINGS, rate),
        cautions=tuple(cautions),
        diagnostics=told,
        provenance=origin,
        draws=draws,
    )


def _percentiles(
    sampled: Replicates, n: int, point: float, kind: str, level: float
) -> tuple[Interval, list[Caution]]:
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(np.sort(sampled.totals), tails, method="inverted_cdf").tolist()
    cautions = []
    if sampled.penalised:
        often = [(name, share) for name, share in sampled.levels if share >= 0.005]
        named = ", ".join(f"{name} in {share:.0%}" for name, share in often)
        where = f" ({named} of all)" if named else ""
        text = (
            f"In {sampled.penalised:.0%} of the bootstrap samples some level had nobody met "
            f"again{where}: these were fitted with Firth's penalty."
        )
        cautions.append(Caution("bootstrap-separation", text))
    if sampled.ended:
        text = (
            f"In {sampled.ended:.0%} of the bootstrap samples the family ran to a boundary of its "
            "own; where that leaves people without limit they count as infinite."
        )
        cautions.append(Caution("bootstrap-boundary", text))
    if not low <= point <= high:
        text = "The bootstrap samples lie to one side of the estimate; the interval is stretched."
        cautions.append(Caution("bootstrap-bias", text))
    return Interval(max(n, min(low, point)), max(high, point), level, kind), cautions
