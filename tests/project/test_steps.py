from __future__ import annotations

from pathlib import Path

import pytest

from undercount.errors import BusyError
from undercount.project import Steps, digest, locked, write_text


def test_a_step_runs_once_for_one_key(tmp_path: Path) -> None:
    ran: list[int] = []
    assert Steps(tmp_path).run("a", "key", lambda: ran.append(1))
    assert not Steps(tmp_path).run("a", "key", lambda: ran.append(2))
    assert Steps(tmp_path).run("a", "other key", lambda: ran.append(3))
    assert ran == [1, 3]


def test_a_lost_or_edited_output_is_made_again(tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    steps = Steps(tmp_path)
    steps.run("a", "key", lambda: write_text(output, "right"), [output])
    assert not Steps(tmp_path).stale("a", "key", [output])
    output.write_text("edited")
    assert Steps(tmp_path).stale("a", "key", [output])
    output.unlink()
    assert Steps(tmp_path).stale("a", "key", [output])


def test_a_failed_step_is_not_recorded(tmp_path: Path) -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Steps(tmp_path).run("a", "key", fail)
    assert Steps(tmp_path).stale("a", "key")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"a": 3}', '{"a": {"key": 1}}', "\x00"])
def test_a_damaged_record_only_costs_work(tmp_path: Path, damage: str) -> None:
    Steps(tmp_path).run("a", "key", lambda: None)
    (tmp_path / ".undercount" / "steps.json").write_text(damage)
    assert Steps(tmp_path).run("a", "key", lambda: None)


def test_steps_no_longer_asked_for_are_forgotten(tmp_path: Path) -> None:
    steps = Steps(tmp_path)
    output = tmp_path / "series" / "old.json"
    steps.run("old", "key", lambda: write_text(output, "{}"), [output])
    steps.forget(["old"])
    assert output.exists()
    steps.forget(["new"])
    assert not output.exists()
    assert Steps(tmp_path).stale("old", "key", [output])


def test_digest_keeps_parts_apart() -> None:
    assert digest("a", "b") != digest("ab")
    assert digest(["a"], "b") != digest(["a", "b"])


def test_writing_leaves_the_old_file_when_it_fails(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "new \ud800")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["page.html"]


def test_a_second_run_waits_for_nobody(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(BusyError, match="another run"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass
