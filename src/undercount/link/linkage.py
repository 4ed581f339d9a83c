"""What a linkage is: pairs, what speaks for each, clusters, and the model that gave them."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from undercount.errors import InputError, MissingFileError, Problem
from undercount.link.clusters import counts_of
from undercount.link.pairs import Pairs
from undercount.project.atomic import write_bytes

_FIXED: Final = (
    "list_l", "record_l", "list_r", "record_r", "weight", "probability", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """Records of several lists, linked.

    Attributes:
        lists: names of the lists.
        record: shape (n_records,), each record's own id, in the order of `pairs.of_list`.
        pairs: candidate pairs with weight and probability; those that are out of the question are
            left out (`model["left_out"]` says how many, and how many links they hold together).
        comparisons: names of the comparisons.
        levels: shape (n_pairs, comparisons), the level of each; -1 where a record lacks the field.
        reasons: of each pair, in words.
        clusters: shape (n_records,), the cluster of each record: one person, as far as we know.
        model: m, u, priors, blocking rules, settings and versions, as plain values.
    """

    lists: tuple[str, ...]
    record: tuple[str, ...]
    pairs: Pairs
    comparisons: tuple[str, ...]
    levels: NDArray[np.int8]
    reasons: tuple[str, ...]
    clusters: NDArray[np.int32]
    model: dict[str, Any]

    def write(self, folder: Path) -> None:
        """Write pairs.parquet, clusters.parquet and model.json, each whole or not at all.

        The model goes last: a folder without it is not a linkage.
        """
        names = np.array(self.lists, dtype=object)
        ids = np.array(self.record, dtype=object)
        pairs = self.pairs
        rows: dict[str, Any] = {
            "list_l": names[pairs.of_list[pairs.left]],
            "record_l": ids[pairs.left],
            "list_r": names[pairs.of_list[pairs.right]],
            "record_r": ids[pairs.right],
            "weight": pairs.weight,
            "probability": pairs.probability,
            "reason": pa.array(self.reasons, pa.string()),
        }
        rows |= {name: self.levels[:, i] for i, name in enumerate(self.comparisons)}
        people = {
            "list": pa.array(names[pairs.of_list], pa.string()),
            "record": pa.array(ids, pa.string()),
            "cluster": self.clusters,
        }
        (folder / "model.json").unlink(missing_ok=True)
        write_bytes(folder / "pairs.parquet", _parquet(pa.table(rows)))
        write_bytes(folder / "clusters.parquet", _parquet(pa.table(people)))
        text = json.dumps(self.model, ensure_ascii=False, indent=1, allow_nan=False, sort_keys=True)
        write_bytes(folder / "model.json", (text + "\n").encode())

    @classmethod
    def read(cls, folder: Path) -> Linkage:
        """What `write` wrote.

        Raises:
            MissingFileError: there is no linkage in the folder, or not all of it.
            InputError: its files do not belong together.
        """
        for name in ("model.json", "pairs.parquet", "clusters.parquet"):
            if not (folder / name).is_file():
                raise MissingFileError(
                    Problem(
                        "there is no such file", str(folder / name), hint="Run `undercount link`"
                    )
                )
        model: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        people = pq.read_table(folder / "clusters.parquet")
        rows = pq.read_table(folder / "pairs.parquet")
        lists = tuple(model["lists"])
        number = {
            key: i
            for i, key in enumerate(
                zip(people["list"].to_pylist(), people["record"].to_pylist(), strict=True)
            )
        }
        try:
            of_list = np.array([lists.index(name) for name, _ in number], dtype=np.int16)
            left, right = (
                np.array(
                    [
                        number[key]
                        for key in zip(
                            rows[f"list_{side}"].to_pylist(),
                            rows[f"record_{side}"].to_pylist(),
                            strict=True,
                        )
                    ],
                    dtype=np.int32,
                )
                for side in "lr"
            )
        except (KeyError, ValueError) as error:
            raise InputError(
                Problem(
                    f"the pairs name a record that is not among the clusters: {error}",
                    str(folder / "pairs.parquet"),
                    hint="Run `undercount link` again",
                )
            ) from error
        comparisons = tuple(name for name in rows.column_names if name not in _FIXED)
        levels = (
            np.stack([rows[name].to_numpy() for name in comparisons], axis=1)
            if comparisons
            else np.empty((len(left), 0), np.int8)
        )
        pairs = Pairs(
            lists,
            of_list,
            left,
            right,
            rows["weight"].to_numpy(),
            rows["probability"].to_numpy(),
        )
        return cls(
            lists,
            tuple(people["record"].to_pylist()),
            pairs,
            comparisons,
            levels.astype(np.int8),
            tuple(rows["reason"].to_pylist()),
            people["cluster"].to_numpy().astype(np.int32),
            model,
        )


def point_counts(linkage: Linkage) -> NDArray[np.int64]:
    """People by the lists they are on, as the clusters have it: shape (2**t,), cell 0 is 0."""
    return counts_of(linkage.clusters, linkage.pairs.of_list, len(linkage.lists))


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()
