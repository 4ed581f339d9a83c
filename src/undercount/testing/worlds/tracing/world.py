"""A simulated world of tracing: cases, requests, and which belong together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class TracingWorld:
    """Cases and requests of invented families, and the truth.

    Attributes:
        cases: one row a child in the camp: text columns, null where nothing stands. The last
            column, "simulated", says so.
        requests: one row for each child that a relative looks for, with the same columns but for
            how the child's name stands, and those of the relative.
        columns: by "cases" and "requests", our fields -> the table's columns, as in a project file.
        truth: one row for each request whose child is a case: case, request (the offices' own
            numbers), relation (what the one who asks is to the child) and consented (whether both
            sides have agreed to family tracing, for the whole of 2016).
        children: one row a case or request: kind, id, child (a number, the same for the same
            child), family (likewise), script ("latin", "arabic", "ethiopic") and twin (whether
            the child has a brother or sister of the same age).
        how: what was simulated, in words that begin with "simulated".
        seed: of the world.
    """

    cases: pa.Table
    requests: pa.Table
    columns: dict[str, dict[str, str]]
    truth: pa.Table
    children: pa.Table
    how: str
    seed: int

    def write(self, folder: Path | str) -> Path:
        """Write a project: settings, `cases.csv`, `requests.csv` and the truth beside them."""
        from undercount.testing.worlds.tracing.write import write_tracing

        return write_tracing(self, Path(folder))
