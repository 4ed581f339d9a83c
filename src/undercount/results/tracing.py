"""What may be said of tracing outside of it: a few numbers, no small one, nobody."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TracingTotals:
    """All that a report tells of tracing.

    A number that is None is kept back: it is small, or would give a small one away.

    Attributes:
        day: of the ranking, in ISO 8601.
        suppress_below: numbers below this are kept back.
        cases: children whose cases were compared, each with consent.
        requests: requests that were compared, each with consent.
        matched: cases with a match that two people have signed.
        possible: of the other cases, those for which some request is more likely the child's
            than not.
        open: the rest of the cases.
    """

    day: str
    suppress_below: int
    cases: int | None
    requests: int | None
    matched: int | None = None
    possible: int | None = None
    open: int | None = None

    @property
    def whole(self) -> bool:
        """Whether no number is kept back."""
        parts = (self.cases, self.requests, self.matched, self.possible, self.open)
        return None not in parts

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> TracingTotals:
        """What `to_dict` wrote."""
        return cls(**data)
