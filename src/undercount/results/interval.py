"""An interval and the kind of argument behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval for a number of people.

    Attributes:
        lower: lower end, in people (or in the estimate's unit).
        upper: upper end; `inf` where the data set no upper bound.
        level: the stated probability or confidence, between 0 and 1.
        kind: the argument behind it: "normal", "lognormal", "profile", "bca", "posterior".

    Raises:
        ValueError: the ends are not ordered numbers or the level is not between 0 and 1.

    >>> Interval(7186.4, 18194.3, 0.95, "normal")
    Interval(lower=7186.4, upper=18194.3, level=0.95, kind='normal')
    """

    lower: float
    upper: float
    level: float
    kind: str

    def __post_init__(self) -> None:
        if not self.lower <= self.upper or math.isinf(self.lower):
            raise ValueError(f"interval ends out of order: {self.lower} to {self.upper}")
        if not 0 < self.level < 1:
            raise ValueError(f"level must lie between 0 and 1, not {self.level}")

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; an infinite upper end is null."""
        upper = None if math.isinf(self.upper) else self.upper
        return {"lower": self.lower, "upper": upper, "level": self.level, "kind": self.kind}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Interval:
        """The interval that `to_dict` wrote."""
        upper = math.inf if data["upper"] is None else float(data["upper"])
        return cls(float(data["lower"]), upper, float(data["level"]), data["kind"])
