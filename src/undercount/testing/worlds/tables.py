"""The truth of a world as tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.population import FAMILY, FATHER, GIVEN, GRANDFATHER, SECOND, People
from undercount.testing.worlds.vocabulary import Vocabulary


def population_table(people: People, words: Vocabulary, cells: NDArray[np.int64]) -> pa.Table:
    """One row a person, with the names in native script."""
    text = words.native[people.names]
    text[people.names < 0] = ""
    codes = np.array([item.code for item in ORIGINS], dtype=np.object_)
    rows = text[:, [GIVEN, SECOND, FATHER, GRANDFATHER, FAMILY]]
    rows[people.custom == "family-first"] = text[people.custom == "family-first"][
        :, [FAMILY, SECOND, GIVEN, FATHER, GRANDFATHER]
    ]
    rows[people.custom == "family-first", 3:] = ""
    rows[people.custom == "given-family", 2:4] = ""
    return pa.table(
        {
            "person": np.arange(len(cells), dtype=np.int32),
            "household": people.household,
            "role": pa.array(people.role),
            "father": pa.array(people.father, mask=people.father < 0),
            "mother": pa.array(people.mother, mask=people.mother < 0),
            "origin": pa.array(codes[people.origin]),
            "sex": pa.array(np.where(people.woman, "f", "m")),
            "birth": pa.array(people.birth),
            "language": pa.array(people.language),
            "town": pa.array(_towns(people)),
            "name": pa.array([" ".join([x for x in row if x]) for row in rows.tolist()]),
            "given": pa.array(text[:, GIVEN]),
            "father_name": pa.array(text[:, FATHER]),
            "family": pa.array(text[:, FAMILY], mask=people.names[:, FAMILY] < 0),
            "cell": cells.astype(np.int32),
        }
    )


def _towns(people: People) -> list[str]:
    names = [[town[0] for town in item.towns] for item in ORIGINS]
    return [names[i][j] for i, j in zip(people.origin.tolist(), people.town.tolist(), strict=True)]


def families_table(people: People) -> pa.Table:
    """Every two kin of one household, both ways."""
    person: list[NDArray[np.int64]] = []
    relative: list[NDArray[np.int64]] = []
    relation: list[str] = []

    def add(a: NDArray[np.int64], b: NDArray[np.int64], word: str) -> None:
        person.append(a)
        relative.append(b)
        relation.extend([word] * len(a))

    for word, parent in (("father", people.father), ("mother", people.mother)):
        child = np.flatnonzero(parent >= 0)
        add(child, parent[child].astype(np.int64), word)
        add(parent[child].astype(np.int64), child, "child")
    young = np.isin(people.role, ("child", "sibling"))
    parents = np.isin(people.role, ("father", "mother", "husband", "wife"))
    for step in range(1, 6):
        left = np.arange(len(young) - step)
        near = people.household[left] == people.household[left + step]
        for group, word in ((young, "sibling"), (parents, "spouse")):
            both = left[near & group[left] & group[left + step]]
            add(both, both + step, word)
            add(both + step, both, word)
    return pa.table(
        {
            "person": pa.array(np.concatenate(person).astype(np.int32)),
            "relative": pa.array(np.concatenate(relative).astype(np.int32)),
            "relation": pa.array(relation, pa.string()),
        }
    )
