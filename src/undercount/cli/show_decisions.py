"""What people decided on figures, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.table import Table

from undercount.cli.terminal import add_row, print_rich, say
from undercount.ledger import Judgement
from undercount.ledger.corrections import FIELDS, texts


def print_history(made: Sequence[Judgement]) -> None:
    """Judgements, oldest first; what no longer counts says so."""
    if not made:
        say("Nobody has decided on it.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("no.", "figure", "when", "who", "decision", "why"):
        table.add_column(name, overflow="fold", no_wrap=name in ("no.", "figure"), vertical="top")
    for judgement in made:
        # The clock of whoever looks; the file keeps UTC.
        when = datetime.fromisoformat(judgement.at).astimezone()
        add_row(
            table,
            str(judgement.id),
            judgement.figure,
            f"{when:%Y-%m-%d %H:%M}",
            judgement.by,
            _decision(judgement),
            judgement.why,
        )
    print_rich(table)


def _decision(judgement: Judgement) -> str:
    told = str(judgement.decision)
    if judgement.changes:
        told = f"{told}: {changes_in_words(judgement.changes)}"
    if judgement.undoes is not None:
        told = f"takes back no. {judgement.undoes}"
    if judgement.undone:
        return f"{told} (taken back)"
    return f"{told} (no longer holds)" if judgement.lapsed and judgement.undoes is None else told


def changes_in_words(changes: Mapping[str, Any]) -> str:
    """Each changed field with what it should say.

    >>> changes_in_words({"place": None, "value": 620.0, "unit": "household"})
    'place empty, unit household, value 620'
    """
    told = []
    for name, value in sorted(texts(changes).items(), key=lambda item: FIELDS.index(item[0])):
        said = f"{value:.10g}" if isinstance(value, float) else value
        told.append(f"{name} {'empty' if said is None else said}")
    return ", ".join(told)


def print_correction(judgement: Judgement) -> None:
    """What a correction has changed, with what followed from it."""
    if judgement.decision == "accepted":
        say(f"accepted: {judgement.figure}. All is as it was read.")
        return
    say(f"corrected: {judgement.figure}: {changes_in_words(judgement.changes)}.", "  ")
