"""The search: documents as they come, then groups of copies and clusters of figures."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import combinations, pairwise
from typing import Any, Final, TypeVar

from undercount.ledger.records import Reading
from undercount.read.copies.groups import Groups
from undercount.read.copies.kept import Kept
from undercount.read.copies.relation import Pair, relate
from undercount.read.copies.shingles import HASHES, bands, signature, similarity
from undercount.read.copies.traits import traits

_T = TypeVar("_T")
_ALIKE: Final = 0.5
_CROWD: Final = 40  # figures of a cluster of which every pair is told; beyond, next ones only
_PAIR: Final = tuple(item.name for item in fields(Pair))


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
        pairs = [{name: getattr(pair, name) for name in _PAIR} for pair in self.pairs]
        return {
            "documents": self.documents, "alike": self.alike, "clusters": self.clusters,
            "pairs": pairs,
        }  # fmt: skip


@dataclass(slots=True)
class CopyFinder:
    """Takes documents one by one, keeps some bytes of each and its figures, answers at the end.

    Kept are half a kilobyte of each document, and fifty bytes of each figure that can pair.
    """

    _paths: list[str] = field(default_factory=list)
    _signed: array[int] = field(default_factory=lambda: array("I"))
    _long: array[int] = field(default_factory=lambda: array("I"))  # documents with a signature
    _surfaces: dict[str, int] = field(default_factory=dict)
    _kept: Kept = field(default_factory=Kept)

    def add(self, reading: Reading) -> None:
        """Take one document into account."""
        number = len(self._paths)
        self._paths.append(reading.document)
        signed = signature(reading.text)
        if signed is not None:
            self._signed.frombytes(signed.tobytes())
            self._long.append(number)
        for item in traits(reading, number, self._surfaces):
            self._kept.add(item)

    def result(self) -> Copies:
        """Everything found among the documents taken so far."""
        groups, alike = self._documents()
        documents = tuple(tuple(sorted(self._paths[i] for i in group)) for group in groups)
        written = list(self._surfaces)
        clusters, pairs = [], []
        for group in self._kept.clusters():
            items = [self._kept[i] for i in group]
            # Shared by the cluster and its pairs: there may be very many of these.
            place = {item: (self._paths[item.document], item.start) for item in items}
            clusters.append(tuple(place[item] for item in items))
            for one, other in _pairs(items):
                relation, why = relate(one, other)
                # Two numbers of one document that need not be the same count tell no copying.
                if relation != "unclear" or one.document != other.document:
                    surfaces = (written[one.surface], written[other.surface])
                    pairs.append(Pair(place[one], place[other], surfaces, relation, why))
        return Copies(documents, tuple(alike), tuple(clusters), tuple(pairs))

    def _documents(self) -> tuple[list[list[int]], list[tuple[str, str, float]]]:
        import numpy as np

        signed = np.array(self._signed, dtype=np.uint32).reshape(-1, HASHES)
        near_ones: set[tuple[int, int]] = set()
        for keys in bands(signed):
            order = np.argsort(keys, kind="stable")
            ends = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
            for bucket in np.split(order, ends):
                # Of a bucket with very many documents each is compared with the next: they chain.
                near_ones.update(_pairs(bucket.tolist()))
        groups = Groups(len(self._paths))
        alike = []
        for one, other in sorted(near_ones):
            share = similarity(signed[one], signed[other])
            if share >= _ALIKE:
                i, j = self._long[one], self._long[other]
                groups.join(i, j)
                alike.append((self._paths[i], self._paths[j], round(share, 2)))
        return groups.lists(), alike


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
