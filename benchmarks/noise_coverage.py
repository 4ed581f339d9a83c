"""Do estimates from tables with noise hold the truth? Coverage and width of 90% intervals.

Run: python benchmarks/noise_coverage.py [tables]
     python benchmarks/noise_coverage.py worlds [worlds]

Lists are independent and links certain, so that noise is all that differs; with `worlds`, simulated
lists of 1,000 people in clear text are linked, and the interval is widened for that. The seeds are
fixed; a release draws from the system instead.
"""

from __future__ import annotations

import random
import sys
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.private import estimate_private
from undercount.histories.noise import Noise
from undercount.histories.release import Release
from undercount.link.clusters import cluster, counts_of
from undercount.link.linking import link
from undercount.registers import register_from_frame
from undercount.results import Estimate
from undercount.testing.worlds import simulate_world

SHARES = ((0.3, 0.2), (0.3, 0.25, 0.2))
PEOPLE = (500, 2000, 10_000)
EPSILONS = ("10", "1", "1/2", "1/10")


def drawn(people: int, shares: tuple[float, ...], rng: np.random.Generator) -> NDArray[np.int64]:
    """People by history, cell 0 emptied."""
    history = np.zeros(people, dtype=np.int64)
    for bit, share in enumerate(shares):
        history |= (rng.random(people) < share).astype(np.int64) << bit
    counts = np.bincount(history, minlength=2 ** len(shares))
    counts[0] = 0
    return counts


def measured(people: int, shares: tuple[float, ...], epsilon: Fraction, tables: int) -> str:
    """Coverage, width and how many tables had an answer, in words."""
    rng, chance, noise = np.random.default_rng(3), random.Random(3), Noise(epsilon)
    held, widths = [], []
    for seed in range(tables):
        counts = drawn(people, shares, rng)[1:].tolist()
        noisy = tuple(n + noise.draw(chance.randrange) for n in counts)
        made = Release(tuple("ABCDE"[: len(shares)]), noisy, epsilon, epsilon, "")
        answer = estimate_private(made, level=0.9, seed=seed, linked=False)
        if isinstance(answer, Estimate):
            held.append(answer.interval.lower <= people <= answer.interval.upper)
            widths.append((answer.interval.upper - answer.interval.lower) / people)
    answered = f"{len(held)} of {tables} answered"
    return f"{np.mean(held):.1%} cover, width {np.median(widths):.2f}, {answered}"


def linked(seed: int) -> Release:
    """The table with noise of one simulated world, by the best links."""
    world = simulate_world(1000, dependence={}, heterogeneity=0.0, seed=seed)
    made = link(
        [
            register_from_frame(name, world.registers[name], world.columns[name])
            for name in world.lists
        ]
    )
    clusters = cluster(made.pairs, float(made.model["least"]))
    counts = counts_of(clusters, made.pairs.of_list, len(made.lists))[1:].tolist()
    noise, chance = Noise(Fraction(1)), random.Random(seed)
    noisy = tuple(n + noise.draw(chance.randrange) for n in counts)
    return Release(made.lists, noisy, noise.epsilon, noise.epsilon, "")


def worlds(n: int) -> None:
    held = 0
    for seed in range(1, n + 1):
        answer = estimate_private(linked(seed), level=0.9)
        assert isinstance(answer, Estimate)
        ends = answer.interval
        held += ends.lower <= 1000 <= ends.upper
        print(f"world {seed}: {answer.point:.0f} ({ends.lower:.0f} to {ends.upper:.0f}), "
              f"{held} hold 1,000 so far", flush=True)  # fmt: skip


def main() -> None:
    if sys.argv[1:2] == ["worlds"]:
        worlds(int(sys.argv[2]) if len(sys.argv) > 2 else 20)
        return
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    for shares in SHARES:
        for people in PEOPLE:
            for text in EPSILONS:
                said = measured(people, shares, Fraction(text), tables)
                print(f"{len(shares)} lists, {people:,} people, epsilon {text}: {said}", flush=True)


if __name__ == "__main__":
    main()
