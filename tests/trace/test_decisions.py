"""What decisions make of a pair: two sign, two may disagree, new facts open what was rejected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trace.made import DAY, PEOPLE, PURPOSE, bring, decide, keep
from undercount.errors import InputError
from undercount.trace.decisions import Decision, PairState, known_person, state_of, states_of
from undercount.trace.records import facts_of
from undercount.trace.store import Store

F1, F2 = ("c1", "r1"), ("c2", "r1")
_CODES = {"+": "accept", "-": "reject", "?": "ask"}


def _taken(words: str) -> list[Decision]:
    """ "a+1 b-2": amal accepts on facts 1, then bo rejects on facts 2."""
    return [
        Decision("c", "r", _CODES[word[1]], word[0], "why", "2016", F1 if word[2] == "1" else F2)
        for word in words.split()
    ]


@pytest.mark.parametrize(
    ("words", "now", "later"),
    [
        # decisions, standing on facts 1, standing once the facts are 2
        ("", "open", "open"),
        ("a+1", "signed", "open"),
        ("a-1", "rejected", "open"),
        ("a?1", "asked", "open"),
        ("a+1 a+1", "signed", "open"),
        ("a+1 b+1", "match", "match"),
        ("a+1 b?1", "signed", "open"),
        ("a+1 b-1", "conflict", "open"),
        ("a+1 a-1", "rejected", "open"),
        ("a-1 a+1", "signed", "open"),
        ("a+1 b+1 c-1", "conflict", "conflict"),
        ("a+1 b+1 b-1", "conflict", "open"),
        ("a+1 b+1 b?1", "signed", "open"),
        ("a+1 b+1 c?1", "match", "match"),
        ("a+1 b-1 b+1", "match", "match"),
    ],
)
def test_standing(words: str, now: str, later: str) -> None:
    assert state_of(_taken(words), F1).standing == now
    assert state_of(_taken(words), F2).standing == later


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("a+1 b+2", "signed"),  # they did not see the same
        ("a+1 b+2 a+2", "match"),
        ("a+1 b+1 a+2", "match"),  # to accept again takes no signature back
        ("a+1 b+1 a-2", "rejected"),
        ("a+1 b+1 c-2", "conflict"),
        ("a-1 b+2", "signed"),
        ("a-1 b+2 a-2", "conflict"),
    ],
)
def test_standing_once_the_facts_have_changed(words: str, standing: str) -> None:
    assert state_of(_taken(words), F2).standing == standing


def test_the_state_tells_who_decided_in_words() -> None:
    assert state_of(_taken("a+1"), F1).words == "signed by one of two (a)"
    assert state_of(_taken("a+1 b+1"), F1).words == "possible match signed by a and b"
    assert state_of(_taken("a+1 b-1"), F1).words == "in conflict: a accepted, b rejected"
    assert state_of(_taken("a+1 b?1"), F1).words == "signed by one of two (a); more asked for by b"
    assert state_of(_taken("a-1"), F2).words == "open; before new facts: rejected by a"
    assert PairState().words == "open"


_DECISION = st.builds(
    Decision,
    st.just("c"),
    st.just("r"),
    st.sampled_from(sorted(_CODES.values())),
    st.sampled_from("abc"),
    st.just("why"),
    st.just("2016"),
    st.sampled_from([F1, F2]),
)


@given(st.lists(_DECISION, max_size=8), st.sampled_from([F1, F2]))
def test_a_match_is_always_signed_by_two_and_rejected_by_nobody_on_these_facts(
    taken: list[Decision], today: tuple[str, str]
) -> None:
    state = state_of(taken, today)
    if state.standing == "match":
        assert len({one.by for one in taken if one.decision == "accept"}) >= 2
        assert len(state.accepted) >= 2
        assert not state.rejected
    if state.accepted and state.rejected:
        assert state.standing == "conflict"
    who = [*state.accepted, *state.rejected, *state.asked]
    assert len(who) == len(set(who))


def test_a_match_closes_both_and_no_other() -> None:
    states = states_of(_taken("a+1 b+1"), {})
    assert not states.offered("c", "other")
    assert not states.offered("other", "r")
    assert states.offered("other", "other")
    assert states.of("other", "other").standing == "open"


@pytest.mark.parametrize("name", ["amal", " Amal ", "AMAL"])
def test_a_person_is_one_person_however_the_name_is_typed(name: str) -> None:
    assert known_person(name, PEOPLE) == "amal"


@pytest.mark.parametrize("name", ["eve", "", " ", "amal bo"])
def test_nobody_else_decides(name: str) -> None:
    with pytest.raises(InputError, match="amal, bo"):
        known_person(name, PEOPLE)
    with pytest.raises(InputError, match="nobody"):
        known_person(name, ())


YONAS = {"id": "c1", "name": "Yonas"}
ASKS = {"id": "r1", "name": "Yonas"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "tracing.db") as store:
        bring(store, "case", YONAS, {"id": "c2", "name": "Saba"})
        bring(store, "request", ASKS, {"id": "r2", "name": "Saba"})
        keep(store, ("c1", "r1"), ("c1", "r2"), ("c2", "r1"))
        yield store


def _offered(store: Store) -> list[tuple[str, str]]:
    found = store.suggestions(purpose=PURPOSE, day=DAY)
    return [(one.case, item.request) for one in found for item in one.suggestions]


def test_one_person_signing_twice_in_other_letters_makes_no_match(store: Store) -> None:
    assert decide(store, "c1", "r1", "accept", by="amal") == "signed"
    assert decide(store, "c1", "r1", "accept", by="Amal") == "signed"
    assert decide(store, "c1", "r1", "accept", by="bo") == "match"


def test_a_match_is_never_offered_again(store: Store) -> None:
    decide(store, "c1", "r1", "accept")
    assert _offered(store) == [("c1", "r1"), ("c1", "r2"), ("c2", "r1")]
    decide(store, "c1", "r1", "accept", by="bo")
    assert _offered(store) == []
    bring(store, "case", YONAS | {"sex": "m"}, {"id": "c2", "name": "Saba"})
    keep(store, ("c1", "r1"), ("c2", "r2"))
    assert _offered(store) == [("c2", "r2")]


def test_a_rejected_pair_is_offered_again_on_new_facts_only(store: Store) -> None:
    decide(store, "c1", "r1", "reject")
    assert ("c1", "r1") not in _offered(store)
    # Consent given for longer and a space more are no facts about the child.
    bring(store, "request", ASKS | {"until": "2018-01-01", "name": " Yonas"})
    assert ("c1", "r1") not in _offered(store)
    bring(store, "request", ASKS | {"mother": "Letebrhan"})
    assert ("c1", "r1") in _offered(store)
    state = store.states().of("c1", "r1")
    assert (state.standing, state.words) == ("open", "open; before new facts: rejected by amal")
    # What is as it was when it was rejected is rejected.
    bring(store, "request", ASKS)
    assert ("c1", "r1") not in _offered(store)


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        ({"age": "14"}, {"age": "15"}, True),
        ({"birth": "2002", "age": "14"}, {"birth": "2002", "age": "15"}, False),
        ({"birth": "not known", "age": "14"}, {"birth": "not known", "age": "15"}, True),
        ({"name": "Yonas"}, {"name": "Jonas"}, True),
        ({"name": "Yonas H"}, {"name": "Yonas  H "}, False),
        ({"place": "Keren"}, {}, True),
        ({"mother": "Saba"}, {"father": "Saba"}, True),
        ({"consent": "yes", "until": "2017"}, {"consent": "oui", "until": "2018"}, False),
    ],
)
def test_what_is_a_new_fact(before: dict[str, str], after: dict[str, str], new: bool) -> None:
    assert (facts_of(before) != facts_of(after)) == new


def test_a_conflict_is_shown_and_stays_offered(store: Store) -> None:
    decide(store, "c1", "r1", "accept")
    assert decide(store, "c1", "r1", "reject", by="bo") == "conflict"
    found = store.suggestions(purpose=PURPOSE, day=DAY, case="c1")
    assert found[0].suggestions[0].state.words == "in conflict: amal accepted, bo rejected"


def test_decisions_stay_of_somebody_who_has_gone(store: Store) -> None:
    decide(store, "c1", "r1", "reject")
    bring(store, "case", {"id": "c2", "name": "Saba"})
    assert store.states().of("c1", "r1").standing == "rejected"
    bring(store, "case", YONAS)
    assert store.states().of("c1", "r1").standing == "rejected"
    assert [entry.action for entry in store.entries("c1")] == ["compare", "decide: reject"]
