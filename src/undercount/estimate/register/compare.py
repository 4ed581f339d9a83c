"""All families on one register, side by side, and what they say together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from undercount.errors import InputError
from undercount.estimate.draws import lognormal_draws
from undercount.estimate.intervals import quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.register.design import RegisterTable, register_table
from undercount.estimate.register.families.make import family
from undercount.estimate.register.families.names import FAMILIES
from undercount.estimate.register.fitting import Boundary, Fitted, fit_family
from undercount.estimate.register.leverage import leverage
from undercount.estimate.register.words import MEETINGS
from undercount.estimate.register.zero_truncated import ZeroTruncated, answer, refusal
from undercount.histories import CountData
from undercount.results import Assumption, Caution, Estimate, EstimateSet, Interval, NotEstimable

# Families this near to the best say that the data hardly tell them apart (Burnham & Anderson).
_NEAR: Final = 6.0
_DRAWS: Final = 4000
_AVERAGED = "Average of families by AIC (Buckland, Burnham & Augustin 1997)"


def compare(
    data: CountData | Any,
    settings: ZeroTruncated | None = None,
    families: Sequence[str] = FAMILIES,
    level: float = 0.95,
    seed: int = 1,
) -> EstimateSet:
    """Every family fitted to one register, and their average.

    Rows: the families in the order given, each an estimate with AIC, BIC, chi-square, rootogram
    and its weight in the diagnostics, or why it has none; then "averaged": the weights are
    exp(-AIC / 2), scaled to 1, over the families that have an estimate and whose likelihood is of
    all people met (the zero-one-truncated leave out those met once, and are compared by eye). Its
    point is the weighted mean, its draws are the families' log-normal (or bootstrap) draws in
    proportion, its interval their percentiles, so that it holds the doubt about the family.
    Its diagnostics hold the "leverage" on the best family's total.

    Known failure: families that say the same of the people met and differ in those unseen (the
    inflated and the hurdles without covariates) have one AIC, and no data of this kind tell them
    apart: what happened to people after the first meeting must be known.

    Args:
        data: a register, or a frame that `CountData.from_frame` reads.
        settings: covariates, interval, replicates and penalty for all; its family is not used,
            and intervals are log-normal unless given.
        families: some of `FAMILIES`.
        level: of all intervals.
        seed: settles every draw.

    Raises:
        InputError: no family, one that does not exist, or what `ZeroTruncated` raises.
    """
    settings = ZeroTruncated() if settings is None else settings
    if not families:
        raise InputError("no family to compare", f"The families: {', '.join(FAMILIES)}")
    quantile(level)
    data = data if isinstance(data, CountData) else CountData.from_frame(data)
    table = register_table(data, settings.formula)
    fits = {
        name: fit_family(family(name), table, level, settings.penalty)
        for name in dict.fromkeys(families)
    }
    weights = _weights(fits)
    rows: list[tuple[str, Estimate | NotEstimable]] = []
    for name, made in fits.items():
        own = replace(settings, family=name)
        origin = provenance(own, level, seed)
        if isinstance(made, Boundary):
            rows.append((name, refusal(made, family(name).title, data.n_observed, origin)))
            continue
        given = answer(made, data, own.interval or "lognormal", own.replicates, level, seed, origin)
        if isinstance(given, Estimate):
            told = given.diagnostics | {"weight": weights.get(name)}
            given = replace(given, diagnostics=told)
        rows.append((name, given))
    origin = provenance(settings, level, seed) | {"families": list(fits)}
    rows.append(("averaged", _averaged(dict(rows), fits, table, level, seed, origin)))
    return EstimateSet("families", tuple(rows), "Families of counts for one register")


def _weights(fits: dict[str, Fitted | Boundary]) -> dict[str, float]:
    """Akaike weights of the families whose likelihood is of everybody met."""
    aic = {
        name: made.aic
        for name, made in fits.items()
        if isinstance(made, Fitted) and made.family.least == 1
    }
    best = min(aic.values(), default=0.0)
    raw = {name: math.exp(-(value - best) / 2) for name, value in aic.items()}
    total = sum(raw.values())
    return {name: value / total for name, value in raw.items()}


def _averaged(
    rows: dict[str, Estimate | NotEstimable],
    fits: dict[str, Fitted | Boundary],
    table: RegisterTable,
    level: float,
    seed: int,
    origin: dict[str, Any],
) -> Estimate | NotEstimable:
    weights = _weights(fits)
    some = {
        name: row for name, row in rows.items() if isinstance(row, Estimate) and name in weights
    }
    n = table.n_observed
    if not some:
        reason = "No family that uses everybody met has an estimate on this register."
        return NotEstimable(reason, "See the reason of each family.", _AVERAGED, n, (), origin)
    share = sum(weights[name] for name in some)
    held = {name: weights[name] / share for name in some}
    draws = _mixture(some, held, n, seed)
    point = sum(held[name] * row.point for name, row in some.items())
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2]).tolist()
    best = max(held, key=lambda name: held[name])
    fitted = fits[best]
    assert isinstance(fitted, Fitted)
    return Estimate(
        point=point,
        interval=Interval(max(n, min(low, point)), max(high, point), level, "averaged"),
        n_observed=n,
        method=_AVERAGED,
        assumptions=(*MEETINGS, Assumption("One of the families holds.")),
        cautions=(*_disagreement(some, fits), *_many_ones(fits)),
        diagnostics={
            "weights": held,
            "best": best,
            "leverage": leverage(fitted),
            "median_of_draws": float(np.median(draws)),
        },
        provenance=origin,
        draws=draws[np.newaxis],
    )


def _mixture(some: dict[str, Estimate], held: dict[str, float], n: int, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    sizes = rng.multinomial(_DRAWS, np.array(list(held.values())) / sum(held.values()))
    made = []
    for row, size in zip(some.values(), sizes, strict=True):
        own = row.draws
        if own is None:
            own = lognormal_draws(n, row.point - n, row.diagnostics["se"], seed)
        made.append(rng.choice(own.ravel(), size))
    return np.concatenate(made)


def _disagreement(
    some: dict[str, Estimate], fits: dict[str, Fitted | Boundary]
) -> tuple[Caution, ...]:
    aic = {name: row.diagnostics["aic"] for name, row in some.items()}
    best = min(aic.values())
    near = {name: some[name].point for name in some if aic[name] <= best + _NEAR}
    low, high = min(near, key=lambda name: near[name]), max(near, key=lambda name: near[name])
    if near[high] <= 1.5 * near[low]:
        return ()
    text = (
        f"{len(near)} families within {_NEAR:g} AIC units of the best give from {near[low]:,.0f} "
        f"({low}) to {near[high]:,.0f} ({high}): these data hardly choose between them."
    )
    return (Caution("families-disagree", text),)


def _many_ones(fits: dict[str, Fitted | Boundary]) -> tuple[Caution, ...]:
    """One-inflation, where a family with it fits clearly better than the one without."""
    for law in ("poisson", "geometric"):
        plain = fits.get(law)
        inflated = fits.get(f"zero-truncated-one-inflated-{law}")
        if not (isinstance(plain, Fitted) and isinstance(inflated, Fitted)):
            continue
        gain = 2 * (inflated.loglik - plain.loglik)
        # Half of a chi-square on one degree of freedom: the inflation cannot be below 0.
        if gain < 2.706:
            continue
        after = fits.get(f"one-inflated-zero-truncated-{law}")
        also = f", or {after.total.point:,.0f}" if isinstance(after, Fitted) else ""
        text = (
            f"More people were met just once than the {law} family expects from those met again "
            f"(likelihood ratio {gain:.1f}). People who leave, are sent away or hide after the "
            "first meeting look like many who are rarely met, and drive the total up: "
            f"{plain.total.point:,.0f} without and {inflated.total.point:,.0f}{also} with "
            "one-inflation. Which holds is a question of what happened after the first meeting."
        )
        return (Caution("one-inflation", text),)
    return ()
