"""Fits the scores of `link.encoded.evidence` on simulated worlds, seeds 101 to 106; takes minutes.

    python benchmarks/encoded_fit.py [PEOPLE]    prints the coefficients in the order of the module

A logistic regression of who is one person, over candidate pairs of different lists, with the log
odds of any two records of the two lists as an offset: so the coefficients are a log Bayes factor.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from encoded import encode_all
from link import registers_of
from numpy.typing import NDArray
from scipy.optimize import minimize

from undercount.encode import Spec
from undercount.link.encoded.candidates import Candidates, find_candidates
from undercount.link.encoded.rows import Rows, rows_of
from undercount.testing.worlds import simulate_world

WORLDS = ((101, 5), (102, 5), (103, 3), (104, 3), (105, 4), (106, 4))
NAMES = (
    "distance", "near", "far", "rarity", "nobody else", "pair", "pair x3", "band", "band x3",
    "birth", "day", "place", "place x3", "phone", "alone",
)  # fmt: skip


def columns(found: Candidates, rows: Rows) -> NDArray[Any]:
    group = rows.of_list[found.left].astype(int) * len(rows.lists) + rows.of_list[found.right]
    wide = {g: np.quantile(found.distance[group == g], 0.9) for g in np.unique(group)}
    z = found.distance / np.array([wide[g] for g in group])
    a = found.agree
    made = [z, np.maximum(0.4 - z, 0), np.maximum(z - 0.65, 0)]
    made += [np.log2(8000 / found.shared), found.shared < 2.2]
    made += [a[:, 0] >= 1, a[:, 0] >= 3, a[:, 1] >= 1, a[:, 1] >= 3, a[:, 2] >= 1, a[:, 3] >= 1]
    made += [a[:, 4] >= 1, a[:, 4] >= 3, a[:, 5] >= 1, np.ones(len(z))]
    return np.stack([np.asarray(column, float) for column in made], axis=1)


def pairs_of(people: int, seed: int, lists: int) -> tuple[NDArray[Any], ...]:
    world = simulate_world(people, lists, births="mixed" if seed % 2 else "day", seed=seed)
    encodings, person = encode_all(registers_of(world), world.persons, Spec())
    rows = rows_of(encodings)
    found = find_candidates(rows)
    between = rows.of_list[found.left] != rows.of_list[found.right]
    sets = [set(person[rows.of_list == i].tolist()) for i in range(lists)]
    a, b = rows.of_list[found.left], rows.of_list[found.right]
    both = np.array([[len(x & y) for y in sets] for x in sets], float)
    prior = np.log(both[a, b] / (rows.sizes[a] * rows.sizes[b]))
    same = person[found.left] == person[found.right]
    return columns(found, rows)[between], prior[between], same[between]


def main(people: int) -> None:
    parts = [pairs_of(people, seed, lists) for seed, lists in WORLDS]
    x, prior, same = (np.concatenate(column) for column in zip(*parts, strict=True))

    def loss(b: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        e = x @ b + prior
        ridge = 0.05 * float((b**2).sum())
        slope = x.T @ (1 / (1 + np.exp(-e)) - same) + 0.1 * b
        return float((np.logaddexp(0, e) - same * e).sum()) + ridge, slope

    fitted = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    for name, value in zip(NAMES, fitted.x, strict=True):
        print(f"{name:12} {value:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
