"""Which figure descends from which, and which are prints of one count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from undercount.ledger.entry import Entry
from undercount.reconcile.digits import coarser, shapes, significant
from undercount.reconcile.kinship import Kin, kinship
from undercount.reconcile.prints import Print, prints
from undercount.reconcile.rates import times
from undercount.reconcile.sentences import near
from undercount.reconcile.vintages import revisions

_FIRST: Final = 6  # prints of one number that every further print is compared with
_WAYS: Final = 18  # and this many where each is told in another way
_LEAST: Final = 2  # significant digits of a number that is compared across quantities


@dataclass(frozen=True, slots=True)
class Descent:
    """One figure that comes of another.

    Attributes:
        child: id of the later or looser print.
        parent: id of the print it comes of.
        how: how the number was carried on: "same", "rounded", "cut" (off), "held" (by a hedge),
            "digit", "swap", "lost" (a digit), "derived" (by arithmetic) or "other" (a copy of the
            sentence with another number).
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
    a chain of names that holds the parent's, the same source, or so many digits that two bodies
    do not reach them by themselves. The most precise and earliest print is the root. Two bodies
    with one round number of their own are no lineage.

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
    } | set(_near_sentences(rows))
    found: list[tuple[float, int, int, Kin]] = []
    soundness = _soundness(rows)
    for first, later in sorted(copied | _candidates(rows)):
        text = (first, later) in copied
        ahead = kinship(rows[later], rows[first], text=text)
        back = kinship(rows[first], rows[later], text=text)
        if back and _turns(ahead, back, soundness[first], soundness[later]):
            found.append((-back.score, later, first, back))
        elif ahead:
            found.append((-ahead.score, first, later, ahead))
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
    """How well each number stands: printed by its source, printed often, accepted."""
    often = Counter((row.stated.figure.quantity, row.value) for row in rows)
    return [
        (
            int(row.own),
            often[row.stated.figure.quantity, row.value],
            int(row.stated.entry.decision == "accepted"),
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


def _near_sentences(rows: Sequence[Print]) -> Iterator[tuple[int, int]]:
    """Figures at the same turn of sentences that share most of their words."""
    standing: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        entry = row.stated.entry
        if entry.sentence and entry.figure.origin != "table":
            standing[entry.figure.document or entry.figure.publisher, entry.sentence].append(place)
    keys = list(standing)
    for one, two, _ in near([sentence for _, sentence in keys]):
        if keys[one][0] == keys[two][0] and keys[one][0] is not None:
            continue
        first, second = (
            sorted(standing[keys[i]], key=lambda place: rows[place].stated.entry.offset or 0)
            for i in (one, two)
        )
        if len(first) == len(second):
            yield from ((min(pair), max(pair)) for pair in zip(first, second, strict=True))


def _candidates(rows: Sequence[Print]) -> set[tuple[int, int]]:
    """Pairs worth a look, found by number: never all pairs."""
    pairs: set[tuple[int, int]] = set()
    quantities: dict[str | None, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        quantities[row.stated.figure.quantity].append(place)
    everybody = [i for i, row in enumerate(rows) if significant(row.value) >= _LEAST]
    _by_number(rows, everybody, pairs, near=False)
    for quantity, places in quantities.items():
        if quantity is not None:
            _by_number(rows, places, pairs, near=True)
    return pairs


def _by_number(
    rows: Sequence[Print], places: Sequence[int], pairs: set[tuple[int, int]], *, near: bool
) -> None:
    values: dict[float, list[int]] = defaultdict(list)
    ways: set[tuple[object, ...]] = set()
    for place in places:
        way = (rows[place].value, *rows[place].way)
        firsts = values[rows[place].value]
        pairs.update((first, place) for first in firsts)
        if len(firsts) < _FIRST or (way not in ways and len(firsts) < _WAYS):
            ways.add(way)
            firsts.append(place)
    for value, firsts in values.items():
        for other in coarser(value):
            _meet(firsts, values.get(other, ()), pairs)
    if near:
        _slips(rows, values, pairs)
        _held(rows, places, values, pairs)
        _derived(rows, places, values, pairs)


def _meet(ones: Iterable[int], others: Iterable[int], pairs: set[tuple[int, int]]) -> None:
    theirs = tuple(others)
    pairs.update((min(i, j), max(i, j)) for i in ones for j in theirs if i != j)


def _slips(
    rows: Sequence[Print], values: Mapping[float, Sequence[int]], pairs: set[tuple[int, int]]
) -> None:
    shaped: dict[str, list[float]] = defaultdict(list)
    for value in values:
        for shape in shapes(value):
            shaped[shape].append(value)
    for alike in shaped.values():
        for one, two in combinations(alike, 2):
            _meet(values[one], values[two], pairs)
    # A digit left out: 360 and 60, of the same days.
    for value in values:
        text = f"{value:.0f}"
        if 100 <= value < 10**6 and value == int(value):
            for shorter in {float(text[:i] + text[i + 1 :]) for i in range(len(text))}:
                days = {rows[i].stated.start for i in values.get(shorter, ())}
                if any(rows[i].stated.start in days for i in values[value]):
                    _meet(values[value], values[shorter], pairs)


def _held(
    rows: Sequence[Print],
    places: Sequence[int],
    values: Mapping[float, Sequence[int]],
    pairs: set[tuple[int, int]],
) -> None:
    exact = sorted(value for value in values if any(rows[i].exact for i in values[value]))
    for place in places:
        row = rows[place].stated
        if not rows[place].exact:
            for value in exact[bisect_left(exact, row.low) : bisect_right(exact, row.high)]:
                pairs.update(
                    (min(i, place), max(i, place))
                    for i in values[value]
                    if i != place and rows[i].stated.end == row.end
                )


def _derived(
    rows: Sequence[Print],
    places: Sequence[int],
    values: Mapping[float, Sequence[int]],
    pairs: set[tuple[int, int]],
) -> None:
    numbers = sorted(values)
    for value, firsts in values.items():
        for place in firsts:
            per = rows[place].per
            lengths = (1.0, 7.0, 365.25 / 12, 365.25)
            if per is None:
                continue
            for longer in (length for length in lengths if length > per):
                for factor in times(per, longer):
                    low, high = 0.5 * factor * value, 1.06 * factor * value
                    inside = numbers[bisect_left(numbers, low) : bisect_right(numbers, high)]
                    for number in inside:
                        if number >= 0.95 * factor * value or any(
                            not rows[i].exact for i in values[number]
                        ):
                            _meet((place,), values[number], pairs)
