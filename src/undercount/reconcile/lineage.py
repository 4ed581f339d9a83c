"""Which figure descends from which, and which are prints of one count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from undercount.ledger.entry import Entry
from undercount.reconcile.candidates import candidates, copied_sentences
from undercount.reconcile.kindred import kindred
from undercount.reconcile.kinship import Kin, kinship
from undercount.reconcile.prints import Print, prints
from undercount.reconcile.revisions import revisions


@dataclass(frozen=True, slots=True)
class Descent:
    """One figure that comes of another.

    Attributes:
        child: id of the later or looser print.
        parent: id of the print it comes of.
        how: how the number was carried on: "same", "rounded", "cut" (off), "held" (by a hedge),
            "digit", "swap", "lost" (a digit), "derived" (by arithmetic), "added" (to another
            body's) or "other" (a copy of the sentence with another number).
        reasons: the signs, each in words: text, citation, source, value, time.
        text: both prints in one sentence.
    """

    child: str
    parent: str
    how: str
    reasons: tuple[str, ...]
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "child": self.child, "parent": self.parent, "how": self.how,
            "reasons": list(self.reasons), "text": self.text,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Descent:
        """The descent that `to_dict` wrote."""
        return cls(**{**data, "reasons": tuple(data["reasons"])})


@dataclass(frozen=True, slots=True)
class Count:
    """All prints of one count: one observation, however often it was printed.

    Attributes:
        root: id of the print that stands for all: the most precise and earliest, and of a number
            that its source revised the last vintage.
        members: ids of all prints, the root first.
    """

    root: str
    members: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"root": self.root, "members": list(self.members)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Count:
        """The count that `to_dict` wrote."""
        return cls(data["root"], tuple(data["members"]))


@dataclass(frozen=True, slots=True)
class Lineage:
    """A forest: every figure has one parent at most.

    Attributes:
        descents: by parent and child.
        counts: groups of two prints or more.
    """

    descents: tuple[Descent, ...] = ()
    counts: tuple[Count, ...] = ()

    def roots(self) -> Mapping[str, str]:
        """For each print of a count, the print that stands for it; those left out stand alone."""
        return {member: count.root for count in self.counts for member in count.members}

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: {descents, counts}."""
        return {
            "descents": [item.to_dict() for item in self.descents],
            "counts": [item.to_dict() for item in self.counts],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Lineage:
        """The lineage that `to_dict` wrote."""
        return cls(
            tuple(Descent.from_dict(item) for item in data["descents"]),
            tuple(Count.from_dict(item) for item in data["counts"]),
        )


def trace_lineage(entries: Sequence[Entry], alike: Iterable[tuple[str, str]] = ()) -> Lineage:
    """Work out which print of a number comes of which.

    A descent needs a number that was carried on (the same, rounded, cut off, held by a hedge, a
    digit changed, or reached by stated arithmetic such as 200 a week x 52), of the same people,
    place and days as far as they are named, and a sign that it is no coincidence: common wording,
    a chain of names that holds the parent's, the same source, a text that shares further numbers,
    or so many digits that two bodies do not reach them by themselves. The most precise and earliest
    print is the root. Two bodies with one round number of their own are no lineage.

    Args:
        entries: the ledger's entries; rejected ones and what asserts no number are skipped.
        alike: pairs of ids of figures whose texts are known to be copies.

    Returns:
        Descents and counts; the order of the entries does not matter.
    """
    rows = prints(entries)
    known = {row.id: place for place, row in enumerate(rows)}
    copied = {
        (min(known[one], known[two]), max(known[one], known[two]))
        for one, two in alike
        if one in known and two in known and one != two
    } | set(copied_sentences(rows))
    found: list[tuple[float, int, int, Kin]] = []
    soundness = _soundness(rows)
    for first, later in sorted(copied | candidates(rows)):
        text = (first, later) in copied
        ahead = kinship(rows[later], rows[first], text=text)
        back = kinship(rows[first], rows[later], text=text)
        if back and _turns(ahead, back, soundness[first], soundness[later]):
            found.append((-back.score, later, first, back))
        elif ahead:
            found.append((-ahead.score, first, later, ahead))
    found += [(-kin.score, parent, child, kin) for parent, child, kin in kindred(rows)]
    found.sort(key=lambda edge: edge[:3])
    parents: dict[int, tuple[int, Kin]] = {}
    for _, parent, child, kin in found:
        if child not in parents and child not in _line(parents, parent):
            parents[child] = (parent, kin)
    descents = tuple(
        _descent(rows[child], rows[parent], kin) for child, (parent, kin) in sorted(parents.items())
    )
    return Lineage(descents, _counts(rows, parents))


def _turns(ahead: Kin | None, back: Kin, first: tuple[int, ...], later: tuple[int, ...]) -> bool:
    """Whether the print that comes second in order is the parent.

    A citation, a hedge and arithmetic have a direction of their own, whatever was printed first;
    of two numbers a slip apart the one with the better standing is the parent.
    """
    if ahead is None:
        return back.directed
    if back.how in ("digit", "swap"):
        return later > first
    return back.cited and not ahead.cited


def _soundness(rows: Sequence[Print]) -> list[tuple[int, ...]]:
    """How well each number stands: printed by its source, often, accepted, dated."""
    often = Counter((row.stated.figure.quantity, row.value) for row in rows)
    return [
        (
            int(row.own),
            often[row.stated.figure.quantity, row.value],
            int(row.stated.entry.decision == "accepted"),
            int(row.printed is not None),
        )
        for row in rows
    ]


def _line(parents: Mapping[int, tuple[int, Kin]], place: int) -> Iterator[int]:
    """A print and what it descends from."""
    yield place
    while place in parents:
        place = parents[place][0]
        yield place


def _descent(child: Print, parent: Print, kin: Kin) -> Descent:
    text = (
        f"{child.stated.said} ({child.stated.outlet}) comes of {parent.stated.said} "
        f"({parent.stated.outlet})."
    )
    return Descent(child.id, parent.id, kin.how, kin.reasons, text)


def _counts(rows: Sequence[Print], parents: Mapping[int, tuple[int, Kin]]) -> tuple[Count, ...]:
    places = {row.id: place for place, row in enumerate(rows)}
    revised = {
        places[one.entry.id]: places[two.entry.id]
        for one, two in revisions([row.stated for row in rows])
    }
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(rows)):
        # Up to the first print, then on to its last vintage: later prints only, so it ends.
        root = _first(place, parents)
        while root in revised and _first(revised[root], parents) != root:
            root = _first(revised[root], parents)
        groups[root].append(place)
    return tuple(
        Count(rows[root].id, (rows[root].id, *(rows[i].id for i in members if i != root)))
        for root, members in groups.items()
        if len(members) > 1
    )


def _first(place: int, parents: Mapping[int, tuple[int, Kin]]) -> int:
    while place in parents and parents[place][1].one_count:
        place = parents[place][0]
    return place
