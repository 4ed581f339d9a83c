from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.ledger.conftest import reading, span
from undercount.errors import InputError
from undercount.ledger import Ledger

A, B, C = "A. Tester", "B. Tester", "C. Tester"


def _decision(ledger: Ledger) -> str:
    return ledger.entries()[0].decision


def test_the_same_key_again_appends_nothing(ledger: Ledger, name: str) -> None:
    for _ in range(3):
        assert ledger.judge([name], "accepted", by=A, why="", key="k1") == (name,)
    changes = {"place": None, "claimant": span("kitchen of Halden")}
    for _ in range(2):
        ledger.judge([name], "corrected", by=A, why="", key="k2", changes=changes)
    for _ in range(2):
        assert ledger.undo("k2", by=A, key="k3") == name
    assert [made.decision for made in ledger.history()] == ["accepted", "corrected", "undone"]


@pytest.mark.parametrize(
    ("decision", "by"), [("rejected", A), ("accepted", B)], ids=["other decision", "other person"]
)
def test_a_key_is_not_used_for_another_decision(
    ledger: Ledger, name: str, decision: str, by: str
) -> None:
    ledger.judge([name], "accepted", by=A, why="", key="k")
    with pytest.raises(InputError, match="key was used before"):
        ledger.judge([name], decision, by=by, why="", key="k")  # type: ignore[arg-type]  # a word
    assert len(ledger.history()) == 1


def test_a_key_names_one_figure(ledger: Ledger, name: str) -> None:
    with pytest.raises(InputError, match="one figure"):
        ledger.judge([name, name], "accepted", by=A, why="", key="k")


def test_what_holds_is_the_latest_that_nobody_took_back(ledger: Ledger, name: str) -> None:
    ledger.judge([name], "accepted", by=A, why="", key="a")
    ledger.judge([name], "rejected", by=B, why="", key="b")
    assert _decision(ledger) == "rejected"
    ledger.undo("b", by=B)
    assert _decision(ledger) == "accepted"
    ledger.judge([name], "unsure", by=A, why="", key="c")
    ledger.undo("c", by=A)
    assert _decision(ledger) == "accepted"
    ledger.undo("a", by=A)
    assert _decision(ledger) == "suggested"
    assert ledger.lapsed() == ()
    assert [(made.key, made.undone) for made in ledger.history() if made.key] == [
        ("a", True), ("b", True), ("c", True),
    ]  # fmt: skip


def test_nobody_takes_back_what_another_decided(ledger: Ledger, name: str) -> None:
    ledger.judge([name], "accepted", by=A, why="", key="a")
    with pytest.raises(InputError, match="Tester decided that"):
        ledger.undo("a", by=B)
    ledger.undo("a", by=A)
    with pytest.raises(InputError, match="taken back before"):
        ledger.undo("a", by=A, key="another")
    for nothing in ("nope", 99, 2):  # the second row is itself an undoing
        with pytest.raises(InputError, match="could be taken back"):
            ledger.undo(nothing, by=A)
    assert len(ledger.history()) == 2


def test_the_file_itself_refuses_what_another_program_might_write(
    ledger: Ledger, name: str
) -> None:
    ledger.judge([name], "accepted", by=A, why="", key="a")
    row = (name, B, "", "2026-01-01T00:00:00+00:00", "{}")
    insert = (
        'INSERT INTO judgements (figure, decision, "by", why, "at", seen, {}) '
        "VALUES (?, {}, ?, ?, ?, ?, {})"
    )
    with closing(sqlite3.connect(ledger.path)) as other:
        for columns, decision, value, why in (
            ("undoes", "'undone'", "1", "her own only"),
            ("key", "'undone'", "'x'", "CHECK"),
            ("key", "'accepted'", "'a'", "UNIQUE"),
            ("changes", "'corrected'", "'{}'", "CHECK"),
            ("key", "'maybe'", "'y'", "CHECK"),
        ):
            with pytest.raises(sqlite3.IntegrityError, match=why):
                other.execute(insert.format(columns, decision, value), row)
    assert len(ledger.history()) == 1


def test_versions_are_what_each_person_holds_now(ledger: Ledger, name: str) -> None:
    ledger.judge([name], "accepted", by=A, why="read it", key="a")
    ledger.judge([name], "corrected", by=B, why="", changes={"unit": "household"})
    ledger.judge([name], "rejected", by=A, why="a boat list")
    held = ledger.versions(name)
    assert [(by, version.decision) for by, version in held.items()] == [
        (B, "corrected"), (A, "rejected"),
    ]  # fmt: skip
    assert held[B].changes == {"unit": "household"}
    # "suggested", as older versions wrote for undo, takes back all.
    ledger.judge([name], "suggested", by=C, why="")
    assert ledger.versions(name) == {}
    assert _decision(ledger) == "suggested"
    assert ledger.versions("nope") == {}


def test_history_is_whole_and_in_order(ledger: Ledger, name: str) -> None:
    ledger.judge([name], "accepted", by=A, why="read it")
    ledger.judge([name], "rejected", by=B, why="")
    first, second = ledger.history([name, name])
    assert (first.id, first.by, first.decision, first.why) == (1, A, "accepted", "read it")
    assert (second.id, second.figure, second.undone, second.lapsed) == (2, name, False, False)
    assert ledger.history(["nope"]) == ()
    assert ledger.history([]) == ()


def test_what_is_read_otherwise_ends_a_decision_and_the_earlier_one_may_hold_again(
    ledger: Ledger, name: str
) -> None:
    """Whoever saw the figure as it is read today decides, though another decided later."""
    ledger.judge([name], "accepted", by=A, why="")
    ledger.put_reading(reading(claimant="somebody else"))
    assert (_decision(ledger), ledger.lapsed()) == ("suggested", (name,))
    assert ledger.versions(name) == {}
    ledger.judge([name], "rejected", by=B, why="")
    assert (_decision(ledger), ledger.lapsed()) == ("rejected", ())
    ledger.put_reading(reading())
    assert (_decision(ledger), ledger.lapsed()) == ("accepted", ())
    assert [made.lapsed for made in ledger.history()] == [False, True]


@pytest.mark.parametrize("decision", ["undone", "perhaps", ""])
def test_only_decisions_are_judged(ledger: Ledger, name: str, decision: str) -> None:
    with pytest.raises(InputError, match="is no decision"):
        ledger.judge([name], decision, by=A, why="")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InputError, match="--by"):
        ledger.undo("k", by="  ")
