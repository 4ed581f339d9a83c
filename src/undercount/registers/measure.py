"""The profile of a list, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]

from undercount.registers.merge import Merge
from undercount.registers.profile import Profile

if TYPE_CHECKING:
    from undercount.registers.build import Rows


def measure(name: str, rows: Rows, merge: Merge, records: pa.Table) -> Profile:
    """What the list is like."""
    return Profile(
        name=name,
        files=tuple(raw.file for raw in rows.files if raw.file is not None),
        rows=len(rows.lines),
        records=merge.n_records,
        missing={},
        merged=merge.n_merged,
    )
