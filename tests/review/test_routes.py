"""Any queue by the same routes: ids, items, decisions, and what is wrong with them in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.review.browser.serving import Served, serving
from tests.review.client import PROJECT, Client, Kept, decision
from undercount.errors import BusyError, InputError, MissingFileError
from undercount.review.desks import Desks
from undercount.review.queue import MOST

WHERE = "/api/figures/decisions"


def test_ids_items_and_a_decision(inside: Client, kept: Kept) -> None:
    assert inside.get("/api/figures/ids").json == {"ids": ["f0", "f1", "f2"]}
    assert inside.get("/api/figures/ids?which=decided").json == {"ids": []}
    items = inside.get("/api/figures/items?ids=f1,f2").json["items"]
    assert [item["id"] for item in items] == ["f1", "f2"]
    answer = inside.post(WHERE, decision(1, why="counted", undoes=None))
    assert answer.status == 200
    assert answer.json["standing"] == "accepted"
    assert kept.told["key-1"] == decision(1, why="counted", undoes=None)


def test_a_page_of_another_person_or_project_decides_nothing(inside: Client, kept: Kept) -> None:
    page = inside.get("/").body.decode()
    project = page.partition('data-project="')[2].partition('"')[0]
    for desk in (f"{project}/Bo", "0/Ann", ""):
        answer = inside.post(WHERE, decision(), Undercount_Desk=desk)
        assert (answer.status, kept.told) == (401, {})
    assert inside.post(WHERE, decision(), Undercount_Desk=f"{project}/Ann").status == 200


def test_a_question_that_cannot_be_meant(inside: Client) -> None:
    assert inside.get("/api/figures/ids?which=any").status == 422
    many = ",".join(f"f{i}" for i in range(MOST + 1))
    assert inside.get(f"/api/figures/items?ids={many}").status == 422
    assert inside.get("/api/other/ids").status == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"id": "f1"}, '"key" is missing'),
        (decision(key=7), '"key" must be words'),
        (decision(why="x" * 2001), '"why" must be words'),
        (decision(changes=[]), '"changes" must be an object'),
        (decision(by="Mallory"), 'no field "by"'),
        (decision(decision="believed"), 'no decision "believed"'),
        ([1], "one JSON object"),
        (decision(why="\ud800"), "no JSON that can be read"),
        (decision(changes={"value": float("nan")}), "no JSON that can be read"),
    ],
)
def test_a_wrong_decision_is_told_and_not_kept(
    inside: Client, kept: Kept, sent: object, said: str
) -> None:
    answer = inside.post(WHERE, sent)
    assert answer.status == 422
    assert said in answer.said
    assert kept.told == {}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 60_000, b'{"a":' + b"9" * 60_000])
def test_a_broken_body_is_told(inside: Client, body: bytes) -> None:
    assert inside.ask("POST", WHERE, body).status == 422
    assert inside.ask("POST", "/enter", body).status == 422


def test_eight_browsers_at_once(served: Served, inside: Client, kept: Kept) -> None:
    def work(browser: int) -> list[int]:
        client = Client(served.port, inside.cookie)
        # Each decision twice, as after an answer that was lost.
        return [client.post(WHERE, decision(browser * 1000 + i // 2)).status for i in range(100)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, range(8)))
    assert found == [[200] * 100] * 8
    assert len(kept.told) == 400


class _Broken(Kept):
    """Fails in another way each time."""

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        raise {
            "busy": BusyError("another program is writing"),
            "gone": MissingFileError("no ledger"),
            "defect": sqlite3.OperationalError("disk of Ann at /secret"),
        }[decision["decision"]]


def test_failures_are_told_apart(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def closed() -> Kept:
        raise InputError("Ann is not one of those who trace", hint="Ask whoever runs the project")

    (tmp_path / "undercount.toml").write_text(PROJECT)
    shut = Kept()
    shut.name, shut.closed = "links", "nothing to decide yet"
    desks = Desks({"figures": _Broken, "tracing": closed, "links": lambda: shut})
    with serving(tmp_path, by="Ann", desks=desks) as served:
        client = Client(served.port).enter(served.address)
        for word, status in (("busy", 503), ("gone", 409), ("defect", 500)):
            answer = client.post(WHERE, decision(decision=word))
            assert answer.status == status
            assert "secret" not in answer.body.decode()
        for path in ("ids", "items?ids=f1"):
            assert client.get(f"/api/tracing/{path}").status == 409
            assert "nothing to decide" in client.get(f"/api/links/{path}").said
        home = client.get("/api/home").json
        assert home["by"] == "Ann"
        closed_words = {queue["name"]: queue["closed"] for queue in home["queues"]}
        assert closed_words["figures"] is None
        assert closed_words["tracing"][0]["what"].startswith("Ann is not")
        assert closed_words["links"][0]["what"] == "nothing to decide yet"
    # The defect itself stands in the terminal.
    assert "secret" in capfd.readouterr().err


def test_a_closed_queue_opens_when_what_was_missing_is_there(tmp_path: Path) -> None:
    made: list[Kept] = []

    def opener() -> Kept:
        if not made:
            raise MissingFileError("never run")
        return made[0]

    (tmp_path / "undercount.toml").write_text(PROJECT)
    with serving(tmp_path, by="Ann", desks=Desks({"figures": opener})) as served:
        client = Client(served.port).enter(served.address)
        assert client.get("/api/figures/ids").status == 409
        made.append(Kept(1))
        assert client.get("/api/figures/ids").json == {"ids": ["f0"]}
