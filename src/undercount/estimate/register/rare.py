"""Chao's and Zelterman's estimators with covariates: a regression on those met once or twice."""

from __future__ import annotations

from typing import Any

import numpy as np

from undercount.estimate.draws import lognormal_draws
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal
from undercount.estimate.register.cautions import cautions_of
from undercount.estimate.register.design import RegisterTable, register_table
from undercount.estimate.register.families.family import Family
from undercount.estimate.register.fitting import Boundary, fit_family
from undercount.estimate.register.numbers import diagnostics_of
from undercount.estimate.register.separation import separated
from undercount.estimate.register.zero_truncated import refusal
from undercount.estimate.unusable import NOBODY, nobody_unseen
from undercount.histories import CountData
from undercount.results import Assumption, Caution, Estimate, NotEstimable


def fit_rare(
    family: Family,
    data: CountData,
    covariates: str,
    assumptions: tuple[Assumption, ...],
    cautions: tuple[Caution, ...],
    level: float,
    seed: int,
    origin: dict[str, Any],
) -> Estimate | NotEstimable:
    """The estimate, with a log-normal interval.

    Args:
        family: `CHAO` or `ZELTERMAN`.
        data: the register.
        covariates: a formula.
        assumptions: of the method.
        cautions: of the method.
        level: of the interval.
        seed: for the order of draws.
        origin: provenance.
    """
    n = data.n_observed
    table = register_table(data, covariates)
    made = _never_once(family, table) or fit_family(family, table, level)
    if isinstance(made, Boundary):
        return refusal(made, family.title, n, origin)
    point, se = made.total.point, made.total.se
    if point - n < NOBODY:
        return nobody_unseen(family.title, n, origin, cautions)
    fit = {"p_value": None}
    return Estimate(
        point=point,
        interval=lognormal(n, point - n, se, level),
        n_observed=n,
        method=family.title,
        assumptions=assumptions,
        cautions=(*cautions, *cautions_of(made, fit), *far_extrapolation(point - n, n)),
        diagnostics=diagnostics_of(made, data, level),
        provenance=origin,
        draws=lognormal_draws(n, point - n, se, seed),
    )


def _never_once(family: Family, table: RegisterTable) -> Boundary | None:
    """Groups of which everybody met rarely was met twice: their rate runs to infinity."""
    part = table.take(family.counts(table.y))
    if not len(part.y):
        return Boundary(
            "one count",
            "Nobody was met just once or twice: the rate rests on them.",
            "A family that uses all counts, such as ZeroTruncated.",
        )
    people, once = part.by_group(part.people), part.by_group(part.people * (part.y == 1))
    if not separated(part.design, people, once).any():
        return None
    levels = [
        name
        for name, inside in part.levels
        if people[inside].sum() > 0 and np.all(once[inside] == 0)
    ]
    whom = " or ".join(levels) or "some combinations of the covariates"
    return Boundary(
        "separation",
        f"Nobody with {whom} was met just once: their rate is estimated as infinite.",
        "Merge such a level with one like it, or leave its covariate out.",
    )
