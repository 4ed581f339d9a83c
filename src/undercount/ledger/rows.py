"""The tables that a person keeps by hand: a CSV file to rows with their line numbers."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from undercount.errors import Problem


def read_rows(
    path: Path, columns: Sequence[str], required: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file, each with its line and a stripped text for every known column.

    Commas, semicolons or tabs separate, as the header shows: a spreadsheet in French or German
    saves semicolons. Blank rows are passed over; a missing file has no rows.

    Args:
        path: the file, in UTF-8 with or without a byte order mark.
        columns: every known column; one that is not in the file is "" in each row.
        required: columns that the header must name.
        problems: takes whatever is wrong with the file, its header or its rows; a row that
            cannot be read is left out.
    """
    file = str(path)
    if not path.exists():
        return
    if path.is_dir():
        problems.append(Problem("is a folder, not a file", file))
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem("not a text in UTF-8", file, hint="Save it as CSV in UTF-8"))
        return
    if "\0" in text:
        problems.append(Problem("not a text: it holds zero bytes", file))
        return
    header = text.partition("\n")[0]
    if not header.strip():
        hint = f"Its first line must be: {','.join(columns)}"
        problems.append(Problem("is empty", file, 1, hint=hint))
        return
    separator = max(",;\t", key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 1
    try:
        names = [name.strip() for name in next(lines)]
        if wrong := _header_problems(names, columns, required, file):
            problems.extend(wrong)
            return
        for cells in lines:
            line, before = before + 1, lines.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                what = f"{len(cells)} cells under {len(names)} columns"
                hint = "Put texts that hold a separator in quotation marks"
                problems.append(Problem(what, file, line, hint=hint))
                continue
            row = dict.fromkeys(columns, "")
            row.update((name, cell.strip()) for name, cell in zip(names, cells, strict=False))
            yield line, row
    except csv.Error as error:
        what = f"not readable as CSV from here on ({error})"
        hint = "Look for a quotation mark that is not closed"
        problems.append(Problem(what, file, before + 1, hint=hint))


def _header_problems(
    names: Sequence[str], columns: Sequence[str], required: Sequence[str], file: str
) -> list[Problem]:
    problems = []
    for name in names:
        if name not in columns:
            near = difflib.get_close_matches(name, columns, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known columns: {', '.join(columns)}"
            problems.append(Problem("unknown column", file, 1, name, hint))
    problems += [
        Problem("the column is missing", file, 1, name) for name in required if name not in names
    ]
    problems += [
        Problem("the column stands twice", file, 1, name)
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    return problems
