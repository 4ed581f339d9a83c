"""SQLite as all files of decisions use it: errors in words, and whole transactions or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from undercount.errors import BusyError, InputError, Problem

_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_BROKEN: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# Never an advice that would cost what people decided.
_KEEP: Final = "Keep the file: decisions of people are in it and nowhere else"


@contextmanager
def in_words(file: str, kind: str, writing: str) -> Iterator[None]:
    """Turn errors of a file into messages; errors of our own making pass as they are.

    Args:
        file: its path.
        kind: what it should be, as "ledger".
        writing: what another program does that holds it, as "writing in the ledger".

    Raises:
        BusyError: another process holds the file.
        InputError: it cannot be opened or written, or is damaged or no such file.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        # The primary code is the low byte of the extended one.
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in _BUSY:
            hint = "Wait until it has ended, then try again"
            raise BusyError(Problem(f"another program is {writing}", file, hint=hint)) from error
        if code in _BROKEN:
            what = f"not a {kind}, or damaged ({error})"
            raise InputError(Problem(what, file, hint=_KEEP)) from error
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        what = f"cannot be opened or written ({error})"
        raise InputError(Problem(what, file, hint=_KEEP)) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All that is written inside, or nothing."""
    # IMMEDIATE: take the write lock at once: two writers wait instead of failing late.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
