"""Anchors that cannot both count everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from undercount.reconcile.intervention import Intervention
from undercount.reconcile.priors import ANCHOR_NOISE, JUMP, WALK
from undercount.reconcile.said import Said
from undercount.results import Caution

# Standard deviations beyond which two anchors are told apart, and exclude each other.
_TELL = 2.0
_EXCLUDE = 5.0


@dataclass(frozen=True, slots=True)
class Apart:
    """What two anchors say of each other.

    Attributes:
        exclude: whether both cannot count everybody.
        text: the two figures furthest apart and by how much, or "".
    """

    exclude: bool = False
    text: str = ""

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The same where they do not exclude each other."""
        return (Caution("anchors-apart", self.text),) if self.text else ()


def anchors_apart(
    figures: Sequence[Said], anchors: Sequence[str], interventions: Sequence[Intervention]
) -> Apart:
    """Whether two anchors' figures can both be right, as far as the level may have moved between.

    The gap between what their words allow is held against an anchor's scatter (twice) and the
    level's walk: its usual size to tell it, the upper end of what is believed beforehand to say
    that both cannot be. The answer needs no fit.
    """
    rows = [figure for figure in figures if figure.source in anchors]
    usual, most = WALK.median, WALK.median * exp(WALK.spread)
    furthest, pair = 0.0, None
    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            if one.source == other.source:
                continue
            score = _gap(one, other) / _spread(one, other, usual, interventions)
            if score > furthest:
                furthest, pair = score, (one, other)
    if pair is None or furthest < _TELL:
        return Apart()
    low, high = sorted(pair, key=lambda figure: figure.value)
    exclude = _gap(low, high) > _EXCLUDE * _spread(low, high, most, interventions)
    end = (
        "both cannot be taken to count everybody."
        if exclude
        else "both are taken to count everybody, and the series runs between them."
    )
    text = (
        f"The anchors {low.source} and {high.source} differ by a factor of "
        f"{high.value / low.value:.2f}: {low.words()}, {high.words()}; {end}"
    )
    return Apart(exclude, text)


def _gap(one: Said, other: Said) -> float:
    """How far apart, in logarithms, what their words allow ends; 0 where it overlaps."""
    low, high = max(one.low, other.low), min(one.high, other.high)
    return log(low / high) if low > high > 0 else 0.0


def _spread(one: Said, other: Said, walk: float, interventions: Sequence[Intervention]) -> float:
    first, last = sorted((one.day, other.day))
    sudden = sum(1 for item in interventions if item.start <= last and first <= item.end)
    days = (last - first).days
    return sqrt(2 * ANCHOR_NOISE.median**2 + walk**2 * days + JUMP.median**2 * sudden)
