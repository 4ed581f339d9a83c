"""A simulated world: registers, and the truth behind them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Registers of invented people, and who is who.

    Attributes:
        lists: names of the t lists.
        registers: by list, the register as its body keeps it: text columns under the body's own
            names, null where nothing stands. The last column, "simulated", says so.
        columns: by list, our fields -> the register's columns, as in a project file.
        truth: list, record (the register's own id), person (number of the row in `population`).
        people: N, people on a list or on none.
        counts: shape (2**t,), int64, people by true history; cell sum(2**i) holds the people on
            the lists i and on no other, cell 0 those on none.
        persons: shape (n_records,), int32, person of each record, in the order of the lists and of
            their records.
        of_list: shape (n_records,), int16, list of each record.
        population: one row a person: person, household, role, father, mother (persons, or null),
            origin, sex, birth, language, town, name (in native script) and its parts, cell.
        families: one row for each two people of a household who are kin: person, relative,
            relation (what the relative is to the person: father, mother, child, spouse, sibling).
        how: what was simulated, in words that begin with "simulated".
        seed: of the world.
    """

    lists: tuple[str, ...]
    registers: dict[str, pa.Table]
    columns: dict[str, dict[str, str | list[str]]]
    truth: pa.Table
    people: int
    counts: NDArray[np.int64]
    persons: NDArray[np.int32]
    of_list: NDArray[np.int16]
    population: pa.Table
    families: pa.Table
    how: str
    seed: int

    @property
    def true_pairs(self) -> NDArray[np.int32]:
        """Shape (n, 2): record numbers of every two records of one person, the smaller first.

        Records are numbered over all lists as in `persons`; duplicates inside a list are pairs too.
        """
        order = np.argsort(self.persons, kind="stable").astype(np.int32)
        person = self.persons[order]
        found = []
        for step in range(1, len(order)):
            same = person[step:] == person[:-step]
            if not same.any():
                break
            found.append(np.stack([order[:-step][same], order[step:][same]], axis=1))
        return np.concatenate(found) if found else np.empty((0, 2), dtype=np.int32)

    def write(self, folder: Path | str) -> Path:
        """Write a project: settings, `registers/<list>/<list>.csv`, and the truth beside them."""
        from undercount.testing.worlds.write import write_world

        return write_world(self, Path(folder))
