"""Toy pairs, and every partition of their records by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from math import lgamma, log

import numpy as np

from undercount.link.pairs import Pairs

Partition = tuple[int, ...]


def pairs_of(of_list: list[int], weights: dict[tuple[int, int], float]) -> Pairs:
    lists = tuple(f"list-{k}" for k in range(max(of_list, default=0) + 1))
    weight = np.array(list(weights.values()), float)
    ends = np.array(list(weights), np.int32).reshape(-1, 2)
    return Pairs(
        lists,
        np.array(of_list, np.int16),
        ends[:, 0],
        ends[:, 1],
        weight,
        1 / (1 + 2.0 ** (10 - weight)),
    )


def partitions(n: int) -> Iterator[Partition]:
    """All partitions of n records, people numbered by their first record."""

    def grow(labels: Partition) -> Iterator[Partition]:
        if len(labels) == n:
            yield labels
            return
        for c in range(max(labels, default=-1) + 2):
            yield from grow((*labels, c))

    yield from grow(())


def connected(members: list[int], links: set[tuple[int, int]]) -> bool:
    reached = {members[0]}
    while True:
        more = {
            b for a, b in [*links, *((b, a) for a, b in links)] if a in reached and b in members
        } - reached
        if not more:
            return len(reached) == len(members)
        reached |= more


def speaks(members: list[int], weights: dict[tuple[int, int], float], absent: float) -> float:
    """Best pair first, then the record that agrees best with those there, by its mean."""
    inside = [pair for pair in weights if set(pair) <= set(members)]
    if not inside:
        return 0.0
    best = max(inside, key=lambda pair: weights[pair])
    there, total = set(best), weights[best]
    while len(there) < len(members):
        gains = {}
        for r in set(members) - there:
            known = [weights[p] for p in inside if r in p and (set(p) - {r}) <= there]
            if known:
                gains[r] = float(np.mean(known)) + absent * (len(there) - len(known))
        r = max(gains, key=lambda r: gains[r])
        there.add(r)
        total += gains[r]
    return total


def posterior(
    of_list: list[int],
    weights: dict[tuple[int, int], float],
    absent: float,
    log_people: np.ndarray,
    log_again: np.ndarray,
) -> dict[Partition, float]:
    """Chance of each partition, written down from the model and not from the program."""
    chances = {}
    for labels in partitions(len(of_list)):
        total, possible = 0.0, True
        for c in set(labels):
            members = [r for r, label in enumerate(labels) if label == c]
            if not connected(members, set(weights)):
                possible = False
                break
            total += speaks(members, weights, absent) * log(2)
            history = 0
            for k in set(of_list):
                on_list = sum(of_list[r] == k for r in members)
                if on_list:
                    history |= 1 << k
                    total += log(1 - np.exp(log_again[k])) + (on_list - 1) * log_again[k]
                    total += lgamma(on_list + 1)
            total += log_people[history]
        if possible:
            chances[labels] = total
    top = max(chances.values())
    weight = {labels: float(np.exp(value - top)) for labels, value in chances.items()}
    whole = sum(weight.values())
    return {labels: value / whole for labels, value in weight.items()}
