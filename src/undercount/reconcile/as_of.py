"""What was known on a day: the ledger as a reader of that day could have had it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from undercount.ledger.entry import Entry
from undercount.reconcile.said import spell
from undercount.results import Caution


def known_as_of(
    entries: Sequence[Entry], day: date
) -> tuple[tuple[Entry, ...], tuple[Caution, ...]]:
    """The figures printed by `day`, and what a reader of the replay must know.

    A figure without a day of print is taken as known from the last day of its period, the
    earliest day anybody can have counted it. One without any day is left out.
    """
    known, guessed = [], 0
    for entry in entries:
        figure = entry.figure
        printed = entry.published
        told = printed or figure.period_end or figure.period_start
        if told is not None and told <= day:
            known.append(entry)
            guessed += printed is None
    text = f"As of {spell(day)}: {len(known)} of {len(entries)} figures were known."
    if guessed:
        text += (
            f" {guessed} of them name no day of print and are taken as known from the end of "
            "their period."
        )
    return tuple(known), (Caution("as-of", text),)
