"""The file of tracing when something goes wrong: whole after a kill, others' files untouched."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trace.made import (
    YONAS,
    bring,
    decide,
)
from undercount.errors import BusyError, InputError
from undercount.trace.store import Store


def test_an_import_that_fails_leaves_what_was_there(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        bring(store, "case", {"id": "c9", "name": "Omar"}, {"id": "", "name": "Nobody"})
    assert store.people("case")["id"].to_pylist() == ["c1", "c2"]


def _killed(path: Path, words: str) -> None:
    """Run words in a process that is killed (-9) at the end of them."""
    code = (
        "import os, sys\nfrom tests.trace.made import *\n"
        f"store = Store(sys.argv[1])\n{words}\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_kill_loses_nothing_acknowledged(path: Path) -> None:
    _killed(
        path,
        "bring(store, 'case', {'id': 'c1', 'name': 'Yonas'})\n"
        "bring(store, 'request', {'id': 'r1', 'name': 'Yonas'})\n"
        "decide(store, 'c1', 'r1', 'accept')",
    )
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    with Store(path, write=False) as store:
        assert [one.by for one in store.decisions()] == ["amal"]
        assert store.people("case")["id"].to_pylist() == ["c1"]


@pytest.mark.parametrize("after", [1, 3, 5, 8])
def test_a_kill_within_an_import_leaves_all_or_nothing(
    path: Path, store: Store, after: int
) -> None:
    _killed(
        path,
        "steps = iter(range(1000))\n"
        "store._connection.set_trace_callback(\n"
        f"    lambda _: next(steps) >= {after} and os.kill(os.getpid(), 9)\n"
        ")\n"
        "bring(store, 'case', *({'id': f'n{i}', 'name': 'Omar'} for i in range(50)))",
    )
    assert store.people("case")["id"].to_pylist() == ["c1", "c2"]
    bring(store, "case", YONAS)
    assert store.people("case")["id"].to_pylist() == ["c1"]


def test_a_kill_within_a_decision_leaves_none_of_it(path: Path, store: Store) -> None:
    _killed(
        path,
        "steps = iter(range(1000))\n"
        "store._connection.set_trace_callback(\n"
        "    lambda words: 'INSERT INTO log' in words and os.kill(os.getpid(), 9)\n"
        ")\n"
        "decide(store, 'c1', 'r1', 'accept')",
    )
    assert store.decisions() == ()
    assert not [entry for entry in store.entries() if entry.action.startswith("decide")]


def test_a_file_that_is_no_file_of_tracing_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"not a database, by any means" * 100)
    for write in (True, False):
        with pytest.raises(InputError, match=r"damaged .*Keep the file"):
            Store(path, write=write)
    assert path.read_bytes().startswith(b"not a database")


def test_another_programs_file_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match="not a file of tracing"):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_that_another_program_holds_is_busy_not_broken(path: Path, store: Store) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store._connection.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(BusyError, match="another program"):
        decide(store, "c1", "r1", "accept")
    other.execute("ROLLBACK")
    other.close()
    assert decide(store, "c1", "r1", "accept") == "signed"


def test_a_file_of_a_newer_version_is_left_alone(path: Path, store: Store) -> None:
    store._connection.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="newer version"):
        Store(path)


def test_what_was_acknowledged_before_a_kill_from_outside_is_there(
    path: Path, store: Store
) -> None:
    code = (
        "import sys\nfrom tests.trace.made import *\n"
        "with Store(sys.argv[1]) as store:\n"
        "    for number in range(10_000):\n"
        "        store.decide('c1', 'r1', 'ask', by='bo', why=str(number), people=PEOPLE,\n"
        "                     purpose=PURPOSE, day=DAY)\n"
        "        print(number, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(25)]
        process.kill()
        acknowledged += process.stdout.read().split()
    kept = [one.why for one in store.decisions()]
    # One more may have been written and not yet told.
    assert kept[: len(acknowledged)] == acknowledged
    assert len(kept) <= len(acknowledged) + 1
    assert len([one for one in store.entries() if one.action == "decide: ask"]) == len(kept)


def test_two_who_open_a_new_file_at_once_both_find_it_made(path: Path) -> None:
    code = (
        "import sys\nfrom tests.trace.made import *\n"
        "with Store(sys.argv[1]) as store:\n"
        "    store.log('look', by='amal', why='x')\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    with Store(path, write=False) as store:
        assert len(store.entries()) == 2


def test_a_full_disk_is_told_and_leaves_what_was_there(store: Store) -> None:
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    many = [{"id": f"n{number}", "name": "Omar " * 20} for number in range(500)]
    with pytest.raises(InputError, match="full"):
        bring(store, "case", *many)
    assert store.people("case")["id"].to_pylist() == ["c1", "c2"]
    assert decide(store, "c1", "r1", "ask") == "asked"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be made"):
        Store(tmp_path / "none" / "tracing.db")
