"""The ledger's tables, derived from the records they keep."""

from __future__ import annotations

import dataclasses
import sqlite3
import typing
from datetime import date

from undercount import units
from undercount.errors import InputError, Problem
from undercount.ledger.records import Figure

VERSION = 1

# Closed vocabularies are held by the database too, so that no other program can slip past them.
_VOCABULARIES = {
    "kind": units.KINDS,
    "quantifier": units.QUANTIFIERS,
    "unit": units.UNITS,
    "measure": units.MEASURES,
    "status": units.STATUSES,
    "claimant_class": units.CLAIMANT_CLASSES,
    "detection": units.DETECTIONS,
    "origin": ("read", "hand", "table"),
}

FIGURE_FIELDS = tuple(field.name for field in dataclasses.fields(Figure))


def _column(name: str, hint: object) -> str:
    kinds = set(typing.get_args(hint)) or {hint}
    kind = "TEXT"
    if float in kinds:
        kind = "REAL"
    elif int in kinds:
        kind = "INTEGER"
    required = "" if type(None) in kinds else " NOT NULL"
    allowed = _VOCABULARIES.get(name)
    words = ", ".join(f"'{word}'" for word in allowed or ())
    return f'"{name}" {kind}{required}' + (f' CHECK ("{name}" IN ({words}))' if allowed else "")


def _script() -> str:
    hints = typing.get_type_hints(Figure)
    figure = ",\n  ".join(_column(name, hints[name]) for name in FIGURE_FIELDS)
    words = ", ".join(f"'{word}'" for word in units.REJECTIONS)
    return f"""
CREATE TABLE ledger (identity TEXT NOT NULL) STRICT;
INSERT INTO ledger VALUES (lower(hex(randomblob(8))));
CREATE TABLE documents (
  path TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL,
  encoding TEXT NOT NULL,
  language TEXT NOT NULL,
  published TEXT,
  outlet TEXT,
  title TEXT,
  cautions TEXT NOT NULL
) STRICT;
CREATE TABLE figures (
  id TEXT PRIMARY KEY,
  {figure},
  FOREIGN KEY (document) REFERENCES documents (path) ON DELETE CASCADE
) STRICT;
CREATE INDEX figures_by_document ON figures (document);
CREATE TABLE rejected (
  document TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  surface TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why IN ({words})),
  PRIMARY KEY (document, "start")
) STRICT;
CREATE TABLE statements (
  document TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
  type TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  speaker TEXT,
  direct INTEGER,
  handle TEXT,
  name TEXT,
  date TEXT,
  role TEXT,
  PRIMARY KEY (document, type, "start")
) STRICT;
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY,
  figure TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('accepted', 'rejected', 'unsure', 'suggested')),
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  why TEXT NOT NULL,
  "at" TEXT NOT NULL,
  seen TEXT NOT NULL
) STRICT;
CREATE INDEX judgements_by_figure ON judgements (figure);
CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never changed: append another'); END;
CREATE TRIGGER judgements_remain BEFORE DELETE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never deleted: append another'); END;
PRAGMA user_version = {VERSION};
"""


def prepare(connection: sqlite3.Connection, file: str, *, write: bool) -> None:
    """Set the connection up for safety and make the tables where they are missing.

    Args:
        connection: to the file.
        file: its name, for messages.
        write: False to change nothing, not even the way the file is kept.

    Raises:
        InputError: it is another program's file, or a newer Undercount made it.
    """
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA foreign_keys = ON")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        hint = "Update undercount"
        raise InputError(Problem("made by a newer version of undercount", file, hint=hint))
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        # FULL: what was acknowledged survives a power cut, not only a crash of the program.
        connection.execute("PRAGMA synchronous = FULL")
    if version == 0:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if tables or not write:
            raise InputError(Problem("not a ledger", file, hint="Name another project"))
        connection.executescript(f"BEGIN IMMEDIATE;{_script()}COMMIT;")


def to_row(figure: Figure) -> list[object]:
    """The figure's fields in the order of `FIGURE_FIELDS`, days as ISO 8601."""
    values = (getattr(figure, name) for name in FIGURE_FIELDS)
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def from_row(row: sqlite3.Row) -> Figure:
    """The figure that `to_row` wrote."""
    values = {name: row[name] for name in FIGURE_FIELDS}
    for name in ("period_start", "period_end"):
        if values[name] is not None:
            values[name] = date.fromisoformat(values[name])
    return Figure(**values)
