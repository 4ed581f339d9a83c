"""A ledger made by an older version keeps every row and every judgement.

`versions/` holds ledgers as those versions made them, not ours taken back.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from undercount.errors import InputError
from undercount.ledger import Ledger
from undercount.ledger.schema import VERSION

FILES = {int(path.stem): path for path in (Path(__file__).parent / "versions").glob("*.sql")}
OLD = sorted(FILES)


def _made(version: int, folder: Path) -> Path:
    path = folder / "ledger.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FILES[version].read_text(encoding="utf-8"))
    return path


def _rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, by table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY rowid")]
            for (name,) in names.fetchall()
        }


def test_every_version_has_its_ledger() -> None:
    assert list(range(1, VERSION)) == OLD


@pytest.mark.parametrize("version", OLD)
def test_no_row_and_no_cell_of_an_old_ledger_is_lost(version: int, tmp_path: Path) -> None:
    path = _made(version, tmp_path)
    before = _rows(path)
    Ledger(path).__exit__()
    after = _rows(path)
    assert len(before["judgements"]) == 5
    for table, rows in before.items():
        assert len(after[table]) == len(rows), table
        for row, kept in zip(rows, after[table], strict=True):
            assert row.items() <= kept.items(), table


@pytest.mark.parametrize("version", OLD)
def test_an_upgraded_ledger_is_the_one_we_make(version: int, tmp_path: Path) -> None:
    """The same columns in each table, and the same triggers and indices."""
    old, new = _made(version, tmp_path), tmp_path / "new.db"
    for path in (old, new):
        Ledger(path).__exit__()

    def parts(path: Path) -> tuple[set[object], dict[object, set[object]]]:
        with closing(sqlite3.connect(path)) as connection:
            named = connection.execute("SELECT type, name FROM sqlite_schema").fetchall()
            tables = [name for kind, name in named if kind == "table"]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return set(named), {
                table: {row[1:4] for row in connection.execute(f"PRAGMA table_info({table})")}
                for table in tables
            }

    assert parts(old) == parts(new)


@pytest.mark.parametrize("version", OLD)
def test_decisions_of_an_old_ledger_hold_and_people_go_on_deciding(
    version: int, tmp_path: Path
) -> None:
    with Ledger(_made(version, tmp_path)) as ledger:
        people, dogs, typed = ledger.entries()
        assert (people.decision, dogs.decision, typed.decision) == (
            "unsure", "rejected", "accepted",
        )  # fmt: skip
        assert ledger.lapsed() == ()
        assert {by: held.decision for by, held in ledger.versions(people.id).items()} == {
            "A. Tester": "accepted", "B. Tester": "unsure",
        }  # fmt: skip
        ledger.undo(3, by="B. Tester")
        assert ledger.entries()[0].decision == "accepted"
        ledger.judge([dogs.id], "corrected", by="A. Tester", why="", changes={"unit": "other"})
        assert ledger.entries()[1].figure.unit == "other"


@pytest.mark.parametrize("version", [0, *OLD])
def test_many_who_open_a_ledger_at_once_bring_it_up_to_date_once(
    version: int, tmp_path: Path
) -> None:
    path = _made(version, tmp_path) if version else tmp_path / "ledger.db"
    together = Barrier(6)

    def opened(_: int) -> str:
        together.wait()
        with Ledger(path) as ledger:
            return ledger.identity

    with ThreadPoolExecutor(6) as people:
        assert len(set(people.map(opened, range(6)))) == 1
    with Ledger(path, write=False) as ledger:
        assert len(ledger.history()) == (5 if version else 0)


@pytest.mark.parametrize("version", OLD)
def test_looking_at_an_old_ledger_changes_nothing(version: int, tmp_path: Path) -> None:
    path = _made(version, tmp_path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="older version"):
        Ledger(path, write=False)
    assert path.read_bytes() == before
