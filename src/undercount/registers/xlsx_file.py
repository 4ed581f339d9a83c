"""A list kept in a workbook."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa

from undercount.errors import InputError, Problem
from undercount.registers.header import clean_header, find_header
from undercount.registers.raw import Raw, cell_text

# What openpyxl lets through of a file that is no workbook or a damaged one.
_DAMAGED: Final = (
    BadZipFile, zlib.error, EOFError, OSError, SyntaxError, KeyError, ValueError, TypeError,
    AttributeError, IndexError,
)  # fmt: skip


def read_xlsx_file(
    file: Path, wanted: AbstractSet[str], sheet: str | None, problems: list[Problem]
) -> Raw | None:
    """The columns of one sheet as text: days as ISO 8601, numbers of files without a ".0"."""
    try:
        rows = _rows(file, sheet)
    except InputError as error:
        problems.extend(error.problems)
        return None
    except _DAMAGED:
        hint = "Open it in a spreadsheet program and save it as .xlsx or CSV"
        problems.append(Problem("not readable as a workbook", str(file), hint=hint))
        return None
    at = find_header(rows, wanted)
    if at is None:
        problems.append(Problem("the sheet is empty", str(file), hint="Name another with sheet"))
        return None
    header, twice = clean_header(rows[at])
    body = [(at + 2 + i, row) for i, row in enumerate(rows[at + 1 :]) if any(row)]
    columns = {
        name: pa.array([row[i] if i < len(row) else None for _, row in body], pa.string())
        for i, name in enumerate(header)
        if name
    }
    lines = np.array([line for line, _ in body], dtype=np.int64)
    return Raw(columns, lines, str(file), twice=twice, header_line=at + 1)


def _rows(file: Path, sheet: str | None) -> list[list[str | None]]:
    import openpyxl

    with warnings.catch_warnings():
        # It warns of styles and validations, which hold no data.
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        try:
            pages = {page.title: page for page in book.worksheets}
            if sheet is not None and sheet not in pages:
                hint = f"The sheets: {', '.join(pages)}"
                raise InputError(Problem(f'no sheet "{sheet}"', str(file), hint=hint))
            page = pages[sheet] if sheet else book.worksheets[0]
            # Some programs write a wrong size of the sheet; it is then read to its end.
            page.reset_dimensions()
            return [[cell_text(cell) for cell in row] for row in page.iter_rows(values_only=True)]
        finally:
            book.close()
