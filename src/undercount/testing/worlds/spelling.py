"""How the clerks of one body write the name tokens of their records."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.slips import by_ear, typed
from undercount.testing.worlds.vocabulary import Vocabulary


def choose(
    words: Vocabulary, tokens: NDArray[np.int32], clerk: str, rng: np.random.Generator
) -> NDArray[np.int8]:
    """Number of the Latin spelling of each token; shape of `tokens`."""
    flat = tokens.ravel()
    chosen = (rng.random((len(flat), 1)) > words.weights[clerk][flat]).sum(axis=1)
    return np.asarray(chosen.reshape(tokens.shape), dtype=np.int8)


def written(
    words: Vocabulary,
    tokens: NDArray[np.int32],
    spelling: NDArray[np.int8],
    native: NDArray[np.bool_],
    ear: NDArray[np.float64],
    slip: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.object_]:
    """The tokens as text, "" where there is none.

    Args:
        words: of this world.
        tokens: shape (r, k), token numbers, -1 for none.
        spelling: shape (r, k), which Latin spelling.
        native: shape (r,), records in the person's own script.
        ear: shape (r,), chance that a token is written by ear.
        slip: shape (r,), chance that a token has a typing error.
        rng: for slips.
    """
    text = np.where(native[:, np.newaxis], words.native[tokens], words.latin[tokens, spelling])
    text[tokens < 0] = ""
    # Nobody knows how a rare name is usually written.
    often = np.where(words.rare[tokens], 2.5, 1.0) * ear[:, np.newaxis]
    for chance, change in (
        (often, _ear),
        (np.broadcast_to(slip[:, np.newaxis], text.shape), _type),
    ):
        rows, parts = np.nonzero((rng.random(text.shape) < chance) & (tokens >= 0))
        u = rng.random((len(rows), 2)).tolist()
        for row, part, pair in zip(rows.tolist(), parts.tolist(), u, strict=True):
            text[row, part] = change(text[row, part], *pair)
    return np.asarray(text)


def _ear(text: str, u: float, _: float) -> str:
    return by_ear(text, u)


def _type(text: str, u: float, v: float) -> str:
    return typed(text, u, v)
