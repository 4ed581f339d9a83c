"""Fits the scores of `link.encoded.evidence` on simulated worlds, seeds 101 to 106; takes a minute.

    python benchmarks/encoded_fit.py [--large]    prints `WEIGHTS` of that module, and of `mixture`
                                                  how many pairs of two people have which score

`--large` is for the sections of large lists (`encode.spec.LARGE`), and takes ten minutes.

A logistic regression of who is one person, over candidate pairs, with the log odds of any two
records of the two lists as an offset: so the coefficients are a log Bayes factor. What the rivals
of a pair take from it (`matching.one_to_one`) is an offset too, and found anew from each fit: else
it would count twice, once in the coefficients and once more when lists are linked. Once for rows
that can be compared inside a list, once for rows that meet across lists only.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from encoded import encode_all
from link import registers_of
from numpy.typing import NDArray
from scipy.optimize import minimize

from undercount.encode import LARGE, Spec
from undercount.encode.spec import SECTIONS
from undercount.link.encoded.candidates import find_candidates
from undercount.link.encoded.evidence import features
from undercount.link.encoded.mixture import prior_odds
from undercount.link.encoded.rows import rows_of
from undercount.link.matching import one_to_one, rivals
from undercount.link.pairs import groups_of
from undercount.testing.worlds import simulate_world

WORLDS = ((101, 5), (102, 5), (103, 3), (104, 3), (105, 4), (106, 4))
LARGE_WORLDS = ((101, 3), (102, 3))
HIGH, HIGHEST, WIDE = 1.0, 13.0, 0.5
ROUNDS, SWEEPS = 6, 15


@dataclass(frozen=True)
class Seen:
    """Candidate pairs of one world.

    Attributes:
        names: of what is seen of a pair.
        columns: shape (pairs, names).
        prior: shape (pairs,), log odds of any two records of the two lists, as far as those of one
            person are candidates: so many, and no more, does `mixture` count.
        same: shape (pairs,), whether they are one person.
        between: shape (pairs,), whether of two lists.
        rivals: of those, what one_to_one needs.
        once: shape (pairs,), whether neither record is one of several of its person on its list:
            else one partner a list is not what there is. Pairs inside a list all count.
        total: all pairs of records of two lists.
    """

    names: tuple[str, ...]
    columns: NDArray[Any]
    prior: NDArray[Any]
    same: NDArray[Any]
    between: NDArray[Any]
    rivals: Any
    once: NDArray[Any]
    total: float


def pairs_of(people: int, sections: tuple[str, ...], seed: int, lists: int, across: bool) -> Seen:
    world = simulate_world(people, lists, births="mixed" if seed % 2 else "day", seed=seed)
    spec = Spec(sections=sections, between=world.lists if across else ())
    encodings, person = encode_all(registers_of(world), world.persons, spec)
    rows = rows_of(encodings)
    found = find_candidates(rows)
    names, made = zip(*features(found, rows), strict=True)
    columns = np.stack([np.asarray(column, float) for column in made], axis=1)
    groups, of_group, _, total, _ = groups_of(rows.of_list, lists)
    group = of_group[rows.of_list[found.left], rows.of_list[found.right]]
    same = person[found.left] == person[found.right]
    expected = np.maximum(np.bincount(group, same, len(groups)), 0.5)
    prior = np.log(prior_odds(expected, total, rows.sizes.astype(float), groups))[group]
    between = rows.of_list[found.left] != rows.of_list[found.right]
    n = int(between.sum())
    against = rivals(
        np.ones((1, n), np.bool_), found.left[between], found.right[between],
        np.zeros(n, np.int16), np.arange(n, dtype=np.int32), rows.of_list,
    )  # fmt: skip
    _, who, times = np.unique(
        np.stack([person, rows.of_list]), axis=1, return_inverse=True, return_counts=True
    )
    alone = (times == 1)[who.ravel()]
    once = ~between | (alone[found.left] & alone[found.right])
    every = float(sum(n for n, (a, b) in zip(total, groups, strict=True) if a != b))
    return Seen(names, columns, prior, same, between, against, once, every)


def fit(x: NDArray[Any], prior: NDArray[Any], same: NDArray[Any]) -> NDArray[Any]:
    size = np.maximum(x.std(axis=0), 1e-9)
    x = x / np.where(size > 1e-6, size, 1.0)

    def loss(b: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        e = x @ b + prior
        slope = x.T @ (1 / (1 + np.exp(-e)) - same) + 0.1 * b
        return float((np.logaddexp(0, e) - same * e).sum() + 0.05 * (b**2).sum()), slope

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / np.where(size > 1e-6, size, 1.0))


def crowd(score: NDArray[Any], total: float) -> NDArray[Any]:
    """The parabola of the log share of pairs of two people by their score, weighted by counts."""
    edges = np.arange(HIGH, HIGHEST + WIDE, WIDE)
    counts, _ = np.histogram(score, edges)
    there = counts > 0
    middle = (edges[:-1] + WIDE / 2)[there]
    share = np.log(counts[there] / WIDE / total)
    return np.polyfit(middle, share, 2, w=np.sqrt(counts[there]))[::-1]


def fitted(worlds: list[Seen]) -> NDArray[Any]:
    """The coefficients with which pairs are as often of one person as they say, rivals counted."""
    once = np.concatenate([one.once for one in worlds])
    x, same, prior = (
        np.concatenate([getattr(one, name) for one in worlds])[once]
        for name in ("columns", "same", "prior")
    )
    taken = np.zeros(len(x))
    for _ in range(ROUNDS):
        weights = fit(x, prior + taken, same)
        taken = np.concatenate([_taken(one, weights) for one in worlds])[once]
    return weights


def _taken(one: Seen, weights: NDArray[Any]) -> NDArray[Any]:
    """What a pair's rivals take from its log odds."""
    log_odds = np.clip(one.columns @ weights + one.prior, -50.0, 50.0)
    made = np.zeros(len(log_odds))
    odds = np.exp(log_odds[one.between])
    p = np.clip(one_to_one(one.rivals, odds[None, :], SWEEPS)[0], 1e-12, 1 - 1e-12)
    made[one.between] = np.log(p / (1 - p)) - log_odds[one.between]
    return made


def main(large: bool) -> None:
    people, worlds = (200_000, LARGE_WORLDS) if large else (10_000, WORLDS)
    made = {}
    for across in (False, True):
        seen = [pairs_of(people, LARGE if large else SECTIONS, *world, across) for world in worlds]
        weights = fitted(seen)
        made[across] = dict(zip(seen[0].names, weights, strict=True))
        score = np.concatenate([(one.columns @ weights)[one.between & ~one.same] for one in seen])
        of_two = crowd(score, sum(one.total for one in seen))
        print("of two people", "across" if across else "alike", of_two.round(4).tolist())
    for name in made[False]:
        print(f'    "{name}": ({made[False][name]:.2f}, {made[True][name]:.2f}),')


if __name__ == "__main__":
    main("--large" in sys.argv)
