"""What a record says of a birth: stated dates, years, ages, and how they go wrong."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.chance import Chance
from undercount.testing.worlds.population import People

_DAY: Final = np.timedelta64(1, "D")


def stated_by_papers(
    people: People, noise: float, rng: np.random.Generator
) -> NDArray[np.datetime64]:
    """The birth that each person's papers state: the first of January for who knows no day."""
    years = people.birth.astype("datetime64[Y]")
    vague = ~people.birth_known & (rng.random(len(years)) < noise)
    off = np.rint(rng.normal(0, 1.2 * noise, len(years))).astype("timedelta64[Y]")
    stated = (years + np.where(vague, off, np.timedelta64(0, "Y"))).astype("datetime64[D]")
    return np.where(vague, stated, people.birth)


def stated(
    people: People,
    person: NDArray[np.int64],
    papers: NDArray[np.datetime64],
    chance: Chance,
    rng: np.random.Generator,
) -> NDArray[np.datetime64]:
    """The birth as it is told and written down, record by record; shape (r,)."""
    born = papers[person]
    day = born - born.astype("datetime64[M]").astype("datetime64[D]")
    month = born.astype("datetime64[M]").astype(np.int64) % 12
    year = born.astype("datetime64[Y]")
    # Without papers at hand the year is remembered anew, and worse by who does not know the day.
    vague = ~people.birth_known[person]
    anew = chance(np.where(vague, 0.45, 0.06))
    off = np.rint(rng.normal(0, np.where(vague, 1.6, 0.8))).astype("timedelta64[Y]")
    year = np.where(anew, year + off, year)
    # A claim to be under age, or of age.
    claim = chance(0.015)
    year = np.where(claim, year + rng.integers(-4, 5, len(year)).astype("timedelta64[Y]"), year)
    # The calendar of Ethiopia and Eritrea is seven to eight years behind.
    ethiopic = np.isin(people.culture[person], ("habesha", "oromo")) & chance(0.03)
    year = np.where(ethiopic, year - np.timedelta64(7, "Y"), year)
    swap = chance(0.02) & (day.astype(np.int64) < 12)
    month, day = (
        np.where(swap, day.astype(np.int64), month),
        np.where(swap, month * _DAY, day),
    )
    digit = chance(0.025)
    day = np.where(digit, rng.integers(0, 28, len(day)) * _DAY, day)
    slip = chance(0.02)
    month = np.where(slip, rng.integers(0, 12, len(month)), month)
    first = chance(0.05)
    month, day = np.where(first, 0, month), np.where(first, 0 * _DAY, day)
    months = year.astype("datetime64[M]") + month.astype("timedelta64[M]")
    last = (months + np.timedelta64(1, "M")).astype("datetime64[D]") - _DAY
    return np.asarray(np.minimum(months.astype("datetime64[D]") + day, last))


def ages(
    born: NDArray[np.datetime64],
    seen: NDArray[np.datetime64],
    chance: Chance,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Ages in whole years, off by one or two now and then, heaped on numbers that end in 0 or 5."""
    age = np.floor((seen - born).astype(np.int64) / 365.25).astype(np.int64)
    off = chance(0.18)
    age = np.where(off, age + rng.choice((-2, -1, -1, 1, 1, 2), len(age)), age)
    heaped = chance(0.10) & (age >= 20)
    age = np.where(heaped, 5 * np.rint(age / 5).astype(np.int64), age)
    return np.maximum(age, 0)


def as_text(born: NDArray[np.datetime64], precision: str, day_format: str) -> NDArray[np.object_]:
    """Days, months or years as a register writes them.

    >>> as_text(np.array(["2001-02-03"], dtype="datetime64[D]"), "day", "%d.%m.%Y").tolist()
    ['03.02.2001']
    """
    form = {"year": "%Y", "month": "%m/%Y"}.get(precision, day_format)
    form = form.replace("%Y", "{0}").replace("%m", "{1}").replace("%d", "{2}")
    made = np.empty(len(born), dtype=np.object_)
    made[:] = [form.format(*day.split("-")) for day in np.datetime_as_string(born).tolist()]
    return made
