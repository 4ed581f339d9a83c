"""Where and when a family was parted, and what is said of it on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds import births
from undercount.testing.worlds.chance import Chance
from undercount.testing.worlds.origins import ORIGINS

Text = NDArray[np.object_]
# Spellings of towns and countries on the way, by where people come from.
_EAST: Final = ("Tehran/Teheran", "Istanbul/Stamboul", "Izmir/Smyrne", "Athens/Athènes",
                "Belgrade/Beograd", "Turkey/Turquie", "Iran", "Quetta/Ketta")  # fmt: skip
_SOUTH: Final = ("Khartoum/Khartum", "Tripoli/Tarabulus", "Libya/Libye", "Kassala/Kasala",
                 "Cairo/Le Caire", "Rome/Roma", "Catania/Catane", "Shagarab")  # fmt: skip
_SOUTHERN: Final = ("SDN", "ERI", "ETH")
_AT_HOME: Final = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Partings:
    """Of each family.

    Attributes:
        place: shape (families,), number in `PLACES_ON_THE_WAY`.
        day: shape (families,), datetime64[D].
    """

    place: NDArray[np.int64]
    day: NDArray[np.datetime64]


def _all_places() -> tuple[tuple[str, ...], ...]:
    towns = [names for item in ORIGINS for names in item.towns]
    return tuple([tuple(text.split("/")) for text in (*_EAST, *_SOUTH)] + towns)


PLACES_ON_THE_WAY: Final = _all_places()


def draw_partings(
    origin: NDArray[np.int16], town: NDArray[np.int16], rng: np.random.Generator
) -> Partings:
    """A town on the way or the family's own, between the summers of 2014 and 2016."""
    south = np.isin(origin, [i for i, item in enumerate(ORIGINS) if item.code in _SOUTHERN])
    weights = 1 / (np.arange(len(_EAST)) + 2.0)
    way = rng.choice(len(_EAST), len(origin), p=weights / weights.sum())
    way = np.where(south, way + len(_EAST), way)
    first = np.cumsum([0, *(len(item.towns) for item in ORIGINS)])[:-1] + len(_EAST) + len(_SOUTH)
    home = rng.random(len(origin)) < _AT_HOME
    days = rng.integers(0, 690, len(origin)).astype("timedelta64[D]")
    return Partings(np.where(home, first[origin] + town, way), np.datetime64("2014-06-15") + days)


def place_texts(
    partings: Partings, family: NDArray[np.int64], chance: Chance, rng: np.random.Generator
) -> Text:
    """The last place together, in one of its spellings; at times another one, on the same way."""
    place = partings.place[family]
    way = place < len(_EAST) + len(_SOUTH)
    other = chance(0.12) & way
    near = place // len(_EAST) * len(_EAST) + rng.integers(0, len(_EAST), len(place))
    place = np.where(other, near, place)
    u = rng.random(len(place)).tolist()
    made = np.empty(len(place), dtype=np.object_)
    made[:] = [
        PLACES_ON_THE_WAY[i][int(x * len(PLACES_ON_THE_WAY[i]))]
        for i, x in zip(place.tolist(), u, strict=True)
    ]
    return made


def day_texts(
    partings: Partings,
    family: NDArray[np.int64],
    day_format: str,
    chance: Chance,
    rng: np.random.Generator,
) -> Text:
    """The last day together, mostly its month or year only, and remembered wrongly by some."""
    day = partings.day[family]
    off = chance(0.20)
    moved = np.rint(rng.normal(0, 60, len(day))).astype("timedelta64[D]")
    day = np.where(off, day + moved, day)
    kind = rng.choice(3, len(day), p=(0.25, 0.5, 0.25))
    forms = [births.as_text(day, name, day_format) for name in ("day", "month", "year")]
    return np.asarray(np.choose(kind, forms))
