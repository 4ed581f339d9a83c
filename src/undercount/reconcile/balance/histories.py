"""Every history of arrivals and departures that claims allow, as one linear programme.

A history is the number R(i, j) of people present both on day i and on day j, for a grid of days.
All that is claimed of stocks, arrivals, exits, shares that leave and mean stays is linear in R.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from undercount.reconcile.balance.programme import (
    Bound,
    Programme,
    Terms,
    at_least,
    no_less,
    no_more,
    times,
    total,
)
from undercount.reconcile.balance.result import Claim
from undercount.reconcile.balance.timewords import MONTH

# Days between the arrival days that are told apart where lengths of stay matter.
_FILL: Final = 7
_MOST_FILLED: Final = 120

# What may be taken for granted, each given up like a claim where a contradiction stands without.
PACE: Final = "pace"
GRADUAL: Final = "gradual"
# Counts further apart say nothing of the time between them.
GRADUAL_DAYS: Final = 122


class Histories:
    """The unknown history on a grid of days, and what a set of claims asks of it.

    People are counted in units of the largest number claimed. The columns of the programme are
    R(i, j) for days that are looked at, the people who came and left again between two of them,
    and those who left each way. For mean stays, R(i, j) is told apart by further arrival days i,
    with j the day of the stay.

    The grid never makes claims harder to meet: what happens between its days is free. Ages are
    known to the length of a step, and every bound uses the end that allows more.

    Args:
        claims: what somebody said, or what is taken for granted.
        opened: first day on which anybody was there, or None; people of unknown stay are then
            present from the start.
    """

    def __init__(self, claims: Sequence[Claim], opened: date | None) -> None:
        people = [c.high for c in claims if c.kind not in ("leave_share", "stay", "taken")]
        self.claims, self.opened, self.solved = claims, opened, 0
        self.scale = max([abs(high) for high in people], default=0.0) or 1.0
        self.looked = _looked_at(claims, opened)
        self.stays = sorted({_ends(claim)[0] for claim in claims if claim.kind == "stay"})
        self.days = _filled(self.stays, self.looked)
        # Who is still there after twice the time in which a share leaves matters to stays only.
        within = [claim.within or 0.0 for claim in claims if claim.kind == "leave_share"]
        self._pairs = _pairs(self.looked, 2 * max(within, default=0.0))
        self._pairs |= {(i, j) for i in self.days for j in self.stays if i <= j}
        self._column: dict[tuple[object, ...], int] = {}
        bounds = [row for row in self._nature() if row.terms]
        bounds += [row for n, c in enumerate(claims) for row in self._asked(n, c)]
        self._bounds = Programme.of(bounds, len(self._column))

    # -- columns

    def _x(self, *name: object) -> int:
        return self._column.setdefault(name, len(self._column))

    def _both(self, i: int, j: int) -> Terms:
        """People present on days i and j; nobody is there before the grid, or when it opens."""
        if i < self.days[0] or (self.opened is not None and i == self.days[0]):
            return {}
        return {self._x("both", i, j): 1.0}

    def _steps(self, start: int, end: int) -> list[tuple[int, int]]:
        pairs = pairwise(self.looked)
        return [(first, last) for first, last in pairs if start <= first and last <= end]

    def _through(self, first: int, last: int, present: int) -> Terms:
        """People present on one end of a step but not on the other, and those it never saw."""
        stayed = times(-1, self._both(first, last))
        return total(self._both(present, present), stayed, {self._x("through", last): 1.0})

    # -- what holds of every history

    def _nature(self) -> Iterator[Bound]:
        """Numbers of people who came in one step and left in another are never negative."""
        yield from self._cells(self.looked, self.looked)
        if self.stays:
            yield from self._cells(self.days, self.stays)
        ways = sorted({claim.quantity for claim in self.claims if claim.kind == "ways"})
        for first, last in self._steps(self.looked[0], self.looked[-1]):
            exits = self._through(first, last, first)
            left = [{self._x("way", way, last): -1.0} for way in ways]
            if left:
                yield at_least(total(exits, *left), 0.0)
            for i in self.days:
                if first < i < last:
                    after = next((day for day in self.stays if day > i), None)
                    gone = total(self._both(i, i), times(-1, self._both(i, after or i)))
                    yield at_least(gone, 0.0)

    def _cells(self, arrived: Sequence[int], present: Sequence[int]) -> Iterator[Bound]:
        """Of those who came in a step, fewer and fewer are there.

        Where the step before is too long ago to be followed, the same of all who came until then.
        """
        for j, after in zip(present, [*present[1:], None], strict=True):
            before = self.days[0] - 1
            for i in arrived:
                if i > (after or j):
                    break
                now = self._came(before, i, j) if i <= j else {}
                later = self._came(before, i, after) if after else None
                if now is not None and later is not None:
                    yield at_least(total(now, times(-1, later)) if i <= j else later, 0.0)
                elif now is not None:
                    yield at_least(now, 0.0)
                if later is None and after and i <= j and (i, after) in self._pairs:
                    yield at_least(total(self._both(i, j), times(-1, self._both(i, after))), 0.0)
                before = i

    def _came(self, before: int, i: int, j: int) -> Terms | None:
        """People of day j who came after one day and until another, or None if not followed."""
        if (i, j) not in self._pairs:
            return None
        if before >= self.days[0] and (before, j) not in self._pairs:
            return None
        return total(self._both(i, j), times(-1, self._both(before, j)))

    # -- what claims ask

    def _asked(self, number: int, claim: Claim) -> Iterator[Bound]:
        """The bounds that a claim sets, in place of the `number`-th of the claims."""
        needs = (number,)
        if claim.kind == "leave_share":
            yield from self._leaving(number, claim)
        elif claim.kind == "stay":
            yield from self._staying(number, claim)
        elif claim.kind == "taken":
            if claim.quantity == GRADUAL:
                yield from self._gradual(number)
        else:
            terms, factor = self._counted(claim)
            yield Bound(terms, factor * claim.high / self.scale, needs)
            yield at_least(terms, factor * claim.low / self.scale, needs)

    def _counted(self, claim: Claim) -> tuple[Terms, float]:
        """What a claim about numbers of people counts, and what its ends are multiplied by."""
        start, end = _ends(claim)
        if claim.kind == "stock":
            return self._both(start, start), 1.0
        if claim.kind == "net_change":
            return total(self._both(end, end), times(-1, self._both(start, start))), 1.0
        steps = self._steps(start, end)
        if claim.kind == "ways":
            terms = total(*({self._x("way", claim.quantity, last): 1.0} for _, last in steps))
        elif claim.kind == "arrivals":
            terms = total(*(self._through(first, last, last) for first, last in steps))
        else:
            terms = total(*(self._through(first, last, first) for first, last in steps))
        return terms, (end - start) / claim.per if claim.per else 1.0

    def _leaving(self, number: int, claim: Claim) -> Iterator[Bound]:
        """Of those present on a day, the share that is gone a while later.

        By itself a claim speaks of its period and of the whole time it names; with the pace taken
        for granted, of any day and any while.
        """
        start, end = _ends(claim)
        pace = [n for n, taken in enumerate(self.claims) if taken.quantity == PACE]
        for i, j in sorted(pair for pair in self._pairs if pair[0] < pair[1]):
            part, whole = self._both(i, j), self._both(i, i)
            share = (j - i) / (claim.within or 1.0)
            if start <= i < end and share >= 1:
                yield no_more(part, 1 - claim.low, whole, (number,))
            if start <= i < end and share <= 1:
                yield no_less(part, 1 - claim.high, whole, (number,))
            for taken in pace:
                needs = (number, taken)
                yield no_more(part, (1 - claim.low) ** share, whole, needs)
                yield no_less(part, (1 - claim.high) ** share, whole, needs)

    def _staying(self, number: int, claim: Claim) -> Iterator[Bound]:
        """Sum of stays between `low` and `high` times the people present."""
        oldest, youngest = self._stays(claim)
        if self.opened is not None:
            yield at_least(oldest, 0.0, (number,))
        yield Bound(youngest, 0.0, (number,))

    def _stays(self, claim: Claim) -> tuple[Terms, Terms]:
        """Sums over those present of stay less `low` at its longest, and less `high` at its
        shortest, in months."""
        day, _ = _ends(claim)
        oldest: Terms = {}
        youngest: Terms = {}
        before = self.days[0]
        for i in self.days:
            if i > day:
                break
            came = self._both(i, day)
            if i > before:
                came = total(came, times(-1, self._both(before, day)))
            oldest = total(oldest, times((day - before - claim.low) / MONTH, came))
            youngest = total(youngest, times((day - i - claim.high) / MONTH, came))
            before = i
        return oldest, youngest

    def _gradual(self, number: int) -> Iterator[Bound]:
        """Between two counts of one source within four months, the number lies between them."""
        stocks = [(n, c) for n, c in enumerate(self.claims) if c.kind == "stock"]
        stocks.sort(key=lambda pair: (pair[1].source, pair[1].start))
        for (n, one), (m, two) in pairwise(stocks):
            apart = (two.start - one.start).days
            if one.source != two.source or apart > GRADUAL_DAYS:
                continue
            low, high = min(one.low, two.low), max(one.high, two.high)
            for i in self.days:
                if one.start.toordinal() < i < two.start.toordinal():
                    yield Bound(self._both(i, i), high / self.scale, (n, m, number))
                    yield at_least(self._both(i, i), low / self.scale, (n, m, number))

    # -- solving

    def trouble(self, chosen: Collection[int], instead: Claim | None = None) -> frozenset[int]:
        """Claims among `chosen` that cannot all hold; empty where they can.

        The claims are stretched as little as possible in all; those with a price at the least
        stretch cannot all hold, by duality. The set is small but need not be a smallest.

        Args:
            chosen: indices of claims.
            instead: a claim that stands for the one of the same figures.
        """
        self.solved += 1
        rows = self._rows(chosen, instead)
        return frozenset(claim for row in rows.stretched() for claim in rows.needs[row])

    def room(self, chosen: Collection[int], claim: Claim) -> tuple[float | None, float | None]:
        """Least and most that `chosen`, which can all hold, allow of what a claim counts.

        In the claim's own unit; None where there is no end.
        """
        self.solved += 2
        terms, factor = self._counted(claim)
        rows = self._rows(chosen, None)
        least, most = rows.least(terms), rows.least(times(-1, terms))
        unit = self.scale / factor
        return least and unit * least, None if most is None else -unit * most

    def mean_stay(self, chosen: Collection[int], claim: Claim) -> tuple[float | None, float | None]:
        """Least and most mean stay so far, days, that `chosen`, which can all hold, allow."""
        self.solved += 2
        day, _ = _ends(claim)
        oldest, youngest = self._stays(replace(claim, low=0.0, high=0.0))
        rows = self._rows(chosen, None).per(self._both(day, day))
        least, most = rows.least(youngest), rows.least(times(-1, oldest))
        known = self.opened is not None and most is not None
        return least and MONTH * least, -MONTH * (most or 0.0) if known else None

    def _rows(self, chosen: Collection[int], instead: Claim | None) -> Programme:
        wanted = set(chosen)
        replaced = {
            n for n in wanted if instead is not None and self.claims[n].figures == instead.figures
        }
        kept = [
            n
            for n, needs in enumerate(self._bounds.needs)
            if wanted.issuperset(needs) and not replaced.intersection(needs)
        ]
        rows = self._bounds.take(kept)
        if instead is None:
            return rows
        fresh = [row for n in replaced for row in self._asked(n, instead)]
        fresh = [row for row in fresh if wanted.issuperset(row.needs)]
        return rows.above(Programme.of(fresh, len(self._column)))


def _ends(claim: Claim) -> tuple[int, int]:
    """First day and the day after the last; a stock and a change between stocks have days."""
    start, end = claim.start.toordinal(), claim.end.toordinal()
    return start, end if claim.kind in ("stock", "stay", "net_change") else end + 1


def _looked_at(claims: Sequence[Claim], opened: date | None) -> list[int]:
    """The days that claims name, and for a share the days on which it is due."""
    named = {day for c in claims if c.kind not in ("leave_share", "taken") for day in _ends(c)}
    first = opened.toordinal() if opened else min(named, default=0)
    last = max(named, default=first)
    for claim in claims:
        if claim.kind == "leave_share":
            start, end = _ends(claim)
            within = math.ceil(claim.within or 0.0)
            named |= {day for day in (start, start + within, end, end + within) if day <= last}
    return sorted({first, *(day for day in named if day > first)})


def _pairs(looked: Sequence[int], reach: float) -> set[tuple[int, int]]:
    """Days that are looked at together: neighbours, and those within reach of each other."""
    near = {(i, j) for i in looked for j in looked if 0 <= j - i <= reach}
    return near | {(day, day) for day in looked} | set(pairwise(looked))


def _filled(stays: Sequence[int], looked: Sequence[int]) -> list[int]:
    """Arrival days: those looked at and, up to the last mean stay, enough between them."""
    last = max(stays, default=looked[0])
    step = max(_FILL, -(-(last - looked[0]) // _MOST_FILLED))
    days = set(looked)
    for first, second in pairwise(looked):
        parts = max(1, -(-(second - first) // step))
        if first < last:
            days.update(first + (second - first) * n // parts for n in range(parts))
    return sorted(days)
