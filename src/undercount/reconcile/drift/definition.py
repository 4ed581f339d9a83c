"""The same number of other people: accepted printed as arrived, a part as the whole."""

from __future__ import annotations

from undercount.reconcile.definitions import defining
from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.stated import subject


def definition(edge: Edge) -> Change | None:
    """What was done to the people, which part of them is meant, or whom the number leaves out."""
    one, two = edge.parent, edge.child
    if edge.how in ("derived", "added"):
        return None
    first, second = defining(one), defining(two)
    # Copied words that lose a group ("deaths and disappearances" as "deaths") count fewer people.
    lost = edge.copied and bool(second.done) and first.done - second.done - second.near
    if not lost and not first.differs(second):
        return None
    people = [words.words or subject(row) for words, row in ((first, one), (second, two))]
    if people[0] == people[1] or one.place != two.place:
        people = [
            f"{said}, {row.figure.place}" if row.figure.place else said
            for said, row in zip(people, (one, two), strict=True)
        ]
    text = (
        f"{edge.child.number} counts {people[0]} ({one.outlet}) and elsewhere {people[1]} "
        f"({two.outlet})."
    )
    return Change("definition", "population_changed", text)
