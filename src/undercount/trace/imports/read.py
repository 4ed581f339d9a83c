"""From the files of a project to all its cases, or all its requests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from undercount.errors import InputError, Problem
from undercount.project.steps import code_digest
from undercount.registers.files import find_files, read_file
from undercount.registers.fold import fold
from undercount.registers.missing import known
from undercount.trace.fields import FIELDS
from undercount.trace.imports.columns import ColumnMap, as_list, table_of
from undercount.trace.imports.incoming import Incoming
from undercount.trace.imports.pfif import read_pfif
from undercount.trace.imports.primero import primero_columns, read_primero_json, understood

FORMATS: Final = ("csv", "primero", "pfif")
_TOLD: Final = 20

_Reader = Callable[[Path, list[Problem]], pa.Table | None]


def read_people(
    kind: str,
    paths: str | Path | Sequence[str | Path],
    *,
    purpose: str,
    columns: ColumnMap | None = None,
    format: str | None = None,
    consent: str | None = None,
) -> Incoming:
    """All cases, or all requests, of some files.

    Args:
        kind: "case" or "request".
        paths: files and patterns (`requests/*.csv`).
        purpose: what consent must be for; taken as the purpose where `consent` is "all", and in
            Primero, whose question of consent is for tracing.
        columns: header or headers by field (`trace.fields.FIELDS`); where it is left out, columns
            that bear the names of fields. `seen` may be a day. Not for PFIF.
        format: "primero" for its exports (.csv, .json), "pfif" for PFIF 1.4 (also any .xml);
            else a table (.csv, .tsv, .xlsx, .parquet).
        consent: "all" where the files tell nothing of consent, and the office states that
            everybody in them agreed; `until` still holds.

    Raises:
        InputError: everything that is wrong in all files, with file, line and column.
    """
    problems: list[Problem] = []
    if format not in (None, *FORMATS):
        hint = f"Give one of: {', '.join(FORMATS)}"
        raise InputError(Problem(f'"{format}" is no format of cases or requests', hint=hint))
    if consent not in (None, "all"):
        hint = 'Leave it out, or state consent = "all"'
        raise InputError(Problem(f'consent cannot be "{consent}"', hint=hint))
    marks: dict[str, Path] = {}
    wanted = [paths] if isinstance(paths, str | Path) else list(paths)
    files = find_files(wanted, problems, marks)
    tables = []
    for file in files:
        table = _reader(kind, file, format, columns, purpose)(file, problems)
        if table is not None:
            _check_consent(table, str(file), consent, problems)
            tables.append(table)
    if files and not problems and not any(len(table) for table in tables):
        hint = "An empty list would take everybody out; leave the file out to do that"
        problems.append(Problem(f"there is no {kind} in it", str(files[0]), hint=hint))
    if problems:
        raise InputError(problems)
    whole = _agreed(pa.concat_tables(tables, promote_options="default"), purpose, consent)
    _check_numbers(whole, problems)
    if problems:
        raise InputError(problems)
    return Incoming(kind, whole, _mark(marks, purpose, columns, format, consent))


def mark_of(
    paths: str | Path | Sequence[str | Path],
    *,
    purpose: str,
    columns: ColumnMap | None = None,
    format: str | None = None,
    consent: str | None = None,
) -> str | None:
    """The mark that `read_people` would give, without reading: a digest of all it depends on.

    Where `Store.unchanged` knows it, there is nothing to read. None where a file is not there.
    """
    problems: list[Problem] = []
    marks: dict[str, Path] = {}
    find_files([paths] if isinstance(paths, str | Path) else list(paths), problems, marks)
    return None if problems or not marks else _mark(marks, purpose, columns, format, consent)


def _mark(
    files: Mapping[str, Path],
    purpose: str,
    columns: ColumnMap | None,
    format: str | None,
    consent: str | None,
) -> str:
    told = [[mark, str(file)] for mark, file in files.items()]
    how = [code_digest(), told, format, consent, purpose, columns]
    said = json.dumps(how, default=list, sort_keys=True).encode()
    return hashlib.sha256(said).hexdigest()[:16]


def _reader(
    kind: str, file: Path, format: str | None, columns: ColumnMap | None, purpose: str
) -> _Reader:
    suffix = file.suffix.lower()
    if format == "pfif" or (format is None and suffix == ".xml"):
        return lambda file, problems: read_pfif(kind, file, problems)
    if format == "primero" and suffix == ".json":
        return lambda file, problems: read_primero_json(kind, file, purpose, problems)
    if format == "primero":
        return lambda file, problems: _table(kind, file, columns, purpose, True, problems)
    return lambda file, problems: _table(kind, file, columns, purpose, False, problems)


def _table(
    kind: str,
    file: Path,
    columns: ColumnMap | None,
    purpose: str,
    primero: bool,
    problems: list[Problem],
) -> pa.Table | None:
    headers = [name for given in (columns or {}).values() for name in as_list(given)]
    wanted = frozenset(fold(name) for name in headers or FIELDS)
    raw = read_file(file, wanted, None, problems)
    if raw is None:
        return None
    if not primero:
        return table_of(raw, columns, problems)
    found: Mapping[str, str | Sequence[str]] = primero_columns(kind, raw)
    table = table_of(raw, {**found, **(columns or {})}, problems)
    return None if table is None else understood(table, purpose)


def _check_consent(
    table: pa.Table, file: str, consent: str | None, problems: list[Problem]
) -> None:
    told = "consent" in table.schema.names
    if consent == "all" and told:
        hint = 'Leave out consent = "all": what each person answered holds'
        problems.append(Problem("the file itself tells who agreed", file, hint=hint))
    if consent is None and not told:
        what = "nothing tells who agreed to be traced: nobody would be"
        hint = 'Map columns to consent and purpose, or state consent = "all" if everybody agreed'
        problems.append(Problem(what, file, hint=hint))


def _agreed(table: pa.Table, purpose: str, consent: str | None) -> pa.Table:
    if consent != "all":
        return table
    for name, said in (("consent", "yes"), ("purpose", purpose)):
        if name not in table.schema.names:
            table = table.append_column(name, pa.array([said] * len(table), pa.string()))
    order = [name for name in (*FIELDS, "file", "line") if name in table.schema.names]
    return table.select(order)


def _check_numbers(table: pa.Table, problems: list[Problem]) -> None:
    """Everybody has a number, and one that nobody else has, in all files together."""
    ids = table["id"].to_pylist()
    seen: dict[str, int] = {}
    for row, name in enumerate(ids):
        if not name or known(name) is None:
            what, hint = "no number (id)", "Give each its own"
        elif name in seen:
            where = f"{table['file'][seen[name]].as_py()}, line {table['line'][seen[name]].as_py()}"
            what, hint = f"the same number (id) as in {where}", "Give each its own"
        else:
            seen[name] = row
            continue
        place = table["file"][row].as_py(), table["line"][row].as_py()
        problems.append(Problem(what, *place, hint=hint))
    if len(problems) > _TOLD:
        more = len(problems) - _TOLD
        problems[_TOLD:] = [Problem(f"{more:,} more rows have no number of their own")]
