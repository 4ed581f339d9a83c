"""What is claimed of a child's birth: in the camp by itself, elsewhere by its relatives."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds import births
from undercount.testing.worlds.chance import Chance
from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.tracing.families import Families

Text = NDArray[np.object_]
_OFF: Final = (-3, -2, -2, -1, -1, 1, 1, 2, 3)
# Share of requests in the own script that have a year of the own calendar, where there is one.
_OWN_YEAR: Final = 0.35
_SOLAR: Final = ("AFG", "IRN")


def case_births(
    families: Families,
    papers: NDArray[np.datetime64],
    child: NDArray[np.int64],
    seen: NDArray[np.datetime64],
    day_format: str,
    chance: Chance,
    rng: np.random.Generator,
) -> dict[str, Text]:
    """A claimed age for most children of a camp, a date of birth for some, nothing for a few."""
    born = births.stated(families.people, child, papers, chance, rng)
    # The office doubts some ages, and not only those that are wrong.
    wrong = chance(0.10)
    off = rng.choice(_OFF, len(child)).astype("timedelta64[Y]")
    year = born.astype("datetime64[Y]")
    moved = (year + off).astype("datetime64[D]") + (born - year.astype("datetime64[D]"))
    born = np.where(wrong, moved, born)
    told = rng.random(len(child))
    doubt = np.where(wrong, told < 0.6, told < 0.06)
    age = births.ages(born, seen, chance, rng).astype(str).astype(np.object_)
    birth = births.as_text(born, "day", day_format)
    bare = chance(0.08) & ~families.people.birth_known[child]
    birth[bare] = births.as_text(born[bare], "year", "")
    dated, aged = rng.random(len(child)) < 0.45, ~chance(0.03)
    birth[~dated] = None
    age[dated & (rng.random(len(child)) < 0.5) | ~aged] = None
    disputed = np.where(doubt, "yes", "no").astype(np.object_)
    disputed[~doubt & (rng.random(len(child)) < 0.5)] = None
    day = births.as_text(seen, "day", day_format)
    return {"birth": birth, "age": age, "seen": day, "disputed": disputed}


def request_births(
    families: Families,
    papers: NDArray[np.datetime64],
    child: NDArray[np.int64],
    native: NDArray[np.bool_],
    day_format: str,
    chance: Chance,
    rng: np.random.Generator,
) -> dict[str, Text]:
    """A date, often a year only, at times the age on the day of the request.

    Some requests in the own script have the year of the own calendar: of Ethiopia by those who
    read its letters, of Iran by Iranians and Afghans.
    """
    people, size = families.people, len(child)
    born = births.stated(people, child, papers, chance, rng)
    birth = births.as_text(born, "day", day_format)
    year = births.as_text(born, "year", "")
    own = native & (rng.random(size) < _OWN_YEAR)
    solar = [i for i, item in enumerate(ORIGINS) if item.code in _SOLAR]
    ethiopian = own & (people.culture[child] == "habesha")
    persian = own & np.isin(people.origin[child], solar)
    for where, into, behind in ((ethiopian, 112, 8), (persian, 287, 622)):
        # Their years begin on the eleventh of September and the twenty-first of March.
        late = (born[where] + np.timedelta64(into, "D")).astype("datetime64[Y]")
        there = (late - np.timedelta64(behind, "Y")).astype("datetime64[D]")
        year[where] = births.as_text(there, "year", "")
    known = people.birth_known[child]
    bare = ethiopian | persian | (rng.random(size) < np.where(known, 0.25, 0.65))
    asked = np.datetime64("2015-09-01") + rng.integers(0, 365, size).astype("timedelta64[D]")
    age = births.ages(born, asked, chance, rng).astype(str).astype(np.object_)
    aged = ~ethiopian & ~persian & (rng.random(size) < 0.15)
    birth = np.where(bare, year, birth)
    birth[aged] = None
    age[~aged] = None
    return {"birth": birth, "age": age, "seen": births.as_text(asked, "day", day_format)}
