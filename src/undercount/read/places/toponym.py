"""One place as a text names it, and how to look among those of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from undercount.read.places.matches import PLACES

_AUTHORITIES: Final = frozenset(word.rstrip("s") for word in PLACES.words("figures.authorities"))


@dataclass(frozen=True, slots=True)
class Toponym:
    """One place as the text names it: `text[start:end]`, with its type noun and direction.

    Attributes:
        start: first code point.
        end: one past the last.
        kind: of `gazetteer.Entry`, or "U" for a name that only its context tells to be a place.
        country: ISO 3166-1 alpha-3 code, or None.
        region: ISO 3166-2 code, or None.
        core_start: where the bare name begins.
        core_end: where it ends.
    """

    start: int
    end: int
    kind: str
    country: str | None
    region: str | None
    core_start: int
    core_end: int

    @property
    def is_nation(self) -> bool:
        """Whether it says of what nation somebody or something is, not where."""
        return self.kind == "N"


def located(found: Sequence[Toponym], start: int, end: int) -> Toponym | None:
    """The place whose words overlap `text[start:end]`; of several the first, with the region that
    another one of the same country adds.
    """
    inside = [name for name in overlapping(found, start, end) if not name.is_nation]
    if not inside:
        return None
    first = inside[0]
    for other in inside[1:]:
        if first.region is None and other.country == first.country and other.region:
            first = replace(first, region=other.region)
    return first


def within(found: Sequence[Toponym], start: int, end: int) -> Sequence[Toponym]:
    """Those of a document that lie in `text[start:end]`."""
    first = bisect_left(found, start, key=lambda toponym: toponym.start)
    last = bisect_left(found, end, key=lambda toponym: toponym.start)
    return found[first:last]


def overlapping(found: Sequence[Toponym], start: int, end: int) -> Sequence[Toponym]:
    """Those that share a character with `text[start:end]`; they are in order and apart."""
    first = bisect_left(found, start, key=lambda toponym: toponym.end - 1)
    last = bisect_left(found, end, key=lambda toponym: toponym.start)
    return found[first:last]


def main_country(text: str, found: Sequence[Toponym]) -> str | None:
    """The country that two thirds of the names of a text speak of, or None.

    "The Tunisian coastguard" speaks of Tunisia; "Syrian refugees" may be anywhere.
    """
    said = Counter(
        name.country
        for name in found
        if name.country and (not name.is_nation or _next_word(text, name.end) in _AUTHORITIES)
    )
    if not said:
        return None
    country, times = said.most_common(1)[0]
    return country if 3 * times >= 2 * said.total() else None


def _next_word(text: str, end: int) -> str:
    return text[end : end + 24].lower().strip().split(" ")[0].rstrip(".,;:'’s")
