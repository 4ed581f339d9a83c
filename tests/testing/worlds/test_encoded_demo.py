"""Three owners and a linkage unit in four folders: simulated, made by its script, apart."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from pathlib import Path

DEMO = Path(__file__).parents[3] / "examples" / "encoded-demo"
OWNERS = ("clinic", "legal-aid", "census")
UNIT = "linkage-unit"


def _settings(name: str) -> str:
    return (DEMO / name / "undercount.toml").read_text(encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_script_makes_every_file_of_it(tmp_path: Path) -> None:
    command = [sys.executable, str(DEMO / "make.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("simulated: ")
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(made) == 9
    for file in made:
        assert (tmp_path / file).read_bytes() == (DEMO / file).read_bytes(), file


def test_all_of_it_says_that_it_is_simulated() -> None:
    for name in (*OWNERS, UNIT):
        assert _settings(name).startswith("# SIMULATED"), name
    for path in [DEMO / "truth.csv", *(DEMO / n / "registers" / f"{n}.csv" for n in OWNERS)]:
        assert {row["simulated"] for row in _rows(path)} == {"yes"}, path
    assert "SIMULATED" in (DEMO / "README.md").read_text(encoding="utf-8")


def test_owners_hold_one_list_each_and_the_unit_none() -> None:
    agreed = {str(tomllib.loads(_settings(name))["encode"]) for name in OWNERS}
    assert len(agreed) == 1
    for name in OWNERS:
        assert list(tomllib.loads(_settings(name))["registers"]) == [name]
        assert "encodings" not in tomllib.loads(_settings(name))
    unit = tomllib.loads(_settings(UNIT))
    assert list(unit["encodings"]) == unit["estimate"][0]["lists"] == list(OWNERS)
    assert "registers" not in unit
    assert not (DEMO / UNIT / "registers").exists()


def test_neither_key_nor_encodings_are_kept_with_it() -> None:
    ignored = (DEMO.parents[1] / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"*.key", "encodings/"} <= set(ignored)
    inside = (DEMO / UNIT / "encodings" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert inside == ["*", "!.gitignore"]
