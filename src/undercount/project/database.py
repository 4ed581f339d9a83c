"""SQLite as all files of decisions use it: errors in words, and whole transactions or none."""

from __future__ import annotations

import sqlite3
import time
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


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run statements inside the caller's transaction, which `executescript` would end first."""
    statement = ""
    for part in script.split(";")[:-1]:
        statement += f"{part};"
        if sqlite3.complete_statement(statement):  # not within a trigger, nor within quotes
            connection.execute(statement)
            statement = ""


def marks(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Whose file it is, its version, and how many tables and indexes it has.

    Read as of one moment: another process may be making the tables meanwhile, and a file
    without tables and one with all of them are both fine, but never a half of each.
    """
    connection.execute("BEGIN")
    try:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    finally:
        connection.execute("ROLLBACK")
    return application, version, tables


def write_ahead(connection: sqlite3.Connection, patience: float = 10.0) -> None:
    """Keep the file with a log written ahead, and what is acknowledged through a power cut.

    SQLite gives up at once where two change the way a new file is kept, whatever its timeout;
    this waits `patience` seconds.
    """
    end = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            busy = (error.sqlite_errorcode or 0) & 0xFF in _BUSY
            if not busy or time.monotonic() > end:
                raise
            time.sleep(0.01)
    # FULL: what was acknowledged survives a power cut, not only a crash of the program.
    connection.execute("PRAGMA synchronous = FULL")
