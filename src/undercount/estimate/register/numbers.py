"""The numbers beside an estimate: coefficients, criteria, sizes of strata."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.intervals import lognormal
from undercount.estimate.register.fitting import Fitted
from undercount.estimate.unusable import NOBODY
from undercount.histories import CountData


def diagnostics_of(made: Fitted, data: CountData, level: float) -> dict[str, Any]:
    """Plain numbers by name."""
    p = len(made.table.columns)
    names = [auxiliary.name for auxiliary in made.family.auxiliaries]
    errors = np.sqrt(np.diagonal(made.covariance)).tolist()
    return {
        "family": made.family.name,
        "se": made.total.se,
        "unseen": made.total.point - data.n_observed,
        "coefficients": dict(zip(made.table.columns, made.theta[:p].tolist(), strict=True)),
        "standard_errors": dict(zip((*made.table.columns, *names), errors, strict=True)),
        "auxiliaries": dict(zip(names, made.theta[p:].tolist(), strict=True)),
        "loglik": made.loglik,
        "aic": made.aic,
        "bic": made.bic,
        "by_level": {
            name: stratum(made, inside[made.table.group], level)
            for name, inside in made.table.levels
        },
    }


def stratum(made: Fitted, rows: NDArray[np.bool_], level: float) -> dict[str, Any]:
    """The people of some of the rows: observed, met again, their total and its interval."""
    people = made.table.people * rows
    total, se = made.total.part(people, made.covariance)
    observed = float(people.sum())
    ends = None
    if total - observed > NOBODY:
        ends = lognormal(observed, total - observed, se, level).to_dict()
    return {
        "observed": int(observed),
        "met_again": int((people * (made.table.y - 1)).sum()),
        "total": total,
        "se": se,
        "lognormal": ends,
    }
