"""The settings that the figures make most likely, and how sure those are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from undercount.reconcile.expectation import TOLERANCE, Approximation, propagate, slopes
from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.model import Asked, Model, predict

# Settings are sought within this many prior spreads of their medians.
_REACH = 4.0
_STEP = 0.05
# Doubt about the settings is followed along this many directions. Beyond, the noises of sources
# with few figures move together: one of forty scatters hardly moves the series.
_MOST_DIRECTIONS = 10
# Gauss-Hermite with three nodes: the middle and one at either side of each axis.
_NODE = 3.0**0.5
_NODE_WEIGHT = 1 / 6
# Gradients are per log setting, whose own doubt is about one: a hundredth of that is near enough.
_FLAT_ENOUGH = 1e-2
# Stand-ins settle to this many posterior standard deviations: on the way to the peak and there,
# and where only the doubt about the settings is measured.
_FINE = 1e-5
ROUGH = 1e-3


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model with its settings estimated.

    Attributes:
        model: the arrays.
        settings: log sizes and log noises (`Model`), at the posterior mode.
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

    def predict(self, asked: Asked) -> tuple[Floats, Floats]:
        """Mean and variance of what is asked, doubt about the settings included.

        The moments at the mode are corrected by three-point Gauss-Hermite quadrature along each
        principal axis of the settings' posterior: E[v] + Var[m], to second order (Kass & Steffey
        1989). Plain MAP bands would be too narrow when figures are few.
        """
        mean, variance = predict(self.model, self.settings, self.posterior, asked)
        moved, widened = mean.copy(), variance.copy()
        for pair in self.nodes:
            sides = [predict(self.model, *node, asked) for node in pair]
            step = _NODE_WEIGHT * sum(side[0] - mean for side in sides)
            moved += step
            widened += _NODE_WEIGHT * sum(
                side[1] - variance + (side[0] - mean) ** 2 for side in sides
            )
            widened -= step**2
        return moved, np.maximum(widened, variance)


@dataclass(frozen=True, slots=True)
class Peak:
    """Where the log posterior of the settings is highest.

    Attributes:
        settings: log sizes and log noises.
        value: log evidence plus log prior.
        posterior: of the figures' latent values there.
    """

    settings: Floats
    value: float
    posterior: Approximation


def fit_mode(model: Model, start: Floats | None = None) -> Fitted | None:
    """Maximise log evidence + log prior over the settings, by L-BFGS with exact gradients.

    None where it does not come to a peak with a finite curvature.

    Args:
        model: what is fitted.
        start: settings to set out from; the prior medians otherwise.
    """
    found = find_mode(model, start)
    return None if found is None else widen(model, found)


def find_mode(model: Model, start: Floats | None = None) -> Peak | None:
    """The peak alone, without the doubt about where it lies."""
    middle = model.start
    reach = _REACH * np.array([prior.spread for prior in model.priors])
    guess: list[tuple[Floats, Floats]] = []
    seen: dict[bytes, Peak] = {}

    def objective(settings: Floats) -> tuple[float, Floats]:
        value, slope, posterior = log_posterior(model, settings, guess[-1] if guess else None)
        guess[:] = [(posterior.precision, posterior.shift)]
        seen[settings.tobytes()] = Peak(settings.copy(), value, posterior)
        return -value, -slope

    try:
        found = minimize(
            objective,
            middle if start is None else start,
            jac=True,
            method="L-BFGS-B",
            bounds=list(zip(middle - reach, middle + reach, strict=True)),
            options={"maxiter": 100, "gtol": _FLAT_ENOUGH, "ftol": 1e-7},
        )
    except np.linalg.LinAlgError:
        return None
    # The last point looked at is not always the best.
    peak = seen.get(found.x.tobytes()) or max(seen.values(), key=lambda one: one.value)
    return peak if np.isfinite(peak.value) else None


def widen(model: Model, peak: Peak) -> Fitted | None:
    """The fit at a peak with the doubt about its settings; None without a finite curvature."""
    settings, posterior = peak.settings, peak.posterior
    start = (posterior.precision, posterior.shift)
    directions = _directions(len(settings))
    curve = _curvature(model, settings, start, directions)
    if not np.isfinite(curve).all():
        return None
    nodes = []
    for axis in _axes(model, curve) @ directions:
        sides = [settings - _NODE * axis, settings + _NODE * axis]
        minus, plus = ((side, posterior_at(model, side, start, ROUGH)) for side in sides)
        nodes.append((minus, plus))
    return Fitted(model, settings, posterior, tuple(nodes), peak.value)


def posterior_at(
    model: Model,
    settings: Floats,
    start: tuple[Floats, Floats] | None = None,
    tolerance: float = TOLERANCE,
) -> Approximation:
    """The posterior of the rows' latent values where the settings are held."""
    return propagate(
        model.covariance(settings), model.low, model.high, model.noise(settings), start,
        model.chances, tolerance,
    )  # fmt: skip


def log_posterior(
    model: Model,
    settings: Floats,
    start: tuple[Floats, Floats] | None,
    tolerance: float = _FINE,
) -> tuple[float, Floats, Approximation]:
    """Log evidence plus log prior, its gradient, and the figures' posterior."""
    posterior = posterior_at(model, settings, start, tolerance)
    sized = model.sized
    by_size = 2 * model.sizes(settings)[1:] * slopes(posterior, model.kernel[1:])
    figures = model.group >= 0
    by_noise = np.bincount(
        model.group[figures],
        weights=2 * (model.noise(settings) * posterior.by_noise)[figures],
        minlength=len(settings) - sized,
    )
    spread = np.array([prior.spread for prior in model.priors])
    off = (settings - model.start) / spread
    slope = np.concatenate((by_size, by_noise)) - off / spread
    return posterior.log_evidence - 0.5 * float(off @ off), slope, posterior


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
    slope = log_posterior(model, settings, start, ROUGH)[1]
    curve = np.empty((len(directions), len(directions)))
    for index, step in enumerate(_STEP * directions):
        there = log_posterior(model, settings + step, start, ROUGH)[1]
        curve[index] = directions @ (slope - there) / _STEP
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
