"""A list kept as Parquet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from undercount.errors import Problem
from undercount.registers.raw import Raw, text_column


def read_parquet_file(file: Path, problems: list[Problem]) -> Raw | None:
    """The columns of a Parquet file as text; rows are counted as lines below a header."""
    try:
        table = pq.read_table(file)
    except (pa.ArrowException, OSError):
        hint = "Write it again from where it came"
        problems.append(Problem("not readable as Parquet", str(file), hint=hint))
        return None
    columns = {name: text_column(table[name]) for name in table.column_names}
    return Raw(columns, np.arange(table.num_rows, dtype=np.int64) + 2, str(file))
