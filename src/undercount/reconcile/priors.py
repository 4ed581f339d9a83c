"""What the model believes before it sees a figure, and why. docs/reconcile.md shows the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A positive number known up to a factor.

    Attributes:
        median: its middle value.
        spread: standard deviation of its logarithm; 0.7 says "within a factor of two, mostly".
    """

    median: float
    spread: float


# Standard deviation of the log level per square root of a day: 0.02 is 11% in a month and 38% in
# a year. Camps have moved by a tenth of that and by five times that, so the prior is wide.
WALK: Final = LogNormal(0.02, 0.8)

# Standard deviation of house effects: official and charity counts of one camp differ by tens of
# percent. It carries the level's uncertainty where no anchor does, so it may not be vague.
HOUSE: Final = LogNormal(0.3, 0.4)

# What an intervention (a clearance, an evacuation, a transfer) may change beyond the walk: a
# third either way is usual, and most of a camp has gone within days.
JUMP: Final = LogNormal(0.35, 0.6)

# A part's share of the whole before any figure: a fifth, give or take a factor of four or five.
SHARE: Final = LogNormal(0.2, 1.5)

# Standard deviation of a log share per square root of a day; shares move less than numbers.
SHARE_WALK: Final = LogNormal(0.01, 0.8)

# How differently one source counts a part and the whole.
SHARE_HOUSE: Final = LogNormal(0.15, 0.5)

# Where the figures say that a habit drifts: how far over the length of the series.
DRIFT: Final = LogNormal(0.4, 0.5)

# Scatter of one source's figures around its own habit, and that of a source which is taken to
# count everybody: a register misses and doubles a few people in a hundred.
NOISE: Final = LogNormal(0.08, 0.6)
ANCHOR_NOISE: Final = LogNormal(0.02, 0.3)

# Where the figures have heavy tails: the share of gross errors, and how many times the usual
# scatter theirs is.
GROSS_SHARE: Final = 0.2
GROSS_TIMES: Final = 3.0

# Standard deviation of the log level itself: flat for every number of people on earth.
LEVEL_SPREAD: Final = 10.0

# From this many figures on a source's noise is its own; below, it is shared with others like it.
OWN_NOISE_FROM: Final = 3

# A bare round number ("6,000") is read as rounded: half of its last written place to either side,
# and never more than this share.
ROUNDING_CAP: Final = 0.05
