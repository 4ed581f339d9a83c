"""The tables of `tracing.db`, and how the file is opened: closed to others from its first byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project.closed_file import close_to_others, make_closed
from undercount.project.database import in_words as told
from undercount.project.database import marks, run_script, transaction, write_ahead

VERSION: Final = 2
in_words: Final = partial(told, kind="file of tracing", writing="writing cases and requests")
"""Errors of the file as messages."""
# Every other program's file says 0 here, and the ledger as well.
_APPLICATION: Final = 0x554E5452  # "UNTR"

# Nobody changes or deletes what people decided, agreed to, or looked at: not even this program.
_APPENDED: Final = {"consents": "a consent", "decisions": "a decision", "log": "an entry"}
_WITHDRAWN: Final = {"withdrawals": "a withdrawal"}
# `key` is of the page that sent it: what is sent again is appended once. A withdrawal leaves the
# decision where it is.
_SINCE_2: Final = """
ALTER TABLE decisions ADD COLUMN key TEXT CHECK (key <> '');
CREATE UNIQUE INDEX decisions_key ON decisions (key);
CREATE TABLE withdrawals (
  n INTEGER PRIMARY KEY,
  decision INTEGER NOT NULL UNIQUE REFERENCES decisions (n),
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  why TEXT NOT NULL CHECK (why <> ''),
  "at" TEXT NOT NULL,
  key TEXT UNIQUE CHECK (key <> '')
) STRICT;
CREATE TRIGGER decisions_keep BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'a decision is never replaced: append another'); END;
CREATE TRIGGER withdrawals_keep BEFORE INSERT ON withdrawals
WHEN EXISTS (SELECT 1 FROM withdrawals WHERE key = NEW.key OR decision = NEW.decision)
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never replaced: append another'); END;
"""


def _stay(tables: Mapping[str, str]) -> str:
    return "".join(
        f"""
CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{one} is never changed: append another'); END;
CREATE TRIGGER {table}_remain BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{one} is never deleted: append another'); END;
CREATE TRIGGER {table}_hold BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, '{one} is never replaced: append another'); END;
"""
        for table, one in tables.items()
    )


def _script() -> str:
    return f"""
CREATE TABLE records (
  kind TEXT NOT NULL CHECK (kind IN ('case', 'request')),
  id TEXT NOT NULL CHECK (id <> ''),
  fields TEXT NOT NULL CHECK (json_valid(fields)),
  file TEXT NOT NULL,
  line INTEGER,
  facts TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE imports (
  kind TEXT PRIMARY KEY CHECK (kind IN ('case', 'request')),
  mark TEXT NOT NULL,
  lapses TEXT,
  "at" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE consents (
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('case', 'request')),
  id TEXT NOT NULL,
  consent TEXT,
  purpose TEXT,
  until TEXT,
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  "at" TEXT NOT NULL
) STRICT;
CREATE INDEX consents_of ON consents (kind, id);
CREATE TABLE decisions (
  n INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  request_id TEXT NOT NULL CHECK (request_id <> ''),
  decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'ask')),
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  why TEXT NOT NULL CHECK (why <> ''),
  "at" TEXT NOT NULL,
  case_facts TEXT NOT NULL,
  request_facts TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_of ON decisions (case_id, request_id);
CREATE TABLE log (
  n INTEGER PRIMARY KEY,
  "at" TEXT NOT NULL,
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  action TEXT NOT NULL CHECK (action <> ''),
  case_id TEXT,
  request_id TEXT,
  number INTEGER,
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
CREATE INDEX log_of ON log (case_id);
CREATE TABLE ranked (
  case_id TEXT PRIMARY KEY,
  none REAL NOT NULL CHECK (none BETWEEN 0 AND 1),
  place INTEGER NOT NULL,
  "at" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE suggestions (
  case_id TEXT NOT NULL REFERENCES ranked (case_id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  PRIMARY KEY (case_id, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestions_of ON suggestions (request_id);
CREATE TABLE prepared (
  kind TEXT NOT NULL CHECK (kind IN ('case', 'request')),
  what TEXT NOT NULL,
  piece INTEGER NOT NULL,
  mark TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (kind, what, piece)
) STRICT;
{_stay(_APPENDED)}
PRAGMA application_id = {_APPLICATION};
{_to_version_2()}"""


def _to_version_2() -> str:
    return f"{_SINCE_2}{_stay(_WITHDRAWN)}PRAGMA user_version = 2;\n"


def open_file(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to the file; with `write`, the file is made where it is missing.

    A file of an older version is brought to this one where it may be written; nothing in it is
    lost. Where it may only be read, it is read as it is.

    Raises:
        MissingFileError: nothing is there, and nothing may be written.
        InputError: it is another program's file, or a newer Undercount made it.
        BusyError: another process holds it.
    """
    file = str(path)
    with in_words(file):
        if write:
            make_closed(path)
        elif not path.is_file():
            raise MissingFileError(
                Problem("no cases and requests yet", file, hint="Run first: undercount trace")
            )
        close_to_others(path)
        # Reading too may have to take in what a killed run has left; `query_only` keeps it honest.
        uri = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            _prepare(connection, file, write=write)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, file: str, *, write: bool) -> None:
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is sorted or may be rolled back must not lie in a file of the system's own.
    connection.execute("PRAGMA temp_store = MEMORY")
    application, version, tables = marks(connection)
    if tables and application != _APPLICATION:
        raise InputError(Problem("not a file of tracing", file, hint="Name another project"))
    if version > VERSION:
        hint = "Update undercount"
        raise InputError(Problem("made by a newer version of undercount", file, hint=hint))
    if not write:
        if not tables:
            raise MissingFileError(
                Problem("no cases and requests yet", file, hint="Run first: undercount trace")
            )
        connection.execute("PRAGMA query_only = ON")
        return
    write_ahead(connection)
    # What is taken out is overwritten: a name that has gone must not stay in the file's free pages.
    connection.execute("PRAGMA secure_delete = ON")
    if not tables or version < VERSION:
        _make_tables(connection)


def _make_tables(connection: sqlite3.Connection) -> None:
    """All tables or none; where two open a file at once, the second one finds them made."""
    with transaction(connection):
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return
        run_script(connection, _to_version_2() if tables else _script())
