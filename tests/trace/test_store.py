"""The file of tracing: closed to others, whole after a kill, added to and never rewritten."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from tests.trace.made import (
    ASKS,
    DAY,
    OTHER,
    PEOPLE,
    PURPOSE,
    SABA,
    YONAS,
    allowed,
    bring,
    decide,
    incoming,
    keep,
)
from undercount.errors import InputError, MissingFileError
from undercount.trace.store import Store
from undercount.trace.suggestion import CaseSuggestions, Suggestion

NAMES = ("Yonas", "Tesfagiorgis", "Saba", "Weldemikael", "Hiwot")


def test_what_is_imported_is_there_in_the_order_of_the_file(store: Store) -> None:
    told = store.people("case")
    assert told["id"].to_pylist() == ["c1", "c2"]
    assert told["name"].to_pylist() == [YONAS["name"], SABA["name"]]
    assert (told["file"][0].as_py(), told["line"].to_pylist()) == ("f.csv", [2, 3])


def test_an_import_tells_what_is_new_changed_and_gone(store: Store) -> None:
    now = incoming("case", YONAS | {"sex": "m"}, {"id": "c3", "name": "Omar"}, mark="m2")
    change = store.import_people(now, by="amal", purpose=PURPOSE, day=DAY)
    assert (change.new, change.changed, change.gone, change.same) == (1, 1, 1, 0)
    again = store.import_people(now, by="amal", purpose=PURPOSE, day=DAY)
    assert (again.new, again.changed, again.gone, again.same) == (0, 0, 0, 2)
    assert store.unchanged("case", "m2", purpose=PURPOSE, day=DAY)
    assert not store.unchanged("case", "m2", purpose="health", day=DAY)
    assert not store.unchanged("case", "m2", purpose=PURPOSE, day=date(2017, 7, 1))
    assert not store.unchanged("case", "m3", purpose=PURPOSE, day=DAY)


@pytest.mark.parametrize(
    "answer",
    [
        {"consent": "no"},
        {"consent": ""},
        {"consent": "perhaps"},
        {"purpose": "health"},
        {"purpose": ""},
        {"until": "2016-10-23"},
        {"until": "next year"},
    ],
)
def test_nothing_of_somebody_without_consent_is_in_the_file(
    path: Path, answer: dict[str, str]
) -> None:
    with Store(path) as store:
        bring(store, "case", YONAS | answer, SABA)
        told = store.people("case")
        assert told["name"].to_pylist() == [None, SABA["name"]]
        assert allowed(store, "case").people.ids == ["c2"]
    assert b"Tesfagiorgis" not in path.read_bytes()


def test_a_name_that_has_gone_is_in_no_free_page(path: Path, store: Store) -> None:
    keep(store, ("c1", "r1"))
    store.keep_prepared("request", "k", b"Hiwot")
    bring(store, "case", SABA)
    bring(store, "request", OTHER)
    assert store.prepared("request", "k") is None
    assert store.suggestions(purpose=PURPOSE, day=DAY) == ()
    store.__exit__()
    assert b"Weldemikael" in path.read_bytes()
    assert b"Tesfagiorgis" not in path.read_bytes()
    assert b"Hiwot" not in path.read_bytes()


def test_the_file_and_what_lies_beside_it_are_closed_to_others(path: Path) -> None:
    before = os.umask(0)
    try:
        with Store(path) as store:
            bring(store, "case", YONAS)
            beside = sorted(path.parent.iterdir())
            assert [file.name for file in beside] == [
                path.name,
                f"{path.name}-shm",
                f"{path.name}-wal",
            ]
            assert {file.stat().st_mode & 0o777 for file in beside} == {0o600}
        assert path.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_no_name_is_written_anywhere_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = path.parent / "temporary"
    elsewhere.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(elsewhere))
    opened: list[str] = []
    many = [{"id": f"c{n}", "name": "Tesfagiorgis " * 200} for n in range(2000)]
    with Store(path) as store:
        bring(store, "case", *many)
        assert store._connection.execute("PRAGMA temp_store").fetchone()[0] == 2
        # The files SQLite holds open, taken out of their folder or not.
        held = Path("/proc/self/fd")
        rows = store._connection.execute("SELECT * FROM records ORDER BY fields DESC")
        rows.fetchone()
        if held.is_dir():
            opened = [os.readlink(file) for file in held.iterdir() if file.is_symlink()]
    assert not [file for file in opened if "temporary" in file or "etilqs" in file]


def test_a_file_that_was_opened_to_others_is_closed_again(path: Path, store: Store) -> None:
    path.chmod(0o644)
    with Store(path, write=False):
        assert path.stat().st_mode & 0o777 == 0o600


def test_reading_changes_nothing(path: Path, store: Store) -> None:
    with Store(path, write=False) as looking:
        assert len(looking.people("case")) == 2
        with pytest.raises(InputError, match="cannot be opened or written"):
            bring(looking, "case", SABA)


def test_where_nothing_is_there_is_nothing_to_read(path: Path) -> None:
    with pytest.raises(MissingFileError, match="undercount trace"):
        Store(path, write=False)
    assert not path.exists()


@pytest.mark.parametrize("table", ["log", "decisions", "consents"])
def test_what_is_appended_is_never_changed_deleted_or_replaced(
    path: Path, store: Store, table: str
) -> None:
    decide(store, "c1", "r1", "accept")
    with sqlite3.connect(path, isolation_level=None) as other:
        columns = [row[1] for row in other.execute(f"PRAGMA table_info({table})")]
        row = other.execute(f"SELECT * FROM {table}").fetchone()
        marks = ", ".join("?" * len(columns))
        for words in (
            f"UPDATE {table} SET \"at\" = 'then'",
            f"DELETE FROM {table}",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append another"):
                other.execute(words)
        with pytest.raises(sqlite3.IntegrityError, match="append another"):
            other.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)
    other.close()


def test_a_ranking_is_kept_and_each_case_it_compared_is_logged(store: Store) -> None:
    keep(store, ("c1", "r1"), ("c1", "r2"), ("c2", "r1"))
    first, second = store.suggestions(purpose=PURPOSE, day=DAY)
    assert [one.request for one in first.suggestions] == ["r1", "r2"]
    assert first.suggestions[0].reasons[0]["words"] == "the same name"
    assert (second.case, second.none) == ("c2", 0.4)
    compared = [entry for entry in store.entries() if entry.action == "compare"]
    assert [(entry.case, entry.number, entry.by, entry.why) for entry in compared] == [
        ("c1", 2, "amal", "weekly round"),
        ("c2", 2, "amal", "weekly round"),
    ]
    assert store.entries("c2") == (compared[1],)


def test_ranking_one_case_leaves_the_others(store: Store) -> None:
    keep(store, ("c1", "r1"), ("c2", "r1"))
    keep(store, ("c2", "r2"))
    kept = {one.case: one for one in store.suggestions(purpose=PURPOSE, day=DAY)}
    assert [one.request for one in kept["c1"].suggestions] == ["r1"]
    assert [one.request for one in kept["c2"].suggestions] == ["r2"]


def test_who_is_not_allowed_cannot_be_kept_and_is_not_logged(path: Path) -> None:
    with Store(path) as store:
        bring(store, "case", YONAS, SABA | {"consent": "no"})
        bring(store, "request", ASKS, OTHER | {"until": "2016-01-01"})
        for pair in (("c2", "r1"), ("c1", "r2")):
            with pytest.raises(ValueError, match="without consent"):
                keep(store, pair)
        assert [entry.action for entry in store.entries()] == ["import", "import"]


def test_consent_that_ended_since_the_ranking_is_not_shown(store: Store) -> None:
    keep(store, ("c1", "r1"))
    assert store.suggestions(purpose=PURPOSE, day=date(2017, 6, 30))
    assert store.suggestions(purpose=PURPOSE, day=date(2017, 7, 1)) == ()
    assert store.suggestions(purpose="health", day=DAY) == ()


def test_a_log_without_who_or_why_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match=r"(?s)who looks.*why"):
        store.log("look", by=" ", why="")
    assert "look" not in {entry.action for entry in store.entries()}


def test_what_was_prepared_is_kept_by_its_mark(store: Store) -> None:
    data = os.urandom(100) * (1 << 18)
    store.keep_prepared("request", "k", data)
    assert store.prepared("request", "k") == data
    assert store.prepared("request", "other") is None
    store.keep_prepared("request", "other", b"")
    assert store.prepared("request", "k") is None
    assert store.prepared("request", "other") == b""
    store.keep_prepared("request", "k", b"index", "tracer")
    assert store.prepared("request", "k", "tracer") == b"index"
    assert store.prepared("request", "other") == b""
    bring(store, "request", ASKS)
    assert store.prepared("request", "k", "tracer") is None


def test_a_decision_tells_everything_that_is_wrong_and_appends_nothing(store: Store) -> None:
    with pytest.raises(InputError) as error:
        store.decide(
            "c9", "r9", "maybe", by="eve", why=" ", people=PEOPLE, purpose=PURPOSE, day=DAY
        )
    told = str(error.value)
    for words in ('"eve" may not decide', "amal, bo", '"maybe"', "its reason", '"c9"', '"r9"'):
        assert words in told
    assert store.decisions() == ()


def test_no_decision_brings_people_together_without_consent(path: Path) -> None:
    with Store(path) as store:
        bring(store, "case", YONAS)
        bring(store, "request", ASKS | {"consent": "no"})
        for decision in ("accept", "ask"):
            with pytest.raises(InputError, match="consent refused"):
                decide(store, "c1", "r1", decision)
        assert decide(store, "c1", "r1", "reject") == "rejected"


def test_suggestions_and_log_hold_no_name(store: Store) -> None:
    keep(store, ("c1", "r1"))
    decide(store, "c1", "r1", "accept")
    shown = repr((store.suggestions(purpose=PURPOSE, day=DAY), store.entries(), store.states()))
    assert not any(name in shown for name in NAMES)


def test_found_is_in_the_order_it_was_given(store: Store) -> None:
    found = [CaseSuggestions("c2", 0.9), CaseSuggestions("c1", 0.1, (Suggestion("r1", 0.9),))]
    store.keep_suggestions(
        found,
        cases=allowed(store, "case"),
        requests=allowed(store, "request"),
        by="amal",
        why="round",
    )
    assert [one.case for one in store.suggestions(purpose=PURPOSE, day=DAY)] == ["c2", "c1"]


def test_where_nobody_agreed_nobody_is_compared_and_nothing_breaks(path: Path) -> None:
    with Store(path) as store:
        bring(store, "case", YONAS | {"consent": "no"}, SABA | {"until": "2016-01-01"})
        assert len(allowed(store, "case")) == 0
        assert allowed(store, "case").refused == {"refused": 1, "expired": 1}
        assert len(allowed(store, "request")) == 0
        assert store.suggestions(purpose=PURPOSE, day=DAY) == ()
