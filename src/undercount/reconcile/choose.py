"""What the model is shown: figures of one definition, and none of the future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from undercount.ledger.entry import Entry
from undercount.reconcile.said import spell
from undercount.reconcile.select import Selection, select
from undercount.results import Caution

_NAMED = 4
_STILL_TO_COME = "of a day still to come: a forecast or a slip, not a count"


def choose(
    entries: Sequence[Entry],
    today: date,
    *,
    place: str | None = None,
    measure: str | None = None,
    counts: Sequence[Sequence[str]] = (),
) -> Selection:
    """The figures that the guard lets through (`select`), of days up to today.

    Args:
        entries: the figures of one series.
        today: no count speaks of a later day.
        place: the place of the series.
        measure: "stock" or "flow".
        counts: ids of prints of one count, the root first.
    """
    future = [(entry, day) for entry in entries if (day := _day(entry)) and day > today]
    late = {entry.id for entry, _ in future}
    chosen = select(
        [entry for entry in entries if entry.id not in late],
        place=place,
        measure=measure,
        counts=counts,
    )
    return replace(
        chosen,
        refused=(*chosen.refused, *((entry.id, _STILL_TO_COME) for entry, _ in future)),
        cautions=(*chosen.cautions, *_future(future), *_unit(chosen)),
    )


def _day(entry: Entry) -> date | None:
    return entry.figure.period_start or entry.figure.period_end


def _future(future: Sequence[tuple[Entry, date]]) -> list[Caution]:
    if not future:
        return []
    names = "; ".join(f"{entry.figure.surface} of {spell(day)}" for entry, day in future[:_NAMED])
    more = f" and {len(future) - _NAMED} more" if len(future) > _NAMED else ""
    return [Caution("future-date", f"Left out ({_STILL_TO_COME}): {names}{more}.")]


def _unit(chosen: Selection) -> list[Caution]:
    if not chosen.figures or chosen.figures[0].entry.figure.unit != "other":
        return []
    text = (
        'What is counted is not known (unit "other"): the figures are taken to count the same '
        "thing. Give the unit in the ledger if it is people, households or attempts."
    )
    return [Caution("unit-unknown", text)]
