"""The columns of a table as fields of cases and requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from undercount.errors import Problem
from undercount.formulas import unguarded
from undercount.registers.columns import ColumnMap, as_list
from undercount.registers.fold import fold
from undercount.registers.raw import Raw
from undercount.trace.fields import FIELDS

__all__ = ["ColumnMap", "as_list", "table_of"]

# Several columns of these name several people; of all others they are parts of one text.
_SEVERAL: Final = frozenset(("siblings", "relative", "relation", "purpose"))


def table_of(raw: Raw, columns: ColumnMap | None, problems: list[Problem]) -> pa.Table | None:
    """Text by field with `file` and `line`, or None; every column that is not there is named."""
    before = len(problems)
    chosen = _own(raw) if columns is None else _mapped(raw, columns, problems)
    if "id" not in chosen and "id" not in (columns or ()):
        hint = f'Name it, as in: columns = {{ id = "..." }}. There are: {", ".join(raw.columns)}'
        what = "no column holds the office's own number (id)"
        problems.append(Problem(what, raw.file, hint=hint))
    if len(problems) > before:
        return None
    made: dict[str, pa.Array] = {}
    for field in FIELDS:
        if field == "seen" and (day := _day(columns)) is not None:
            made[field] = pa.array([day] * len(raw), pa.string())
        elif field in chosen:
            made[field] = _joined([_clean(raw.columns[name]) for name in chosen[field]], field)
    made["file"] = pa.array([raw.file or ""] * len(raw), pa.string())
    made["line"] = pa.array(raw.lines, pa.int64())
    return pa.table(made)


def _own(raw: Raw) -> dict[str, list[str]]:
    """Columns that bear the name of a field."""
    by_word = {fold(header): header for header in reversed(list(raw.columns))}
    return {field: [by_word[fold(field)]] for field in FIELDS if fold(field) in by_word}


def _mapped(raw: Raw, columns: ColumnMap, problems: list[Problem]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for header in raw.columns:
        near.setdefault(fold(header), []).append(header)
    made: dict[str, list[str]] = {}
    for field, given in columns.items():
        if field not in FIELDS:
            hint = f"Fields are: {', '.join(FIELDS)}"
            problems.append(Problem(f'there is no field "{field}"', raw.file, hint=hint))
            continue
        if field == "seen" and _day(columns) is not None:
            continue
        for name in as_list(given):
            # The same header in other case, accents or spaces is meant as well.
            found = [name] if name in raw.columns else near.get(fold(name), [])
            if len(found) == 1 and found[0] not in raw.twice:
                made.setdefault(field, []).append(found[0])
            elif found:
                what, hint = "two columns have this name", "Give each column its own name"
                problems.append(Problem(what, raw.file, raw.header_line, name, hint))
            else:
                hint = f"The columns there are: {', '.join(raw.columns)}"
                problems.append(Problem("no such column", raw.file, None, name, hint))
    return made


def _day(columns: ColumnMap | None) -> str | None:
    """The day in `seen`, where it is one and no header."""
    told = as_list((columns or {}).get("seen", ()))
    try:
        return date.fromisoformat(told[0]).isoformat() if len(told) == 1 else None
    except ValueError:
        return None


def _clean(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    trimmed = pc.utf8_trim_whitespace(whole.cast(pa.string()))
    if pc.any(pc.starts_with(trimmed, "'")).as_py():
        texts = (None if text is None else unguarded(text) for text in trimmed.to_pylist())
        trimmed = pa.array(texts, pa.string())
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _joined(columns: Sequence[pa.Array], field: str) -> pa.Array:
    if len(columns) == 1:
        return columns[0]
    between = "; " if field in _SEVERAL else " "
    return pc.binary_join_element_wise(*columns, between, null_handling="skip")
