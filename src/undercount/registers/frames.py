"""A list that is already in memory, in any eager frame that narwhals knows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from undercount.errors import InputError, Problem
from undercount.registers.raw import Raw, text_column, text_values


def read_frame(frame: Any) -> Raw:
    """The columns of a frame as text.

    Lines are counted as if the frame had been written to a file: its first row is line 2.

    Raises:
        InputError: it is no frame.
    """
    import narwhals as nw

    try:
        data = nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError as error:
        hint = "Give each column its own name"
        raise InputError("two columns of the frame have one name", hint) from error
    except TypeError as error:
        hint = "Give a pandas, polars or pyarrow table"
        raise InputError(f"a {type(frame).__name__} is not a frame", hint) from error
    names = list(map(str, data.columns))
    if twice := sorted({name for name in names if names.count(name) > 1}):
        hint = "Give each column its own name"
        raise InputError(
            [Problem("two columns have this name", column=name, hint=hint) for name in twice]
        )
    columns = {}
    for name in data.columns:
        series = data.get_column(name)
        try:
            columns[str(name)] = text_column(pa.chunked_array([series.to_arrow()]))
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            # A column of pandas may hold numbers, texts and days side by side.
            columns[str(name)] = text_values(series.to_list())
    return Raw(columns, np.arange(len(data), dtype=np.int64) + 2)
