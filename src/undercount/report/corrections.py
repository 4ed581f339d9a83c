"""What a person corrected in a figure, beside what the machine had read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from undercount.ledger import Entry, Figure
from undercount.report.language import say
from undercount.report.words import number, short_day

LABELS: Final = {
    "surface": "the number", "value": "the number", "low": "the lowest it allows",
    "high": "the highest it allows", "hedge": "words of caution", "quantifier": "how exact",
    "kind": "kind of number", "population": "of whom", "unit": "what is counted",
    "measure": "stock or flow", "status": "standing in the text", "claimant": "who said it",
    "claimant_class": "who said it, by kind", "artefact": "the report behind it",
    "relay": "who passed it on", "place": "where", "place_role": "what the place is to it",
    "period": "when", "period_start": "from", "period_end": "until",
    "period_accuracy": "how exact the time is", "period_anchor": "what the time is told from",
    "detection": "detected or not", "directness": "how it was said",
    "quantity": "what it speaks to",
}  # fmt: skip
# Follow from the words of the number; told with them.
_WITH_SURFACE: Final = ("value", "low", "high", "quantifier", "kind")


@dataclass(frozen=True, slots=True)
class Correction:
    """One field that a person corrected.

    Attributes:
        field: what was corrected, in words.
        now: what it says now, or "" for nothing.
        was: what the machine had read, or "" for nothing.
    """

    field: str
    now: str
    was: str


def corrections(entry: Entry, as_read: Figure | None) -> tuple[Correction, ...]:
    """What a person corrected in an entry.

    Args:
        entry: as it stands.
        as_read: its figure as the machine read it, or None where that is not known.
    """
    told = [
        name
        for name in entry.corrected
        if "surface" not in entry.corrected or name not in _WITH_SURFACE
    ]
    return tuple(
        Correction(
            say(LABELS.get(name, name.replace("_", " "))),
            _written(getattr(entry.figure, name)),
            "" if as_read is None else _written(getattr(as_read, name)),
        )
        for name in told
    )


def _written(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return short_day(value)
    return number(value) if isinstance(value, int | float) else str(value)
