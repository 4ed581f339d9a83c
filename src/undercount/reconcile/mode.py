"""The settings that the figures make most likely, and how sure those are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from undercount.reconcile.expectation import Approximation, propagate
from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.model import Model, Targets, predict
from undercount.reconcile.priors import LEVEL_SPREAD

# Settings are sought within this many prior spreads of their medians.
_REACH = 4.0
_STEP = 0.05
# Doubt about the settings is followed along this many directions. Beyond, the noises of sources
# with few figures move together: one of forty scatters hardly moves the series.
_MOST_DIRECTIONS = 10
# Gauss-Hermite with three nodes: the middle and one at either side of each axis.
_NODE = 3.0**0.5
_NODE_WEIGHT = 1 / 6


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model with its settings estimated.

    Attributes:
        model: the arrays.
        settings: log walk, log house, log noise of each group, at the posterior mode.
        posterior: of the figures' latent values at the mode.
        nodes: settings to either side of the mode along each principal axis, with their
            posteriors: (minus, plus) for each axis.
        log_posterior: log evidence plus log prior at the mode.
    """

    model: Model
    settings: Floats
    posterior: Approximation
    nodes: tuple[tuple[tuple[Floats, Approximation], tuple[Floats, Approximation]], ...]
    log_posterior: float

    def predict(self, targets: Targets) -> tuple[Floats, Floats]:
        """Mean and variance of each target, doubt about the settings included.

        The moments at the mode are corrected by three-point Gauss-Hermite quadrature along each
        principal axis of the settings' posterior: E[v] + Var[m], to second order (Kass & Steffey
        1989). Plain MAP bands would be too narrow when figures are few.
        """
        mean, variance = predict(self.model, self.settings, self.posterior, targets)
        moved, widened = mean.copy(), variance.copy()
        for pair in self.nodes:
            sides = [predict(self.model, *node, targets) for node in pair]
            step = _NODE_WEIGHT * sum(side[0] - mean for side in sides)
            moved += step
            widened += _NODE_WEIGHT * sum(
                side[1] - variance + (side[0] - mean) ** 2 for side in sides
            )
            widened -= step**2
        return moved, np.maximum(widened, variance)


def fit_mode(model: Model) -> Fitted | None:
    """Maximise log evidence + log prior over the settings, by L-BFGS with exact gradients.

    None where it does not come to a peak with a finite curvature.
    """
    middle = model.start
    reach = _REACH * np.array([prior.spread for prior in model.priors])
    guess: list[tuple[Floats, Floats]] = []

    def objective(settings: Floats) -> tuple[float, Floats]:
        value, slope, posterior = _log_posterior(model, settings, guess[-1] if guess else None)
        guess[:] = [(posterior.precision, posterior.shift)]
        return -value, -slope

    found = minimize(
        objective,
        middle,
        jac=True,
        method="L-BFGS-B",
        bounds=list(zip(middle - reach, middle + reach, strict=True)),
        options={"maxiter": 100, "gtol": 1e-4},
    )
    settings = np.asarray(found.x, dtype=np.float64)
    value, _, posterior = _log_posterior(model, settings, guess[-1])
    start = (posterior.precision, posterior.shift)
    directions = _directions(len(settings))
    curve = _curvature(model, settings, start, directions)
    if not (np.isfinite(value) and np.isfinite(curve).all()):
        return None
    nodes = []
    for axis in _axes(model, curve) @ directions:
        sides = [settings - _NODE * axis, settings + _NODE * axis]
        minus, plus = ((side, _log_posterior(model, side, start)[2]) for side in sides)
        nodes.append((minus, plus))
    return Fitted(model, settings, posterior, tuple(nodes), value)


def _log_posterior(
    model: Model, settings: Floats, start: tuple[Floats, Floats] | None
) -> tuple[float, Floats, Approximation]:
    """Log evidence plus log prior, its gradient, and the figures' posterior."""
    walk, house = model.parts(settings)
    noise = model.noise(settings)
    posterior = propagate(LEVEL_SPREAD**2 + walk + house, model.low, model.high, noise, start)
    by_noise = np.bincount(
        model.groups[model.source],
        weights=2 * noise * posterior.by_noise,
        minlength=len(settings) - 2,
    )
    slope = np.concatenate(
        ([2 * posterior.by_covariance(walk), 2 * posterior.by_covariance(house)], by_noise)
    )
    spread = np.array([prior.spread for prior in model.priors])
    off = (settings - model.start) / spread
    return posterior.log_evidence - 0.5 * float(off @ off), slope - off / spread, posterior


def _directions(size: int) -> Floats:
    """Changes of the settings that are looked at, one a row: each alone, or the last ones joined.

    >>> _directions(12)[-2:].astype(int).tolist()
    [[0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]]
    """
    rows = np.eye(size)[:_MOST_DIRECTIONS]
    rows[-1, _MOST_DIRECTIONS:] = 1.0
    return rows


def _curvature(
    model: Model, settings: Floats, start: tuple[Floats, Floats], directions: Floats
) -> Floats:
    """Minus the second derivatives of the log posterior along k directions, shape (k, k)."""
    curve = np.empty((len(directions), len(directions)))
    for index, step in enumerate(_STEP * directions):
        up, down = (_log_posterior(model, settings + side, start)[1] for side in (step, -step))
        curve[index] = directions @ (down - up) / (2 * _STEP)
    return 0.5 * (curve + curve.T)


def _axes(model: Model, curve: Floats) -> Floats:
    """Principal axes of the posterior of the settings by Laplace's method, one a row.

    Each has the length of one standard deviation, in the directions of `curve`.
    """
    values, vectors = np.linalg.eigh(curve)
    # Away from a smooth peak the prior alone bounds how far the settings can be off.
    widest = max(prior.spread for prior in model.priors)
    scaled: Floats = (vectors / np.sqrt(np.maximum(values, widest**-2))).T
    return scaled
