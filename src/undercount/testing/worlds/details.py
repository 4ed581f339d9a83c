"""Language, town of origin, place of sleep and telephone of a record."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.bodies import Body
from undercount.testing.worlds.chance import Chance
from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.population import People

_ZONES = tuple(
    f"{side} {number}" for side in ("north", "south", "dunes", "hangar") for number in range(1, 7)
)
_PHONES = 0.55


def phones(people: int, rng: np.random.Generator) -> NDArray[np.object_]:
    """A number for the people who have one, "" for others; too long to be anybody's."""
    numbers = rng.integers(0, 10**8, people).tolist()
    has = (rng.random(people) < _PHONES).tolist()
    made = np.empty(people, dtype=np.object_)
    made[:] = [
        f"0700 {n // 10**4:04d} {n % 10**4:04d}" if h else ""
        for n, h in zip(numbers, has, strict=True)
    ]
    return made


def details(
    body: Body,
    people: People,
    phone: NDArray[np.object_],
    person: NDArray[np.int64],
    chance: Chance,
    rng: np.random.Generator,
) -> dict[str, NDArray[np.object_]]:
    """The fields of this kind that the body has, shape (r,) each."""
    made: dict[str, NDArray[np.object_]] = {}
    if "language" in body.columns:
        slip = chance(0.04)
        spoken = people.language[person].copy()
        # The language of an interpreter stands for the person's own.
        usual = np.array([item.groups[0].languages[0][0] for item in ORIGINS], dtype=np.object_)
        spoken[slip] = usual[people.origin[person[slip]]]
        made["language"] = spoken
    if "place" in body.columns:
        made["place"] = _places(people, person, chance, rng)
    if "address" in body.columns:
        # Families stay together; people move, so that no two lists need agree.
        zone = people.household[person].astype(np.int64) * 7919 % len(_ZONES)
        moved = chance(0.25)
        zone = np.where(moved, rng.integers(0, len(_ZONES), len(zone)), zone)
        made["address"] = np.array(_ZONES, dtype=np.object_)[zone]
    if "phone" in body.columns:
        number = phone[person]
        changed = chance(0.35) & (number != "")
        number[changed] = phones(int(changed.sum()), rng)
        number[chance(0.25) | (number == "")] = None
        made["phone"] = number
    return made


def _places(
    people: People, person: NDArray[np.int64], chance: Chance, rng: np.random.Generator
) -> NDArray[np.object_]:
    origin, town = people.origin[person], people.town[person].astype(np.int64)
    other = chance(0.06)
    vary = chance(0.5)
    u = rng.random(len(person))
    made = np.empty(len(person), dtype=np.object_)
    for i, item in enumerate(ORIGINS):
        width = max(len(names) for names in item.towns)
        table = np.array([(names * width)[:width] for names in item.towns], dtype=np.object_)
        counts = np.array([len(names) for names in item.towns])
        here = np.flatnonzero(origin == i)
        row = np.where(other[here], (u[here] * 7 % 1 * len(counts)).astype(np.int64), town[here])
        pick = np.where(vary[here], (u[here] * counts[row]).astype(np.int64), 0)
        made[here] = table[row, pick]
    return made
