"""The words of names of one world: common ones from lists, rare ones coined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds.coined import Spelled, coin

CULTURES: Final = (
    "arabic", "afghan", "habesha", "oromo", "kurdish", "persian", "vietnamese", "albanian",
)  # fmt: skip
# Share of people whose token is a rare one. Family names are far more numerous than given names.
_RARE: Final = {"m": 0.10, "f": 0.12, "n": 0.40}
_MOST = 5
# Spellings of a token in the order of how often they are met.
_BY_ORDER: Final = np.array([0.50, 0.20, 0.13, 0.10, 0.07])
# What each kind of clerk hears: letters that make a spelling likelier, and less likely.
_HABITS: Final = {
    "french": (("ou", "ch", "dj", "ss", "ï", "ç", "que", "tch"), ("oo", "ee", "sh", "w")),
    "english": (("oo", "ee", "sh", "j", "kh"), ("ou", "dj", "tch", "ch")),
    "german": (("ei", "sch", "dj", "k"), ("ee", "q", "oo")),
}


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Name tokens, each with a native spelling and Latin ones.

    Attributes:
        native: shape (v,), text.
        latin: shape (v, 5), text; the last spelling is repeated where there are fewer.
        weights: by kind of clerk, shape (v, 5), cumulative chance of each spelling.
        rare: shape (v,), coined tokens, for which no clerk knows a usual spelling.
        pools: by culture and kind (m, f, n, m2, f2), token numbers and their cumulative chance.
    """

    native: NDArray[np.object_]
    latin: NDArray[np.object_]
    weights: dict[str, NDArray[np.float64]]
    rare: NDArray[np.bool_]
    pools: dict[tuple[str, str], tuple[NDArray[np.int32], NDArray[np.float64]]]

    def draw(
        self, culture: str, kind: str, size: int, rng: np.random.Generator
    ) -> NDArray[np.int32]:
        """Token numbers with the frequencies of the culture.

        Kinds are m, f and n (family), m2 and f2 (second given name). What a culture has no list
        of is drawn from its given names.
        """
        pools = (self.pools.get((culture, near)) for near in (kind, kind[0], "m"))
        ids, chances = next(pool for pool in pools if pool is not None)
        place = np.searchsorted(chances, rng.random(size)).clip(max=len(ids) - 1)
        return np.asarray(ids[place])


def vocabulary(people: int, rng: np.random.Generator) -> Vocabulary:
    """The tokens of a world: the more people, the more rare tokens."""
    native: list[str] = []
    latin: list[Spelled] = []
    rare: list[bool] = []
    pools = {}
    size = 60 + int(8 * people**0.5)
    many = {"m": size, "f": size // 2, "n": 2 * size}
    for culture in CULTURES:
        for kind, common in _listed(culture).items():
            coined = [] if kind in ("m2", "f2") else coin(culture, kind, many[kind], rng)
            share = _RARE[kind] if coined else 0.0
            chances = np.concatenate(
                [(1 - share) * _falling(len(common), 0.9), share * _falling(len(coined), 0.4)]
            )
            ids = np.arange(len(native), len(native) + len(chances), dtype=np.int32)
            pools[culture, kind] = (ids, np.cumsum(chances) / chances.sum())
            rare += [False] * len(common) + [True] * len(coined)
            for token in (*common, *coined):
                native.append(token[0])
                latin.append((token[1:] + (token[-1],) * _MOST)[:_MOST])
    spelled = np.array(latin, dtype=np.object_)
    weights = {clerk: _weights(spelled, clerk) for clerk in _HABITS}
    return Vocabulary(np.array(native, dtype=np.object_), spelled, weights, np.array(rare), pools)


def _listed(culture: str) -> dict[str, list[Spelled]]:
    text = (files(__package__) / "tokens" / f"{culture}.txt").read_text(encoding="utf-8")
    found: dict[str, list[Spelled]] = {}
    kind = ""
    for line in text.splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
            found[kind] = []
        elif line and not line.startswith("#"):
            found[kind].append(tuple(word.replace("_", " ") for word in line.split()))
    return found


def _falling(size: int, power: float) -> NDArray[np.float64]:
    chances = (np.arange(size) + 3.0) ** -power
    return np.asarray(chances / max(chances.sum(), 1e-9))


def _weights(latin: NDArray[np.object_], clerk: str) -> NDArray[np.float64]:
    liked, disliked = (re.compile("|".join(parts), re.IGNORECASE) for parts in _HABITS[clerk])
    factor = {
        text: (3.0 if liked.search(text) else 1.0) / (3.0 if disliked.search(text) else 1.0)
        for text in set(latin.ravel().tolist())
    }
    factors = [[factor[text] for text in row] for row in latin.tolist()]
    weights = _BY_ORDER * np.array(factors)
    # The last spelling was repeated where there are fewer than five.
    weights[:, 1:][latin[:, 1:] == latin[:, :-1]] = 0
    return np.asarray(np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True))
