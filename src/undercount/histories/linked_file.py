"""Linked histories on disk: one Parquet file of exact counts, without identifiers."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError, MissingFileError, Problem
from undercount.histories.linked import LinkedHistories
from undercount.project.atomic import write_bytes

_KINDS: Final = ("linked", "drawn", "audited", "audited_point")
_NUMBERS: Final = ("n_records", "n_audited", "n_read_twice", "overlooked", "widened", "encoded")
_KEY: Final = b"undercount.linked"
_AGAIN: Final = "Run `undercount link` again"


def write_linked(histories: LinkedHistories, path: Path) -> None:
    """Write kind, draw, cell and people, whole or not at all; only the owner can read it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = []
    for kind in _KINDS:
        counts = getattr(histories, kind)
        if counts is None:
            continue
        draws, cells = np.atleast_2d(counts).shape
        columns = {
            "kind": pa.array([kind] * (draws * cells), pa.string()),
            "draw": np.repeat(np.arange(draws, dtype=np.int32), cells),
            "cell": np.tile(np.arange(cells, dtype=np.int32), draws),
            "people": np.asarray(counts, dtype=np.float64).ravel(),
        }
        parts.append(pa.table(columns))
    told = {"lists": histories.lists} | {name: getattr(histories, name) for name in _NUMBERS}
    table = pa.concat_tables(parts).replace_schema_metadata({_KEY: json.dumps(told)})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    write_bytes(path, buffer.getvalue())
    # Exact small cells are for the owner; what may be published is suppressed.
    path.chmod(0o600)


def read_linked(path: Path) -> LinkedHistories:
    """What `write_linked` wrote.

    Raises:
        MissingFileError: there is no such file.
        InputError: it is no file of linked histories.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = str(path)
    if not path.is_file():
        raise MissingFileError(Problem("there is no such file", source, hint=_AGAIN))
    try:
        # Through Python, so that whoever watches what this process opens sees it.
        table = pq.read_table(io.BytesIO(path.read_bytes()))
        told = json.loads((table.schema.metadata or {})[_KEY])
        t = len(told["lists"])
        rest: dict[str, Any] = {name: told[name] for name in _NUMBERS}
        held = {kind: _counts(table, kind, t) for kind in _KINDS}
        linked, drawn, point = held["linked"], held["drawn"], held["audited_point"]
        if linked is None:
            raise KeyError("linked")
        return LinkedHistories(
            tuple(told["lists"]),
            linked[0],
            np.zeros((0, 2**t)) if drawn is None else drawn,
            held["audited"],
            None if point is None else point[0],
            **rest,
        )
    except (pa.ArrowException, KeyError, IndexError, TypeError, ValueError) as error:
        raise InputError(Problem("holds no linked histories", source, hint=_AGAIN)) from error


def _counts(table: Any, kind: str, n_lists: int) -> NDArray[np.float64] | None:
    """Shape (draws, 2**t): the tables of one kind, or None."""
    import pyarrow.compute as pc

    rows = table.filter(pc.equal(table["kind"], kind))
    if rows.num_rows == 0:
        return None
    draw, cell = rows["draw"].to_numpy(), rows["cell"].to_numpy()
    counts = np.full((int(draw.max()) + 1, 2**n_lists), np.nan)
    counts[draw, cell] = rows["people"].to_numpy()
    return counts
