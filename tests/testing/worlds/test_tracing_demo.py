"""Cases and requests of invented families: simulated, made by the script that stands beside."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

DEMO = Path(__file__).parents[3] / "examples" / "tracing-demo"
FILES = ("README.md", "cases.csv", "requests.csv", "truth.csv", "undercount.toml")


def test_the_script_makes_every_file_of_it(tmp_path: Path) -> None:
    command = [sys.executable, str(DEMO / "make.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("simulated: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for file in FILES:
        assert (tmp_path / file).read_bytes() == (DEMO / file).read_bytes(), file


def test_all_of_it_says_that_it_is_simulated() -> None:
    assert (DEMO / "undercount.toml").read_text(encoding="utf-8").startswith("# SIMULATED")
    assert "SIMULATED" in (DEMO / "README.md").read_text(encoding="utf-8")
    for name in ("cases", "requests", "truth"):
        with (DEMO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert {row["simulated"] for row in csv.DictReader(file)} == {"yes"}, name
