"""A list kept in a workbook."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from undercount.errors import Problem
from undercount.registers.header import clean_header, find_header
from undercount.registers.raw import Raw, cell_text


def read_xlsx_file(
    file: Path, wanted: Collection[str], sheet: str | None, problems: list[Problem]
) -> Raw | None:
    """The columns of one sheet as text: days as ISO 8601, numbers of files without a ".0"."""
    import openpyxl  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    try:
        with warnings.catch_warnings():
            # It warns of styles and validations, which hold no data.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        hint = "Open it in a spreadsheet program and save it as .xlsx or CSV"
        problems.append(Problem("not readable as a workbook", str(file), hint=hint))
        return None
    try:
        names = [page.title for page in book.worksheets]
        if sheet is not None and sheet not in names:
            hint = f"The sheets: {', '.join(names)}"
            problems.append(Problem(f'no sheet "{sheet}"', str(file), hint=hint))
            return None
        page = book.worksheets[names.index(sheet) if sheet else 0]
        # Some programs write a wrong size of the sheet; it is then read to its end.
        page.reset_dimensions()
        rows = [[cell_text(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    finally:
        book.close()
    at = find_header(rows, wanted)
    if at is None:
        problems.append(Problem("the sheet is empty", str(file), hint="Name another with sheet"))
        return None
    header = clean_header(rows[at], str(file), at + 1, problems)
    body = [(at + 2 + i, row) for i, row in enumerate(rows[at + 1 :]) if any(row)]
    columns = {
        name: pa.array([row[i] if i < len(row) else None for _, row in body], pa.string())
        for i, name in enumerate(header)
        if name
    }
    return Raw(columns, np.array([line for line, _ in body], dtype=np.int64), str(file))
