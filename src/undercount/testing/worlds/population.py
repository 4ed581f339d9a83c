"""The people of a world: households, origins, ages, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.vocabulary import Vocabulary

REFERENCE: Final = np.datetime64("2016-08-31")
GIVEN, SECOND, FATHER, GRANDFATHER, FAMILY = range(5)
# Households of more than one: share, father there, mother there, shares of 1, 2, 3, 4 children.
_TOGETHER: Final = (
    (0.30, 1, 1, (0.30, 0.35, 0.20, 0.15)),
    (0.22, 0, 1, (0.50, 0.30, 0.20, 0.00)),
    (0.08, 1, 0, (0.60, 0.40, 0.00, 0.00)),
    (0.10, 1, 1, None),
    (0.30, 0, 0, (0.00, 0.75, 0.25, 0.00)),
)
_MINORS: Final = {"AFG": 0.30, "ERI": 0.25, "SDN": 0.20, "ETH": 0.22, "VNM": 0.15, "ALB": 0.12}
_WOMEN: Final = {"ERI": 0.25, "ETH": 0.20, "VNM": 0.20}
# Share of people with a second given name.
_SECOND: Final = {
    "afghan": 0.45,
    "arabic": 0.06,
    "persian": 0.15,
    "kurdish": 0.04,
    "vietnamese": 0.95,
}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Everybody, on a list or on none; person i is row i.

    Attributes:
        household: shape (n,), int32.
        father: shape (n,), int32, the person who is the father, -1 if he is not there.
        mother: shape (n,), int32, likewise.
        role: shape (n,): alone, father, mother, child, husband, wife or sibling.
        origin: shape (n,), int16, number in `ORIGINS`.
        culture: shape (n,), text; whose names.
        custom: shape (n,), text; the order of the parts.
        woman: shape (n,), bool.
        birth: shape (n,), datetime64[D].
        birth_known: shape (n,), bool; others know the year at best.
        language: shape (n,), text.
        town: shape (n,), int16, number in the origin's towns.
        names: shape (n, 5), int32, tokens: given, second given, father, grandfather, family; -1
            for none.
        visibility: shape (n,), standard normal.
    """

    household: NDArray[np.int32]
    father: NDArray[np.int32]
    mother: NDArray[np.int32]
    role: NDArray[np.object_]
    origin: NDArray[np.int16]
    culture: NDArray[np.object_]
    custom: NDArray[np.object_]
    woman: NDArray[np.bool_]
    birth: NDArray[np.datetime64]
    birth_known: NDArray[np.bool_]
    language: NDArray[np.object_]
    town: NDArray[np.int16]
    names: NDArray[np.int32]
    visibility: NDArray[np.float64]

    @property
    def age(self) -> NDArray[np.float64]:
        """Shape (n,): years at the end of August 2016."""
        return np.asarray((REFERENCE - self.birth).astype(np.int64) / 365.25)


def draw_people(people: int, words: Vocabulary, rng: np.random.Generator) -> People:
    """People by household, until there are as many as asked for."""
    kind, size, origin_of = _households(people, rng)
    household = np.repeat(np.arange(len(size), dtype=np.int32), size)
    start = np.repeat(np.cumsum(size) - size, size)
    place = np.arange(people) - start
    origin, kind = origin_of[household], kind[household]
    has_father = np.array([0, *(k[1] for k in _TOGETHER)])[kind]
    has_mother = np.array([0, *(k[2] for k in _TOGETHER)])[kind]
    role = np.full(people, "sibling", dtype=np.object_)
    role[kind > 0] = np.where((has_father + has_mother)[kind > 0] > 0, "child", "sibling")
    childless = kind == 4
    role[kind == 0] = "alone"
    is_father, is_mother = (place == 0) & (has_father > 0), (place == has_father) & (has_mother > 0)
    role[is_father] = np.where(childless[is_father], "husband", "father")
    role[is_mother] = np.where(childless[is_mother], "wife", "mother")
    child = role == "child"
    father = np.where(child & (has_father > 0), start, -1).astype(np.int32)
    mother = np.where(child & (has_mother > 0), start + has_father, -1).astype(np.int32)
    codes = [item.code for item in ORIGINS]
    women = np.array([_WOMEN.get(code, 0.05) for code in codes])[origin]
    chance = np.select([is_father, is_mother, child], [0.0, 1.0, 0.5], women)
    chance[role == "sibling"] = 0.15
    woman = rng.random(people) < chance
    age = _ages(role, origin, household, place - has_father - has_mother, size[household], rng)
    culture, custom, language = (drawn[household] for drawn in customs(origin_of, rng))
    names = token_names(words, culture, custom, woman, rng)
    _inherit(names, role, father, start + has_father + has_mother, custom)
    tell_apart(names, words, role, household, culture, woman, rng)
    unknown = np.array([item.birth_unknown for item in ORIGINS])[origin]
    days = np.rint(age * 365.25).astype("timedelta64[D]")
    return People(
        household, father, mother, role, origin.astype(np.int16), culture, custom, woman,
        REFERENCE - days, rng.random(people) >= unknown,
        language, towns(origin_of, rng)[household], names, _visibility(household, kind > 0, rng),
    )  # fmt: skip


def _households(
    people: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Kind (0 alone), size and origin of each household; the sizes sum to `people`."""
    share = np.array([item.share for item in ORIGINS]) / sum(item.share for item in ORIGINS)
    together = np.array([item.in_families for item in ORIGINS])
    kinds = np.array([k[0] for k in _TOGETHER])
    mean = sum(
        k[0] * (k[1] + k[2] + sum((i + 1) * p for i, p in enumerate(k[3] or ()))) for k in _TOGETHER
    )
    family = (together / mean) / (together / mean + 1 - together)
    weight = share / (family * mean + 1 - family)
    origin = rng.choice(len(share), people, p=weight / weight.sum())
    kind = np.where(
        rng.random(people) < family[origin],
        1 + rng.choice(len(kinds), people, p=kinds / kinds.sum()),
        0,
    )
    size = np.ones(people, dtype=np.int64)
    for i, (_, father, mother, children) in enumerate(_TOGETHER, 1):
        here = np.flatnonzero(kind == i)
        drawn = 0 if children is None else 1 + rng.choice(4, len(here), p=children)
        size[here] = father + mother + drawn
    whole = int(np.searchsorted(np.cumsum(size), people, side="right"))
    missing = people - int(size[:whole].sum())
    # The household that would not fit gives way to people on their own.
    kind[whole : whole + missing], size[whole : whole + missing] = 0, 1
    return kind[: whole + missing], size[: whole + missing], origin[: whole + missing]


def _ages(
    role: NDArray[np.object_],
    origin: NDArray[np.int64],
    household: NDArray[np.int32],
    child: NDArray[np.int64],
    size: NDArray[np.int64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Shape (n,), years; parents at least 16 years older than their children."""
    people = len(role)
    minor = np.array([_MINORS.get(item.code, 0.05) for item in ORIGINS])[origin]
    age = 18 + rng.gamma(2.0, 4.2, people)
    age = np.where(rng.random(people) < minor, 13 + 5 * rng.beta(3, 1.3, people), age)
    oldest = (1 + 17 * rng.beta(1.2, 1.6, people))[household]
    siblings = role == "sibling"
    oldest[siblings] = (15 + rng.gamma(2.0, 3.5, people))[household][siblings]
    gap = rng.uniform(1.2, 4.0, people)[household]
    young = (role == "child") | siblings
    # Children come at even distances, closer where the oldest is small.
    gap = np.where(siblings, np.minimum(gap, 4), np.minimum(gap, oldest / size))
    age[young] = (oldest - gap * child + rng.uniform(-0.2, 0.2, people))[young]
    mothers = 17.0 + oldest + np.minimum(rng.gamma(1.5, 3.0, people)[household], 20)
    older = 0.5 + rng.gamma(2.0, 2.2, people)[household]
    age = np.where(role == "mother", mothers, age)
    age = np.where(role == "father", mothers + older, age)
    couple = (19 + rng.gamma(2.0, 3.0, people))[household]
    age = np.where(role == "wife", couple, age)
    age = np.where(role == "husband", couple + older, age)
    return np.asarray(age.clip(0.05, 80))


def customs(
    origin: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.object_], NDArray[np.object_], NDArray[np.object_]]:
    """Culture, custom and language of each household."""
    culture, custom, language = np.empty((3, len(origin)), dtype=np.object_)
    for i, item in enumerate(ORIGINS):
        here = np.flatnonzero(origin == i)
        shares = np.array([group.share for group in item.groups])
        drawn = rng.choice(len(shares), len(here), p=shares / shares.sum())
        for j, group in enumerate(item.groups):
            members = here[drawn == j]
            culture[members], custom[members] = group.culture, group.custom
            weights = np.array([weight for _, weight in group.languages], dtype=np.float64)
            words = np.array([word for word, _ in group.languages], dtype=np.object_)
            chosen = rng.choice(len(words), len(members), p=weights / weights.sum())
            language[members] = words[chosen]
    return culture, custom, language


def towns(origin: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int16]:
    """Town of each household, a number in the towns of its origin."""
    drawn = np.zeros(len(origin), dtype=np.int16)
    for i, item in enumerate(ORIGINS):
        here = np.flatnonzero(origin == i)
        weights = 1 / (np.arange(len(item.towns)) + 2.0)
        drawn[here] = rng.choice(len(weights), len(here), p=weights / weights.sum())
    return drawn


def token_names(
    words: Vocabulary,
    culture: NDArray[np.object_],
    custom: NDArray[np.object_],
    woman: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """Shape (n, 5): tokens of names in which each part is drawn on its own."""
    names = np.full((len(culture), 5), -1, dtype=np.int32)
    for group in dict.fromkeys(culture.tolist()):
        for sex, kind in ((False, "m"), (True, "f")):
            here = np.flatnonzero((culture == group) & (woman == sex))
            size = len(here)
            names[here, GIVEN] = words.draw(group, kind, size, rng)
            names[here, SECOND] = words.draw(group, f"{kind}2", size, rng)
            for part in (FATHER, GRANDFATHER):
                names[here, part] = words.draw(group, "m", size, rng)
            names[here, FAMILY] = words.draw(group, "n", size, rng)
            once = names[here, GIVEN] == names[here, SECOND]
            once |= rng.random(size) >= _SECOND.get(group, 0.0)
            names[here[once], SECOND] = -1
    names[(custom == "chain") | (custom == "given-father"), FAMILY] = -1
    # A third of Afghans have no family name, only a father and a tribe.
    names[(custom == "loose") & (rng.random(len(names)) < 0.33), FAMILY] = -1
    return names


def _inherit(
    names: NDArray[np.int32],
    role: NDArray[np.object_],
    father: NDArray[np.int32],
    oldest: NDArray[np.int64],
    custom: NDArray[np.object_],
) -> None:
    """Children bear the names of their father; an absent one's stand with the oldest child."""
    there = np.flatnonzero(father >= 0)
    names[there, FATHER] = names[father[there], GIVEN]
    names[there, GRANDFATHER] = names[father[there], FATHER]
    names[there, FAMILY] = names[father[there], FAMILY]
    absent = np.flatnonzero(((role == "child") & (father < 0)) | (role == "sibling"))
    names[absent, FATHER:] = names[oldest[absent], FATHER:]
    # Where wives take the husband's name.
    wife = np.flatnonzero(np.isin(role, ("wife", "mother")) & (custom == "given-family"))
    wife = wife[np.isin(role[wife - 1], ("husband", "father"))]
    names[wife, FAMILY] = names[wife - 1, FAMILY]


def tell_apart(
    names: NDArray[np.int32],
    words: Vocabulary,
    role: NDArray[np.object_],
    household: NDArray[np.int32],
    culture: NDArray[np.object_],
    woman: NDArray[np.bool_],
    rng: np.random.Generator,
) -> None:
    """Another name for a child who is called as a brother or sister is."""
    young = np.flatnonzero((role == "child") | (role == "sibling"))
    for _ in range(6):
        key = household[young].astype(np.int64) * len(words.native) + names[young, GIVEN]
        first = np.unique(key, return_index=True)[1]
        again = np.delete(young, first)
        for group in dict.fromkeys(culture[again].tolist()):
            for sex, kind in ((False, "m"), (True, "f")):
                here = again[(culture[again] == group) & (woman[again] == sex)]
                names[here, GIVEN] = words.draw(group, kind, len(here), rng)


def _visibility(
    household: NDArray[np.int32], together: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Standard normal; who travels together is seen together."""
    own = rng.standard_normal(len(household))
    shared = rng.standard_normal(len(household))[household]
    return np.asarray(np.where(together, 0.8 * shared + 0.6 * own, own))
