"""Two figures of one thing: does one repeat the other, or are they two counts?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from undercount.read.copies.traits import Traits, same_days

Relation = Literal["repeated", "differing", "independent", "unclear"]
_PRECISE: Final = 3  # significant digits that two counts do not share by chance


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that speak of the same thing.

    Attributes:
        one: document and start of the first.
        other: document and start of the second.
        surfaces: both numbers as written.
        relation: "repeated" (one account said twice), "differing" (the same words or the same
            claimant and time with another number), "independent" (two bodies' own counts), or
            "unclear".
        why: in words.
    """

    one: tuple[str, int]
    other: tuple[str, int]
    surfaces: tuple[str, str]
    relation: Relation
    why: str


def relate(one: Traits, other: Traits) -> tuple[Relation, str]:
    """How two figures of one cluster stand to each other, and why."""
    same = one.says == other.says
    if one.slot and one.slot == other.slot and (one.document != other.document or same):
        if same:
            return "repeated", "the same sentence"
        return "differing", "the same sentence but for the number or its hedge"
    known = one.claimant and other.claimant
    if known and one.claimant == other.claimant:
        if same:
            return "repeated", "the same number from the same claimant"
        if one.document != other.document and same_days(one, other):
            return "differing", "the same claimant and time, another number"
        return "unclear", "the same claimant, another number: it may be a later count"
    if same and one.digits >= _PRECISE:
        return "repeated", f"the same number to {one.digits} digits, too precise for chance"
    if known and one.document != other.document:
        return "independent", "different claimants, and no words in common"
    if known:
        return "independent", "different claimants"
    return "unclear", "one of them names no claimant"
