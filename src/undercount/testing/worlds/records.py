"""The records that one body makes of the people on its list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds import births
from undercount.testing.worlds.bodies import Body
from undercount.testing.worlds.chance import Chance, draw_badness
from undercount.testing.worlds.details import details
from undercount.testing.worlds.naming import name_columns
from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.population import People
from undercount.testing.worlds.vocabulary import Vocabulary

_FIRST_DAY = np.datetime64("2016-06-01")
# Nationalities that are taken for one another, both ways.
_TAKEN_FOR = {"ERI": "ETH", "ETH": "ERI", "AFG": "PAK", "PAK": "AFG", "SDN": "ERI", "IRN": "IRQ",
              "IRQ": "IRN", "SYR": "IRQ", "KWT": "IRQ"}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """What people carry with them: the same wherever they go.

    Attributes:
        spelling: shape (n, 5), the Latin spelling of each token of the name.
        birth: shape (n,), datetime64[D].
        phone: shape (n,), text.
    """

    spelling: NDArray[np.int8]
    birth: NDArray[np.datetime64]
    phone: NDArray[np.object_]


def make_records(
    body: Body,
    people: People,
    words: Vocabulary,
    papers: Papers,
    person: NDArray[np.int64],
    noise: float,
    rng: np.random.Generator,
) -> dict[str, NDArray[np.object_]]:
    """The register's columns, one value a record of each of `person`; None where nothing stands."""
    size = len(person)
    chance = Chance(draw_badness(size, noise * body.care, rng), rng)
    fields = name_columns(body, people, words, papers.spelling, person, chance, rng)
    seen = np.sort(_FIRST_DAY + rng.integers(0, 92, size).astype("timedelta64[D]"))
    born = births.stated(people, person, papers.birth, chance, rng)
    if body.birth == "age":
        fields["age"] = births.ages(born, seen, chance, rng).astype(str).astype(np.object_)
        fields["seen"] = births.as_text(seen, "day", body.day_format)
    else:
        fields["birth"] = births.as_text(born, body.birth, body.day_format)
        bare = chance(0.08) & ~people.birth_known[person]
        fields["birth"][bare] = births.as_text(born[bare], "year", "")
    woman = people.woman[person] ^ chance(0.008)
    fields["sex"] = np.array(body.sexes, dtype=np.object_)[woman.astype(np.int64)]
    fields["nationality"] = nationalities(body, people.origin[person], chance, rng)
    fields |= details(body, people, papers.phone, person, chance, rng)
    fields = {name: fields[name] for name in body.columns if name in fields}
    for name, base in _MISSING.items():
        if name in fields:
            lose(fields[name], chance.share(base), body.unknown, rng)
    ids = [body.id_format.format(i + 1) for i in range(size)]
    named = {"id": np.array(ids, dtype=np.object_), **fields}
    return {body.columns[name]: named[name] for name in body.columns if name in named}


# Share of ordinary records in which a field is not filled in.
_MISSING = {
    "birth": 0.06,
    "age": 0.05,
    "sex": 0.03,
    "nationality": 0.03,
    "language": 0.10,
    "place": 0.15,
    "address": 0.15,
    "phone": 0.0,
    "family": 0.03,
    "father": 0.12,
}


def nationalities(
    body: Body, origin: NDArray[np.int16], chance: Chance, rng: np.random.Generator
) -> NDArray[np.object_]:
    """The nationality as the body writes it, at times taken for another one."""
    codes = [item.code for item in ORIGINS]
    other = np.array([codes.index(_TAKEN_FOR.get(code, code)) for code in codes])
    meant = np.where(chance(0.015), other[origin], origin)
    table = np.array([item.words for item in ORIGINS], dtype=np.object_)
    # Now and then somebody writes it in another way than the house does, seldom in German.
    form = np.where(chance(0.04), rng.choice((0, 1, 2, 4), len(origin)), body.nationality)
    return np.asarray(table[meant, form])


def lose(
    values: NDArray[np.object_],
    share: NDArray[np.float64],
    marks: tuple[str, ...],
    rng: np.random.Generator,
) -> None:
    """Half of what is not known is left empty, half has a mark."""
    lost = np.flatnonzero(rng.random(len(values)) < share)
    marked = np.array((None,) * len(marks) + marks, dtype=np.object_)
    values[lost] = marked[rng.integers(0, len(marked), len(lost))]
