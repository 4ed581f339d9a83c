"""What may be said of a linkage beside its estimates; names nobody."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from undercount.histories.published import Published


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list, as its profile may be printed.

    Attributes:
        name: of the list.
        known: field and how many records have it, in words: "87%", "all", "few", "none".
        remarks: what is odd about its records, in words.
    """

    name: str
    known: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoiseFacts:
    """The noise in the counts of a linkage.

    Attributes:
        epsilon: spent on this table.
        spent: on it and on all tables that were released before it.
        within: nine in ten counts by history are moved by at most this; sums by more.
        day: when the noise was drawn, in ISO 8601.
    """

    epsilon: float
    spent: float
    within: int
    day: str


@dataclass(frozen=True, slots=True)
class LinkageFacts:
    """A linkage as a page may show it.

    Attributes:
        name: of the linkage.
        people: people by the lists they are on, small numbers kept back.
        lists: the profile of each list.
        pairs: pairs of records that were compared, or None where few.
        linked: pairs that are more likely than not of one person, or None where few.
        audited: records a clerk has looked up.
        read_twice: of them those a second reader has looked up too.
        sampled: pairs a clerk has judged, which calibrated the probabilities.
        drawn: people on any list in the middle nine tenths of drawn linkages, or None.
        cautions: what a reader must know of the audit.
        noise: in `people`, or None; with it, nothing else that rests on a list is told.
        spec: hash of the spec by which the lists were encoded, or "" for lists in clear.
    """

    name: str
    people: Published
    lists: tuple[ListFacts, ...] = ()
    pairs: int | None = None
    linked: int | None = None
    audited: int = 0
    read_twice: int = 0
    sampled: int = 0
    drawn: tuple[int, int] | None = None
    cautions: tuple[str, ...] = ()
    noise: NoiseFacts | None = None
    spec: str = ""

    @property
    def encoded(self) -> bool:
        """Whether the lists came as encodings, so that nobody can look a record up."""
        return bool(self.spec)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "name": self.name,
            "people": self.people.to_dict(),
            "lists": [
                {
                    "name": item.name,
                    "known": [list(pair) for pair in item.known],
                    "remarks": list(item.remarks),
                }
                for item in self.lists
            ],
            "pairs": self.pairs,
            "linked": self.linked,
            "audited": self.audited,
            "read_twice": self.read_twice,
            "sampled": self.sampled,
            "drawn": None if self.drawn is None else list(self.drawn),
            "cautions": list(self.cautions),
            "noise": None if self.noise is None else asdict(self.noise),
            "spec": self.spec,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> LinkageFacts:
        """What `to_dict` wrote."""
        lists = tuple(
            ListFacts(
                item["name"],
                tuple((field, share) for field, share in item["known"]),
                tuple(item["remarks"]),
            )
            for item in data["lists"]
        )
        drawn = None if data["drawn"] is None else (data["drawn"][0], data["drawn"][1])
        people = Published.from_dict(data["people"])
        noise = None if data["noise"] is None else NoiseFacts(**data["noise"])
        told = {"cautions": tuple(data["cautions"]), "drawn": drawn, "noise": noise}
        return cls(**{**data, "people": people, "lists": lists, **told})


def share_in_words(part: int, whole: int, suppress_below: int) -> str:
    """A share of a list's records, in words that give no small number away.

    >>> share_in_words(870, 1000, 10), share_in_words(1000, 1000, 10)
    ('87%', 'all')
    >>> share_in_words(996, 1000, 10), share_in_words(4, 1000, 10), share_in_words(0, 1000, 10)
    ('nearly all', 'few', 'none')
    """
    if part == 0:
        return "none"
    if part == whole:
        return "all"
    if part < suppress_below:
        return "few"
    if whole - part < suppress_below:
        return "nearly all"
    # A percentage that is rounded to 0 or to 100 would say more than is so.
    return f"{min(max(round(100 * part / whole), 1), 99)}%"
