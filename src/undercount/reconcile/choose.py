"""What the model is shown: one definition, one print of each count, nothing of the future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from undercount.ledger.entry import Entry
from undercount.reconcile.said import said, spell
from undercount.reconcile.select import Selection, select
from undercount.results import Caution

_NAMED = 4


def choose(entries: Sequence[Entry], counts: Sequence[Sequence[str]], today: date) -> Selection:
    """The figures that may be pooled, each count once.

    Args:
        entries: the figures of one series.
        counts: ids of prints of one count, the root first; what the guard refuses cannot be it.
        today: no count speaks of a later day, nor of one after the day it was printed.
    """
    future = [entry for entry in entries if _is_future(entry, today)]
    ids = {entry.id for entry in future}
    rows = [entry for entry in entries if entry.id not in ids]
    chosen = select(rows)
    if counts:
        usable = {entry.id for entry in rows} - set(chosen.refused)
        prints = [[one for one in group if one in usable] for group in counts]
        again = {one for group in prints for one in group[1:]} - {g[0] for g in prints if g}
        chosen = _without_prints(rows, again)
    return replace(
        chosen,
        refused=(*chosen.refused, *(entry.id for entry in future)),
        cautions=(*chosen.cautions, *_future_caution(future), *_unit_caution(chosen)),
    )


def _without_prints(rows: Sequence[Entry], again: set[str]) -> Selection:
    chosen = select([entry for entry in rows if entry.id not in again])
    if not again:
        return chosen
    many = "1 print" if len(again) == 1 else f"{len(again)} prints"
    text = f"{many} of a count that descends from another figure here not counted again."
    copies = (*chosen.copies, *(entry.id for entry in rows if entry.id in again))
    return replace(
        chosen, copies=copies, cautions=(*chosen.cautions, Caution("copies-merged", text))
    )


def _is_future(entry: Entry, today: date) -> bool:
    start = entry.figure.period_start or entry.figure.period_end
    return start is not None and start > (entry.published or today)


def _future_caution(future: Sequence[Entry]) -> list[Caution]:
    if not future:
        return []
    named = []
    for entry in future[:_NAMED]:
        figure = said(entry)
        day = entry.figure.period_start or entry.figure.period_end
        known = f" of {spell(day)}" if day else ""
        named.append(figure.words() if figure else f"{entry.figure.surface}{known}")
    more = f" and {len(future) - _NAMED} more" if len(future) > _NAMED else ""
    text = (
        "Left out (of a day after it was printed, or still to come: a forecast or a slip, "
        f"no count): {'; '.join(named)}{more}."
    )
    return [Caution("future-date", text)]


def _unit_caution(chosen: Selection) -> list[Caution]:
    if not chosen.figures or chosen.figures[0].entry.figure.unit != "other":
        return []
    text = (
        'What is counted is not known (unit "other"): the figures are taken to count the same '
        "thing. Give the unit in the ledger if it is people, households or attempts."
    )
    return [Caution("unit-unknown", text)]
