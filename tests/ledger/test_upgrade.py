"""A ledger made by an older version keeps every row and every judgement."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from undercount.errors import InputError
from undercount.ledger import Ledger
from undercount.ledger.records import Figure, Reading

_NEW = {
    "figures": ("relay", "directness", "place_role", "country", "region", "period_accuracy",
                "period_anchor", "spans", "confidences", "published"),
    "statements": ("organisation", "speaker_start", "speaker_end", "cue_start", "cue_end"),
    "documents": ("pages",),
}  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger with one judged figure, taken back to the tables of version 1."""
    path = tmp_path / "ledger.db"
    figure = Figure(
        surface="40", value=40, low=40, high=40, document="a.txt", start=0, end=2,
        sentence_start=0, sentence_end=9,
    )  # fmt: skip
    with Ledger(path) as ledger:
        ledger.put_reading(Reading("a.txt", "0", "40 people", figures=(figure,)))
        ledger.judge([ledger.entries()[0].id], "accepted", by="simulated", why="")
    with sqlite3.connect(path) as connection:
        for table, names in _NEW.items():
            for name in names:
                connection.execute(f'ALTER TABLE {table} DROP COLUMN "{name}"')
        connection.executescript("DROP TABLE derived; PRAGMA user_version = 1;")
    connection.close()
    return path


def test_an_old_ledger_keeps_its_judgements(old: Path) -> None:
    with Ledger(old) as ledger:
        (entry,) = ledger.entries()
        assert entry.decision == "accepted"
        assert entry.figure.spans == {}
        assert entry.figure.directness == "unsourced"
        assert ledger.lapsed() == ()


def test_a_ledger_of_the_second_version_learns_the_day_of_print(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.put_hand_figures([Figure(surface="40", value=40, low=40, high=40, origin="hand")])
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "ALTER TABLE figures DROP COLUMN published; PRAGMA user_version = 2;"
        )
    connection.close()
    with Ledger(path) as ledger:
        (entry,) = ledger.entries()
        assert entry.figure.value == 40
        assert entry.published is None


def test_looking_at_an_old_ledger_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(InputError, match="older version"):
        Ledger(old, write=False)
    assert old.read_bytes() == before
