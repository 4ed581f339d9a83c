"""Which parts of a name a clerk writes down, in which column and order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.bodies import Body
from undercount.testing.worlds.chance import Chance
from undercount.testing.worlds.population import (
    FAMILY,
    FATHER,
    GIVEN,
    GRANDFATHER,
    SECOND,
    People,
)
from undercount.testing.worlds.spelling import choose, written
from undercount.testing.worlds.vocabulary import Vocabulary

Text = NDArray[np.object_]


def name_columns(
    body: Body,
    people: People,
    words: Vocabulary,
    papers: NDArray[np.int8],
    person: NDArray[np.int64],
    chance: Chance,
    rng: np.random.Generator,
) -> dict[str, Text]:
    """The name in the fields of the body: name, or given and family, or these and father."""
    tokens = people.names[person]
    tokens = _told(tokens, people, person, words, chance, rng)
    own = papers[person]
    heard = choose(words, tokens, body.clerk, rng)
    # The clerk copies the papers, or writes what is heard.
    hears = chance(0.7)[:, np.newaxis]
    spelling = np.where(hears, heard, own).astype(np.int8)
    script = np.isin(people.culture[person], ("oromo", "vietnamese", "albanian"), invert=True)
    native = script & (rng.random(len(person)) < body.native)
    ear, slip = chance.share(0.07), chance.share(0.02)
    text = written(words, tokens, spelling, native, ear, slip, rng)
    if body.name_order == "family" and "name" in body.columns:
        pass
    given = _joined(text, (GIVEN, SECOND))
    family, father = _rest(body, text, people.custom[person], rng)
    return _columns(body, given, father, family, people.custom[person], chance)


def _told(
    tokens: NDArray[np.int32],
    people: People,
    person: NDArray[np.int64],
    words: Vocabulary,
    chance: Chance,
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """The tokens that a person tells and a clerk takes down; -1 for what is left out."""
    told = tokens.copy()
    family = told[:, FAMILY] >= 0
    told[chance(0.18), SECOND] = -1
    told[chance(0.35), GRANDFATHER] = -1
    told[chance(np.where(family, 0.25, 0.06)), FATHER] = -1
    told[chance(0.07), FAMILY] = -1
    # Another given name: the name at home, or of the journey.
    alias = chance(0.012)
    for culture in dict.fromkeys(people.culture[person[alias]].tolist()):
        for woman, kind in ((False, "m"), (True, "f")):
            here = np.flatnonzero(
                alias & (people.culture[person] == culture) & (people.woman[person] == woman)
            )
            told[here, GIVEN] = words.draw(culture, kind, len(here), rng)
    return told


def _rest(body: Body, text: Text, custom: Text, rng: np.random.Generator) -> tuple[Text, Text]:
    """The texts for the family's and the father's place."""
    father, grandfather, family = text[:, FATHER], text[:, GRANDFATHER], text[:, FAMILY]
    known_by_family = np.isin(custom, ("given-family", "family-first"))
    # One who tells only one name has told no father either.
    father = np.where((custom == "family-first") | (custom == "loose") & (family == ""), "", father)
    if "father" in body.columns:
        return np.where(family == "", grandfather, family), father
    chain = _joined(np.stack([father, grandfather, family], axis=1), (0, 1, 2))
    return np.where(known_by_family | (custom == "loose"), family, chain), father


def _columns(
    body: Body, given: Text, father: Text, family: Text, custom: Text, chance: Chance
) -> dict[str, Text]:
    if "name" not in body.columns:
        swap = chance(0.05) & (family != "")
        given, family = np.where(swap, family, given), np.where(swap, given, family)
        columns = {"given": given, "family": family}
        if "father" in body.columns:
            columns["father"] = father
        return {name: _none(values) for name, values in columns.items()}
    first = (custom == "family-first") | (body.name_order == "family")
    first = first ^ chance(0.06)
    left, right = np.where(first, family, given), np.where(first, given, family)
    return {"name": _none(_joined(np.stack([left, right], axis=1), (0, 1)))}


def _none(values: Text) -> Text:
    values = values.copy()
    values[values == ""] = None
    return values


def _joined(text: Text, parts: tuple[int, ...]) -> Text:
    rows = text[:, list(parts)].tolist()
    made = np.empty(len(rows), dtype=np.object_)
    made[:] = [" ".join([part for part in row if part]) for row in rows]
    return made
