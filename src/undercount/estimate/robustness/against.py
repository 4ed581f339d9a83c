"""What speaks against an estimate after the checks, each as a sentence that may not be said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from undercount.estimate.robustness.slim import BOUNDS
from undercount.results import Estimate, EstimateSet, NotEstimable
from undercount.results.robustness_checks import (
    Known,
    LeftOut,
    NearModel,
    NotDone,
    OddsRatios,
    PairCurve,
    Simulated,
    Spread,
)
from undercount.units import percent

# Near-best totals further apart than this are not one number.
APART = 1.25
# A coverage further below the level than this is told: 90% for 95%.
_SHORT = 0.05
# A known number missed by less than this factor is off, but not out of all proportion.
_OFF = 1.5
# Chao's point is a lower bound and no answer.
LOWER_BOUND = "chao"
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Checks:
    """What the verdict rests on: the fields of `Robustness` of the same names."""

    lists: tuple[str, ...]
    n_observed: int
    answer: Estimate | NotEstimable
    spread: Spread | NotDone
    odds_ratios: OddsRatios | NotDone
    left_out: tuple[LeftOut, ...] | NotDone
    known: tuple[Known, ...] | NotDone
    coverage: tuple[Simulated, ...] | NotDone
    methods: EstimateSet


def against_number(checks: Checks, answer: Estimate) -> list[str]:
    """Why no single number may be said."""
    return [
        *_spread(checks, answer),
        *_known(checks),
        *_left_out(checks, answer),
        *_methods(checks, answer),
    ]


def against_interval(checks: Checks, answer: Estimate) -> list[str]:
    """Why the printed interval is too narrow."""
    return [*_outside(checks, answer), *_coverage(checks, answer), *_pairs(checks)]


def _spread(checks: Checks, answer: Estimate) -> Iterator[str]:
    near = [item.point for item in equals(checks)]
    single = f"That there were {answer.point:,.0f} people"
    if not near:
        yield f"{single}: how far other models lie was not checked."
    elif max(near) > APART * min(near):
        low, high = min(near), max(near)
        yield f"{single}: {len(near)} models that fit about as well give {low:,.0f} to {high:,.0f}."


def _outside(checks: Checks, answer: Estimate) -> Iterator[str]:
    near = [item.point for item in equals(checks)]
    low, high = min(near, default=answer.point), max(near, default=answer.point)
    # Told already where they are far apart.
    if high <= APART * low and (low < answer.interval.lower or high > answer.interval.upper):
        yield (
            f"That the number lies within {span(answer)}: {len(near)} models that fit about as "
            f"well give {low:,.0f} to {high:,.0f}."
        )


def _coverage(checks: Checks, answer: Estimate) -> Iterator[str]:
    interval = answer.interval
    worst = min(every(checks.coverage), key=lambda item: item.covered, default=None)
    if worst is None:
        yield "That the interval is wide enough: its coverage was not simulated."
    elif worst.covered < interval.level - _SHORT:
        yield (
            f"That the number lies within {span(answer)} with {percent(interval.level)} "
            "confidence: in simulated tables like this one the interval held the truth in "
            f"{worst.covered:.0%} where {worst.truth} is true."
        )


def _known(checks: Checks) -> Iterator[str]:
    wrong = missed(checks)
    if wrong:
        item = max(wrong, key=_off)
        more = f" ({len(wrong)} lists come out wrong)" if len(wrong) > 1 else ""
        yield (
            "That the method works on these lists: from the other lists, the people on "
            f"{item.name} come out at {item.ratio:.2f} times their known number{more}."
        )
    elif not tested(checks):
        yield "That the method works on these lists: none of them could be used to test it."


def _left_out(checks: Checks, answer: Estimate) -> Iterator[str]:
    apart = [
        (item.left_out, item.answer)
        for item in every(checks.left_out)
        if isinstance(item.answer, Estimate)
        and not item.explained
        and _disjoint(item.answer, answer)
    ]
    if apart:
        name, other = max(apart, key=lambda it: abs(math.log(it[1].point / answer.point)))
        yield (
            f"That the lists bear each other out: without {name} the answer is "
            f"{other.point:,.0f} ({span(other)})."
        )


def _pairs(checks: Checks) -> Iterator[str]:
    pairs = () if isinstance(checks.odds_ratios, NotDone) else checks.odds_ratios.pairs
    tipping = [(item, _tip(item)) for item in pairs if isinstance(item, PairCurve) and item.open]
    if tipping:
        item, (at, _) = min(tipping, key=lambda it: it[1][1])
        yield (
            f"That the answer does not hang on {item.pair[0]} and {item.pair[1]}: at an odds ratio "
            f"of {at:.2g} between them, which the data do not rule out, the total leaves the "
            "printed interval."
        )


def _methods(checks: Checks, answer: Estimate) -> Iterator[str]:
    interval = answer.interval
    for label, other in checks.methods:
        if not isinstance(other, Estimate) or label == "loglinear":
            continue
        if label == LOWER_BOUND:
            if other.interval.lower > interval.upper:
                at = f"{other.interval.lower:,.0f}"
                yield f"That the number is below {at}: Chao's bound begins there."
        elif not is_bound(other) and not interval.lower <= other.point <= interval.upper:
            told = f"{other.point:,.0f} ({span(other)})"
            yield f"That the methods agree: by {label} there are {told}."


def is_bound(answer: Estimate) -> bool:
    """Whether the method itself says that its point is a bound and no answer."""
    return any(caution.code in BOUNDS for caution in answer.cautions)


def equals(checks: Checks) -> tuple[NearModel, ...]:
    """The models against which BIC does not speak strongly, the best among them."""
    return () if isinstance(checks.spread, NotDone) else checks.spread.equals()


def missed(checks: Checks) -> list[Known]:
    """Known lists that the method does not find, by more than the interval and a factor 1.5."""
    return [item for item in tested(checks) if not item.covered and _off(item) > _OFF]


def tested(checks: Checks) -> list[Known]:
    """Known lists that say something of the method."""
    return [it for it in every(checks.known) if it.covered is not None and not it.explained]


def every(items: tuple[_Item, ...] | NotDone) -> tuple[_Item, ...]:
    """What a check found, nothing if it was not made."""
    return () if isinstance(items, NotDone) else items


def span(answer: Estimate) -> str:
    """The interval in words."""
    low, high = answer.interval.lower, answer.interval.upper
    return f"{low:,.0f} to {high:,.0f}" if math.isfinite(high) else f"{low:,.0f} or more"


def _off(item: Known) -> float:
    ratio = item.ratio or 1.0
    return max(ratio, 1 / ratio)


def _tip(item: PairCurve) -> tuple[float, float]:
    """The nearest tipping odds ratio that the data allow, and how far off it is."""
    held = item.held or 0.01
    low, high = item.leaves_low, item.leaves_high
    near = []
    if low is not None and low >= item.data_low:
        near.append((low, abs(math.log(low / held))))
    if high is not None and (item.data_high is None or high <= item.data_high):
        near.append((high, abs(math.log(high / held))))
    return min(near, key=lambda it: it[1])


def _disjoint(first: Estimate, second: Estimate) -> bool:
    a, b = first.interval, second.interval
    return a.upper < b.lower or b.upper < a.lower
