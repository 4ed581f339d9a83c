"""A list as it was written: columns of text, each row with its place in its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.results import Caution


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """One file (or frame) of a list.

    Attributes:
        columns: Arrow columns of text by their header.
        lines: shape (rows,), the line of each row as an editor or a spreadsheet counts it.
        file: path as the user knows it, or None for a frame.
        cautions: what had to be guessed in order to read it.
        twice: headers that stand over more than one column.
        header_line: the line of the header, or None where the file has no lines.
    """

    columns: Mapping[str, pa.ChunkedArray | pa.Array]
    lines: NDArray[np.int64]
    file: str | None = None
    cautions: tuple[Caution, ...] = ()
    twice: frozenset[str] = frozenset()
    header_line: int | None = None

    def __len__(self) -> int:
        """Rows."""
        return len(self.lines)


def text_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of any plain type as text: days in ISO 8601, whole numbers without a ".0"."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = kind.value_type
    if pa.types.is_large_string(kind) or pa.types.is_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        # A day is the day it was where it was written: midnight there may be the day before here.
        column = pc.local_timestamp(column)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return pc.strftime(column.cast(pa.date32(), safe=False), format="%Y-%m-%d")
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_floating(kind):
        # A column of whole numbers with gaps arrives as floating point from pandas.
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
        try:
            return column.cast(pa.int64()).cast(pa.string())
        except pa.ArrowInvalid:
            pass
    return text_values(column.to_pylist())


def text_values(values: Sequence[Any]) -> pa.ChunkedArray:
    """Values of any Python type as a column of text."""
    return pa.chunked_array([pa.array([cell_text(value) for value in values], pa.string())])


def cell_text(value: Any) -> str | None:
    """One cell as text.

    >>> cell_text(12.0), cell_text(date(1998, 3, 12)), cell_text(float("nan"))
    ('12', '1998-03-12', None)
    """
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, float | Decimal) and isfinite(value) and value == int(value):
        return str(int(value))
    return str(value)


def join_texts(columns: Sequence[pa.Array]) -> pa.Array:
    """Row by row, what is known of several columns, with a space between; null where nothing is."""
    # Arrow's own way of skipping nulls loses the rows of columns that hold nothing but nulls.
    text = columns[0].fill_null("")
    for column in columns[1:]:
        text = pc.binary_join_element_wise(text, column.fill_null(""), " ")
    text = pc.replace_substring_regex(pc.utf8_trim(text, " "), " +", " ")
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
