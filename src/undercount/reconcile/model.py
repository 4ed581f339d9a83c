"""The model as arrays: which figure is whose, what the prior covariance is, what is predicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.reconcile.expectation import Approximation
from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.priors import (
    ANCHOR_NOISE,
    HOUSE,
    LEVEL_SPREAD,
    NOISE,
    OWN_NOISE_FROM,
    WALK,
    LogNormal,
)
from undercount.reconcile.said import Said

Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Model:
    """The figures as arrays and the priors of the settings that are estimated.

    The settings are the vector (log walk, log house, log noise of each group of sources).

    Attributes:
        sources: names, most figures first, shape (S,).
        anchors: which of them count everybody, shape (S,).
        source: each figure's source, shape (n,).
        days: each figure's day, counted from the origin, shape (n,).
        low: lower ends, log people less `centre`, shape (n,).
        high: upper ends, shape (n,).
        groups: each source's noise group, shape (S,).
        priors: of the settings, in their order.
        origin: ordinal of the first day that is seen or asked for.
        centre: log people about which the level's prior lies.
    """

    sources: tuple[str, ...]
    anchors: NDArray[np.bool_]
    source: Whole
    days: Floats
    low: Floats
    high: Floats
    groups: Whole
    priors: tuple[LogNormal, ...]
    origin: int
    centre: float

    @property
    def start(self) -> Floats:
        """The settings at their prior medians."""
        return np.log([prior.median for prior in self.priors])

    def noise(self, settings: Floats) -> Floats:
        """Noise variance of each figure, shape (n,)."""
        return np.asarray(np.exp(2 * settings[2:])[self.groups[self.source]], dtype=np.float64)

    def parts(self, settings: Floats) -> tuple[Floats, Floats]:
        """The covariance that the walk and that the house effects add, each shape (n, n)."""
        walk, house = np.exp(2 * settings[:2])
        shared = np.equal.outer(self.source, self.source) & ~self.anchors[self.source]
        return walk * np.minimum.outer(self.days, self.days), house * shared


def build(figures: Sequence[Said], anchors: Sequence[str], origin: int) -> Model:
    """Arrays of figures. Sources with few figures share a noise, anchors their own."""
    names = [figure.source for figure in figures]
    sources = sorted(set(names), key=lambda name: (-names.count(name), name))
    place = {name: index for index, name in enumerate(sources)}
    priors: list[LogNormal] = [WALK, HOUSE]
    shared: dict[bool, int] = {}
    groups = []
    for name in sources:
        anchor = name in anchors
        own = names.count(name) >= OWN_NOISE_FROM
        if own or anchor not in shared:
            priors.append(ANCHOR_NOISE if anchor else NOISE)
            group = len(priors) - 3
            if not own:
                shared[anchor] = group
        else:
            group = shared[anchor]
        groups.append(group)
    centre = float(np.median([np.log(figure.value) for figure in figures]))
    with np.errstate(divide="ignore"):
        low = np.log([figure.low for figure in figures]) - centre
    return Model(
        sources=tuple(sources),
        anchors=np.array([name in anchors for name in sources]),
        source=np.array([place[name] for name in names]),
        days=np.array([figure.day.toordinal() - origin for figure in figures], dtype=np.float64),
        low=low,
        high=np.log([figure.high for figure in figures]) - centre,
        groups=np.array(groups),
        priors=tuple(priors),
        origin=origin,
        centre=centre,
    )


@dataclass(frozen=True, slots=True)
class Targets:
    """Gaussian quantities to predict: the level on a day, a house effect, or their sum.

    Attributes:
        days: from the origin, shape (m,); NaN for a house effect alone.
        source: whose house effect is added, shape (m,); -1 for none.
        noisy: whether the source's scatter is added, shape (m,).
    """

    days: Floats
    source: Whole
    noisy: NDArray[np.bool_]

    @classmethod
    def levels(cls, days: Sequence[float]) -> Targets:
        """The level itself on these days."""
        nobody = np.full(len(days), -1)
        return cls(np.asarray(days, dtype=np.float64), nobody, np.zeros(len(days), dtype=np.bool_))


def predict(
    model: Model, settings: Floats, posterior: Approximation, targets: Targets
) -> tuple[Floats, Floats]:
    """Posterior means (log people less centre) and variances of the targets, each shape (m,)."""
    walk, house = np.exp(2 * settings[:2])
    levelled = ~np.isnan(targets.days)
    days = np.where(levelled, targets.days, 0.0)
    reach = LEVEL_SPREAD**2 + walk * np.minimum.outer(days, model.days)
    biased = (targets.source >= 0) & ~model.anchors[targets.source]
    same = np.equal.outer(targets.source, model.source) & biased[:, None]
    cross = np.where(levelled[:, None], reach, 0.0) + house * same
    own = np.where(levelled, LEVEL_SPREAD**2 + walk * days, 0.0) + house * biased
    scatter = np.exp(2 * settings[2:])[model.groups[targets.source]] * targets.noisy
    variance = own - np.sum((cross @ posterior.shrink) * cross, axis=1)
    # Rounding can push the variance of a day fixed by a tight anchor a hair below nothing.
    return cross @ posterior.weights, np.maximum(variance, 1e-12) + scatter
