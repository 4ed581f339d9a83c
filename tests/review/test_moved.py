"""The answers on the page beside what they would be; and bringing the page up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.cli.conftest import everything
from tests.review.browser.serving import serving
from tests.review.client import Client
from tests.review.quay import write_quay
from undercount.errors import InputError
from undercount.project import locked
from undercount.review import moved as moved_room
from undercount.review.moved import Moved
from undercount.review.running import Running
from undercount.workflow import pipeline
from undercount.workflow.deciding import decide, read_entries
from undercount.workflow.pipeline import run
from undercount.workflow.reconciling import family_answers


@pytest.fixture
def quay(tmp_path: Path) -> Path:
    """The project, run."""
    root = write_quay(tmp_path / "quay")
    run(root)
    return root


def _ended(look: Callable[[], dict[str, Any]], going: str) -> dict[str, Any]:
    """What is found when work has ended; a thread that never ends is a failure."""
    waiter = Event()
    for _ in range(1200):
        found = look()
        if found["state"] != going:
            return found
        waiter.wait(0.05)
    raise AssertionError(found)


def _figure(root: Path, value: float) -> str:
    (one,) = [
        entry.id
        for entry in read_entries(root)
        if entry.figure.value == value and entry.figure.origin == "hand"
    ]
    return one


def test_a_project_that_was_never_run(tmp_path: Path) -> None:
    moved = Moved(write_quay(tmp_path))
    found = _ended(moved.look, "working")
    assert found["state"] == "never"
    assert found["problems"][0]["hint"]
    run(tmp_path)
    assert _ended(moved.look, "working")["state"] == "ready"


def test_what_was_decided_moves_the_answer_as_a_run_would(quay: Path) -> None:
    moved = Moved(quay)
    before = _ended(moved.look, "working")
    (answer,) = before["answers"]
    assert before["unread"] == []
    assert answer["title"] == "People on the old quay"
    assert answer["day"] == "2021-06-01"
    assert not answer["moved"]
    assert answer["then"] == answer["now"]

    files = everything(quay)
    decide(quay, [_figure(quay, 620)], "rejected", by="Ann", why="copied")
    after = _ended(moved.look, "working")
    (answer,) = after["answers"]
    assert answer["moved"]
    assert answer["then"] == before["answers"][0]["then"]
    assert answer["now"]["figures"] == answer["then"]["figures"] - 1
    assert answer["now"]["median"] != answer["then"]["median"]
    # It only looks.
    assert everything(quay) == files

    run(quay)
    last = _ended(moved.look, "working")
    (answer,) = last["answers"]
    assert not answer["moved"]
    assert answer["then"] == after["answers"][0]["now"]
    assert last["contradictions"]["then"] == after["contradictions"]["now"]


def test_nothing_is_worked_out_twice(quay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    def counted(family: Any, *rest: Any) -> dict[str, dict[str, Any]]:
        worked.append(family[0].name)
        return family_answers(family, *rest)

    monkeypatch.setattr("undercount.workflow.would_be.family_answers", counted)
    moved = Moved(quay)
    _ended(moved.look, "working")
    assert worked == []  # the page's own answers
    one = _figure(quay, 620)
    for decision in ("rejected", "accepted", "rejected"):
        decide(quay, [one], decision, by="Ann", why="")
        for _ in range(3):
            _ended(moved.look, "working")
    assert worked == ["quay"]


def test_figures_nobody_accepted_move_nothing(quay: Path) -> None:
    moved = Moved(quay)
    read = [entry.id for entry in read_entries(quay) if entry.figure.origin != "hand"]
    decide(quay, read[:1], "unsure", by="Ann", why="")
    found = _ended(moved.look, "working")
    assert [answer["moved"] for answer in found["answers"]] == [False]


def test_what_only_a_run_can_tell_is_named(quay: Path) -> None:
    (quay / "documents" / "more.txt").write_text("The mayor counted 700 people on 1 June 2021.")
    moved = Moved(quay)
    assert _ended(moved.look, "working")["unread"] == [
        "read documents/more.txt",
        "import hand/figures.csv",
    ]


def test_small_numbers_are_not_told_here_either(quay: Path) -> None:
    settings = quay / "undercount.toml"
    settings.write_text(settings.read_text() + "[report]\nsuppress_below = 1000\n")
    run(quay)
    (answer,) = _ended(Moved(quay).look, "working")["answers"]
    assert answer["then"] == answer["now"] == {"few": 1000}


def test_a_refusal_is_told_with_its_reason(quay: Path) -> None:
    hand = [entry.id for entry in read_entries(quay) if entry.figure.quantity == "quay"]
    decide(quay, hand, "rejected", by="Ann", why="")
    (then, now) = sorted(
        _ended(Moved(quay).look, "working")["answers"], key=lambda one: one["day"], reverse=True
    )
    assert then["now"] is None
    assert now["then"] is None
    assert now["now"]["reason"]
    assert now["now"]["would_help"]


def test_a_failure_is_told(quay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise InputError("a file cannot be read", hint="Look at it")

    monkeypatch.setattr(moved_room, "would_be", fails)
    found = _ended(Moved(quay).look, "working")
    assert found["state"] == "failed"
    assert found["problems"] == [{"what": "a file cannot be read", "hint": "Look at it"}]


def test_a_run_from_the_browser(tmp_path: Path) -> None:
    root = write_quay(tmp_path / "quay")
    with serving(root, by="Ann") as served:
        client = Client(served.port).enter(served.address)
        home = client.get("/api/home").json
        assert home["report"] is None
        assert "no ledger yet" in home["queues"][0]["closed"][0]["what"]
        assert client.get("/report").status == 409
        assert client.get("/api/run").json["state"] == "idle"

        assert client.post("/api/run", {}).json["state"] == "running"
        found = _ended(lambda: client.get("/api/run").json, "running")
        assert found["state"] == "done"
        assert found["did"][-1] == "write the report"

        # The queue has opened, and the report is there: as a stranger that may run nothing.
        home = client.get("/api/home").json
        assert home["queues"][0]["waiting"] == 3
        assert home["report"]["stale"] is False
        shown = client.get("/report")
        assert shown.status == 200
        assert shown.body == (root / "reports" / "index.html").read_bytes()
        policy = shown.headers["content-security-policy"]
        assert policy.startswith("sandbox; default-src 'none'; ")
        assert "script" not in policy
        assert "allow" not in policy

        client.post("/api/run", {})
        again = _ended(lambda: client.get("/api/run").json, "running")
        assert again["did"] == []
        one = client.get("/api/figures/ids").json["ids"][0]
        sent = {"key": "k", "id": one, "decision": "accepted"}
        assert client.post("/api/figures/decisions", sent).status == 200
        assert client.get("/api/home").json["report"]["stale"] is True


def test_one_run_at_a_time(quay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held, runs = Event(), []

    def slow(path: Path, tell: Callable[[str, int, int | None], None]) -> None:
        runs.append(path)
        tell("read documents/news.txt", 0, 9)
        held.wait(60)
        raise InputError("stopped")

    monkeypatch.setattr(pipeline, "run", slow)
    running = Running(quay)
    for _ in range(5):
        running.start()
    _ended(running.look, "idle")
    while not runs or not running.look()["step"]:
        Event().wait(0.01)
    told = running.look()
    assert (told["state"], told["step"], told["of"]) == ("running", "read documents/news.txt", 9)
    held.set()
    found = _ended(running.look, "running")
    assert len(runs) == 1
    assert found["problems"] == [{"what": "stopped", "hint": ""}]


def test_a_run_elsewhere_is_told(quay: Path) -> None:
    running = Running(quay)
    with locked(quay):
        running.start()
        found = _ended(running.look, "running")
    assert found["state"] == "failed"
    assert "another run is at work" in json.dumps(found["problems"])
