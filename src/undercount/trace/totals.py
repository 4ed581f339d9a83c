"""Numbers about tracing that may leave it: no name, no case, no small count."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from undercount.project import write_json
from undercount.results.tracing import TracingTotals

FILE: Final = "trace/totals.json"


def totals(
    *, cases: int, requests: int, matched: int, possible: int, day: date, suppress_below: int
) -> TracingTotals:
    """The numbers with every small one kept back, and what would give a small one away.

    Cases fall into three parts: matched, possible, and the rest. A small part alone would be
    what the others leave of the total, so another goes with it, and always the same one: the
    rest, or beside the rest the possible ones. Which one is kept back must not tell which is
    larger. Where the two together could not hide a small number, or two parts are small, none
    of the three is told.

    Args:
        cases: that were compared or are matched, so with consent.
        requests: the same.
        matched: cases with a match that two people have signed.
        possible: other cases, for which some request is more likely the child's than not.
        day: of the ranking.
        suppress_below: smallest number that may be told; 0 keeps nothing back.

    Raises:
        ValueError: there are more matched and possible cases than cases.

    >>> made = totals(cases=500, requests=9_000, matched=4, possible=280, day=date(2021, 5, 3),
    ...     suppress_below=10)
    >>> made.cases, made.requests, made.matched, made.possible, made.open
    (500, 9000, None, 280, None)
    """
    rest = cases - matched - possible
    if rest < 0:
        raise ValueError(f"{matched} matched and {possible} possible of {cases} cases")
    parts = _told(matched, possible, rest, suppress_below)
    return TracingTotals(
        day.isoformat(),
        suppress_below,
        _or_none(cases, suppress_below),
        _or_none(requests, suppress_below),
        *parts,
    )


def write_totals(root: Path, made: TracingTotals) -> Path:
    """Write the numbers into a project, whole or not at all; returns where."""
    path = root / FILE
    write_json(path, made.to_dict())
    return path


def _or_none(n: int, suppress_below: int) -> int | None:
    return n if n >= suppress_below else None


def _told(matched: int, possible: int, rest: int, below: int) -> tuple[int | None, ...]:
    """The parts of a total that may be told beside it."""
    parts = (matched, possible, rest)
    small = [i for i, n in enumerate(parts) if n < below]
    if not small:
        return parts
    hidden = {small[0], 1 if small[0] == 2 else 2}
    if len(small) > 1 or sum(parts[i] for i in hidden) < 2 * below:
        return (None, None, None)
    return tuple(None if i in hidden else n for i, n in enumerate(parts))
