"""A file of tracing that an older version made: brought to this one, with nothing lost."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trace.made import PEOPLE, PURPOSE, YES, decide
from undercount.trace.schema import VERSION
from undercount.trace.store import Store

_TABLES = ("records", "imports", "consents", "decisions", "log", "ranked", "suggestions")
_FACTS = ("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb")


@pytest.fixture
def old(path: Path) -> Path:
    """A file of version 1 in which two people have signed a match. Names are invented."""
    script = Path(__file__).with_name("version_1.sql").read_text(encoding="utf-8")
    with sqlite3.connect(path) as connection:
        connection.executescript(script)
        for place, (kind, number) in enumerate((("case", "c1"), ("request", "r1"))):
            fields = json.dumps({"id": number, "name": "Yonas", **YES})
            connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, 'f.csv', 2, ?, ?)",
                (kind, number, fields, _FACTS[place], place),
            )
            connection.execute(
                'INSERT INTO consents (kind, id, consent, purpose, "at") VALUES (?, ?, ?, ?, ?)',
                (kind, number, "yes", PURPOSE, "2016-10-01"),
            )
        for by in PEOPLE:
            connection.execute(
                'INSERT INTO decisions (case_id, request_id, decision, "by", why, "at", '
                "case_facts, request_facts) VALUES ('c1', 'r1', 'accept', ?, 'seen', 'then', ?, ?)",
                (by, *_FACTS),
            )
            connection.execute(
                'INSERT INTO log ("at", "by", action, case_id, why) '
                "VALUES ('then', ?, 'decide: accept', 'c1', 'seen')",
                (by,),
            )
    connection.close()
    return path


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    columns = {"decisions": 'n, case_id, request_id, decision, "by", why, "at", case_facts'}
    made = {
        table: connection.execute(f"SELECT {columns.get(table, '*')} FROM {table}").fetchall()
        for table in _TABLES
    }
    connection.close()
    return made


def test_nothing_is_lost_and_what_held_holds(old: Path) -> None:
    before = _rows(old)
    with Store(old) as store:
        assert store.states().of("c1", "r1").standing == "match"
        assert store.undo("c1", "r1", by="bo", why="x", people=PEOPLE).standing == "signed"
        assert decide(store, "c1", "r1", "accept", "bo") == "match"
        assert len(store.entries()) == 4
    after = _rows(old)
    assert {table: rows[: len(before[table])] for table, rows in after.items()} == before
    assert old.stat().st_mode & 0o777 == 0o600


def test_reading_an_old_file_leaves_it_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    with Store(old, write=False) as store:
        assert store.states().of("c1", "r1").standing == "match"
        assert len(store.entries("c1")) == 2
    assert old.read_bytes() == before


def test_an_old_file_is_still_never_changed(old: Path) -> None:
    with Store(old) as store:
        for words in ("DELETE FROM decisions", "UPDATE decisions SET why = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="append another"):
                store._connection.execute(words)


def test_several_who_open_an_old_file_at_once_find_it_brought_up(old: Path) -> None:
    code = (
        "import sys\nfrom tests.trace.made import *\n"
        "with Store(sys.argv[1]) as store:\n"
        "    store.log('look', by='amal', why='x')\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(old)], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    with Store(old, write=False) as store:
        assert store._rows("PRAGMA user_version")[0][0] == VERSION
        assert len(store.entries()) == 4
