"""Which status an error has: the browser sends again, or never again, by it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from undercount.errors import BusyError, InputError, MissingFileError
from undercount.project.database import in_words
from undercount.review.answer import BUSY, MISSING, WRONG, failed


def test_a_full_disk_is_no_fault_of_the_decision(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.execute("CREATE TABLE judgements (why TEXT)")
        connection.execute("PRAGMA max_page_count = 2")
        with pytest.raises(InputError, match="full") as caught, in_words("l", "ledger", "writing"):
            connection.execute("INSERT INTO judgements VALUES (?)", ("x" * 100_000,))
    answer = failed(caught.value)
    assert answer.status_code == BUSY
    assert b"database or disk is full" in answer.body


def test_each_error_has_its_status() -> None:
    assert failed(BusyError("held")).status_code == BUSY
    assert failed(MissingFileError("not run")).status_code == MISSING
    assert failed(InputError("no such figure")).status_code == WRONG
