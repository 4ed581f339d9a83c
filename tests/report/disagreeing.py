"""What reconciling tells of figures that disagree, invented around the ledger of `calais.py`."""

from __future__ import annotations

from datetime import date, timedelta

from undercount.ledger import Entry
from undercount.reconcile.balance import Balance, Claim, Contradiction, Implied
from undercount.reconcile.drift import Drift
from undercount.reconcile.lineage import Count, Descent, Lineage
from undercount.reconcile.needs import Band, Needed, WhatIf
from undercount.reconcile.repair import Repair
from undercount.results import Assumption, Caution

OPENED = "nobody was there before 1 April 2015"


def lineage(ids: list[str]) -> Lineage:
    """A chain of three prints with a fourth beside the second."""
    first, second, third, beside = ids[:4]
    return Lineage(
        (
            descent(second, first, "rounded"),
            descent(third, second),
            descent(beside, first),
        ),
        (Count(first, (first, second, third, beside)),),
    )


def descent(child: str, parent: str, how: str = "same") -> Descent:
    """One print of another."""
    return Descent(child, parent, how, ("value: the same number",), "One comes of the other.")


def drift(parent: str, child: str, kind: str = "hedge") -> Drift:
    """A hedge that was changed."""
    return Drift(
        kind,
        parent,
        child,
        "The hedge was changed: almost 7,000 (Invented Gazette) is more than 7,000 in the later "
        "print (Invented Courier).",
        "The prefecture counted almost 7,000 people in the camp.",
        "In all, the prefecture found more than 7,000 people in the camp.",
    )


def repairs(ids: list[str]) -> tuple[Repair, ...]:
    """One proposal that settles, one without a single number, one that agrees."""
    return (
        Repair(ids[0], "growth", 10088, 10188, "10,088 is +10.8% on 9,106.", (ids[0], ids[1])),
        Repair(ids[2], "sum", 7037, None, "1,800 + 5,307 = 7,107, against 7,037.", (ids[2],)),
        Repair(ids[3], "share", 865, 865, "10% of 8,650 is 865.", (ids[3],)),
    )


def balance(ids: list[str]) -> Balance:
    """One set of two claims that cannot both hold."""
    day = date(2016, 6, 4)
    share = Claim(
        (ids[0],), "leave_share", "exit", "Invented Office", "Invented Office: 70% leave within "
        "4 months", 0.695, 0.705, day, day, within=121.75,
    )  # fmt: skip
    arrivals = Claim(
        (ids[1], ids[2]), "arrivals", "arrivals", "charities", "charities: 1,000 arrive a month",
        900, 1100, day, day, per=30.4,
    )  # fmt: skip
    pace = Claim((), "taken", "pace", "", "people went on leaving evenly", 0, 0, day, day)
    text = f"Not all of this can hold. Taken for granted: {OPENED}; people went on leaving evenly."
    room = Implied(0, None, 0.41, "The others leave room for at most 41% within 4 months.")
    return Balance(
        "camp",
        (share, arrivals, pace),
        (Contradiction((0, 1, 2), f"{text} {room.text}", (room,)),),
        ((ids[3], "of another place"),),
        (Assumption("Whoever comes back counts as a new arrival.", "untestable"),),
        (Caution("other-place", "Said of another place."),),
        {"claims": 2},
    )


def what_if(people: float = 8000) -> WhatIf:
    """Eight weeks in which beds run out and children's places are few."""
    days = [date(2016, 8, 31) + timedelta(days=7 * i) for i in range(9)]

    def bands(share: float) -> tuple[Band, ...]:
        return tuple(
            Band(day, share * people * (1 + i / 40), share * people * 0.8, share * people * 1.4)
            for i, day in enumerate(days)
        )

    last = bands(1)[-1]
    missing = Band(last.day, last.median - 0.25 * people, last.lower, last.upper)
    return WhatIf(
        "camp",
        "People living in the camp",
        0.9,
        days[0],
        days[-1],
        (230, 460),
        (0.01, 0.02),
        True,
        bands(1),
        (
            Needed(
                "beds", "beds", bands(1), 0.25 * people, missing, 0.996, days[2],
                "More beds are needed than there are.",
            ),
            Needed(
                "protection_places", "protection places for children", bands(0.001), None, None,
                None, None, "Eight places are needed.",
            ),
        ),
        (
            Assumption("A person needs 1 beds."),
            Assumption("0.1% of the people need protection places for children, 1 each."),
        ),
        (Caution("far", "The first day lies away from the series."),),
        {"seed": 1},
    )  # fmt: skip


def ids(entries: tuple[Entry, ...], decision: str = "accepted") -> list[str]:
    """Ids of the ledger's entries of one standing."""
    return [entry.id for entry in entries if entry.decision == decision]
