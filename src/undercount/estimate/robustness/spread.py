"""The totals of the models that fit about as well as the best."""

from __future__ import annotations

import math

import numpy as np

from undercount.estimate.loglinear.criterion import Criterion
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.notation import format_model
from undercount.estimate.loglinear.profile import profile_interval, profile_likelihood
from undercount.estimate.loglinear.roles import roles_of
from undercount.estimate.loglinear.search import NEAR, Fits, fit_all
from undercount.histories import CaptureHistories
from undercount.results.robustness_checks import NearModel, NotDone, Spread

# Beyond six lists the models are too many to be fitted; so are they to be listed or drawn.
MOST_LISTS, _LISTED = 6, 300


def spread(data: CaptureHistories, level: float) -> Spread | NotDone:
    """All hierarchical models, those within 10 BIC of the best with their totals.

    At six lists only models of pairs. BIC counts terms estimated as minus infinity too. Each of
    the models listed has its own profile interval.

    Args:
        data: the table.
        level: of the intervals.
    """
    n_lists = len(data.lists)
    if n_lists < 3:
        return NotDone("Two lists leave one model only, that of their independence.")
    if n_lists > MOST_LISTS:
        return NotDone(
            f"All models over {n_lists} lists are too many to fit; six lists are the most."
        )
    fits = fit_all(data.counts, hierarchical_models(n_lists, 2 if n_lists == 6 else None))
    criterion = Criterion().of(fits, data.n_observed)
    if not np.isfinite(criterion).any():
        return NotDone("None of the models has a finite estimate.")
    order = np.argsort(criterion, kind="stable")
    delta = criterion[order] - criterion[order[0]]
    near = int((delta <= NEAR).sum())
    total = data.n_observed + fits.unseen[order[:near]]
    weight = np.exp(-delta / 2)
    return Spread(
        models=tuple(
            _near_model(data, fits, int(row), float(delta[i]), level)
            for i, row in enumerate(order[: min(near, _LISTED)])
        ),
        n_near=near,
        n_tried=len(fits.models),
        n_fitted=int(np.isfinite(criterion).sum()),
        weight=float(weight[:near].sum() / weight.sum()),
        best_weight=float(1 / weight.sum()),
        lowest=float(total.min()),
        highest=float(total.max()),
    )


def _near_model(
    data: CaptureHistories, fits: Fits, row: int, delta: float, level: float
) -> NearModel:
    unseen = float(fits.unseen[row])
    table, n = data.counts.astype(np.float64), data.n_observed
    likelihood = profile_likelihood(table, fits.models[row], roles_of(data))
    low, _, high = profile_interval(likelihood, n, unseen, level)
    return NearModel(
        model=format_model(fits.models[row], data.lists),
        delta=delta,
        point=n + unseen,
        lower=n + min(low, unseen),
        upper=n + max(high, unseen) if math.isfinite(high) else None,
    )
