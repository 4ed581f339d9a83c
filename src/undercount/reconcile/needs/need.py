"""The needs that can be asked about: a closed list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from undercount.errors import InputError, Problem

NeedKind = Literal[
    "beds", "meals", "water", "health_consultations", "protection_places", "family_transfers"
]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sort:
    """What one need counts.

    Attributes:
        unit: what is counted, in words.
        per_person: how many a person, (least, most), where nothing else is stated; None where it
            must be.
        source: where that comes from, or "".
    """

    unit: str
    per_person: Range | None
    source: str = ""


NEEDS: Final[Mapping[NeedKind, Sort]] = MappingProxyType(
    {
        "beds": Sort("beds", (1.0, 1.0)),
        "meals": Sort("meals a day", (2.0, 3.0)),
        "water": Sort(
            "litres of water a day", (15.0, 15.0), "Sphere Handbook (2018), water supply 2.1"
        ),
        "health_consultations": Sort(
            "consultations a week",
            (2 * 7 / 365.25, 4 * 7 / 365.25),
            "Sphere Handbook (2011), health systems 1: 2 to 4 a person and year",
        ),
        "protection_places": Sort("protection places for children", None),
        "family_transfers": Sort("transfers to family", None),
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """One need to work out.

    Attributes:
        kind: one of `NEEDS`.
        per_person: how many a person, (least, most); without it the need's own.
        part: name of the series of those who have the need, such as "children"; None for everybody.
        share: share of the people who have the need, (least, most), where no series counts them.
        number: how many people have the need, (least, most), stated and held; for transfers.
        capacity: how much there is, in the need's own unit, or None.

    Raises:
        InputError: an unknown need, a range that is none, more than one of part, share and number,
            or a need of some people that does not say of how many.

    >>> Need("beds", capacity=1500).capacity
    1500
    """

    kind: NeedKind
    per_person: Range | None = None
    part: str | None = None
    share: Range | None = None
    number: Range | None = None
    capacity: float | None = None

    def __post_init__(self) -> None:
        problems = []
        if self.kind not in get_args(NeedKind):
            known = ", ".join(NEEDS)
            raise InputError(f"need “{self.kind}” is not worked out here", f"Choose among {known}")
        for name, ends in (
            ("per_person", self.per_person),
            ("share", self.share),
            ("number", self.number),
        ):
            if ends is not None:
                problems += range_problems(f"{name} of {self.kind}", ends)
        if self.share and not problems and self.share[1] > 1:
            problems.append(Problem(f"share of {self.kind} is above 1", hint="Write 0.2 for 20%"))
        if self.capacity is not None and not self.capacity >= 0:
            problems.append(Problem(f"capacity of {self.kind} is {self.capacity:g}, below 0"))
        told = [name for name in (self.part, self.share, self.number) if name is not None]
        if len(told) > 1:
            what = f"{self.kind} has more than one of part, share and number"
            problems.append(Problem(what, hint="Keep one"))
        if NEEDS[self.kind].per_person is None and not told:
            what = f"{self.kind} does not say how many people need it"
            hint = "Name a series as its part, or state a share or a number"
            problems.append(Problem(what, hint=hint))
        if problems:
            raise InputError(problems)

    @property
    def each(self) -> Range:
        """How many a person."""
        return self.per_person or NEEDS[self.kind].per_person or (1.0, 1.0)


def range_problems(name: str, ends: Range) -> list[Problem]:
    """What is wrong with a range of numbers that cannot be negative."""
    low, high = ends
    if 0 <= low <= high < float("inf"):
        return []
    hint = "Write the least, then the most; neither below 0"
    return [Problem(f"{name} is {low:g} to {high:g}", hint=hint)]
