"""The queue of tracing: consent, the log, two signatures, a blind second reading."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.review.made_tracing import (
    CASES,
    REQUESTS,
    WITHOUT_CONSENT,
    make_tracing,
    write_people,
)
from undercount.errors import InputError, MissingFileError
from undercount.review.queue import Which
from undercount.review.tracing import TracingQueue, open_queue
from undercount.trace.store import Store


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_tracing(tmp_path / "project")


def queue(root: Path, by: str = "amal", why: str = "weekly round") -> TracingQueue:
    return open_queue(root, by=by, why=why)


def items(queue: TracingQueue, which: Which = "all") -> dict[tuple[str, str], dict[str, Any]]:
    ids = queue.ids(which, "")
    return {(item["case"], item["request"]): item for item in queue.items(ids)}


def say(queue: TracingQueue, item: dict[str, Any], decision: str, **more: Any) -> dict[str, Any]:
    sent = {
        "key": str(uuid4()), "id": item["id"], "decision": decision, "why": "told by both",
        "version": item["version"], "changes": {}, "undoes": None,
    }  # fmt: skip
    return queue.decide(sent | more)


def log(root: Path, action: str) -> list[tuple[str, str, str | None, str | None]]:
    with Store(root / "tracing.db", write=False) as store:
        entries = store.entries()
    return [(it.by, it.why, it.case, it.request) for it in entries if it.action == action]


def test_the_likeliest_comes_first_and_the_unlikely_wait_for_nobody(root: Path) -> None:
    amal = queue(root)
    shown = [(it["case"], it["request"]) for it in amal.items(amal.ids("waiting", ""))]
    assert shown == [("c1", "r1"), ("c1", "r2"), ("c2", "r2")]
    assert set(items(amal)) == {*shown, ("c2", "r1")}


def test_who_is_no_longer_named_sees_nothing_more(root: Path) -> None:
    amal = queue(root)
    ids = amal.ids("all", "")
    settings = root / "undercount.toml"
    settings.write_text(settings.read_text().replace('people = ["amal", "bo"]', 'people = ["bo"]'))
    looks = log(root, "look")
    for ask in (amal.items, lambda _: amal.ids("all", ""), lambda _: amal.summary()):
        with pytest.raises(InputError, match='"amal" may not decide'):
            ask(ids)
    assert log(root, "look") == looks


def test_two_sides_field_by_field(root: Path) -> None:
    item = items(queue(root))["c1", "r1"]
    fields = {one["name"]: one for one in item["fields"]}
    assert fields["name"]["values"] == ["Zubaida Weldemikael", "ዙበይዳ Weldemikael"]
    assert fields["name"]["latin"][0] == ""
    assert "weldemikael" in fields["name"]["latin"][1]
    assert (fields["name"]["verdict"], fields["relative"]["verdict"]) == ("agree", "differ")
    assert fields["relation"]["values"] == ["aunt", "aunt"]
    assert fields["gap"]["values"] == ["the child: age 13 on 2016-06-01", "born 1980"]
    assert item["likelihood"] == {"words": "97%", "note": ""}
    assert items(queue(root))["c1", "r2"]["likelihood"]["note"] != ""
    assert [one["label"] for one in item["rivals"]["requests"]] == ["request r2"]
    assert item["steps"]["notice"]


def test_each_look_is_in_the_log_and_ids_are_no_look(root: Path) -> None:
    amal = queue(root)
    ids = amal.ids("waiting", "")
    assert log(root, "look") == []
    amal.items(ids[:1])
    amal.items(ids[:1])
    assert log(root, "look") == [("amal", "weekly round", "c1", "r1")] * 2
    assert all(part not in "".join(ids) for part in ("c1", "r1"))


def test_nobody_without_consent_is_ever_shown(root: Path) -> None:
    amal = queue(root)
    text = json.dumps(list(items(amal).values()), ensure_ascii=False)
    assert not any(name in text for name in WITHOUT_CONSENT)
    assert all("c3" not in entry and "r3" not in entry for entry in log(root, "look"))


@pytest.mark.parametrize("answer", [{"consent": "no"}, {"consent": ""}, {"until": "2001-01-01"}])
def test_consent_withdrawn_in_the_file_is_withdrawn_here_at_once(
    root: Path, answer: dict[str, str]
) -> None:
    amal, before = queue(root), items(queue(root))
    looks = len(log(root, "look"))
    write_people(root, "cases", [CASES[0] | answer, *CASES[1:]])
    assert amal.items([before["c1", "r1"]["id"]]) == []
    assert set(items(amal)) == {("c2", "r2"), ("c2", "r1")}
    for decision in ("accept", "ask"):
        with pytest.raises(InputError, match="may no longer be looked at"):
            say(amal, before["c1", "r1"], decision)
    assert len(log(root, "look")) == looks + 2


def test_consent_that_ended_is_kept_from_view_of_what_was_decided_too(root: Path) -> None:
    amal, bo = queue(root), queue(root, "bo")
    item = items(amal)["c1", "r1"]
    say(amal, item, "accept")
    say(bo, item, "accept")
    write_people(root, "requests", [REQUESTS[0] | {"consent": "no"}, *REQUESTS[1:]])
    assert amal.items([item["id"]]) == []
    assert amal.ids("decided", "") == []


@pytest.mark.parametrize("by", ["eve", "", "account root"])
def test_nobody_else_gets_in(root: Path, by: str) -> None:
    with pytest.raises(InputError, match="names who may: amal, bo"):
        queue(root, by)


def test_a_name_typed_otherwise_is_the_same_person(root: Path) -> None:
    say(queue(root, " AMAL "), items(queue(root))["c1", "r1"], "accept")
    assert items(queue(root))["c1", "r1"]["standing"] == "signed by one of two (amal)"


def test_a_match_takes_two_and_the_second_decides_blind(root: Path) -> None:
    amal, bo = queue(root), queue(root, "bo")
    item = items(amal)["c1", "r1"]
    answer = say(amal, item, "accept")
    assert answer["standing"] == "signed by one of two (amal)"
    seen = items(bo, "second")["c1", "r1"]
    assert (seen["versions"], seen["standing"]) == ([], "")
    answer = say(bo, seen, "accept")
    assert answer["standing"] == "possible match signed by amal and bo"
    assert [one["by"] for one in answer["versions"]] == ["amal", "bo"]
    # Case and request are closed: neither is offered again.
    assert set(items(amal, "waiting")) == {("c2", "r2")}
    assert bo.ids("second", "") == []
    assert bo.ids("decided", "") == [item["id"]]
    assert bo.readings() == {item["id"]: {"amal": "accept", "bo": "accept"}}


def test_two_who_differ_are_both_shown(root: Path) -> None:
    amal, bo = queue(root), queue(root, "bo")
    item = items(amal)["c1", "r1"]
    say(amal, item, "accept")
    answer = say(bo, item, "reject")
    assert answer["disputed"]
    assert amal.ids("disputed", "") == bo.ids("disputed", "") == [item["id"]]
    assert {one["decision"] for one in items(amal)["c1", "r1"]["versions"]} == {"accept", "reject"}


def test_the_same_key_again_appends_nothing_and_undo_takes_back(root: Path) -> None:
    amal = queue(root)
    item = items(amal)["c1", "r1"]
    first = say(amal, item, "accept", key="k1")
    assert say(amal, item, "accept", key="k1") == first
    back = say(amal, item, "undone", key="k2", undoes="k1", why="", version="")
    assert say(amal, item, "undone", key="k2", undoes="k1", why="", version="") == back
    assert (back["standing"], back["versions"]) == ("open", [])
    assert len(log(root, "decide: accept")) == len(log(root, "undo: accept")) == 1
    assert amal.summary()["today"] == {}


def test_many_at_once_append_each_once(root: Path) -> None:
    amal, bo = queue(root), queue(root, "bo")
    found = items(amal)
    sent = [
        (who, item, f"{by}{item['id']}{n}")
        for n in range(4)
        for by, who in (("amal", amal), ("bo", bo))
        for item in found.values()
    ]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: say(one[0], one[1], "ask", key=one[2]), sent * 2))
    assert len(log(root, "decide: ask")) == len(sent) == 4 * 2 * 4


def test_a_decision_needs_its_reason(root: Path) -> None:
    amal = queue(root)
    item = items(amal)["c1", "r1"]
    with pytest.raises(InputError, match="needs its reason"):
        say(amal, item, "accept", why=" ")
    assert amal.ids("decided", "") == []


def test_what_was_not_seen_is_not_decided(root: Path) -> None:
    amal = queue(root)
    item = items(amal)["c1", "r1"]
    write_people(root, "cases", [CASES[0] | {"birth": "2003-05-01"}, *CASES[1:]])
    with pytest.raises(InputError, match="has changed since it was shown"):
        say(amal, item, "accept")
    say(amal, items(amal)["c1", "r1"], "accept")


def test_new_facts_open_it_again_and_tell_what_was_decided_before(root: Path) -> None:
    amal = queue(root)
    say(amal, items(amal)["c1", "r1"], "reject")
    assert ("c1", "r1") not in items(amal, "waiting")
    write_people(root, "cases", [CASES[0] | {"birth": "2003-05-01"}, *CASES[1:]])
    assert ("c1", "r1") in items(amal, "waiting")


def test_where_nobody_was_traced_it_says_what_to_run(root: Path, tmp_path: Path) -> None:
    for file in root.glob("tracing.db*"):
        file.unlink()
    with pytest.raises(MissingFileError, match="undercount trace"):
        queue(root).ids("all", "")
    assert not (root / "tracing.db").exists()


def test_what_is_decided_here_is_what_the_command_shows(root: Path) -> None:
    amal = queue(root)
    say(amal, items(amal)["c1", "r1"], "ask", why="the mother's village")
    connection = sqlite3.connect(root / "tracing.db")
    rows = connection.execute('SELECT case_id, decision, "by", why FROM decisions').fetchall()
    connection.close()
    assert rows == [("c1", "ask", "amal", "the mother's village")]
