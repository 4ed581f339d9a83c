"""Decisions sent twice and taken back: appended once, and never changed."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import pytest

from tests.trace.made import DAY, PEOPLE, PURPOSE, YES, YONAS, bring, decide
from undercount.errors import InputError
from undercount.trace.store import Store

PAIR = ("c1", "r1")


def say(store: Store, decision: str, by: str = "amal", **more: Any) -> str:
    state = store.decide(
        *PAIR, decision, by=by, why="seen", people=PEOPLE, purpose=PURPOSE, **({"day": DAY} | more)
    )
    return state.standing


def undo(store: Store, by: str = "amal", **more: Any) -> str:
    return store.undo(*PAIR, by=by, why="a slip", people=PEOPLE, **more).standing


def test_the_same_key_again_appends_nothing(store: Store) -> None:
    assert say(store, "accept", key="k1") == "signed"
    assert say(store, "accept", key="k1") == "signed"
    assert len(store.decisions()) == 1
    assert [one.action for one in store.entries("c1")] == ["decide: accept"]
    assert undo(store, key="k2", undoes="k1") == "open"
    assert undo(store, key="k2", undoes="k1") == "open"
    assert [one.action for one in store.entries("c1")] == ["decide: accept", "undo: accept"]


def test_what_was_acknowledged_is_so_after_consent_has_ended(store: Store) -> None:
    say(store, "accept", key="k1")
    assert say(store, "accept", key="k1", day=date(2018, 1, 1)) == "signed"
    assert len(store.decisions()) == 1


@pytest.mark.parametrize(("decision", "by"), [("reject", "amal"), ("accept", "bo")])
def test_a_key_stands_for_one_decision(store: Store, decision: str, by: str) -> None:
    say(store, "accept", key="k1")
    with pytest.raises(InputError, match="another decision was sent under this key"):
        say(store, decision, by, key="k1")
    assert len(store.decisions()) == 1


def test_what_was_taken_back_stays_to_be_seen_and_counts_no_longer(store: Store) -> None:
    decide(store, *PAIR, "reject")
    assert not store.states().offered(*PAIR)
    assert undo(store) == "open"
    assert store.states().offered(*PAIR)
    (kept,) = store.decisions()
    assert (kept.decision, kept.by) == ("reject", "amal")
    assert kept.withdrawn is not None


def test_what_the_person_had_decided_before_holds_again(store: Store) -> None:
    assert [decide(store, *PAIR, word) for word in ("accept", "ask", "reject")] == [
        "signed", "asked", "rejected",
    ]  # fmt: skip
    assert [undo(store) for _ in range(3)] == ["asked", "signed", "open"]
    with pytest.raises(InputError, match="amal has decided nothing"):
        undo(store)


def test_a_signature_taken_back_opens_the_match(store: Store) -> None:
    decide(store, *PAIR, "accept")
    assert decide(store, *PAIR, "accept", "bo") == "match"
    assert undo(store, "bo") == "signed"
    assert store.states().closed_cases == frozenset()
    assert store.states().of(*PAIR).accepted == ("amal",)


def test_a_slip_taken_back_leaves_both_signatures(store: Store) -> None:
    decide(store, *PAIR, "accept")
    decide(store, *PAIR, "accept", "bo")
    assert decide(store, *PAIR, "reject", "bo") == "conflict"
    assert undo(store, "bo") == "match"


def test_nobody_takes_back_what_another_decided(store: Store) -> None:
    say(store, "accept", key="k1")
    for by in ("bo", "eve"):
        with pytest.raises(InputError):
            undo(store, by, undoes="k1")
    assert store.states().of(*PAIR).standing == "signed"


def test_only_the_latest_is_taken_back(store: Store) -> None:
    say(store, "accept", key="k1")
    say(store, "reject", key="k2")
    with pytest.raises(InputError, match="only the latest"):
        undo(store, undoes="k1")
    assert undo(store, undoes="k2") == "signed"


def test_taking_back_needs_no_consent(store: Store) -> None:
    decide(store, *PAIR, "accept")
    bring(store, "case", {**YONAS, **YES, "consent": "no"})
    assert undo(store) == "open"


def test_taking_back_tells_everything_that_is_wrong(store: Store) -> None:
    decide(store, *PAIR, "accept")
    with pytest.raises(InputError) as told:
        store.undo(*PAIR, by="eve", why=" ", people=PEOPLE)
    assert len(told.value.problems) == 2
    assert store.states().of(*PAIR).standing == "signed"


def test_a_decision_on_what_is_no_longer_so_is_refused(store: Store) -> None:
    rows = {row["id"]: row["facts"] for row in store._rows("SELECT id, facts FROM records")}
    seen = (rows["c1"], rows["r1"])
    assert say(store, "ask", facts=seen) == "asked"
    bring(store, "case", YONAS | {"sex": "m"})
    with pytest.raises(InputError, match="has changed since it was shown"):
        say(store, "accept", facts=seen)
    assert len(store.decisions()) == 1


@pytest.mark.parametrize(
    "words",
    [
        "UPDATE withdrawals SET why = 'x'",
        "DELETE FROM withdrawals",
        "INSERT OR REPLACE INTO withdrawals SELECT * FROM withdrawals",
        'INSERT OR REPLACE INTO withdrawals (decision, "by", why, "at", key) '
        "VALUES (2, 'bo', 'x', 'x', 'w1')",
        'INSERT OR REPLACE INTO withdrawals (decision, "by", why, "at") '
        "VALUES (1, 'b', 'x', 'x')",
        'INSERT OR REPLACE INTO decisions (case_id, request_id, decision, "by", why, "at", '
        "case_facts, request_facts, key) VALUES ('c1', 'r1', 'ask', 'bo', 'x', 'x', '', '', 'k1')",
    ],
)
def test_neither_is_ever_changed_deleted_or_replaced(store: Store, words: str) -> None:
    say(store, "accept", key="k1")
    say(store, "reject", key="k2")
    undo(store, key="w1")
    undo(store)
    with pytest.raises(sqlite3.IntegrityError, match="append another"):
        store._connection.execute(words)
