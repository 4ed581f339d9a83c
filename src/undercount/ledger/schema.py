"""The ledger's tables, derived from the records they keep."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import typing
from collections.abc import Mapping, Sequence
from datetime import date

from undercount import units
from undercount.errors import InputError, Problem
from undercount.ledger.corrections import WORDS
from undercount.ledger.records import Figure, Origin
from undercount.project.database import run_script, transaction, write_ahead

VERSION = 4

# Closed vocabularies are held by the database too, so that no other program can slip past them.
_VOCABULARIES = {**WORDS, "origin": typing.get_args(Origin)}
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
_JUDGEMENTS = """
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY,
  figure TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN
    ('accepted', 'rejected', 'unsure', 'suggested', 'corrected', 'undone')),
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  why TEXT NOT NULL,
  "at" TEXT NOT NULL,
  seen TEXT NOT NULL,
  changes TEXT NOT NULL DEFAULT '{}',
  undoes INTEGER UNIQUE REFERENCES judgements (id),
  key TEXT UNIQUE,
  CHECK ((decision = 'corrected') = (changes <> '{}')),
  CHECK ((decision = 'undone') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX judgements_by_figure ON judgements (figure);
CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never changed: append another'); END;
CREATE TRIGGER judgements_remain BEFORE DELETE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never deleted: append another'); END;
CREATE TRIGGER judgements_own BEFORE INSERT ON judgements
WHEN NEW.undoes IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM judgements WHERE id = NEW.undoes AND figure = NEW.figure
    AND "by" = NEW."by" AND decision <> 'undone')
BEGIN SELECT RAISE(ABORT, 'a person takes back a judgement of her own only'); END;
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
{_DERIVED}{_JUDGEMENTS}PRAGMA user_version = {VERSION};
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
    if not write:
        if version == 0:
            raise _no_ledger(file)
        if version < VERSION:
            hint = "Run the project once: undercount run"
            raise InputError(Problem("made by an older version of undercount", file, hint=hint))
        return
    write_ahead(connection)
    if version < VERSION:
        _bring_up_to_date(connection, file)


def _bring_up_to_date(connection: sqlite3.Connection, file: str) -> None:
    """All tables as they are now; where several open a file at once, one of them makes them."""
    with transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if version == 0 and tables:
            raise _no_ledger(file)
        if version < VERSION:
            run_script(connection, _upgrade(version) if version else _script())


def _no_ledger(file: str) -> InputError:
    return InputError(Problem("not a ledger", file, hint="Name another project"))


def _upgrade(version: int) -> str:
    """From an older version: no row is lost, least of all a judgement."""
    parts = []
    if version == 1:
        # A closed vocabulary has grown, and SQLite changes no constraint: the rows move over.
        parts.append(_moved("figures", _figures(), [n for n in FIGURE_FIELDS if n not in _ADDED]))
        parts += [f"ALTER TABLE statements ADD COLUMN {column};" for column in _SPOKEN]
        parts += [f"ALTER TABLE documents ADD COLUMN {_PAGES};", _DERIVED]
    if version == 2:
        parts.append("ALTER TABLE figures ADD COLUMN published TEXT;")
    parts.append("DROP TRIGGER judgements_stay; DROP TRIGGER judgements_remain;")
    parts.append(
        _moved("judgements", _JUDGEMENTS, ["figure", "decision", "by", "why", "at", "seen"])
    )
    return f"{''.join(parts)}PRAGMA user_version = {VERSION};"


def _moved(table: str, script: str, kept: Sequence[str]) -> str:
    """A table made anew by a script, with the rows it had."""
    columns = ", ".join(f'"{name}"' for name in ("id", *kept))
    return f"""
DROP INDEX {table}_by_{"document" if table == "figures" else "figure"};
ALTER TABLE {table} RENAME TO {table}_before;
{script}
INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_before ORDER BY rowid;
DROP TABLE {table}_before;
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
