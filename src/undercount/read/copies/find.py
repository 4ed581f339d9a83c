"""The search: documents as they come, then groups of copies and clusters of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeVar

from undercount.ledger.records import Reading
from undercount.read.copies.groups import Groups
from undercount.read.copies.relation import Pair, relate
from undercount.read.copies.shingles import bands, signature, similarity
from undercount.read.copies.traits import Traits, near, traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_T = TypeVar("_T")
_ALIKE: Final = 0.5
_CROWD: Final = 40  # figures of a cluster of which every pair is told; beyond, next ones only
_APART: Final = 3  # days between two figures of a stock that still speak of one moment


@dataclass(frozen=True, slots=True)
class Copies:
    """Which documents are copies, and how figures of the same thing stand to each other.

    Attributes:
        documents: groups of paths of near-duplicate documents, each group sorted.
        alike: estimated share of common wording of each pair of such documents.
        clusters: figures of one population, measure, place and time, as (document, start).
        pairs: how the figures of a cluster stand to each other.
    """

    documents: tuple[tuple[str, ...], ...]
    alike: tuple[tuple[str, str, float], ...]
    clusters: tuple[tuple[tuple[str, int], ...], ...]
    pairs: tuple[Pair, ...]

    @property
    def differing(self) -> tuple[Pair, ...]:
        """Copies whose figures differ: one of the two was changed on the way."""
        return tuple(pair for pair in self.pairs if pair.relation == "differing")

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: {documents, alike, clusters, pairs}."""
        return asdict(self)


@dataclass(slots=True)
class CopyFinder:
    """Takes documents one by one, keeps some hundred bytes of each, and answers at the end."""

    _paths: list[str] = field(default_factory=list)
    _signed: list[NDArray[np.uint32] | None] = field(default_factory=list)
    _traits: list[Traits] = field(default_factory=list)

    def add(self, reading: Reading) -> None:
        """Take one document into account."""
        self._paths.append(reading.document)
        self._signed.append(signature(reading.text))
        self._traits += traits(reading)

    def result(self) -> Copies:
        """Everything found among the documents taken so far."""
        groups, alike = self._documents()
        documents = tuple(
            tuple(sorted(self._paths[i] for i in group))
            for group in groups.lists()
            if len(group) > 1
        )
        clusters = [
            [self._traits[i] for i in group] for group in self._clusters() if len(group) > 1
        ]
        related = (relate(*two) for group in clusters for two in _pairs(group))
        return Copies(
            documents, tuple(alike),
            tuple(tuple((item.document, item.start) for item in group) for group in clusters),
            # Two numbers of one document that need not be the same count say nothing of copying.
            tuple(
                pair for pair in related
                if pair.relation != "unclear" or pair.one[0] != pair.other[0]
            ),
        )  # fmt: skip

    def _documents(self) -> tuple[Groups, list[tuple[str, str, float]]]:
        groups = Groups(len(self._paths))
        buckets: dict[bytes, list[int]] = {}
        for i, signed in enumerate(self._signed):
            for key in [] if signed is None else bands(signed):
                buckets.setdefault(key, []).append(i)
        # Of a bucket with very many documents each is compared with the next: they chain.
        near_ones = {two for bucket in buckets.values() for two in _pairs(bucket)}
        alike = []
        for i, j in sorted(near_ones):
            one, other = self._signed[i], self._signed[j]
            if one is None or other is None:
                continue
            share = similarity(one, other)
            if share >= _ALIKE:
                groups.join(i, j)
                alike.append((self._paths[i], self._paths[j], round(share, 2)))
        return groups, alike

    def _clusters(self) -> list[list[int]]:
        groups = Groups(len(self._traits))
        groups.join_equal(item.slot for item in self._traits)
        by_topic: dict[tuple[str, ...], list[tuple[date, date, int]]] = {}
        for i, item in enumerate(self._traits):
            if item.topic is not None and item.first is not None and item.last is not None:
                by_topic.setdefault(item.topic, []).append((item.first, item.last, i))
        for members in by_topic.values():
            for (_, _, i), (_, _, j) in pairwise(sorted(members)):
                if near(self._traits[i], self._traits[j], _APART):
                    groups.join(i, j)
        return groups.lists()


def find_copies(readings: Iterable[Reading]) -> Copies:
    """Copies among documents and among their figures.

    Args:
        readings: read documents; each is let go once it has been looked at.
    """
    finder = CopyFinder()
    for reading in readings:
        finder.add(reading)
    return finder.result()


def _pairs(group: Sequence[_T]) -> Iterator[tuple[_T, _T]]:
    """Every pair, or of a crowd each one and the next."""
    return combinations(group, 2) if len(group) <= _CROWD else pairwise(group)
