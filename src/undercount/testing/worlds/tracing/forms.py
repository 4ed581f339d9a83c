"""The offices' forms: what stands in a case and in a request."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds import births
from undercount.testing.worlds.bodies import Body
from undercount.testing.worlds.chance import Chance, draw_badness
from undercount.testing.worlds.details import details
from undercount.testing.worlds.population import FAMILY, FATHER, GIVEN, GRANDFATHER, SECOND
from undercount.testing.worlds.records import lose, nationalities
from undercount.testing.worlds.tracing.agreed import agreements
from undercount.testing.worlds.tracing.claimed import case_births, request_births
from undercount.testing.worlds.tracing.families import CHILD, PLACES, Families
from undercount.testing.worlds.tracing.kin import kin_words, relation_words, told_as
from undercount.testing.worlds.tracing.naming import (
    full_names,
    given_only,
    in_order,
    in_own_script,
    joined,
    write_names,
)
from undercount.testing.worlds.tracing.parting import Partings, day_texts, place_texts
from undercount.testing.worlds.vocabulary import Vocabulary

Text = NDArray[np.object_]
_FIELDS: Final = ("sex", "nationality", "language", "place")
CASES: Final = Body(
    name="cases",
    share=0.5,
    columns={name: name for name in _FIELDS},
    clerk="french",
    birth="day",
    sexes=("M", "F"),
    nationality=2,
    unknown=("NC", "?", "inconnu"),
    id_format="C-{:04d}",
    native=0.25,
)
REQUESTS: Final = Body(
    name="requests",
    share=0.5,
    columns={name: name for name in _FIELDS},
    clerk="english",
    birth="day",
    sexes=("male", "female"),
    nationality=1,
    unknown=("unknown", "-"),
    id_format="R-{:06d}",
    day_format="%Y-%m-%d",
)
# Offices that take requests: share of requests, share in the family's own script, place in CLERKS.
_OFFICES: Final = np.array([(0.45, 0.20, 0), (0.25, 0.10, 1), (0.30, 0.85, 2)])
# Share of ordinary records in which a field is not filled in.
_MISSING_CASES: Final = {
    "father": 0.12, "family": 0.05, "sex": 0.01, "nationality": 0.02, "language": 0.08,
    "place": 0.15, "mother": 0.25, "siblings": 0.30, "last_place": 0.35, "last_day": 0.40,
}  # fmt: skip
_MISSING_REQUESTS: Final = {
    "father": 0.15, "birth": 0.08, "age": 0.03, "sex": 0.02, "nationality": 0.05, "language": 0.25,
    "place": 0.20, "mother": 0.18, "siblings": 0.35, "relative_birth": 0.25, "last_place": 0.25,
    "last_day": 0.30,
}  # fmt: skip
_SIBLINGS, _SOUGHT = 4, 3


def case_forms(
    families: Families,
    words: Vocabulary,
    papers: NDArray[np.datetime64],
    partings: Partings,
    child: NDArray[np.int64],
    sought: NDArray[np.int64],
    noise: float,
    rng: np.random.Generator,
) -> tuple[dict[str, Text], NDArray[np.bool_]]:
    """The columns of the cases, and which are in the families' own script.

    Args:
        families: everybody.
        words: of this world.
        papers: shape (people,), the birth that is told of each.
        partings: when and where each family was parted.
        child: shape (r,), persons.
        sought: shape (r, 3), the relatives each looks for, -1 for none.
        noise: times all errors.
        rng: draws them.
    """
    people, size = families.people, len(child)
    chance = Chance(draw_badness(size, noise, rng), rng)
    native = in_own_script(people, child, np.full(size, CASES.native), rng)
    clerk = np.full(size, 1)
    text = _names(families, words, child, sought, clerk, native, chance, rng)
    custom = people.custom[child]
    turned = chance(0.04)
    given = joined(text[:, 0, [GIVEN, SECOND]])
    rest = joined(text[:, 0, [FAMILY]])
    chain = np.isin(custom, ("chain", "given-father"))
    rest = np.where(chain, joined(text[:, 0, [GRANDFATHER]]), rest)
    swap = turned & np.array([word is not None for word in rest], np.bool_)
    fields: dict[str, Text] = {
        "given": np.where(swap, rest, given),
        "father": joined(text[:, 1, [FATHER]]),
        "family": np.where(swap, given, rest),
    }
    seen = np.sort(np.datetime64("2016-06-01") + rng.integers(0, 92, size).astype("timedelta64[D]"))
    fields |= case_births(families, papers, child, seen, CASES.day_format, chance, rng)
    fields |= _origin(CASES, families, child, chance, rng)
    fields["mother"], fields["siblings"] = _household(text, custom)
    french = rng.random(size) < 0.35
    place = np.where(sought < 0, 0, sought % PLACES)
    word = relation_words(told_as(place, people.woman[sought], chance, rng), french)
    names = [in_order(text[:, -_SOUGHT + i], custom, turned) for i in range(_SOUGHT)]
    fields["relative"], fields["relation"] = kin_words(names, word, sought, rng)
    fields["last_place"] = place_texts(partings, child // PLACES, chance, rng)
    fields["last_day"] = day_texts(partings, child // PLACES, CASES.day_format, chance, rng)
    fields |= agreements(size, CASES.day_format, rng)
    _lose_some(fields, _MISSING_CASES, CASES, chance, rng)
    _lose_kin(fields, ("relative", "relation"), chance(0.12))
    return {"id": _ids(CASES, size), **fields}, native


def request_forms(
    families: Families,
    words: Vocabulary,
    papers: NDArray[np.datetime64],
    partings: Partings,
    child: NDArray[np.int64],
    asks: NDArray[np.int64],
    noise: float,
    rng: np.random.Generator,
) -> tuple[dict[str, Text], NDArray[np.bool_]]:
    """The columns of the requests, and which are in the families' own script.

    Arguments are those of `case_forms`, and `asks`, shape (r,): the relative who looks for each.
    """
    people, size = families.people, len(child)
    place = asks % PLACES
    # Uncles and grandparents know less of a child than its parents and its brothers do.
    far = (place >= 2) & (place < CHILD)
    chance = Chance(draw_badness(size, noise, rng) * np.where(far, 1.5, 0.9), rng)
    office = rng.choice(len(_OFFICES), size, p=_OFFICES[:, 0])
    native = in_own_script(people, child, _OFFICES[office, 1], rng)
    clerk = _OFFICES[office, 2].astype(np.int64)
    sought = asks[:, np.newaxis]
    text = _names(families, words, child, sought, clerk, native, chance, rng)
    custom = people.custom[child]
    turned = chance(0.06)
    fields: dict[str, Text] = {
        "name": in_order(text[:, 0], custom, turned),
        "father": joined(text[:, 1, [FATHER]]),
    }
    fields |= request_births(families, papers, child, native, REQUESTS.day_format, chance, rng)
    fields |= _origin(REQUESTS, families, child, chance, rng)
    fields["mother"], fields["siblings"] = _household(text, custom)
    fields["relative"] = in_order(text[:, -1], custom, turned)
    word = relation_words(
        told_as(place[:, np.newaxis], people.woman[sought], chance, rng), clerk == 1
    )
    fields["relation"] = word[:, 0]
    born = births.stated(people, asks, papers, chance, rng)
    fields["relative_birth"] = births.as_text(born, "year", "")
    fields["last_place"] = place_texts(partings, child // PLACES, chance, rng)
    fields["last_day"] = day_texts(partings, child // PLACES, REQUESTS.day_format, chance, rng)
    fields |= agreements(size, REQUESTS.day_format, rng)
    _lose_some(fields, _MISSING_REQUESTS, REQUESTS, chance, rng)
    _lose_kin(fields, ("mother",), far & (rng.random(size) < 0.2 * min(noise, 1)))
    return {"id": _ids(REQUESTS, size), **fields}, native


def _names(
    families: Families,
    words: Vocabulary,
    child: NDArray[np.int64],
    relatives: NDArray[np.int64],
    clerk: NDArray[np.int64],
    native: NDArray[np.bool_],
    chance: Chance,
    rng: np.random.Generator,
) -> Text:
    """Shape (r, people, 5): child, father, mother, brothers and sisters, relatives."""
    people = families.people
    start = child - child % PLACES
    own = full_names(people, child, chance, rng)
    given_only(own, chance(0.03))
    # The journey's name, or the one at home.
    alias = np.flatnonzero(chance(0.006))
    for i in alias.tolist():
        kind = "f" if people.woman[child[i]] else "m"
        own[i, GIVEN] = words.draw(str(people.culture[child[i]]), kind, 1, rng)[0]
    father = np.full_like(own, -1)
    father[:, FATHER] = people.names[child, FATHER]
    father[people.custom[child] == "family-first"] = -1
    # Who is called mother at home may be an aunt; a father, his brother who raised the child.
    mother_at = np.where(chance(0.04), rng.choice((3, 5, 7), len(child)), 1)
    raised = chance(0.02)
    father[raised, FATHER] = people.names[start[raised] + 2, GIVEN]
    mother = full_names(people, start + mother_at, chance, rng)
    given_only(mother, rng.random(len(child)) < 0.5)
    told = [own, father, mother]
    for sibling in _siblings(families, child, chance, rng).T:
        one = full_names(people, sibling, chance, rng)
        given_only(one, rng.random(len(child)) < 0.75)
        told.append(one)
    told += [full_names(people, one, chance, rng) for one in relatives.T]
    tokens = np.stack(told, axis=1)
    return write_names(words, tokens, clerk, native, chance, rng)


def _siblings(
    families: Families, child: NDArray[np.int64], chance: Chance, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Shape (r, 4): brothers and sisters who are named, at times with a cousin among them."""
    start = child - child % PLACES
    all_of = start[:, np.newaxis] + np.arange(CHILD, PLACES)
    there = families.there[child // PLACES][:, CHILD:] & (all_of != child[:, np.newaxis])
    for place in range(there.shape[1]):
        there[:, place] &= ~chance(0.12)
    order = np.argsort(np.where(there, rng.random(there.shape), 2), axis=1)[:, :_SIBLINGS]
    named = np.where(np.take_along_axis(there, order, 1), np.take_along_axis(all_of, order, 1), -1)
    cousin = chance(0.03)
    named[cousin, -1] = start[cousin] + CHILD - 1
    return np.asarray(named)


def _household(text: Text, custom: Text) -> tuple[Text, Text]:
    """The mother's name, and those of brothers and sisters with ";" between."""
    straight = np.zeros(len(text), dtype=np.bool_)
    mother = in_order(text[:, 2], custom, straight)
    each = [in_order(text[:, 3 + i], custom, straight) for i in range(_SIBLINGS)]
    siblings = np.empty(len(text), dtype=np.object_)
    siblings[:] = [
        "; ".join([name for name in row if name]) or None for row in zip(*each, strict=True)
    ]
    return mother, siblings


def _origin(
    body: Body,
    families: Families,
    child: NDArray[np.int64],
    chance: Chance,
    rng: np.random.Generator,
) -> dict[str, Text]:
    people = families.people
    woman = people.woman[child] ^ chance(0.008)
    sex = np.array(body.sexes, dtype=np.object_)[woman.astype(np.int64)]
    nationality = nationalities(body, people.origin[child], chance, rng)
    nothing = np.array([], dtype=np.object_)
    return {
        "sex": sex,
        "nationality": nationality,
        **details(body, people, nothing, child, chance, rng),
    }


def _lose_some(
    fields: dict[str, Text],
    missing: dict[str, float],
    body: Body,
    chance: Chance,
    rng: np.random.Generator,
) -> None:
    for name, base in missing.items():
        lose(fields[name], chance.share(base), body.unknown, rng)


def _lose_kin(fields: dict[str, Text], names: tuple[str, ...], where: NDArray[np.bool_]) -> None:
    for name in names:
        fields[name][where] = None


def _ids(body: Body, size: int) -> Text:
    made = np.empty(size, dtype=np.object_)
    made[:] = [body.id_format.format(i + 1) for i in range(size)]
    return made
