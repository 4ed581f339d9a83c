"""Simulated lists in the standard form, written out by hand or drawn. Nobody in them is real."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.registers import SCHEMA, Profile, Register
from undercount.registers.names import key


def without_profile(name: str, records: pa.Table) -> Register:
    """A register that nobody has profiled: linking does not look at profiles."""
    return Register(name, records, cast(Profile, None))


def a_list(name: str, rows: list[dict[str, Any]]) -> Register:
    """A list of hand-made rows: `name` as a text, `birth` as (year, month, day) or a year."""
    made = []
    for i, row in enumerate(rows):
        tokens = str(row.get("name", "")).split()
        birth = row.get("birth")
        year, month, day = birth if isinstance(birth, tuple) else (birth, None, None)
        standard: dict[str, Any] = dict.fromkeys(SCHEMA.names)
        standard |= {
            "list": name,
            "record": row.get("id", str(i + 1)),
            "name": row.get("name"),
            "tokens": tokens,
            "keys": [key(token) for token in tokens],
            "year": year,
            "month": month,
            "day": day,
            "year_low": row.get("year_low", year),
            "year_high": row.get("year_high", year),
            "birth_doubt": "first-of-january" if (month, day) == (1, 1) else None,
        }
        standard |= {k: v for k, v in row.items() if k in SCHEMA.names and k != "name"}
        made.append(standard)
    return without_profile(name, pa.Table.from_pylist(made, SCHEMA))


def some_people(
    people: int, shares: tuple[float, ...], seed: int
) -> tuple[list[Register], NDArray[Any]]:
    """Lists of drawn people with a few slips, and the person of each record."""
    rng = np.random.default_rng(seed)
    syllables = [a + b for a in "bdfghjklmnrstz" for b in ("a", "i", "u")]
    coined = ["".join(rng.choice(syllables, 3)) for _ in range(400)]
    weight = 1.0 / np.arange(3, 403)
    names = rng.choice(400, size=(people, 2), p=weight / weight.sum())
    births = np.stack(
        [rng.integers(1960, 2005, people), rng.integers(1, 13, people), rng.integers(1, 29, people)]
    )
    lists, persons = [], []
    for i, share in enumerate(shares):
        here = np.flatnonzero(rng.random(people) < share)
        rows = []
        for p in here:
            given, family = (coined[k] for k in names[p])
            if rng.random() < 0.1:
                given = given[:2] + rng.choice(list("aeiou")) + given[3:]
            year, month, day = (int(x) for x in births[:, p])
            if rng.random() < 0.05:
                year += int(rng.choice([-1, 1]))
            rows.append(
                {
                    "name": f"{given} {family}",
                    "birth": (year, month, day) if rng.random() < 0.9 else year,
                    "sex": "fm"[int(p) % 2] if rng.random() < 0.95 else None,
                }
            )
        lists.append(a_list(f"list-{i}", rows))
        persons.append(here)
    return lists, np.concatenate(persons)
