"""What a relative is called, and how those whom a child looks for stand in its case."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.chance import Chance
from undercount.testing.worlds.tracing.families import RELATIONS

Text = NDArray[np.object_]
_FRENCH: Final = {
    "father": "père", "mother": "mère", "brother": "frère", "sister": "sœur", "uncle": "oncle",
    "aunt": "tante", "grandfather": "grand-père", "grandmother": "grand-mère", "cousin": "cousin",
}  # fmt: skip
# What is said loosely: a cousin who grew up in the house is a brother.
_LOOSELY: Final = {
    "cousin": "brother", "uncle": "father", "aunt": "mother", "grandmother": "mother",
    "grandfather": "uncle", "brother": "cousin", "sister": "aunt",
}  # fmt: skip


def true_words(place: NDArray[np.int64], woman: NDArray[np.bool_]) -> Text:
    """What the person at a place of the family is to a child of it; shape of `place`."""
    word = np.array(RELATIONS, dtype=np.object_)[place]
    return np.where(word == "sibling", np.where(woman, "sister", "brother"), word)


def told_as(
    place: NDArray[np.int64], woman: NDArray[np.bool_], chance: Chance, rng: np.random.Generator
) -> Text:
    """Shape (r, k): the word that is told; now and then a loose one."""
    word = true_words(place, woman)
    loose = chance(0.03)[:, np.newaxis] & (rng.random(word.shape) < 0.7)
    said = np.array([_LOOSELY.get(one, one) for one in word.ravel().tolist()], dtype=np.object_)
    return np.where(loose, said.reshape(word.shape), word)


def relation_words(words: Text, french: NDArray[np.bool_]) -> Text:
    """The words as the clerk writes them; shape (r, k)."""
    other = np.array([_FRENCH[one] for one in words.ravel().tolist()], dtype=np.object_)
    return np.where(french[:, np.newaxis], other.reshape(words.shape), words)


def kin_words(
    names: list[Text], words: Text, sought: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Text, Text]:
    """The fields `relative` and `relation` of cases: "name (relation); name (relation)".

    Where one relative is looked for, the relation stands in its own field as often as not.
    """
    apart = (rng.random(len(words)) < 0.5) & ((sought >= 0).sum(axis=1) == 1)
    relative, relation = np.empty((2, len(words)), dtype=np.object_)
    rows = zip(*names, strict=True)
    for i, (row, word, there) in enumerate(zip(rows, words.tolist(), sought >= 0, strict=True)):
        named = [(n, w) for n, w, yes in zip(row, word, there.tolist(), strict=True) if yes and n]
        if apart[i] and named:
            relative[i], relation[i] = named[0]
        else:
            relative[i] = "; ".join(f"{name} ({kin})" for name, kin in named) or None
    return relative, relation
