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
    text = _cased(body, text, chance)
    given = _joined(text, (GIVEN, SECOND))
    custom = people.custom[person]
    told = chance(0.45)
    family, father = _rest(body, text, custom, told)
    return _columns(body, given, father, family, custom, chance)


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
    alias = chance(0.006)
    for culture in dict.fromkeys(people.culture[person[alias]].tolist()):
        for woman, kind in ((False, "m"), (True, "f")):
            here = np.flatnonzero(
                alias & (people.culture[person] == culture) & (people.woman[person] == woman)
            )
            told[here, GIVEN] = words.draw(culture, kind, len(here), rng)
    return told


def _cased(body: Body, text: Text, chance: Chance) -> Text:
    """Family names in capitals where the house writes them so; a clerk's own ways elsewhere."""
    upper = np.zeros(text.shape, dtype=np.bool_)
    upper[:, FATHER:] = body.capitals
    upper[chance(0.06)] = True
    lower = np.broadcast_to(chance(0.03)[:, np.newaxis], text.shape)
    for where, change in ((upper, str.upper), (lower & ~upper, str.lower)):
        text[where] = [change(word) for word in text[where].tolist()]
    return text


def _rest(body: Body, text: Text, custom: Text, told: NDArray[np.bool_]) -> tuple[Text, Text]:
    """The texts for the family's and the father's place.

    Args:
        body: who writes.
        text: shape (r, 5).
        custom: shape (r,).
        told: shape (r,), who has no family name and gives the father's instead.
    """
    father, grandfather, family = text[:, FATHER], text[:, GRANDFATHER], text[:, FAMILY]
    if "father" in body.columns:
        in_chain = np.isin(custom, ("chain", "chain-family", "given-father"))
        father = np.where(custom == "family-first", "", father)
        return np.where(in_chain & (family == ""), grandfather, family), father
    loose = np.where((family == "") & told, father, family)
    chain = _joined(np.stack([father, grandfather, family], axis=1), (0, 1, 2))
    pair = _joined(np.stack([father, family], axis=1), (0, 1))
    one = np.select(
        [
            np.isin(custom, ("given-family", "family-first")),
            custom == "loose",
            custom == "given-father",
        ],
        [family, loose, pair],
        chain,
    )
    return one, father


def _columns(
    body: Body, given: Text, father: Text, family: Text, custom: Text, chance: Chance
) -> dict[str, Text]:
    if "name" not in body.columns:
        swap = chance(0.05)
        swap &= family != ""
        given, family = np.where(swap, family, given), np.where(swap, given, family)
        columns = {"given": given, "family": family}
        if "father" in body.columns:
            columns["father"] = father
        return {name: _none(values) for name, values in columns.items()}
    first = (custom == "family-first") | (body.name_order == "family")
    first ^= chance(0.06)
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
