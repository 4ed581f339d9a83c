"""SQLite's errors in words, and never an advice that would cost judgements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from undercount.errors import BusyError, InputError, Problem

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_KEEP = "Keep the file: decisions of people are in it and nowhere else"


@contextmanager
def in_words(file: str) -> Iterator[None]:
    """Turn errors of the file into messages; errors of our own making pass as they are.

    Raises:
        BusyError: another process holds the file.
        InputError: it cannot be opened or written, or is damaged or no ledger.
    """
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        # The primary code is the low byte of the extended one.
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in _BUSY:
            hint = "Wait until it has ended, then try again"
            raise BusyError(
                Problem("another program is writing in the ledger", file, hint=hint)
            ) from error
        if code in _BROKEN:
            raise InputError(
                Problem(f"not a ledger, or damaged ({error})", file, hint=_KEEP)
            ) from error
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise InputError(
            Problem(f"cannot be opened or written ({error})", file, hint=_KEEP)
        ) from error
