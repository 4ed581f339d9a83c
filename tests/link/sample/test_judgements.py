"""Judgements on pairs: appended once, taken back, never changed; and what a sheet adds."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.errors import InputError
from undercount.link.judged import Answer, Judgement, PairKey, latest, news
from undercount.link.judgements import JUDGEMENTS, Judgements, judgements_in

PAIR = PairKey("clinic", "C1", "census", "7")
OTHER = PairKey("clinic", "C2", "census", "7")
LINKAGE = "abcd1234"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / JUDGEMENTS


def judge(path: Path, word: str, by: str = "Ann", key: str | None = None) -> None:
    with Judgements(path, LINKAGE) as file:
        file.judge(PAIR, word, by=by, why="", key=key)


def words(path: Path) -> dict[PairKey, dict[str, str]]:
    return latest(judgements_in(path.parent, LINKAGE))


def test_each_person_holds_their_latest(path: Path) -> None:
    for word, by in (("yes", "Ann"), ("no", "Bea"), ("unsure", "Ann")):
        judge(path, word, by)
    assert words(path) == {PAIR: {"Bea": "no", "Ann": "unsure"}}
    assert [one.decision for one in judgements_in(path.parent, LINKAGE)] == ["yes", "no", "unsure"]


def test_what_is_taken_back_gives_way_to_what_was_before(path: Path) -> None:
    judge(path, "yes", key="k1")
    judge(path, "no", key="k2")
    with Judgements(path, LINKAGE) as file:
        file.undo(PAIR, by="Ann", why="a slip", key="k3", undoes="k2")
        file.undo(PAIR, by="Ann", why="a slip", key="k3", undoes="k2")
        assert latest(file.all()) == {PAIR: {"Ann": "yes"}}
        with pytest.raises(InputError, match="Only one's own"):
            file.undo(PAIR, by="Bea", why="", key=None)
        file.undo(PAIR, by="Ann", why="", key=None)
        assert latest(file.all()) == {}
        assert len(file.all()) == 4


def test_another_linkage_has_judgements_of_its_own(path: Path) -> None:
    judge(path, "yes")
    assert judgements_in(path.parent, "00000000") == ()
    with Judgements(path, "00000000") as file:
        file.judge(PAIR, "no", by="Ann", why="", key=None)
    assert words(path) == {PAIR: {"Ann": "yes"}}


@pytest.mark.parametrize(("word", "by"), [("one", "Ann"), ("undone", "Ann"), ("yes", " ")])
def test_what_is_no_judgement_is_refused(path: Path, word: str, by: str) -> None:
    with pytest.raises(InputError):
        judge(path, word, by)
    assert judgements_in(path.parent, LINKAGE) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE judgements SET decision = 'no'",
        "DELETE FROM judgements",
        "INSERT OR REPLACE INTO judgements SELECT * FROM judgements",
        "INSERT OR REPLACE INTO judgements (linkage, list_1, record_1, list_2, record_2, decision, "
        '"by", why, "at", sheet, key) '
        "VALUES ('x', 'a', 'b', 'c', 'd', 'no', 'E', '', '', 0, 'k1')",
    ],
)
def test_a_judgement_is_never_changed_deleted_or_replaced(path: Path, statement: str) -> None:
    judge(path, "yes", key="k1")
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append another"):
        connection.execute(statement)
    connection.close()


def test_the_file_and_what_lies_beside_it_are_closed_to_others(path: Path) -> None:
    before = os.umask(0)
    try:
        with Judgements(path, LINKAGE) as file:
            file.judge(PAIR, "yes", by="Ann", why="", key=None)
            made = sorted(path.parent.iterdir())
            assert [it.stat().st_mode & 0o777 for it in made] == [0o600] * 3
    finally:
        os.umask(before)


def test_another_programs_file_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match="not a file of judgements"):
        judge(path, "yes")
    assert path.read_bytes() == before


def test_many_at_once_append_each_once(path: Path) -> None:
    keys = [f"k{number}" for number in range(40)] * 2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: judge(path, "yes", f"P{key}", key), keys))
    assert len(judgements_in(path.parent, LINKAGE)) == 40


def test_a_kill_loses_nothing_acknowledged(path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom undercount.link.judgements import *\n"
        "from undercount.link.judged import PairKey\n"
        "with Judgements(Path(sys.argv[1]), 'abcd1234') as file:\n"
        "    for number in range(10_000):\n"
        "        file.judge(PairKey('a', str(number), 'b', 'c'), 'yes', by='A', why='', key=None)\n"
        "        print(number, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(30)]
    process.send_signal(signal.SIGKILL)
    told += [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    process.stdout.close()
    kept = [int(one.pair.record_1) for one in judgements_in(path.parent, LINKAGE)]
    assert kept[: len(told)] == told
    assert len(kept) - len(told) in (0, 1)


def test_a_sheet_is_taken_in_once_and_again_where_it_has_changed(path: Path) -> None:
    sheet = [Answer(PAIR, "yes", "Ann"), Answer(OTHER, "no", "Ann")]
    with Judgements(path, LINKAGE) as file:
        file.take_in(sheet)
        file.take_in(sheet)
        assert len(file.all()) == 2
        file.judge(PAIR, "no", by="Ann", why="", key=None)
        file.take_in(sheet)
        # The sheet says what it said before: the judgement is the later.
        assert latest(file.all(), sheet)[PAIR] == {"Ann": "no"}
        changed = [Answer(PAIR, "unsure", "Ann"), sheet[1]]
        assert latest(file.all(), changed)[PAIR] == {"Ann": "unsure"}
        file.take_in(changed)
        assert latest(file.all())[PAIR] == {"Ann": "unsure"}


def test_a_reader_who_signs_later_is_one_person_not_two(path: Path) -> None:
    with Judgements(path, LINKAGE) as file:
        file.take_in([Answer(PAIR, "yes", "the clerk")])
        file.take_in([Answer(PAIR, "yes", "Ann")])
        assert latest(file.all()) == {PAIR: {"Ann": "yes"}}


_SHEETS = st.lists(st.tuples(st.sampled_from(("yes", "no", "unsure")), st.sampled_from("AB")))


@given(_SHEETS)
def test_a_sheet_says_the_same_before_it_is_taken_in_and_after(
    said: list[tuple[str, str]],
) -> None:
    kept: list[Judgement] = []

    def append(word: str, by: str, undoes: int | None) -> None:
        n = len(kept) + 1
        kept.append(Judgement(PAIR, word, by, "", "", True, None, undoes, n))

    for word, by in said:
        answer = Answer(PAIR, word, by)
        before = latest(kept, [answer])
        for new, gone in news([answer], list(kept)):
            for one in gone:
                append("undone", one.by, one.n)
            append(new.word, new.reader, None)
        assert latest(kept) == before == {PAIR: {by: word}}
