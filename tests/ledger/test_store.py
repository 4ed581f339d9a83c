from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from undercount.errors import BusyError, InputError
from undercount.ledger import Claim, Figure, Ledger, Post, Quote, Reading, Rejected

TEXT = "Invented. The prefecture counts 6,901 people. “Not all,” a group says. On 3 May."


def _figure(text: str = TEXT, surface: str = "6,901") -> Figure:
    start = text.index(surface)
    first = text.index("The prefecture")
    return Figure(
        surface=surface, value=6901, low=6901, high=6901, claimant="prefecture", start=start,
        end=start + len(surface), sentence_start=first, sentence_end=text.index(".", first) + 1,
        document="a.txt", period_start=date(2016, 8, 17),
    )  # fmt: skip


def _reading(text: str = TEXT, **changes: object) -> Reading:
    values: dict[str, object] = {
        "document": "a.txt",
        "sha256": "0" * 64,
        "text": text,
        "title": "A title",
        "published": date(2016, 8, 31),
        "figures": (_figure(text),),
        "rejected": (Rejected(TEXT.index("3 May"), len(TEXT) - 1, "3 May", "date"),),
        "quotes": (Quote(TEXT.index("Not"), TEXT.index("”"), "a group"),),
        "posts": (Post(0, 9, "@h", "Name", date(2016, 8, 30), "ngo"),),
        "claims": (Claim(TEXT.index("“"), TEXT.index(" On 3"), "undercount"),),
    }
    return Reading(**{**values, **changes})  # type: ignore[arg-type]  # fields by name


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.db") as opened:
        yield opened


def test_what_was_read_comes_back_whole(ledger: Ledger) -> None:
    ledger.put_reading(_reading())
    (entry,) = ledger.entries()
    assert entry.figure.surface == "6,901"
    assert entry.figure.period_start == date(2016, 8, 17)
    assert entry.sentence == "The prefecture counts 6,901 people."
    assert entry.offset is not None
    assert entry.sentence[entry.offset :].startswith("6,901")
    assert (entry.decision, entry.title, entry.published) == (
        "suggested", "A title", date(2016, 8, 31),
    )  # fmt: skip
    post, claim, quote = ledger.statements()
    assert (post.handle, post.date) == ("@h", date(2016, 8, 30))
    assert (quote.speaker, quote.direct, quote.words) == ("a group", True, "Not all,")
    assert (claim.type, claim.words) == ("undercount", "“Not all,” a group says.")
    (document,) = ledger.documents()
    assert (document.figures, document.rejected) == (1, 1)


def test_sentences_are_counted_in_code_points(ledger: Ledger) -> None:
    text = "𝔘𝔫 café 👩‍👧. The prefecture counts 6,901 people."
    ledger.put_reading(_reading(text, rejected=(), quotes=(), posts=(), claims=()))
    (entry,) = ledger.entries()
    assert entry.sentence == "The prefecture counts 6,901 people."


def test_reading_again_replaces_and_keeps_ids_and_judgements(ledger: Ledger) -> None:
    ledger.put_reading(_reading())
    (before,) = ledger.entries()
    ledger.judge([before.id], "accepted", by="A. Tester", why="seen on the page")
    longer = "A line more. " + TEXT
    ledger.put_reading(_reading(longer, rejected=(), quotes=(), posts=(), claims=()))
    (after,) = ledger.entries()
    assert (after.id, after.decision) == (before.id, "accepted")
    ledger.put_reading(_reading(TEXT.replace("people", "men"), rejected=()))
    (changed,) = ledger.entries()
    assert changed.id != before.id
    assert changed.decision == "suggested"


def test_the_latest_judgement_holds_and_none_is_lost(ledger: Ledger) -> None:
    ledger.put_reading(_reading())
    (entry,) = ledger.entries()
    for decision in ("accepted", "rejected"):
        ledger.judge([entry.id], decision, by="A. Tester", why="")
    assert ledger.entries()[0].decision == "rejected"
    assert [row["decision"] for row in ledger.judgements()] == ["accepted", "rejected"]
    ledger.keep_documents([])
    assert ledger.entries() == ()
    assert len(ledger.judgements()) == 2


@pytest.mark.parametrize("words", ["UPDATE judgements SET why = 'x'", "DELETE FROM judgements"])
def test_judgements_cannot_be_changed_or_deleted(ledger: Ledger, words: str) -> None:
    ledger.put_reading(_reading())
    ledger.judge([ledger.entries()[0].id], "accepted", by="A. Tester", why="")
    other = sqlite3.connect(ledger.path)
    with pytest.raises(sqlite3.IntegrityError, match="append another"):
        other.execute(words)
    other.close()


def test_judging_an_unknown_figure_judges_none(ledger: Ledger) -> None:
    ledger.put_reading(_reading())
    (entry,) = ledger.entries()
    with pytest.raises(InputError, match='no figure "nope"'):
        ledger.judge([entry.id, "nope"], "accepted", by="A. Tester", why="")
    with pytest.raises(InputError, match="--by"):
        ledger.judge([entry.id], "accepted", by=" ", why="")
    assert ledger.judgements() == ()


def test_a_word_outside_the_vocabulary_is_refused(ledger: Ledger) -> None:
    figure = Figure(surface="3", value=3, low=3, high=3, unit="ghost", origin="hand")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(sqlite3.IntegrityError):
        ledger.put_hand_figures([figure])
    assert ledger.entries() == ()


def test_hand_figures_are_accepted_and_replaced(ledger: Ledger) -> None:
    figure = Figure(surface="3", value=3, low=3, high=3, origin="hand", title="T", row=2)
    ledger.put_hand_figures([figure])
    ledger.put_hand_figures([figure])
    (entry,) = ledger.entries()
    assert (entry.decision, entry.title) == ("accepted", "T")


def test_a_failed_write_leaves_what_was_there(ledger: Ledger) -> None:
    ledger.put_reading(_reading())
    twice = (Rejected(0, 1, "I", "id"), Rejected(0, 2, "In", "id"))
    with pytest.raises(sqlite3.IntegrityError):
        ledger.put_reading(_reading(rejected=twice))
    assert len(ledger.entries()) == 1


def test_a_killed_process_loses_nothing_acknowledged(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom undercount.ledger import Figure, Ledger\n"
        "ledger = Ledger(__import__('pathlib').Path(sys.argv[1]))\n"
        "figure = Figure(surface='3', value=3, low=3, high=3, origin='hand')\n"
        "ledger.put_hand_figures([figure])\n"
        "ledger.judge([ledger.entries()[0].id], 'accepted', by='x', why='')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    path = tmp_path / "ledger.db"
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    with Ledger(path) as ledger:
        assert [entry.decision for entry in ledger.entries()] == ["accepted"]


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"not a database, by any means" * 100)
    for write in (True, False):
        with pytest.raises(InputError, match=r"damaged .*Keep the file"):
            Ledger(path, write=write)
    assert path.read_bytes().startswith(b"not a database")


def test_a_ledger_that_another_program_holds_is_busy_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        ledger._connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(BusyError, match="another program is writing"):
            ledger.put_hand_figures([])
        other.execute("ROLLBACK")
        ledger.put_hand_figures([])
        other.close()


def test_a_damaged_ledger_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.put_reading(_reading())
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(InputError, match="Keep the file"), Ledger(path, write=False) as ledger:
        ledger.entries()


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match="not a ledger"):
        Ledger(path, write=False)
    assert path.read_bytes() == before


def test_looking_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        assert ledger.fresh
        ledger.put_reading(_reading())
    before = {item.name: item.read_bytes() for item in tmp_path.iterdir()}
    with Ledger(path, write=False) as ledger:
        assert not ledger.fresh
        assert len(ledger.entries()) == 1
        with pytest.raises(InputError, match="cannot be opened or written"):
            ledger.judge([ledger.entries()[0].id], "accepted", by="A. Tester", why="")
    after = {item.name: item.read_bytes() for item in tmp_path.iterdir()}
    assert after == before
    with pytest.raises(InputError):
        Ledger(tmp_path / "none.db", write=False)
    assert not (tmp_path / "none.db").exists()


def test_looking_takes_away_nothing_that_others_need(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    figure = Figure(surface="3", value=3, low=3, high=3, origin="hand")
    with Ledger(path) as writer:
        writer.put_hand_figures([figure])
        for _ in range(2):
            with Ledger(path, write=False) as reader:
                assert len(reader.entries()) == 1
        writer.put_hand_figures([figure, figure])
        with Ledger(path, write=False) as reader:
            assert len(reader.entries()) == 2
    assert [item.name for item in tmp_path.iterdir()] == ["ledger.db"]
    with Ledger(path, write=False) as reader, Ledger(path, write=False) as other:
        assert reader.entries() == other.entries()
    assert [item.name for item in tmp_path.iterdir()] == ["ledger.db"]


def test_taking_a_decision_back_restores_what_held_before_it(ledger: Ledger) -> None:
    typed = Figure(surface="3", value=3, low=3, high=3, origin="hand", claimant="a", row=2)
    ledger.put_hand_figures([typed])
    (entry,) = ledger.entries()
    ledger.judge([entry.id], "rejected", by="A. Tester", why="")
    assert ledger.entries()[0].decision == "rejected"
    ledger.judge([entry.id], "suggested", by="A. Tester", why="")
    assert ledger.entries()[0].decision == "accepted"
    assert ledger.lapsed() == ()


def test_a_mended_title_keeps_the_decision_and_a_changed_number_ends_it(ledger: Ledger) -> None:
    typed = Figure(surface="3", value=3, low=3, high=3, origin="hand", claimant="a", row=2)
    ledger.put_hand_figures([typed])
    ledger.judge([ledger.entries()[0].id], "rejected", by="A. Tester", why="")
    ledger.put_hand_figures([replace(typed, title="Mended", row=3)])
    assert (ledger.entries()[0].decision, ledger.lapsed()) == ("rejected", ())
    ledger.put_hand_figures([replace(typed, value=4, low=4, high=4)])
    assert ledger.entries()[0].decision == "accepted"
    assert len(ledger.lapsed()) == 1


def test_a_decision_lapses_when_the_same_words_are_read_otherwise(ledger: Ledger) -> None:
    ledger.put_reading(_reading())
    (entry,) = ledger.entries()
    ledger.judge([entry.id], "accepted", by="A. Tester", why="")
    otherwise = replace(_figure(), claimant="somebody else")
    ledger.put_reading(_reading(figures=(otherwise,)))
    (again,) = ledger.entries()
    assert (again.id, again.decision) == (entry.id, "suggested")
    assert ledger.lapsed() == (entry.id,)


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger(path).__exit__()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(InputError, match="newer version"):
        Ledger(path)
