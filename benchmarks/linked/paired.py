"""A world by another hand: people whose names come from published pairs of Arabic and Latin.

Nothing of it is shared with `testing.worlds`: each list spells each name anew, as often as the
pairs say that it is so spelled, which is noisier than one clerk's hand; people have no families,
and lists do not depend on one another. What helps here and there is no habit of the simulator.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from undercount.registers import Register, register_from_frame

_NATIONALITIES = ("AFG", "SDN", "SYR", "IRQ", "IRN", "EGY")
_SHARES = (0.3, 0.25, 0.15, 0.15, 0.1, 0.05)
_COLUMNS: dict[str, str | list[str]] = {
    "id": "no",
    "given": "first",
    "family": "last",
    "birth": "dob",
    "sex": "sex",
    "nationality": "nat",
}


class Spellings:
    """Names by how many bear them, and how each is spelled."""

    def __init__(self, file: Path) -> None:
        rows = pd.read_csv(file, sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False)
        rows = rows.sort_values("arabic", kind="stable")
        names, self.first, often = np.unique(
            rows["arabic"].to_numpy(str), return_index=True, return_counts=True
        )
        self.last = self.first + often
        self.latin = rows["latin"].to_numpy(object)
        self.upto = np.cumsum(rows["count"].to_numpy(float))
        self.before = self.upto[self.first] - rows["count"].to_numpy(float)[self.first]
        self.weight = self.upto[self.last - 1] - self.before
        self.names = len(names)

    def draw(self, people: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """A name for each person."""
        return rng.choice(self.names, people, p=self.weight / self.weight.sum())

    def spell(self, name: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.object_]:
        """How a clerk writes each of these names."""
        at = self.before[name] + rng.random(len(name)) * self.weight[name]
        row = np.searchsorted(self.upto, at, side="right")
        return np.asarray(self.latin[row.clip(self.first[name], self.last[name] - 1)])


def paired_world(
    file: Path, people: int, share: float, seed: int
) -> tuple[list[Register], NDArray[np.int64]]:
    """Three registers, and the person of each record.

    Args:
        file: tab-separated, with columns arabic, latin and count.
        people: on a list or on none.
        share: of the people on each list.
        seed: of everything.
    """
    rng = np.random.default_rng(seed)
    names = Spellings(file)
    given, family = names.draw(people, rng), names.draw(people, rng)
    born = rng.normal(1992, 9, people).round().astype(int).clip(1940, 2016)
    day = pd.Series(rng.integers(1, 29, people)).map("{:02}/".format)
    month = pd.Series(rng.integers(1, 13, people)).map("{:02}/".format)
    sex = np.where(rng.random(people) < 0.2, "F", "M").astype(object)
    nationality = rng.choice(_NATIONALITIES, people, p=_SHARES).astype(object)
    registers, persons = [], []
    for name in "ABC":
        on = np.flatnonzero(rng.random(people) < share)
        n = len(on)
        first, last = names.spell(given[on], rng), names.spell(family[on], rng)
        slip = rng.random(n)
        swapped = slip < 0.05
        first[swapped], last[swapped] = last[swapped], first[swapped]
        last[(slip >= 0.05) & (slip < 0.09)] = ""
        frame = pd.DataFrame(
            {
                "no": [f"{name}-{i}" for i in range(n)],
                "first": first,
                "last": last,
                "dob": _births(born[on], (day + month).to_numpy(object)[on], rng),
                "sex": np.where(rng.random(n) < 0.05, "", sex[on]),
                "nat": np.where(rng.random(n) < 0.1, "", nationality[on]),
            }
        )
        registers.append(register_from_frame(name, frame, _COLUMNS))
        persons.append(on)
    return registers, np.concatenate(persons)


def _births(
    year: NDArray[np.int64], day: NDArray[np.object_], rng: np.random.Generator
) -> NDArray[Any]:
    """As told: nothing, a year, the first of January, a day of another year, or the day."""
    u = rng.random(len(year))
    near = year + rng.choice([0, 0, 0, 1, -1], len(year))
    wrong = year + rng.choice([1, -1, 2], len(year))
    text = [y.astype(str).astype(object) for y in (year, near, wrong)]
    told = [u < 0.15, u < 0.35, u < 0.5, u < 0.56]
    return np.select(told, ["", text[0], "01/01/" + text[1], day + text[2]], day + text[0])
