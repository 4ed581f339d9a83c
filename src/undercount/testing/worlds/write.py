"""Write a world as a project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import csv

from undercount.project import write_text

if TYPE_CHECKING:
    from undercount.testing.worlds.world import World


def write_world(world: World, folder: Path) -> Path:
    """Write settings, registers and truth into `folder`; files that are there are replaced."""
    for name, register in world.registers.items():
        _write(register, folder / "registers" / name / f"{name}.csv")
    _write(world.truth, folder / "truth.csv")
    _write(world.families, folder / "families.csv")
    write_text(folder / "undercount.toml", _settings(world))
    return folder


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    csv.write_csv(table, path, csv.WriteOptions(quoting_style="needed"))


def _settings(world: World) -> str:
    lines = [
        f"# {world.how.capitalize()}. No real person is in it.",
        "[project]",
        f'title = "Simulated registers of {world.people:,} invented people"',
        f"seed = {world.seed}",
    ]
    for name, columns in world.columns.items():
        pairs = ", ".join(f"{k} = {_text(v)}" for k, v in columns.items())
        path = _text(f"registers/{name}/{name}.csv")
        lines += ["", f"[registers.{name}]", f"path = {path}", f"columns = {{ {pairs} }}"]
    lines += [
        "",
        "[[estimate]]",
        'name = "everybody"',
        'title = "Invented people, on a list or on none (simulated)"',
        f"lists = {_text(list(world.lists))}",
        'methods = ["loglinear"]',
        "",
        "[report]",
        "suppress_below = 10",
        "",
    ]
    return "\n".join(lines)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
