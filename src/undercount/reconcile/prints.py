"""One print of a number, as lineage compares it: number, people, place, days, chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.reconcile.chain import Chain, chain
from undercount.reconcile.digits import written_place
from undercount.reconcile.rates import per_days
from undercount.reconcile.stated import TRUST, Stated, days_apart, state_any, words

_STEM: Final = 4
# Words that fit any people: sharing them says nothing about whom a number counts.
_ANYBODY_WORDS: Final = """
    people person persons migrants migrant refugees refugee men women number numbers total figure
    who which that were was are been have has had than over about more less from into with without
    after before year years month months week weeks last first said says according counted figures
    personnes migrants selon nombre plus moins dans personas segun numero
"""
_ANYBODY: Final = frozenset(_ANYBODY_WORDS.split())
_EVENTS: Final = ("attempt", "event")


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A stated figure with everything that comparing needs, worked out once.

    Attributes:
        stated: the figure with its interval.
        chain: the names it passed through.
        stems: beginnings of the words that say whom it counts.
        about: the same, with those of its sentence.
        per: days a rate is per, or None.
        printed: day of publication, or None.
        text: where it stands: document, or publisher and title.
        exact: whether it is a number without a hedge.
        where: words of the place.
    """

    stated: Stated
    chain: Chain
    stems: frozenset[str]
    about: frozenset[str]
    per: float | None
    printed: date | None
    text: tuple[str | None, ...]
    exact: bool
    where: frozenset[str]

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.stated.entry.id

    @property
    def value(self) -> float:
        """The number as stated, or the geometric middle of a range."""
        return self.stated.value

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day it speaks of."""
        return self.stated.start, self.stated.end

    @property
    def unit(self) -> str:
        """The unit, attempts and events as one."""
        unit = self.stated.figure.unit
        return "attempt" if unit in _EVENTS else unit

    @property
    def own(self) -> bool:
        """Whether the source printed it itself."""
        who = self.stated.who
        return bool(who) and any(who <= outlet or outlet <= who for outlet in self.chain.outlets)

    @property
    def way(self) -> tuple[object, ...]:
        """How the number is told: two prints of one way differ in nothing that drifts."""
        figure = self.stated.figure
        return (
            self.unit, self.stated.who, self.stated.start, self.stated.end, figure.quantifier,
            self.stated.place, self.per,
        )  # fmt: skip

    @property
    def order(self) -> tuple[object, ...]:
        """What may be a root first: a number to its last digit, what a person accepted,
        then the earliest print."""
        figure = self.stated.figure
        rounded = not self.exact or (written_place(self.value) > 1 and self.value >= 100)
        # A number cannot have been printed before the days it speaks of were over.
        # A rate is often said of days that are still to come.
        over = self.stated.start if figure.measure == "rate" else self.stated.end
        known = self.printed or over or date.max
        # A hedge is lost on the way more often than it is added.
        bare = figure.quantifier == "exact"
        ended = self.stated.end or date.max
        unseen = self.stated.entry.decision != "accepted"
        return rounded, unseen, known, TRUST[figure.origin], ended, bare, self.id


def prints(entries: Sequence[Entry]) -> list[Print]:
    """Every entry that states a number, in the order in which it may be a root."""
    found = [_print(stated) for entry in entries if (stated := state_any(entry))]
    return sorted(found, key=lambda row: row.order)


def same_people(one: Print, two: Print) -> bool | None:
    """Whether both count the same; None where the words cannot tell."""
    first, second = one.stated.figure.quantity, two.stated.figure.quantity
    if first and second:
        return first == second
    if one.stems & two.stems or one.stems & two.about or one.about & two.stems:
        return True
    return None


def same_place(one: Print, two: Print) -> bool:
    """Whether the places may be one: equal, one within the other's words, or not named."""
    return not one.where or not two.where or one.where <= two.where or two.where <= one.where


def apart(one: Print, two: Print) -> int | None:
    """Days between the two periods; None where one has no date."""
    return days_apart(one.stated, two.stated)


def stems(text: str | None) -> frozenset[str]:
    """The beginnings of the words that say something, "lorries" and "lorry" as one."""
    return frozenset(
        word[:_STEM]
        for word in words((text or "").replace("_", " ")) - _ANYBODY
        if len(word) >= _STEM and not word[0].isdigit()
    )


def _print(stated: Stated) -> Print:
    entry, figure = stated.entry, stated.figure
    counted = stems(figure.quantity) | stems(figure.population)
    rate = figure.measure == "rate" or figure.kind == "rate"
    written = (
        (figure.document,) if figure.document else (figure.publisher, entry.title or figure.title)
    )
    return Print(
        stated,
        chain(figure),
        counted,
        counted | stems(entry.sentence),
        per_days(figure) if rate else None,
        stated.printed,
        written,
        figure.quantifier == "exact" and figure.value is not None,
        words(fold(figure.place or "")),
    )
