"""The ledger's tables, derived from the records they keep."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import typing
from collections.abc import Mapping
from datetime import date

from undercount import units
from undercount.errors import InputError, Problem
from undercount.ledger.records import Figure

VERSION = 3

# Closed vocabularies are held by the database too, so that no other program can slip past them.
_VOCABULARIES = {
    "kind": units.KINDS,
    "quantifier": units.QUANTIFIERS,
    "unit": units.UNITS,
    "measure": units.MEASURES,
    "status": units.STATUSES,
    "claimant_class": units.CLAIMANT_CLASSES,
    "detection": units.DETECTIONS,
    "origin": ("read", "hand", "table", "model"),
    "directness": units.DIRECTNESS,
    "place_role": units.PLACE_ROLES,
    "period_accuracy": units.ACCURACIES,
    "period_anchor": units.ANCHORS,
}
# What later versions added, with what a row of version 1 holds in it.
_ADDED = {
    "relay": "NULL", "directness": "'unsourced'", "place_role": "NULL", "country": "NULL",
    "region": "NULL", "period_accuracy": "'unknown'", "period_anchor": "'none'", "spans": "'{}'",
    "confidences": "'{}'", "published": "NULL",
}  # fmt: skip

FIGURE_FIELDS = tuple(field.name for field in dataclasses.fields(Figure))


def _column(name: str, hint: object) -> str:
    kinds = set(typing.get_args(hint)) or {hint}
    kind = "TEXT"
    if typing.get_origin(hint) is Mapping:
        pass  # kept as JSON
    elif float in kinds:
        kind = "REAL"
    elif int in kinds:
        kind = "INTEGER"
    required = "" if type(None) in kinds else " NOT NULL"
    allowed = _VOCABULARIES.get(name)
    words = ", ".join(f"'{word}'" for word in allowed or ())
    default = f" DEFAULT {_ADDED[name]}" if name in _ADDED else ""
    check = f' CHECK ("{name}" IN ({words}))' if allowed else ""
    return f'"{name}" {kind}{required}{default}{check}'


_DERIVED = """
CREATE TABLE derived (
  document TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  of_start INTEGER NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  rule TEXT NOT NULL,
  period TEXT
) STRICT;
"""
_SPOKEN = ("organisation TEXT", "speaker_start INTEGER", "speaker_end INTEGER",
           "cue_start INTEGER", "cue_end INTEGER")  # fmt: skip
_PAGES = "pages TEXT NOT NULL DEFAULT '[]'"


def _figures() -> str:
    hints = typing.get_type_hints(Figure)
    columns = ",\n  ".join(_column(name, hints[name]) for name in FIGURE_FIELDS)
    return f"""
CREATE TABLE figures (
  id TEXT PRIMARY KEY,
  {columns},
  FOREIGN KEY (document) REFERENCES documents (path) ON DELETE CASCADE
) STRICT;
CREATE INDEX figures_by_document ON figures (document);
"""


def _script() -> str:
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
  cautions TEXT NOT NULL,
  {_PAGES}
) STRICT;
{_figures()}
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
  {", ".join(_SPOKEN)},
  PRIMARY KEY (document, type, "start")
) STRICT;
{_DERIVED}CREATE TABLE judgements (
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
    elif version < VERSION:
        if not write:
            hint = "Run the project once: undercount run"
            raise InputError(Problem("made by an older version of undercount", file, hint=hint))
        connection.executescript(f"BEGIN IMMEDIATE;{_upgrade(version)}COMMIT;")


def _upgrade(version: int) -> str:
    """From an older version: no row is lost, least of all a judgement."""
    if version == 2:
        return f"ALTER TABLE figures ADD COLUMN published TEXT; PRAGMA user_version = {VERSION};"
    # A closed vocabulary has grown, and SQLite changes no constraint: the figures move over.
    kept = ", ".join(f'"{name}"' for name in ("id", *FIGURE_FIELDS) if name not in _ADDED)
    added = [f"ALTER TABLE statements ADD COLUMN {column};" for column in _SPOKEN]
    added.append(f"ALTER TABLE documents ADD COLUMN {_PAGES};")
    return f"""
DROP INDEX figures_by_document;
ALTER TABLE figures RENAME TO figures_before;
{_figures()}
INSERT INTO figures ({kept}) SELECT {kept} FROM figures_before;
DROP TABLE figures_before;
{"".join(added)}{_DERIVED}
PRAGMA user_version = {VERSION};
"""


def to_row(figure: Figure) -> list[object]:
    """The figure's fields in the order of `FIGURE_FIELDS`, days as ISO 8601."""
    values = (getattr(figure, name) for name in FIGURE_FIELDS)
    return [_plain(value) for value in values]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(dict(value)) if isinstance(value, Mapping) else value


def from_row(row: sqlite3.Row) -> Figure:
    """The figure that `to_row` wrote."""
    values = {name: row[name] for name in FIGURE_FIELDS}
    for name in ("period_start", "period_end", "published"):
        if values[name] is not None:
            values[name] = date.fromisoformat(values[name])
    values["confidences"] = json.loads(values["confidences"])
    values["spans"] = {name: (at[0], at[1]) for name, at in json.loads(values["spans"]).items()}
    return Figure(**values)
