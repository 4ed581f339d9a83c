"""Families: children, their parents, uncles, aunts, grandparents and a cousin, with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.population import (
    FAMILY,
    FATHER,
    GIVEN,
    GRANDFATHER,
    REFERENCE,
    SECOND,
    People,
    customs,
    tell_apart,
    token_names,
    towns,
)
from undercount.testing.worlds.vocabulary import Vocabulary

# Every family has a place for each of these; the last six are its children, the oldest first.
ROLES: Final = (
    "father", "mother", "father's brother", "father's sister", "mother's brother",
    "mother's sister", "father's father", "father's mother", "mother's father", "mother's mother",
    "cousin", "child", "child", "child", "child", "child", "child",
)  # fmt: skip
PLACES: Final = len(ROLES)
CHILD: Final = ROLES.index("child")
_AT: Final = {role: ROLES.index(role) for role in ROLES}
# What each place is to a child of the family; the word of a brother or sister is by sex.
RELATIONS: Final = (
    "father", "mother", "uncle", "aunt", "uncle", "aunt", "grandfather", "grandmother",
    "grandfather", "grandmother", "cousin", *("sibling",) * 6,
)  # fmt: skip
_WOMEN: Final = (0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0.1)
_TWINS: Final = 0.03
_OF_SIZE: Final = (0.08, 0.20, 0.25, 0.22, 0.15, 0.10)


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """Everybody, and who of them is a child that somebody may look for.

    Attributes:
        people: person f * PLACES + p stands at place p of family f.
        there: shape (families, PLACES), whether the place is taken.
        focal: shape (families,), the place of the child the family was drawn around, 10 to 17.
    """

    people: People
    there: NDArray[np.bool_]
    focal: NDArray[np.int64]

    @property
    def age(self) -> NDArray[np.float64]:
        """Shape (families, PLACES): years at the end of August 2016."""
        return self.people.age.reshape(-1, PLACES)


def draw_families(families: int, words: Vocabulary, rng: np.random.Generator) -> Families:
    """Families of the origins of a camp, each around a child of 10 to 17."""
    shares = np.array([item.share for item in ORIGINS])
    origin_of = rng.choice(len(shares), families, p=shares / shares.sum())
    age, there, focal = _ages(families, rng)
    household = np.repeat(np.arange(families, dtype=np.int32), PLACES)
    culture, custom, language = (drawn[household] for drawn in customs(origin_of, rng))
    women = np.tile(np.array([*_WOMEN, *(0.25,) * 6]), families)
    woman = rng.random(len(household)) < women
    role = np.tile(np.array(ROLES, dtype=np.object_), families)
    names = token_names(words, culture, custom, woman, rng)
    _inherit(names.reshape(families, PLACES, 5), custom.reshape(families, PLACES)[:, 0])
    tell_apart(names, words, role, household, culture, woman, rng)
    start = np.arange(families, dtype=np.int32)[:, np.newaxis] * PLACES
    parent = np.full((families, PLACES), -1, dtype=np.int32)
    parent[:, CHILD:] = start
    unknown = np.array([item.birth_unknown for item in ORIGINS])[origin_of[household]]
    days = np.rint(age.ravel() * 365.25).astype("timedelta64[D]")
    people = People(
        household, parent.ravel(), np.where(parent < 0, -1, parent + 1).ravel(), role,
        origin_of[household].astype(np.int16), culture, custom, woman, REFERENCE - days,
        rng.random(len(household)) >= unknown, language, towns(origin_of, rng)[household], names,
        np.zeros(len(household)),
    )  # fmt: skip
    return Families(people, there, focal)


def _ages(
    families: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
    """Ages at all places, which places are taken, and the place of the focal child."""
    size = 1 + rng.choice(6, families, p=_OF_SIZE)
    at = (rng.random(families) * size).astype(np.int64)
    own = 10 + 7.9 * rng.beta(3, 1.3, families)
    gap = rng.uniform(1.3, 4.0, families)
    child = np.arange(6)
    ages = own[:, np.newaxis] + gap[:, np.newaxis] * (at[:, np.newaxis] - child)
    ages += np.where(child == at[:, np.newaxis], 0, rng.uniform(-0.25, 0.25, ages.shape))
    twins = np.flatnonzero((rng.random(families) < _TWINS) & (at + 1 < size))
    ages[twins, at[twins] + 1] = ages[twins, at[twins]]
    there = np.ones((families, PLACES), dtype=np.bool_)
    there[:, CHILD:] = (child < size[:, np.newaxis]) & (ages > 0.3)
    oldest = ages[:, 0]
    mother = oldest + 17 + np.minimum(rng.gamma(1.5, 3.0, families), 20)
    father = mother + 0.5 + rng.gamma(2.0, 2.2, families)

    def near(age: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.maximum(age + rng.normal(0, 6, families), 16))

    def older(age: NDArray[np.float64], least: float) -> NDArray[np.float64]:
        return np.asarray(age + least + rng.gamma(2.0, 3.0, families))

    grown = [
        father, mother, near(father), near(father), near(mother), near(mother), older(father, 19),
        older(father, 16), older(mother, 19), older(mother, 16), near(oldest),
    ]  # fmt: skip
    every = np.concatenate([np.stack(grown, axis=1), ages], axis=1)
    return every.clip(0.05, 95), there, CHILD + at


def _inherit(names: NDArray[np.int32], custom: NDArray[np.object_]) -> None:
    """Names go from fathers to children; shape (families, PLACES, 5).

    Mothers and their kin are of another family; where the custom is a family name, a mother bears
    her husband's.
    """
    at = _AT
    for old, kin in (
        ("father's father", ("father", "father's brother", "father's sister")),
        ("mother's father", ("mother", "mother's brother", "mother's sister")),
        ("father", ("child",) * 6),
        ("father's brother", ("cousin",)),
    ):
        first = at[kin[0]]
        places = [first + i for i in range(6)] if kin[0] == "child" else [at[role] for role in kin]
        for place in places:
            names[:, place, FATHER] = names[:, at[old], GIVEN]
            names[:, place, GRANDFATHER] = names[:, at[old], FATHER]
            names[:, place, FAMILY] = names[:, at[old], FAMILY]
    married = custom == "given-family"
    for wife, husband in (("mother", "father"), ("father's mother", "father's father")):
        names[married, at[wife], FAMILY] = names[married, at[husband], FAMILY]
    # Second given names are rare among the old.
    names[:, at["father's father"] : at["mother's mother"] + 1, SECOND] = -1
