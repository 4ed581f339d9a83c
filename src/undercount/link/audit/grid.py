"""Sheets as rows of text: CSV as spreadsheets write it, and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project import write_bytes

# The sheet holds names: nobody but its owner reads it.
_MODE = 0o600
_MOST_FIELD = 1 << 20


def write_grid(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Writes rows of text, the header first, as the ending says: .csv (UTF-8 with BOM) or .xlsx."""
    if path.suffix == ".xlsx":
        from openpyxl import Workbook
        from openpyxl.cell.cell import (
            ILLEGAL_CHARACTERS_RE,
        )

        book = Workbook(write_only=True)
        sheet = book.create_sheet("audit")
        sheet.freeze_panes = "B2"
        for row in rows:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", text) or None for text in row])
        held = io.BytesIO()
        book.save(held)
        write_bytes(path, held.getvalue(), _MODE)
        return
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    write_bytes(path, text.getvalue().encode("utf-8-sig"), _MODE)


def read_grid(path: Path) -> list[tuple[int, list[str]]]:
    """Rows of text with their line numbers, blank ones left out; the header first.

    CSV in UTF-8, UTF-16 (Excel's "Unicode text") or a Western code page, with comma, semicolon or
    tab.

    Raises:
        MissingFileError: there is no such file.
        InputError: it cannot be read as a sheet.
    """
    file = str(path)
    if not path.is_file():
        hint = "Run `undercount link PROJECT --audit 200`"
        raise MissingFileError(Problem("there is no such file", file, hint=hint))
    raw = path.read_bytes()
    rows = _workbook(raw, file) if path.suffix == ".xlsx" else _csv(raw, file)
    rows = [(line, [cell.strip() for cell in row]) for line, row in rows]
    rows = [(line, row) for line, row in rows if any(row)]
    if not rows:
        raise InputError(Problem("the sheet is empty", file, hint="Take the sheet from a backup"))
    return rows


def _csv(raw: bytes, file: str) -> list[tuple[int, list[str]]]:
    text = _decoded(raw).replace("\x00", "")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    before = csv.field_size_limit(_MOST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        hint = "Save it again as CSV UTF-8"
        raise InputError(Problem(f"cannot be read as CSV: {error}", file, hint=hint)) from error
    finally:
        csv.field_size_limit(before)


def _decoded(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Only keys and answers are read, and they are plain letters.
        return raw.decode("cp1252", errors="replace")


def _workbook(raw: bytes, file: str) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import (
        InvalidFileException,
    )

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            (line, ["" if cell is None else str(cell) for cell in row])
            for line, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError) as error:
        hint = "Save it again as XLSX, or as CSV UTF-8"
        raise InputError(Problem("cannot be read as a workbook", file, hint=hint)) from error
    return rows
