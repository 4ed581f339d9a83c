"""Where the plain model does not suit the figures: habits that drift, figures far off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from undercount.reconcile.expectation import Approximation
from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.mode import Fitted, Peak, find_mode, widen
from undercount.reconcile.model import Model
from undercount.reconcile.priors import DRIFT, GROSS_SHARE, GROSS_TIMES
from undercount.reconcile.rows import Truths
from undercount.reconcile.said import Said

# How much likelier (in logarithms, at the peak) a drifting habit must make the figures. In
# simulations without any drift one series in ten passes this.
DRIFT_GAIN: Final = 1.0
# Heavy tails are kept where fewer than this share of replicates gain as much by them. The settings
# of the plain model have taken up part of the tails already: in simulations without any, one series
# in ten or fifteen passes.
TAILS_SHARE: Final = 0.35
# A refit is tried only where a look that holds all settings gives it a chance.
_TRY_DRIFT = 1.0
_TRY_TAILS = 0.85
_REPLICATES = 400
_FEWEST = 3
_MOST_DRIFTING = 2


@dataclass(frozen=True, slots=True)
class Settled:
    """The fit that suits the figures best.

    Attributes:
        fitted: the model, with what was added, at its peak.
        ids: of the figures' entries, in the model's order.
        drifting: indices of sources whose habit drifts, the clearest first.
        rivals: sources that might drift in place of the first: the figures hardly tell.
        odd: indices of figures that are gross errors more likely than not.
        gains: how much likelier each refit that was tried made the figures, by name.
    """

    fitted: Fitted
    ids: tuple[str, ...]
    drifting: tuple[int, ...]
    rivals: tuple[int, ...]
    odd: tuple[int, ...]
    gains: dict[str, float]

    def like(self, model: Model, figures: Sequence[Said]) -> Model:
        """A model of much the same figures, with the same drifts and the same noises widened."""
        mine = self.fitted.model
        names = {mine.sources[k] for k in self.drifting}
        known = dict(zip(self.ids, mine.times, strict=False))
        times = [known.get(figure.entry.id, 1.0) for figure in figures]
        times += [1.0] * (len(model.rows) - len(figures))
        return model.drift(np.array([name in names for name in model.sources])).stretch(
            np.array(times)
        )


def settle(model: Model, ids: Sequence[str] = (), seed: int = 1) -> Settled | None:
    """Fit the plain model, then what its misfit calls for; None where nothing converges.

    Two things are held against the plain model: heavy tails (each figure may be a gross error of
    three times the usual scatter) and drift (the habit of a source changes over the series). A
    look at the plain fit says which of them deserve a refit; a refit is kept where it makes the
    figures likelier by more than chance does (`DRIFT_GAIN`, `TAILS_SHARE`). Each figure's noise is
    then widened as far as it is likely to be an error. What all sources share is the level's walk
    and never drift, so a single source is not tried.

    Args:
        model: the plain model.
        ids: of its figures' entries, in their order.
        seed: of the replicates that say how much heavy tails gain by chance.
    """
    plain = find_mode(model)
    if plain is None:
        return None
    gains: dict[str, float] = {}
    tails = _tails(model, plain, gains, seed)
    drifted, peak, drifting, rivals = _with_drift(model, plain, gains, tails)
    if tails is not None and drifting:
        # A drift may have looked like tails: they must earn their place beside it.
        tails = _tails(model.drift(drifted.shape.drifting), peak, gains, seed)
    odd = np.zeros(len(model.rows)) if tails is None else tails
    if tails is not None or drifting:
        # Where one habit drifts others may, less clearly: the bands hold the doubt whose it is.
        every = ~model.anchors if drifting else drifted.shape.drifting
        drifted = drifted.drift(every).stretch(_times(odd))
        again = find_mode(drifted, peak.settings)
        if again is None:
            return None
        peak = again
    fitted = widen(drifted, peak)
    if fitted is None:
        return None
    named = tuple(int(k) for k in np.argsort(-odd) if odd[k] > 0.5)
    if tails is not None and not named:
        named = (int(np.argmax(odd)),)
    return Settled(fitted, tuple(ids), drifting, rivals, named, gains)


def _times(odd: Floats) -> Floats:
    """By how much a noise variance widens: the mean precision of error and no error."""
    return np.asarray(1 / (1 - odd + odd / GROSS_TIMES**2), dtype=np.float64)


def drift_scores(model: Model, posterior: Approximation) -> Floats:
    """How a straight drift of each source would pull, in standard deviations, shape (S,).

    The derivative of the log evidence by the drift's slope at no drift, over the root of its
    information; 0 for anchors and for sources with fewer than three figures.
    """
    scores = np.zeros(len(model.sources))
    for k in range(len(model.sources)):
        mine = model.rows.source == k
        if model.anchors[k] or mine.sum() < _FEWEST or np.ptp(model.rows.day[mine]) == 0:
            continue
        line = np.where(mine, model.rows.day - model.shape.middle[k], 0.0)
        through = posterior.half @ line
        spread = float(np.sqrt(through @ through))
        scores[k] = float(line @ posterior.weights) / max(spread, 1e-150)
    return scores


def _tails(model: Model, plain: Peak, gains: dict[str, float], seed: int) -> Floats | None:
    """Each row's chance of a gross error where the figures ask for heavy tails, else None."""
    seen, usual = _looks(model, plain, seed)
    if np.mean(usual >= seen) > _TRY_TAILS:
        return None
    peak = find_mode(replace(model, gross=True), plain.settings)
    if peak is None:
        return None
    gains["heavy tails"] = peak.value - plain.value
    return peak.posterior.gross if np.mean(usual >= gains["heavy tails"]) < TAILS_SHARE else None


def _looks(model: Model, plain: Peak, seed: int) -> tuple[float, Floats]:
    """What heavy tails would gain before a refit: for the figures, and for replicates.

    A figure's residual given all others is w_i / V_i for w = V^-1 y with V_i its own entry of
    V^-1 (a hedged one by its stand-in), and a replicate of w is the root of V^-1 times white
    noise. With tails the noise of the other figures is smaller, so that all together scatter as
    much as before.
    """
    posterior = plain.posterior
    figures = np.flatnonzero(model.group >= 0)
    told = np.sum(posterior.half**2, axis=0)[figures]
    noise = model.noise(plain.settings)[figures]
    calm = noise / (1 + GROSS_SHARE * (GROSS_TIMES**2 - 1))
    usual = 1 / told
    near, far = usual - noise + calm, usual - noise + GROSS_TIMES**2 * calm

    def look(weights: Floats) -> Floats:
        squares = 0.5 * (weights[figures] * usual[:, None]) ** 2
        near_odds, far_odds = (
            (np.log(share) + 0.5 * np.log(usual / spread))[:, None]
            + squares * (1 / usual - 1 / spread)[:, None]
            for share, spread in ((1 - GROSS_SHARE, near), (GROSS_SHARE, far))
        )
        return np.asarray(np.logaddexp(near_odds, far_odds).sum(axis=0))

    white = np.random.default_rng(seed).standard_normal((len(model.rows), _REPLICATES))
    return float(look(posterior.weights[:, None])[0]), look(posterior.half.T @ white)


def _with_drift(
    model: Model, plain: Peak, gains: dict[str, float], odd: Floats | None
) -> tuple[Model, Peak, tuple[int, ...], tuple[int, ...]]:
    """The model with up to two drifting habits, and who else the first might be.

    Likely errors are given their noise meanwhile: one of them late in a series looks like drift.
    """
    drifting: tuple[int, ...] = ()
    rivals: tuple[int, ...] = ()
    if len(model.sources) < 2:
        return model, plain, drifting, rivals
    peak: Peak | None = plain
    if odd is not None:
        model = model.stretch(_times(odd))
        peak = find_mode(model, plain.settings)
    while peak is not None and len(drifting) < _MOST_DRIFTING:
        scores = np.abs(drift_scores(model, peak.posterior))
        scores[list(drifting)] = 0.0
        tried = [int(k) for k in np.argsort(-scores)[:_MOST_DRIFTING] if scores[k] > _TRY_DRIFT]
        found = []
        for k in tried:
            flags: Truths = np.isin(np.arange(len(model.sources)), (*drifting, k))
            moved = model.drift(flags)
            there = find_mode(moved, _start(model, peak))
            if there is not None:
                found.append((there.value - peak.value, k, moved, there))
                gains[f"drift of {model.sources[k]}"] = there.value - peak.value
        if not found:
            break
        gain, k, moved, there = max(found, key=lambda row: row[0])
        if gain < DRIFT_GAIN:
            break
        if not drifting:
            rivals = tuple(row[1] for row in found if row[1] != k and gain - row[0] < 1.0)
        model, peak, drifting = moved, there, (*drifting, k)
    return model, peak or plain, drifting, rivals


def _start(model: Model, peak: Peak) -> Floats:
    """The settings at the peak, and the drift at its prior median where there was none."""
    if "drift" in model.shape.pieces:
        return peak.settings
    at = model.sized
    middle = float(np.log(DRIFT.median))
    return np.concatenate((peak.settings[:at], [middle], peak.settings[at:]))
