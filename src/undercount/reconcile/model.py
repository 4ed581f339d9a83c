"""The model as arrays: which figure is whose, what is estimated, what is predicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from undercount.reconcile.expectation import Approximation
from undercount.reconcile.interval_factor import Floats
from undercount.reconcile.kernel import Shape, blocks, weigh
from undercount.reconcile.priors import (
    ANCHOR_NOISE,
    DRIFT,
    GROSS_SHARE,
    GROSS_TIMES,
    HOUSE,
    JUMP,
    NOISE,
    OWN_NOISE_FROM,
    SHARE,
    SHARE_HOUSE,
    SHARE_WALK,
    WALK,
    LogNormal,
)
from undercount.reconcile.rows import Rows, Truths, Whole
from undercount.reconcile.said import Said

_SIZES: Mapping[str, LogNormal] = {
    "walk": WALK,
    "house": HOUSE,
    "jump": JUMP,
    "share walk": SHARE_WALK,
    "share house": SHARE_HOUSE,
    "drift": DRIFT,
}
# That a part is no more than the whole is certain; a hair of noise keeps the arithmetic smooth.
_CERTAIN = 1e-4


@dataclass(frozen=True, slots=True)
class Model:
    """The figures as arrays and the priors of the settings that are estimated.

    The settings are logarithms: the size of each piece of the kernel, then the noise of each
    group of sources. After the figures come rows that say no more than that a part's share is at
    most one, a row for each day of a part's figures.

    Attributes:
        sources: names, most figures first, shape (S,).
        parts: names of the parts of the whole.
        shape: what the kernel depends on.
        rows: figures, then bounds on shares, n in all.
        low: lower ends, log people less what is expected beforehand, shape (n,).
        high: upper ends, shape (n,).
        group: noise group of each row, shape (n,); -1 for bounds on shares.
        groups: each source's noise group, shape (S,).
        priors: of the settings, in their order.
        gross: whether some figures may be gross errors.
        times: by how much each row's noise variance exceeds its source's, shape (n,).
        kernel: the pieces of the rows' covariance, shape (1 + P, n, n).
        figures: how many rows are figures.
        origin: ordinal of the day from which days count.
        centre: log people about which the level's prior lies.
    """

    sources: tuple[str, ...]
    parts: tuple[str, ...]
    shape: Shape
    rows: Rows
    low: Floats
    high: Floats
    group: Whole
    groups: Whole
    priors: tuple[LogNormal, ...]
    gross: bool
    times: Floats
    kernel: Floats
    figures: int
    origin: int
    centre: float

    @property
    def anchors(self) -> Truths:
        """Which sources count everybody, shape (S,)."""
        return self.shape.anchors

    @property
    def start(self) -> Floats:
        """The settings at their prior medians."""
        return np.log([prior.median for prior in self.priors])

    @property
    def sized(self) -> int:
        """How many of the settings are sizes of pieces; the others are noises."""
        return len(self.shape.pieces)

    @property
    def chances(self) -> tuple[Floats, float] | None:
        """Each row's chance of a gross error, and their noise variance in multiples; or None."""
        if not self.gross:
            return None
        return np.where(self.group >= 0, GROSS_SHARE, 0.0), GROSS_TIMES**2

    def noise(self, settings: Floats) -> Floats:
        """Noise variance of each row, shape (n,)."""
        known = np.append(np.exp(2 * settings[self.sized :]), _CERTAIN**2)
        return np.asarray(known[self.group] * self.times, dtype=np.float64)

    def sizes(self, settings: Floats) -> Floats:
        """Variances of the pieces of the kernel, the fixed one first, shape (1 + P,)."""
        return np.append(1.0, np.exp(2 * settings[: self.sized]))

    def covariance(self, settings: Floats) -> Floats:
        """Prior covariance of the rows, shape (n, n)."""
        return weigh(self.sizes(settings), self.kernel)

    def beforehand(self, rows: Rows) -> Floats:
        """What is expected of rows before any figure, log people, shape (m,)."""
        share = float(np.log(SHARE.median))
        return np.asarray(rows.level * self.centre + rows.share * share, dtype=np.float64)

    def only(self, kept: Truths | Whole) -> Model:
        """The same model with some of its rows."""
        chosen = np.arange(len(self.rows))[kept]
        return replace(
            self,
            rows=self.rows[chosen],
            low=self.low[chosen],
            high=self.high[chosen],
            group=self.group[chosen],
            times=self.times[chosen],
            kernel=self.kernel[:, chosen[:, None], chosen],
            figures=int(np.sum(chosen < self.figures)),
        )

    def drift(self, drifting: Truths) -> Model:
        """The same figures where the habits of some sources may drift."""
        if not drifting.any():
            return self
        pieces = tuple(name for name in self.shape.pieces if name != "drift")
        shape = replace(self.shape, pieces=(*pieces, "drift"), drifting=drifting)
        sizes = tuple(_SIZES[name] for name in shape.pieces)
        return replace(
            self,
            shape=shape,
            priors=(*sizes, *self.priors[self.sized :]),
            kernel=blocks(shape, self.rows, self.rows),
        )

    def stretch(self, times: Floats) -> Model:
        """The same figures, some with more noise than their source's, shape (n,)."""
        return replace(self, gross=False, times=times)


def build(
    figures: Mapping[str, Sequence[Said]],
    whole: str,
    anchors: Sequence[str],
    origin: int,
    spans: Sequence[tuple[int, int]] = (),
    again: Sequence[Said] = (),
) -> Model:
    """Arrays of figures. Sources with few figures share a noise, anchors their own.

    Args:
        figures: those of the whole and of its parts, by name.
        whole: which of the names is the whole.
        anchors: names of sources that count everybody.
        origin: ordinal from which days count.
        spans: ordinals of the first and last day of each intervention.
        again: prints of the whole's figures that are counted once more; they found no noise of
            their own.
    """
    parts = tuple(name for name in figures if name != whole)
    first = [(-1, figure) for figure in figures[whole]]
    of_parts = [(k, figure) for k, name in enumerate(parts) for figure in figures[name]]
    counted = [figure.source for _, figure in (*first, *of_parts)]
    known = sorted(set(counted), key=lambda name: (-counted.count(name), name))
    sources = (*known, *sorted({figure.source for figure in again} - set(known)))
    place = {name: index for index, name in enumerate(sources)}
    listed = [*first, *of_parts, *((-1, figure) for figure in again)]
    day = np.array([f.day.toordinal() - origin for _, f in listed], dtype=np.float64)
    source = np.array([place[f.source] for _, f in listed])
    rows = Rows.of(day, part=[part for part, _ in listed], source=source)
    is_anchor = np.array([name in anchors for name in sources])
    pieces = ["walk", "house"]
    pieces += ["jump"] if spans else []
    pieces += ["share walk", "share house"] if parts else []
    shape = Shape(
        pieces=tuple(pieces),
        anchors=is_anchor,
        spans=np.array(spans, dtype=np.float64).reshape(-1, 2) - origin,
        drifting=np.zeros(len(sources), dtype=np.bool_),
        middle=np.array([_middle(day[source == index]) for index in range(len(sources))]),
        length=max(1.0, float(np.ptp(day))),
    )
    noises, groups = _noise_groups(sources, counted, anchors)
    bounds = sorted({(part, float(d)) for part, d in zip(rows.part, day, strict=True) if part >= 0})
    capped = Rows.of([d for _, d in bounds], part=[part for part, _ in bounds], level=False)
    every = rows.join(capped)
    with np.errstate(divide="ignore"):
        low = np.append(np.log([f.low for _, f in listed]), np.full(len(bounds), -np.inf))
    high = np.append(np.log([f.high for _, f in listed]), np.zeros(len(bounds)))
    centre = float(np.median([np.log(figure.value) for figure in figures[whole]]))
    model = Model(
        sources=sources,
        parts=parts,
        shape=shape,
        rows=every,
        low=low,
        high=high,
        group=np.append(groups[source], np.full(len(bounds), -1)),
        groups=groups,
        priors=(*(_SIZES[name] for name in pieces), *noises),
        gross=False,
        times=np.ones(len(every)),
        kernel=blocks(shape, every, every),
        figures=len(listed),
        origin=origin,
        centre=centre,
    )
    expected = model.beforehand(every)
    return replace(model, low=low - expected, high=high - expected)


def _middle(days: Floats) -> float:
    return 0.5 * float(days.min() + days.max())


def _noise_groups(
    sources: Sequence[str], counted: Sequence[str], anchors: Sequence[str]
) -> tuple[list[LogNormal], Whole]:
    """Priors of the noises, and which of them is each source's."""
    noises: list[LogNormal] = []
    shared: dict[bool, int] = {}
    groups = []
    for name in sources:
        anchor = name in anchors
        own = counted.count(name) >= OWN_NOISE_FROM
        if name not in counted:
            # Prints alone found no noise: theirs is that of the source with the fewest figures.
            group = len(noises) - 1
        elif own or anchor not in shared:
            noises.append(ANCHOR_NOISE if anchor else NOISE)
            group = len(noises) - 1
            if not own:
                shared[anchor] = group
        else:
            group = shared[anchor]
        groups.append(group)
    return noises, np.array(groups)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is predicted, and how it hangs together with the figures.

    Attributes:
        rows: what is asked, m of them.
        group: noise group of the scatter that is added, shape (m,); -1 for none.
        beforehand: what was expected of each before any figure, shape (m,).
        cross: pieces of the covariance with the model's rows, shape (1 + P, m, n).
        own: pieces of each one's own variance, shape (1 + P, m).
    """

    rows: Rows
    group: Whole
    beforehand: Floats
    cross: Floats
    own: Floats

    @classmethod
    def of(cls, model: Model, rows: Rows, *, noisy: bool = False) -> Asked:
        """Rows to predict; where `noisy`, with the scatter of their source."""
        group = model.groups[rows.source] if noisy else np.full(len(rows), -1)
        return cls(
            rows,
            group,
            model.beforehand(rows),
            blocks(model.shape, rows, model.rows),
            blocks(model.shape, rows, rows, paired=True),
        )


def predict(
    model: Model, settings: Floats, posterior: Approximation, asked: Asked
) -> tuple[Floats, Floats]:
    """Posterior means (log people) and variances of what is asked, each shape (m,)."""
    sizes = model.sizes(settings)
    cross = weigh(sizes, asked.cross)
    variance = sizes @ asked.own - np.sum((cross @ posterior.half.T) ** 2, axis=1)
    noises = np.append(np.exp(2 * settings[model.sized :]), 0.0)
    # Rounding can push the variance of a day fixed by a tight anchor a hair below nothing.
    scatter = noises[asked.group]
    return asked.beforehand + cross @ posterior.weights, np.maximum(variance, 1e-12) + scatter
