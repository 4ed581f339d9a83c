"""An audit as it was drawn: kept beside its sheets, so that they can be read back later."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from undercount.errors import InputError, MissingFileError, Problem
from undercount.link.audit.sample import AuditSample
from undercount.project import write_bytes

NAME = "audit-sample.parquet"
_KEY = b"undercount.audit"
_HINT = "Run `undercount link PROJECT --audit 200` to begin an audit"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """An audit as it was drawn.

    Attributes:
        sample: the records and their strata.
        record: shape (n_records,), each record's own id.
        blocks: by audited record its candidates, in the order of the sheet.
        second: audited records that a second reader looks up too, in that order.
    """

    sample: AuditSample
    record: tuple[str, ...]
    blocks: dict[int, tuple[int, ...]]
    second: tuple[int, ...]

    def name(self, number: int) -> tuple[str, str]:
        """List and id of a record."""
        return self.sample.lists[self.sample.of_list[number]], self.record[number]

    def numbers(self) -> dict[tuple[str, str], int]:
        """The number of each record by list and id."""
        return {self.name(number): number for number in range(len(self.record))}


def write_kept(folder: Path, kept: Kept) -> None:
    """Writes `audit-sample.parquet`, which holds the ids of all records and stays with them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sample = kept.sample
    table = pa.table(
        {
            "list": pa.array([sample.lists[i] for i in sample.of_list], pa.string()),
            "record": pa.array(kept.record, pa.string()),
            "stratum": sample.stratum,
            "key": sample.key,
        }
    )
    told = {
        "lists": sample.lists,
        "strata": sample.strata,
        "taken": sample.taken.tolist(),
        "spread": sample.spread.tolist(),
        "weight": sample.weight.tolist(),
        "expected": sample.expected.tolist(),
        "blocks": [[record, list(others)] for record, others in kept.blocks.items()],
        "second": list(kept.second),
    }
    table = table.replace_schema_metadata({_KEY: json.dumps(told, ensure_ascii=False)})
    held = io.BytesIO()
    pq.write_table(table, held)
    write_bytes(folder / NAME, held.getvalue(), 0o600)


def read_kept(folder: Path) -> Kept:
    """What `write_kept` wrote.

    Raises:
        MissingFileError: no audit was begun.
        InputError: the file is not of an audit.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / NAME
    if not path.is_file():
        raise MissingFileError(Problem("no audit was begun here", str(path), hint=_HINT))
    try:
        table = pq.read_table(path)
        told: dict[str, Any] = json.loads((table.schema.metadata or {})[_KEY])
        lists = tuple(told["lists"])
        place = {name: i for i, name in enumerate(lists)}
        sample = AuditSample(
            lists,
            np.array([place[name] for name in table["list"].to_pylist()], np.int16),
            table["stratum"].to_numpy(),
            tuple(told["strata"]),
            table["key"].to_numpy(),
            np.array(told["taken"], np.int64),
            np.array(told["spread"], np.float64),
            np.array(told["weight"], np.float64),
            np.array(told["expected"], np.float64),
        )
        record = tuple(table["record"].to_pylist())
        blocks = {int(r): tuple(others) for r, others in told["blocks"]}
        return Kept(sample, record, blocks, tuple(told["second"]))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(Problem("this holds no audit", str(path), hint=_HINT)) from error


def same_records(kept: Kept, lists: Sequence[str], record: Sequence[str]) -> bool:
    """Whether the audit is of these records."""
    return kept.sample.lists == tuple(lists) and kept.record == tuple(record)
