from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call, everything
from undercount.cli.commands.demo import SHIPPED


def test_the_example_is_copied_whole_and_run(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    called = call("demo")
    assert (called.code, called.err) == (0, "")
    assert "2016-08-31" in called.out
    assert "7,338" in called.out
    assert "Report: calais-2016/reports/index.html" in called.out
    assert {path.name for path in (tmp_path / "calais-2016").iterdir()} >= set(SHIPPED)
    assert [path.name for path in tmp_path.iterdir()] == ["calais-2016"]
    assert "Nothing to do" in call("demo").out


def test_nothing_of_the_users_is_written_over(tmp_path: Path, call: Call) -> None:
    (tmp_path / "README.md").write_text("MINE")
    called = call("demo", tmp_path)
    assert called.code == 2
    assert "new folder" in called.err
    assert everything(tmp_path) == {"README.md": b"MINE"}
