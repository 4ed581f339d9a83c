"""Pairs that may be looked at, and a look: consent first, then the log, then the words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.trace.made import ASKS, DAY, PURPOSE, YONAS, bring, decide, keep
from undercount.trace.store import Store

PAIRS = (("c1", "r1"), ("c1", "r2"), ("c2", "r1"))
LATER = date(2018, 1, 1)


@pytest.fixture
def ranked(store: Store) -> Store:
    keep(store, *PAIRS)
    return store


def may(store: Store, day: date = DAY) -> set[tuple[str, str]]:
    return {one.pair for one in store.possible(purpose=PURPOSE, day=day)}


def test_what_was_suggested_and_what_was_decided_may_be_looked_at(ranked: Store) -> None:
    decide(ranked, "c2", "r2", "reject")
    found = {one.pair: one for one in ranked.possible(purpose=PURPOSE, day=DAY)}
    assert set(found) == {*PAIRS, ("c2", "r2")}
    assert (found["c1", "r1"].probability, found["c1", "r1"].rank) == (0.6, 1)
    decided = found["c2", "r2"]
    assert (decided.probability, decided.offered, decided.state.standing) == (
        None, False, "rejected",
    )  # fmt: skip


def test_nobody_is_looked_at_whose_consent_has_ended(ranked: Store) -> None:
    decide(ranked, "c1", "r1", "accept")
    assert may(ranked, LATER) == set()
    bring(ranked, "request", ASKS | {"consent": "no"}, {"id": "r2", "name": "Dawit Haile"})
    assert may(ranked) == {("c1", "r2")}
    looks = ranked.look(
        [("c1", "r1"), ("c1", "r2"), ("c1", "none")], by="amal", why="x", purpose=PURPOSE, day=DAY
    )
    assert [look is not None for look in looks] == [False, True, False]
    logged = [(it.case, it.request) for it in ranked.entries() if it.action == "look"]
    assert logged == [("c1", "r2")]


def test_a_look_gives_both_sides_as_they_were_written(ranked: Store) -> None:
    (look,) = ranked.look([("c1", "r1")], by="amal", why="x", purpose=PURPOSE, day=DAY)
    assert look is not None
    assert (look.case["name"], look.request["relative"]) == (YONAS["name"], ASKS["relative"])
    assert [reason["field"] for reason in look.reasons] == ["name"]
    assert all(len(fact) == 16 for fact in look.facts)


@pytest.mark.parametrize(("by", "why"), [("", "x"), ("amal", " ")])
def test_without_who_and_why_nothing_is_shown(ranked: Store, by: str, why: str) -> None:
    with pytest.raises(ValueError, match="the log needs"):
        ranked.look([("c1", "r1")], by=by, why=why, purpose=PURPOSE, day=DAY)
    assert not [it for it in ranked.entries() if it.action == "look"]


@pytest.mark.parametrize("pair", [*PAIRS, ("c2", "r2")])
def test_near_a_pair_is_what_shares_a_side_with_it(ranked: Store, pair: tuple[str, str]) -> None:
    decide(ranked, "c2", "r2", "ask")
    everything = ranked.possible(purpose=PURPOSE, day=DAY)
    near = ranked.possible(purpose=PURPOSE, day=DAY, near=[pair])
    beside = {one.pair for one in everything if one.pair[0] == pair[0] or one.pair[1] == pair[1]}
    # Of what was only decided on, no rival: the pair itself alone.
    assert {one.pair for one in near} == beside - ({("c2", "r2")} - {pair})
    assert set(near) <= set(everything)
