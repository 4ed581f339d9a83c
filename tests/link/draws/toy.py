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
            possible = possible and connected(members, set(weights))
            n = len(members)
            inside = [(a, b) for a in members for b in members if a < b]
            scores = [weights[pair] for pair in inside if pair in weights]
            if scores:
                total += (n - 1) * float(np.mean(scores)) * log(2)
            total += absent * (len(inside) - len(scores)) * log(2)
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
