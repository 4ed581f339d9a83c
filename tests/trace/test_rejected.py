"""A pair that people have rejected is as if it had never been found. All records are simulated."""

from __future__ import annotations

import numpy as np

from tests.trace.people_made import ASKS, LOOKS, YONAS, allowed, but, strangers
from undercount.trace.rank import Ranking, Tracer

CASE = YONAS | LOOKS
FATHER = YONAS | ASKS
# Fits less well, and is for another child: a rival of the first.
OTHER = but(YONAS | ASKS, mother="Almaz Worku", siblings="Bereket; Hana", birth="2002")


def ranked(rejected: list[list[int]] | None, only: list[int] | None = None) -> Ranking:
    requests = Tracer.of(allowed("request", [FATHER, OTHER, *strangers()]))
    return requests.rank(
        allowed("case", [CASE, but(CASE, consent="no"), but(CASE, name="Hana Worku")]),
        only=None if only is None else np.array(only),
        share=0.5,
        rejected=None if rejected is None else np.array(rejected).reshape(-1, 2),
    )


def told(made: Ranking) -> dict[int, float]:
    return {one.request: one.probability for one in made.suggestions(0)}


def test_it_is_not_found_and_takes_nothing_from_its_rivals() -> None:
    before, after = ranked(None), ranked([[0, 0]])
    assert told(before)[0] > 0.9
    assert 0 not in told(after)
    assert after.none[0] > before.none[0]
    assert told(after)[1] > told(before).get(1, 0.0)


def test_so_it_is_for_one_case_alone() -> None:
    assert 0 not in told(ranked([[0, 0]], only=[0]))


def test_rows_are_those_of_all_who_were_asked_about() -> None:
    """The third row is the second that is allowed."""
    assert told(ranked([[2, 0]])) != {}
    assert told(ranked([[1, 0]])) == told(ranked(None))
    assert 0 in told(ranked([[2, 0], [0, 1]]))


def test_nothing_rejected_changes_nothing() -> None:
    assert told(ranked([])) == told(ranked(None))
