"""People of linked lists in groups: of one nationality, one sex, one language, one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from undercount.histories.linked_file import read_linked, write_linked
from undercount.project import digest, file_digest, read_json, write_json

if TYPE_CHECKING:
    from undercount.histories.linked import LinkedHistories
    from undercount.link.draws import PartitionDraws
    from undercount.registers import Register

Columns = Sequence[Sequence[str | None]]
NOT_KNOWN = "not known"
INDEX = "groups.json"


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which group each record's person is of.

    Attributes:
        labels: of the groups, in the order of the alphabet, `NOT_KNOWN` last.
        of: shape (n_records,), the group of each record.
    """

    labels: tuple[str, ...]
    of: NDArray[np.int64]


def columns_in_clear(registers: Sequence[Register], by: Sequence[str]) -> Columns:
    """What each record says of each column of the standard form, in the order of the lists."""
    return [
        [value for register in registers for value in register.records[name].to_pylist()]
        for name in by
    ]


def groups_of(columns: Columns, clusters: NDArray[np.int32]) -> Groups:
    """The group of each record's person: what most of the person's records say.

    Args:
        columns: what each record says, in the order in which the records are numbered.
        clusters: the person of each record, by point linkage.
    """
    told = [" ".join(map(str, row)) if all(row) else "" for row in zip(*columns, strict=True)]
    votes: dict[int, Counter[str]] = {}
    for person, label in zip(clusters.tolist(), told, strict=True):
        if label:
            votes.setdefault(person, Counter())[label] += 1
    # Of two that are told as often the first of the alphabet, on every machine.
    named = {
        person: min(count, key=lambda label: (-count[label], label))
        for person, count in votes.items()
    }
    found = sorted(set(named.values()))
    unknown = len(named) < len(set(clusters.tolist()))
    labels = (*found, *([NOT_KNOWN] if unknown else []))
    place = {label: i for i, label in enumerate(labels)}
    of = [place[named.get(person, NOT_KNOWN)] for person in clusters.tolist()]
    return Groups(labels, np.array(of, dtype=np.int64))


def counts_in(
    groups: Groups, clusters: NDArray[np.int32], of_list: NDArray[np.int16], t: int
) -> NDArray[np.int64]:
    """Shape (groups, 2**t): people by history in each group, by point linkage."""
    bits = np.left_shift(1, of_list.astype(np.int64))
    history = np.zeros(int(clusters.max()) + 1 if len(clusters) else 0, dtype=np.int64)
    np.bitwise_or.at(history, clusters, bits)
    persons, first = np.unique(clusters, return_index=True)
    made = np.zeros((len(groups.labels), 2**t), dtype=np.int64)
    np.add.at(made, (groups.of[first], history[persons]), 1)
    return made


def drawn_in(groups: Groups, group: int, draws: PartitionDraws) -> NDArray[np.float64]:
    """Shape (draws, 2**t): people by history in one group in each draw.

    A person counts in a group by the share of the person's records that are of it.
    """
    bits = np.left_shift(1, draws.of_list.astype(np.int64))
    mine = groups.of == group
    made = np.zeros((draws.n_draws, 2 ** len(draws.lists)))
    for number, labels in enumerate(draws.labels):
        size = np.bincount(labels)
        history = np.zeros(len(size), dtype=np.int64)
        np.bitwise_or.at(history, labels, bits)
        np.add.at(made[number], history[labels[mine]], 1.0 / size[labels[mine]])
    return made


def write_groups(folder: Path, made: Sequence[tuple[str, LinkedHistories]]) -> None:
    """Write each group's histories, and last the index of them all."""
    files = []
    for number, (label, histories) in enumerate(made):
        path = folder / "groups" / f"{number}.parquet"
        write_linked(histories, path)
        files.append({"label": label, "file": path.name, "sha256": file_digest(path)})
    for path in (folder / "groups").glob("*.parquet"):
        if path.name not in {item["file"] for item in files}:
            path.unlink()
    write_json(folder / INDEX, {"groups": files, "digest": digest(files)})


def read_groups(folder: Path) -> list[tuple[str, LinkedHistories]]:
    """What `write_groups` wrote."""
    index = read_json(folder / INDEX)
    return [
        (item["label"], read_linked(folder / "groups" / item["file"])) for item in index["groups"]
    ]
