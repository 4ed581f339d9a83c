"""A world on disk is a project, marked as simulated, with its truth outside the registers."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from pathlib import Path

from undercount.testing.worlds import World, simulate_world

EXAMPLE = Path(__file__).parents[3] / "examples" / "registers-demo"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_written_world_is_a_project(world: World, tmp_path: Path) -> None:
    assert world.write(tmp_path / "made") == tmp_path / "made"
    folder = tmp_path / "made"
    settings = tomllib.loads((folder / "undercount.toml").read_text(encoding="utf-8"))
    assert "Simulated" in settings["project"]["title"]
    assert settings["estimate"][0]["lists"] == list(world.lists)
    for name in world.lists:
        stated = settings["registers"][name]
        rows = _rows(folder / stated["path"])
        assert stated["columns"] == world.columns[name]
        assert [list(row.values()) for row in rows] == [
            [value or "" for value in row.values()] for row in world.registers[name].to_pylist()
        ]
    truth = _rows(folder / "truth.csv")
    assert [int(row["person"]) for row in truth] == world.persons.tolist()
    assert {row["simulated"] for row in truth + _rows(folder / "families.csv")} == {"yes"}
    assert not list((folder / "registers").rglob("truth*"))
    assert "SIMULATED" in (folder / "README.md").read_text(encoding="utf-8")


def test_writing_twice_gives_the_same_files(tmp_path: Path) -> None:
    small = simulate_world(200, seed=3)
    for name in ("a", "b"):
        small.write(tmp_path / name)
    files = [path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*")]
    assert len(files) == 7
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_the_command_writes_a_world_or_says_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "undercount.testing.worlds", str(tmp_path / "made")]
    done = subprocess.run([*command, "--people", "100"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Simulated: 100 people")
    assert (tmp_path / "made" / "undercount.toml").exists()
    bad = subprocess.run([*command, "--lists", "9"], capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert "2 to 5" in bad.stderr
    assert "Traceback" not in bad.stderr


def test_the_example_is_whole_and_says_that_it_is_simulated() -> None:
    settings = tomllib.loads((EXAMPLE / "undercount.toml").read_text(encoding="utf-8"))
    truth = {(row["list"], row["record"]) for row in _rows(EXAMPLE / "truth.csv")}
    found = set()
    for name, stated in settings["registers"].items():
        rows = _rows(EXAMPLE / stated["path"])
        assert {row["simulated"] for row in rows} == {"yes"}
        found |= {(name, row[stated["columns"]["id"]]) for row in rows}
    assert found == truth
    assert len(settings["registers"]) == 3
    assert "imulated" in settings["project"]["title"]
    assert "SIMULATED" in (EXAMPLE / "README.md").read_text(encoding="utf-8")
