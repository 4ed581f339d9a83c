"""Read one list from its files, or from a frame."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from undercount.errors import InputError, Problem
from undercount.registers.build import build
from undercount.registers.columns import ColumnMap, headers_wanted
from undercount.registers.files import find_files, read_file
from undercount.registers.frames import read_frame
from undercount.registers.standard import Register


def read_register(
    name: str,
    paths: str | Path | Sequence[str | Path],
    columns: ColumnMap | None = None,
    *,
    sheet: str | None = None,
) -> Register:
    """One list of one body in the standard form.

    Args:
        name: of the list.
        paths: a file (CSV in any encoding, Parquet, Excel), a pattern, or several of them; all
            of them together are the list.
        columns: the header, or several joined by a space, of each field; where it is left out,
            columns that bear the names of fields are taken. `seen` may be a day (2016-08-31).
        sheet: of a workbook, where it is not the first.

    Raises:
        InputError: every problem of every file at once, with file, line and column.
    """
    problems: list[Problem] = []
    made = gather(name, paths, columns, sheet, problems, {})
    if made is None or problems:
        raise InputError(problems)
    return made


def gather(
    name: str,
    paths: str | Path | Sequence[str | Path],
    columns: ColumnMap | None,
    sheet: str | None,
    problems: list[Problem],
    seen: dict[str, Path],
) -> Register | None:
    """As `read_register`, with problems added to a list instead of raised.

    `seen` holds the files of other lists by the hash of their content: none may be there twice.
    """
    before = len(problems)
    files = find_files([paths] if isinstance(paths, str | Path) else paths, problems, seen)
    wanted = headers_wanted(columns)
    raws = [raw for file in files if (raw := read_file(file, wanted, sheet, problems)) is not None]
    if not raws:
        return None
    made = build(name, raws, columns, problems)
    return made if len(problems) == before else None


def register_from_frame(name: str, frame: Any, columns: ColumnMap | None = None) -> Register:
    """One list from a frame (pandas, polars or pyarrow); the rest as in `read_register`.

    >>> import pyarrow as pa
    >>> frame = pa.table({"prénom": ["Amina"], "nom": ["Example"], "born": ["12 mars 1998"]})
    >>> clinic = register_from_frame("clinic", frame)
    >>> clinic.records.select(["given", "family", "year", "month"]).to_pylist()
    [{'given': 'amina', 'family': 'example', 'year': 1998, 'month': 3}]
    """
    problems: list[Problem] = []
    made = build(name, [read_frame(frame)], columns, problems)
    if made is None:
        raise InputError(problems)
    return made
