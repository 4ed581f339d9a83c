"""The words a figure is described with, the interval each hedge means, and levels in words.

The vocabularies are closed: the ledger refuses a word that is not here. The hedge table is the
one place that turns "almost 7,000" into 6,300 to 6,999; reader and reconciliation both use it.
"""

from __future__ import annotations

import math
from typing import Final, Literal, get_args

Kind = Literal["count", "range", "vague", "percent", "ratio", "change", "rate"]
Quantifier = Literal[
    "exact", "approx", "almost", "more_than", "at_least", "at_most", "less_than", "range", "vague"
]
Unit = Literal[
    "person", "household", "attempt", "event", "case", "vehicle", "boat", "place_capacity", "other"
]
Measure = Literal["stock", "flow", "cumulative", "rate", "change", "capacity", "target", "unknown"]
Status = Literal["asserted", "denied", "hypothetical", "target"]
ClaimantClass = Literal[
    "government", "police_border", "inspectorate", "igo", "ngo", "academic", "journalist",
    "migrant", "private", "unknown",
]  # fmt: skip
Detection = Literal["detected", "undetected_estimate", "total_estimate", "unknown"]
ClaimType = Literal[
    "undercount", "overcount", "exceeds_official", "trend_up", "trend_down", "disputes"
]
Rejection = Literal[
    "age", "date", "year", "time", "money", "id", "phone", "legal", "road", "ordinal", "other"
]

Directness = Literal["quoted", "own", "reported", "relayed", "unsourced"]
PlaceRole = Literal["at", "from", "to", "via"]
Accuracy = Literal["day", "week", "month", "quarter", "year", "longer", "unknown"]
Anchor = Literal["stated", "publication", "document", "none"]

# A day outside these years is a slip of the hand (2916 for 2016).
YEARS: Final = range(1900, 2200)

KINDS: Final = get_args(Kind)
QUANTIFIERS: Final = get_args(Quantifier)
UNITS: Final = get_args(Unit)
MEASURES: Final = get_args(Measure)
STATUSES: Final = get_args(Status)
CLAIMANT_CLASSES: Final = get_args(ClaimantClass)
DETECTIONS: Final = get_args(Detection)
CLAIM_TYPES: Final = get_args(ClaimType)
REJECTIONS: Final = get_args(Rejection)
DIRECTNESS: Final = get_args(Directness)
PLACE_ROLES: Final = get_args(PlaceRole)
ACCURACIES: Final = get_args(Accuracy)
ANCHORS: Final = get_args(Anchor)

# Multipliers of the stated value. They are a convention, not a law of speech: "more than 7,000"
# is capped at twice because an open end would let one vague source claim anything.
_HEDGES: Final[dict[Quantifier, tuple[float, float]]] = {
    "exact": (1.0, 1.0),
    "approx": (0.9, 1.1),
    "almost": (0.9, 1.0),
    "more_than": (1.0, 2.0),
    "at_least": (1.0, 2.0),
    "at_most": (0.0, 1.0),
    "less_than": (0.0, 1.0),
}


def hedge_interval(
    quantifier: Quantifier, value: float, *, whole: bool = True
) -> tuple[float, float]:
    """The closed interval that a hedged number is read as.

    Args:
        quantifier: any but "range" and "vague", which state their own ends.
        value: the number as stated.
        whole: True for counts, where "almost 7,000" excludes 7,000 itself; False for
            percentages, ratios and changes, where it does not.

    Returns:
        (low, high), both included.

    >>> hedge_interval("almost", 7000)
    (6300, 6999)
    >>> hedge_interval("approx", 4500)
    (4050, 4950)
    >>> hedge_interval("more_than", 0.5, whole=False)
    (0.5, 1.0)
    """
    down, up = _HEDGES[quantifier]
    low, high = down * value, up * value
    if not whole:
        return low, high
    if quantifier in ("almost", "less_than"):
        high = value - 1
    if quantifier == "more_than":
        low = value + 1
    # Rounding to the nearest whole keeps 0.9 * 35 = 31.5 stable across platforms.
    return math.floor(low + 0.5), max(math.floor(high + 0.5), math.floor(low + 0.5))


def percent(level: float) -> str:
    """A probability as a percentage, with the decimals it needs and no others.

    >>> percent(0.9), percent(0.975), percent(0.999)
    ('90%', '97.5%', '99.9%')
    """
    # Ten digits hide what binary fractions add (100 * 0.07) and never round 0.99999 to certainty.
    return f"{100 * level:.10g}%"
