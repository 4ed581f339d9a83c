"""Days on which a number may change suddenly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from undercount.errors import InputError


@dataclass(frozen=True, slots=True)
class Intervention:
    """Days on which the number may change suddenly: a clearance, an evacuation, a transfer.

    Attributes:
        start: its first day.
        end: its last day.
        name: what happened, in neutral words.

    Raises:
        InputError: it ends before it starts.
    """

    start: date
    end: date
    name: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InputError(
                f"the intervention {self.name!r} ends before it starts",
                "Give its first day as start and its last as end",
            )
