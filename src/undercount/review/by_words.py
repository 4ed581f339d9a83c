"""A figure corrected from a terminal: by the same way as on the screen, in words only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from undercount.errors import InputError, Problem
from undercount.ledger import Judgement
from undercount.ledger.corrections import FIELDS, NUMBERS
from undercount.review.figures import FiguresQueue
from undercount.workflow.deciding import open_ledger


def correct(
    path: Path | str, figure: str, fields: Sequence[str], *, by: str, why: str
) -> Judgement:
    """Append what a figure of the project at `path` should say.

    Args:
        path: the project's folder.
        figure: its id.
        fields: each "field=value"; nothing behind "=" empties a field. Words must stand in the
            figure's document; of several such places the nearest to the figure is meant.
        by: who decides.
        why: the reason, in words.

    Returns:
        What was appended, with all that follows from it.

    Raises:
        UndercountError: no such project or figure, or everything that is wrong with the fields.
    """
    key = str(uuid.uuid4())
    queue = FiguresQueue(path, by)
    queue.decide(
        {"key": key, "id": figure, "decision": "corrected", "why": why, "changes": _read(fields)}
    )
    with open_ledger(Path(path), write=False) as ledger:
        return next(judgement for judgement in ledger.history([figure]) if judgement.key == key)


def _read(fields: Sequence[str]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        name, sign, value = field.partition("=")
        if not sign or name not in FIELDS:
            what = f'"{field}" is not FIELD=VALUE'
            problems.append(Problem(what, hint=f"The fields are {', '.join(FIELDS)}"))
        elif name in changes:
            problems.append(Problem(f"{name} is given twice", hint="Give it once"))
        elif name in NUMBERS and value:
            try:
                changes[name] = float(value)
            except ValueError:
                what = f'"{value}" is not a number (write 9106 or 0.93)'
                problems.append(Problem(what, column=name))
        else:
            changes[name] = value or None
    if problems:
        raise InputError(problems)
    return changes
