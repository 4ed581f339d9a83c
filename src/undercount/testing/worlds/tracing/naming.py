"""The names that stand in one record: of a child, of its parents, brothers, sisters, relatives."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.chance import Chance
from undercount.testing.worlds.population import (
    FAMILY,
    FATHER,
    GIVEN,
    GRANDFATHER,
    SECOND,
    People,
)
from undercount.testing.worlds.spelling import written
from undercount.testing.worlds.vocabulary import Vocabulary

Text = NDArray[np.object_]
CLERKS: Final = ("english", "french", "german")
_LATIN: Final = ("oromo", "vietnamese", "albanian")
# The parts that a full name has, by custom: given, second given, father, grandfather, family.
_PARTS: Final = {
    "chain": (1, 1, 1, 1, 0),
    "chain-family": (1, 1, 1, 1, 1),
    "given-father": (1, 1, 1, 0, 0),
    "given-family": (1, 1, 0, 0, 1),
    "family-first": (1, 1, 0, 0, 1),
    "loose": (1, 1, 0, 0, 1),
}


def in_own_script(
    people: People, person: NDArray[np.int64], share: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Shape (r,): records whose names are written in the family's own script."""
    other = np.isin(people.culture[person], _LATIN, invert=True)
    return np.asarray(other & (rng.random(len(person)) < share))


def full_names(
    people: People, person: NDArray[np.int64], chance: Chance, rng: np.random.Generator
) -> NDArray[np.int32]:
    """Shape (r, 5): the tokens that are told of each person's name; -1 for what is left out.

    Where `person` is -1, nothing is told.
    """
    tokens = people.names[person].copy()
    custom = people.custom[person]
    parts = np.array([_PARTS[word] for word in custom.tolist()], dtype=np.bool_).reshape(-1, 5)
    # Afghans without a family name give their father's as often as not.
    parts[:, FATHER] |= (
        (custom == "loose") & (tokens[:, FAMILY] < 0) & (rng.random(len(tokens)) < 0.5)
    )
    tokens[~parts] = -1
    family = tokens[:, FAMILY] >= 0
    tokens[chance(0.18), SECOND] = -1
    tokens[chance(0.35), GRANDFATHER] = -1
    tokens[chance(np.where(family, 0.25, 0.06)), FATHER] = -1
    tokens[chance(0.07), FAMILY] = -1
    tokens[person < 0] = -1
    return tokens


def given_only(tokens: NDArray[np.int32], where: NDArray[np.bool_]) -> None:
    """Leave nothing but the given name in these records."""
    tokens[where, SECOND:] = -1


def write_names(
    words: Vocabulary,
    tokens: NDArray[np.int32],
    clerk: NDArray[np.int64],
    native: NDArray[np.bool_],
    chance: Chance,
    rng: np.random.Generator,
) -> Text:
    """The tokens as text; shape (r, people, 5), as that of `tokens`.

    A clerk writes a name that stands twice in a record, as a father's does in those of his
    children, in one way. `clerk` is the place in `CLERKS`, shape (r,).
    """
    weights = np.stack([words.weights[name] for name in CLERKS])
    row = np.arange(len(tokens), dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    salt = np.uint64(rng.integers(0, 2**62))
    ear, slip = chance.share(0.06), chance.share(0.015)
    text = np.empty(tokens.shape, dtype=np.object_)
    for place in range(tokens.shape[1]):
        here = tokens[:, place]
        u = _even(row[:, np.newaxis] ^ (here.astype(np.uint64) << np.uint64(20)) ^ salt)
        levels = weights[clerk[:, np.newaxis], here]
        spelling = (u[:, :, np.newaxis] > levels).sum(axis=2).clip(max=4).astype(np.int8)
        text[:, place] = written(words, here, spelling, native, ear, slip, rng)
    return text


def _even(key: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Numbers between 0 and 1, evenly spread, the same for the same key."""
    with np.errstate(over="ignore"):
        key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray((key >> np.uint64(11)).astype(np.float64) / 2.0**53)


def in_order(text: Text, custom: Text, turned: NDArray[np.bool_]) -> Text:
    """Each name in one text, in the order of its custom; `turned` ones in the other order."""
    first = (custom == "family-first") ^ turned
    rows = np.where(
        first[:, np.newaxis],
        text[:, [FATHER, GRANDFATHER, FAMILY, SECOND, GIVEN]],
        text[:, [GIVEN, SECOND, FATHER, GRANDFATHER, FAMILY]],
    )
    return joined(rows)


def joined(rows: Text) -> Text:
    """Shape (r,): the texts of each row with a space between them, None where there is none."""
    made = np.empty(len(rows), dtype=np.object_)
    made[:] = [" ".join([part for part in row if part]) or None for row in rows.tolist()]
    return made
