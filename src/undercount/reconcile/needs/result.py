"""What a what-if answers: bands of people and of what they need."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from undercount.reconcile.plain import plain
from undercount.results import Assumption, Caution


@dataclass(frozen=True, slots=True)
class Band:
    """A number on a day with its band.

    Attributes:
        day: the day.
        median: as often below as above.
        lower: lower end at the what-if's level.
        upper: upper end.
    """

    day: date
    median: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Needed:
    """One need over the days ahead.

    Attributes:
        kind: the need, one of `NEEDS`.
        unit: what is counted, in words.
        points: how much is needed, week by week; the last is the last day.
        capacity: how much there is, or None.
        shortfall: how much is missing on the last day (0 where nothing is), or None without a
            capacity.
        short: probability that something is missing on the last day, or None.
        short_from: first of the points where it is missing more likely than not, or None.
        text: the same in a sentence.
    """

    kind: str
    unit: str
    points: tuple[Band, ...]
    capacity: float | None
    shortfall: Band | None
    short: float | None
    short_from: date | None
    text: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Needs if so many come and leave. No forecast: the arrivals and exits are stated, not known.

    Attributes:
        name: the series it starts from.
        title: what that series counts.
        level: probability of every band, given the stated arrivals and exits.
        start: first day.
        until: last day.
        arrivals: people who arrive a week, (least, most).
        exits: people who leave a week, or the share of those present where `exits_share`.
        exits_share: whether the exits are a share.
        people: people present, week by week.
        needs: each need.
        assumptions: what must be true.
        cautions: what a reader must know.
        provenance: seed, version, draws.
    """

    name: str
    title: str
    level: float
    start: date
    until: date
    arrivals: tuple[float, float]
    exits: tuple[float, float]
    exits_share: bool
    people: tuple[Band, ...]
    needs: tuple[Needed, ...]
    assumptions: tuple[Assumption, ...] = ()
    cautions: tuple[Caution, ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; days as ISO 8601."""
        return plain(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> WhatIf:
        """The what-if that `to_dict` wrote."""
        made = dict(data)
        for key in ("start", "until"):
            made[key] = date.fromisoformat(data[key])
        made["arrivals"], made["exits"] = tuple(data["arrivals"]), tuple(data["exits"])
        made["people"] = tuple(_band(row) for row in data["people"])
        made["needs"] = tuple(
            Needed(
                **{
                    **row,
                    "points": tuple(_band(point) for point in row["points"]),
                    "shortfall": row["shortfall"] and _band(row["shortfall"]),
                    "short_from": row["short_from"] and date.fromisoformat(row["short_from"]),
                }
            )
            for row in data["needs"]
        )
        made["assumptions"] = tuple(Assumption(**row) for row in data["assumptions"])
        made["cautions"] = tuple(Caution(**row) for row in data["cautions"])
        return cls(**made)


def _band(row: dict[str, Any]) -> Band:
    return Band(**{**row, "day": date.fromisoformat(row["day"])})
