"""What every estimator promises, one by one, each a check on answers that were given."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from undercount.histories import CaptureHistories, CountData
from undercount.results import Estimate, NotEstimable

ANSWERS = "an answer or NotEstimable in time, never an exception"
GROUNDLESS = "NotEstimable where the table says nothing of the unseen"
SOME_ANSWER = "an estimate for at least one ordinary table"
ORDERED = "n_observed <= lower <= point <= upper, with the people of the table observed"
FINITE = "finite numbers, and no upper end but a number or inf"
LEVEL = "the interval has the level that was asked for"
JSON = "the JSON of an answer reads back as the same answer"
REASONS = "NotEstimable says why, and what would help"
SEED = "the same seed gives the same answer, byte by byte"
LISTS = "the order of lists does not matter"
ROWS = "the order of rows does not matter"
STRATA = "relabelling strata does not matter"
INPUT = "the input stays as it was"
SETTINGS = "settings are frozen"

Answer = Estimate | NotEstimable
# Rounding of an optimiser between two ends that are one number, as a share of the point.
_ROUNDING = 1e-6


def broken_by(
    answer: Answer, data: CaptureHistories | CountData, level: float
) -> Iterator[tuple[str, str]]:
    """The promises that one answer breaks by itself: (promise, what was found)."""
    try:
        text = json.dumps(answer.to_dict(), allow_nan=False)
        if type(answer).from_dict(json.loads(text)).to_dict() != json.loads(text):
            yield JSON, "it came back changed"
    except (TypeError, ValueError, KeyError) as error:
        yield JSON, f"{type(error).__name__}: {error}"
    if isinstance(answer, NotEstimable):
        if not (answer.reason.strip() and answer.what_would_help.strip()):
            yield REASONS, "one of the two is empty"
        return
    ends = answer.interval
    numbers = (answer.n_observed, ends.lower, answer.point, ends.upper)
    known = all(map(math.isfinite, numbers[:3])) and not math.isnan(numbers[3])
    if not known or (answer.draws is not None and not np.isfinite(answer.draws).all()):
        yield FINITE, ", ".join(f"{number:g}" for number in numbers) + " (or its draws)"
    slack = _ROUNDING * max(1.0, abs(answer.point))
    if known and not all(low <= high + slack for low, high in pairwise(numbers)):
        yield ORDERED, ", ".join(f"{number:,.1f}" for number in numbers)
    elif answer.n_observed != data.n_observed:
        yield ORDERED, f"{answer.n_observed:,} observed of {data.n_observed:,}"
    if ends.level != level:
        yield LEVEL, f"{ends.level:g} for {level:g}"


def same_bytes(one: Answer, other: Answer) -> bool:
    """Whether two answers are equal in every byte, draws included."""
    # What JSON cannot hold is a broken promise of its own.
    texts = [json.dumps(answer.to_dict(), default=repr) for answer in (one, other)]
    if texts[0] != texts[1]:
        return False
    draws = [answer.draws if isinstance(answer, Estimate) else None for answer in (one, other)]
    if draws[0] is None or draws[1] is None:
        return draws[0] is draws[1]
    return draws[0].shape == draws[1].shape and draws[0].tobytes() == draws[1].tobytes()


def difference(one: Answer, other: Answer, tolerance: float) -> str | None:
    """How two answers differ by more than `tolerance` times the number itself, or None."""
    if type(one) is not type(other):
        return "an estimate one way, NotEstimable the other"
    if not (isinstance(one, Estimate) and isinstance(other, Estimate)):
        return None
    for name, a, b in (
        ("point", one.point, other.point),
        ("lower end", one.interval.lower, other.interval.lower),
        ("upper end", one.interval.upper, other.interval.upper),
    ):
        if not math.isclose(a, b, rel_tol=tolerance):
            return f"{name} {a:,.6g} one way, {b:,.6g} the other"
    return None
