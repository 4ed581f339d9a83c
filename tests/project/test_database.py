"""How files of decisions are opened while others open them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from undercount.project.database import marks

MAKE = "BEGIN; CREATE TABLE t (x); PRAGMA application_id = 7; PRAGMA user_version = 2; COMMIT;"


@pytest.mark.parametrize("moment", ["BEGIN", "sqlite_schema", "application_id", "user_version"])
def test_marks_are_of_one_moment(tmp_path: Path, moment: str) -> None:
    """Another process makes the tables between any two of the readings."""
    file = tmp_path / "decisions.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as one:
        one.execute("PRAGMA journal_mode = WAL")

        def make(statement: str) -> None:
            if moment in statement:
                one.set_trace_callback(None)
                with closing(sqlite3.connect(file)) as other:
                    other.executescript(MAKE)

        one.set_trace_callback(make)
        assert marks(one) in {(0, 0, 0), (7, 2, 1)}
        assert marks(one) == (7, 2, 1)
