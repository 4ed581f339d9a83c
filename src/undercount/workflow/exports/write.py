"""A table as the bytes of a file: CSV, CSV with HXL tags, JSON, Parquet."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from undercount.ledger.export import write_rows
from undercount.workflow.exports.table import Column, Table

FORMAT: Final = "undercount-export-1"


def to_csv(table: Table, *, hxl: bool = False) -> bytes:
    """CSV in UTF-8: ids of one cell parted by "; ", texts by a line break.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, which
    `undercount.formulas.unguarded` takes away.
    """
    tags = {column.name: column.tag for column in table.columns}
    out = io.StringIO(newline="")
    rows = (
        {column.name: _cell(column, row[column.name]) for column in table.columns}
        for row in table.rows
    )
    write_rows(tags, rows, out, hxl=hxl)
    return out.getvalue().encode()


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.kind in ("ids", "texts"):
        return ("; " if column.kind == "ids" else "\n").join(value)
    if column.kind == "object":
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
    return _iso(value) if isinstance(value, date) else value


def to_json(table: Table) -> bytes:
    """One object: what it is, its columns in words, its rows. No clock: equal in, equal out."""
    made = {
        "format": FORMAT,
        "what": table.name,
        "about": table.about,
        "columns": {column.name: column.about for column in table.columns},
        "rows": [
            {column.name: _plain(row[column.name]) for column in table.columns}
            for row in table.rows
        ],
    }
    return (json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isinf(value):
        return None  # as `Interval.to_dict` writes an end that is not there
    return _iso(value) if isinstance(value, date) else value


def _iso(value: date) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def to_parquet(table: Table) -> bytes:
    """Typed columns; each carries its meaning and HXL tag, the file what its rows are of."""
    # Here, not above: pyarrow takes longer to load than most commands take in all.
    import pyarrow
    import pyarrow.parquet

    types: Mapping[str, Callable[[], Any]] = {
        "text": pyarrow.string, "number": pyarrow.float64, "whole": pyarrow.int64,
        "day": pyarrow.date32, "time": lambda: pyarrow.timestamp("us", "UTC"),
        "ids": lambda: pyarrow.list_(pyarrow.string()),
        "texts": lambda: pyarrow.list_(pyarrow.string()), "object": pyarrow.string,
    }  # fmt: skip
    schema = pyarrow.schema(
        [
            pyarrow.field(
                column.name,
                types[column.kind](),
                metadata={"about": column.about, "hxl": column.tag},
            )
            for column in table.columns
        ],
        metadata={
            "undercount": json.dumps(
                {"format": FORMAT, "what": table.name, "about": table.about}, ensure_ascii=False
            )
        },
    )
    columns = {
        column.name: [
            _cell(column, row[column.name]) if column.kind == "object" else row[column.name]
            for row in table.rows
        ]
        for column in table.columns
    }
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), out, compression="zstd")
    return out.getvalue()
