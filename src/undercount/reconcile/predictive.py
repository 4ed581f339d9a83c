"""Would a series made by the model look like these figures? Checks against seeded replicates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.misfit import drift_scores
from undercount.reconcile.mode import Fitted

_REPLICATES = 400


@dataclass(frozen=True, slots=True)
class Checks:
    """Shares of replicates that look odder than the figures do; a small one is a misfit.

    Attributes:
        scatter: of the largest residual of a figure given all others.
        drift: of each source's straight drift, by name; sources with three figures or more.
        jump: of the largest sudden change of the level between two days of figures.
        jump_days: days (from the origin) between which that change lies, or None.
    """

    scatter: float
    drift: dict[str, float]
    jump: float
    jump_days: tuple[float, float] | None


def check(fitted: Fitted, seed: int) -> Checks:
    """Hold three statistics of the figures against replicates of the fitted Gaussian.

    Where y ~ N(0, V) is the model of the figures (a hedged one by its stand-in), every residual
    is linear in w = V^-1 y, and a replicate of w is the root of V^-1 times white noise. The
    settings stay at their mode, so the shares lean towards 0.5 (Bayarri & Berger 2000, Journal
    of the American Statistical Association 95, 1127-1142, on p-values that use the data twice):
    what is small is worth a look, what is not small is no proof.
    Gelman, Meng & Stern (1996), Statistica Sinica 6, 733-807, on such checks.

    Args:
        fitted: the fit.
        seed: of the replicates.
    """
    model, posterior = fitted.model, fitted.posterior
    white = np.random.default_rng(seed).standard_normal((len(model.rows), _REPLICATES))
    drawn = posterior.half.T @ white
    spread = np.sqrt(np.sum(posterior.half**2, axis=0))
    known = (model.group >= 0) & (spread > 0)
    residuals = np.abs(posterior.weights / np.where(known, spread, 1.0))[known]
    replicated = np.abs(drawn / np.where(known, spread, 1.0)[:, None])[known]
    drift = {}
    for k, score in enumerate(drift_scores(model, posterior)):
        if score != 0.0:
            mine = model.rows.source == k
            line = _unit(np.where(mine, model.rows.day - model.shape.middle[k], 0.0), fitted)
            drift[model.sources[k]] = _share(np.abs(line @ drawn), abs(score))
    steps, days = _steps(fitted)
    if len(steps) == 0:
        return Checks(_share(replicated.max(axis=0), residuals.max()), drift, 1.0, None)
    pulls = np.abs(steps @ posterior.weights)
    largest = int(np.argmax(pulls))
    return Checks(
        scatter=_share(replicated.max(axis=0), residuals.max()),
        drift=drift,
        jump=_share(np.abs(steps @ drawn).max(axis=0), pulls[largest]),
        jump_days=(float(days[largest]), float(days[largest + 1])),
    )


def _steps(fitted: Fitted) -> tuple[Floats, Floats]:
    """A sudden change of the level before each later day of figures, scaled, shape (k, n)."""
    rows = fitted.model.rows
    days = np.unique(rows.day[: fitted.model.figures])
    steps = [_unit(np.where(rows.level & (rows.day >= day), 1.0, 0.0), fitted) for day in days[1:]]
    return np.array(steps).reshape(len(steps), len(rows)), days


def _unit(direction: Floats, fitted: Fitted) -> Floats:
    """The direction, scaled so that its product with a replicate has variance one."""
    through = fitted.posterior.half @ direction
    return np.asarray(direction / np.sqrt(max(float(through @ through), 1e-300)))


def _share(replicated: Floats, seen: float) -> float:
    return float((1 + np.sum(replicated >= seen)) / (1 + len(replicated)))
