"""The checklist that ships can be printed, to be edited."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Call
from undercount.trace.checklist import read_checklist


def test_the_example_is_printed_whole_and_reads_as_itself(call: Call, tmp_path: Path) -> None:
    made = call("trace-steps", "--example")
    assert made.code == 0
    path = tmp_path / "routes.toml"
    path.write_text(made.out, encoding="utf-8")
    assert read_checklist(path) == read_checklist()
    assert "No legal advice" in made.out
