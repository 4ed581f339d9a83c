"""The log of access: who looked at what, when and why. It is only ever added to."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from undercount.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: who looked at what, when and why.

    Attributes:
        at: ISO 8601 in UTC.
        by: who.
        action: what was done: "import", "compare", "decide: accept", "export", ...
        case, request: numbers, or None where it was about all.
        number: how many people it was about, or None.
        why: the reason given.
    """

    at: str
    by: str
    action: str
    case: str | None
    request: str | None
    number: int | None
    why: str


_ENTRY: Final = ("at", "by", "action", "case_id", "request_id", "number", "why")


def append(
    connection: sqlite3.Connection,
    at: str,
    by: str,
    action: str,
    why: str,
    case: str | None = None,
    request: str | None = None,
    number: int | None = None,
) -> None:
    """One more line, in the transaction of what it is about.

    Raises:
        InputError: it is not said who looks, or why.
    """
    problems = [
        Problem(f"the log needs {what}", hint=f"Give --{option}")
        for text, what, option in ((by, "who looks", "by NAME"), (why, "why", "why WORDS"))
        if not text.strip()
    ]
    if problems:
        raise InputError(problems)
    connection.execute(
        'INSERT INTO log ("at", "by", action, case_id, request_id, number, why) '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (at, by.strip(), action, case, request, number, why.strip()),
    )


def entry(row: sqlite3.Row) -> Entry:
    """One row of the log."""
    return Entry(*(row[name] for name in _ENTRY))
