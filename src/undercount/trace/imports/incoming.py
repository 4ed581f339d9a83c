"""Cases or requests as a file gave them: text by field, and where each row stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from undercount.trace.fields import FIELDS

PLACE: Final = ("file", "line")


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """All cases, or all requests, of a project.

    Attributes:
        kind: "case" or "request".
        table: one row a child: text columns by field (`trace.fields.FIELDS`, `id` always and
            filled), then `file` (text) and `line` (whole number, may be null).
        mark: digest of the files and of how they were read; the same again brings nothing new.
    """

    kind: str
    table: pa.Table
    mark: str

    def __post_init__(self) -> None:
        names = self.table.schema.names
        if "id" not in names or not set(names) <= {*FIELDS, *PLACE}:
            raise ValueError("the columns are not the fields of cases and requests")

    def __len__(self) -> int:
        """Cases or requests."""
        return int(self.table.num_rows)

    def __repr__(self) -> str:
        """How many, and never who."""
        return f"Incoming({self.kind}, {len(self)})"
