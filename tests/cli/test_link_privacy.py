"""What is in the lists stays with them: no file outside registers/ and link/ tells of a record."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.linked_project import write_project
from tests.cli.watching import inside, opened
from undercount.ledger import Ledger
from undercount.project import load_project
from undercount.testing.worlds import World
from undercount.workflow.plan import Plan

_IMPORTED = """
import sys
sys.argv = ["undercount", "run", sys.argv[1]]
from undercount.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
heavy = {"duckdb", "splink", "pyspark", "openpyxl"} & set(sys.modules)
print("imported", *heavy, file=sys.stderr)
"""


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World, list[str]]:
    """A project that was run, and every file that each of its steps opened."""
    root = tmp_path_factory.mktemp("watched") / "world"
    world = write_project(root)
    (root / "truth.csv").unlink()
    (root / "families.csv").unlink()
    return root, world, opened(root)


def test_the_steps_after_linking_open_no_list(watched: tuple[Path, World, list[str]]) -> None:
    root, _, lines = watched
    estimate = inside(root, lines, "estimate everybody")
    assert {path for path in estimate if path.startswith(("registers/", "link/"))} == {
        "link/everybody/histories.parquet"
    }
    report = inside(root, lines, "write the report")
    assert {path for path in report if path.startswith(("registers/", "link/"))} == set()
    assert "estimates/everybody/linkage.json" in report


def test_estimate_and_report_need_no_list(
    watched: tuple[Path, World, list[str]], tmp_path: Path
) -> None:
    """What reads files past the hook cannot read what is not there."""
    root = Path(shutil.copytree(watched[0], tmp_path / "without"))
    page, answers = root / "reports/index.html", root / "estimates/everybody/estimate.json"
    before = page.read_bytes(), answers.read_bytes()
    histories = (root / "link/everybody/histories.parquet").read_bytes()
    for name in ("registers", "link"):
        shutil.rmtree(root / name)
    (root / "link/everybody").mkdir(parents=True)
    (root / "link/everybody/histories.parquet").write_bytes(histories)
    page.unlink()
    answers.unlink()
    with Ledger(root / "ledger.db") as ledger:
        steps = {step.name: step for step in Plan(load_project(root), (), ledger).steps}
        steps["estimate everybody"].make()
        shutil.rmtree(root / "link")
        steps["write the report"].make()
    assert (page.read_bytes(), answers.read_bytes()) == before


def test_the_watch_sees_what_linking_opens(watched: tuple[Path, World, list[str]]) -> None:
    root, _, lines = watched
    assert "registers/clinic/clinic.csv" in inside(root, lines, "link everybody")


def test_no_output_tells_of_a_record(watched: tuple[Path, World, list[str]]) -> None:
    """Every word of every name, every birth, id, phone and address, in every file that is made."""
    root, world, _ = watched
    secret: set[str] = set()
    for name, table in world.registers.items():
        columns = world.columns[name]
        for field in ("id", "name", "given", "family", "father", "birth", "phone", "number"):
            named = columns.get(field, [])
            for column in [named] if isinstance(named, str) else named:
                if column not in table.column_names:
                    continue
                for value in table[column].to_pylist():
                    text = str(value or "")
                    secret |= {text, *re.split(r"[\s,]+", text)}
    # Years and numbers of three digits are counts too; words of two letters stand in any text.
    secret = {text for text in secret if len(text) > 3 and not re.fullmatch(r"[0-9]{1,4}", text)}
    assert len(secret) > 400
    own = (root / "undercount.toml").read_text() + (root / "README.md").read_text()
    secret = {text for text in secret if not re.search(rf"\b{re.escape(text)}\b", own)}
    looked_at = 0
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if not path.is_file() or parts[0] in ("registers", "link"):
            continue
        if path.name in ("undercount.toml", "README.md"):
            continue
        looked_at += 1
        text = path.read_bytes().decode("utf-8", "replace")
        words = set(re.findall(r"[\w'-]+", text))
        assert not secret & words, (path, sorted(secret & words)[:5])
        assert not [it for it in secret if " " in it and it in text], path
    assert looked_at >= 5


def test_a_run_without_lists_loads_nothing_that_links(project: Path) -> None:
    command = [sys.executable, "-c", _IMPORTED, str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "imported"
