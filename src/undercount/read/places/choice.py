"""Which of the places of a sentence a figure speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from undercount.read.places.sites import Place

_BEFORE_PENALTY: Final = 25  # code points: a place behind the number is the nearer one
_FROM_PENALTY: Final = 60  # where people come from is seldom where they are
_TO_PENALTY: Final = 20
_BARE_PENALTY: Final = 60  # a place that no preposition leads to may be a subject or a maker
# Another clause: "... and four families slept in its chapel".
_JOINED: Final = re.compile(r", (?:and|yet|so|et|y|mais|pero) ")
_REACH: Final = 600  # code points from a number to its place
_COUNTED: Final = frozenset(["", "of the", "of these", "of those", "official", "new"])
_RELATIVE: Final = (" qui ", " which ", " who ", " that ", " que ")
# What a demonstrative may call any place by.
_SAME: Final = frozenset(["building", "place", "site", "area", "facility", "location", "buildings"])


def nearest(
    text: str, found: Sequence[Place], start: int, end: int, breaks: Sequence[int],
    avoid: Sequence[tuple[int, int]],
) -> Place | None:  # fmt: skip
    """The place nearest to a number, its own clause first.

    Args:
        text: the document's text.
        found: places of the sentence.
        start: first code point of the number.
        end: one past its last.
        breaks: code points at which a new clause begins.
        avoid: spans that name sources and are no places.
    """

    def key(place: Place) -> tuple[int, int]:
        low, high = min(start, place.start), max(start, place.start)
        apart = bisect_right(breaks, high) - bisect_right(breaks, low)
        between = text[end : place.start] if place.start >= end else text[place.end : start]
        apart += _JOINED.search(between) is not None
        penalty = _TO_PENALTY if place.role == "to" else 0
        penalty += _FROM_PENALTY if place.role == "from" and not place.left else 0
        penalty += _BARE_PENALTY if place.bare else 0
        if place.start >= end:
            return apart, place.start - end + penalty
        return apart, start - place.end + _BEFORE_PENALTY + penalty

    def said_of(place: Place) -> bool:
        """Whether it stands in the words that name a source, its relative clause apart."""
        return any(
            a < place.end and place.start < b
            and not any(word in text[a : place.start] for word in _RELATIVE)
            for a, b in near
        )  # fmt: skip

    first = bisect_left(found, start - _REACH, key=lambda place: place.start)
    last = bisect_left(found, end + _REACH, key=lambda place: place.start)
    near = [span for span in avoid if span[0] < end + _REACH and span[1] > start - _REACH]
    free = [
        place for place in found[first:last]
        if (place.start < end or text[end : place.start].strip() not in _COUNTED)
        and not said_of(place) and (place.end <= start or place.start >= end)
    ]  # fmt: skip
    return min(free, key=key, default=None)


def pointed_at(text: str, place: Place, before: Place | None) -> Place:
    """What "those centres" or "that building" points back to, or the phrase itself."""
    if not place.pointed or before is None:
        return place
    head = text[place.start : place.end].lower().split()[-1]
    return before if head in _SAME or head in text[before.start : before.end].lower() else place


def stayed(text: str, found: Sequence[Place]) -> Place | None:
    """The place of a sentence that the next one may speak of: a named one before a facility."""
    at = [
        place for place in found
        if (place.role == "at" or (place.role == "to" and place.country)) and not place.bare
        and text[place.start : place.end].lower() not in _SAME
    ]  # fmt: skip
    at = [place for place in at if place.led]
    named = [place for place in at if place.named]
    last = (named or at)[-1:]
    return last[0] if last else None
