"""A simulated world whose lists came to a linkage unit as encodings, and nothing else with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from undercount.encode import Key, Spec, encode
from undercount.project import load_project
from undercount.registers.of_project import read_project_registers
from undercount.testing.worlds import World, simulate_world

PEOPLE = 500
KEY = Key(bytes(range(32)))
SETTINGS = """\
[project]
title = "Encodings of simulated lists"
seed = 11
{lists}
[[estimate]]
name = "everybody"
title = "Invented people, on a list or on none (simulated)"
lists = ["clinic", "legal-aid", "census"]
methods = ["loglinear"]
"""
ENCODED = '[encodings.{name}]\npath = "encodings/{name}.parquet"'
NAMES = ("clinic", "legal-aid", "census")


def settings(names: Sequence[str] = NAMES) -> str:
    """What the linkage unit's project file says."""
    return SETTINGS.format(lists="\n".join(ENCODED.format(name=name) for name in names))


def write_owners(root: Path) -> World:
    """Simulated lists in clear, as their owners hold them."""
    world = simulate_world(PEOPLE, seed=11)
    world.write(root)
    return world


def write_unit(
    owners: Path,
    root: Path,
    *,
    key: Key = KEY,
    spec: Spec | None = None,
    strata: Sequence[str] = (),
) -> None:
    """The linkage unit's project: settings and encodings."""
    project = load_project(owners)
    (root / "encodings").mkdir(parents=True, exist_ok=True)
    for register in read_project_registers(project):
        # A handful of records without a sex would be refused; here nobody is real.
        made = encode(register, key, spec, strata, suppress_below=1)
        made.encodings.write(root / "encodings" / f"{register.name}.parquet")
    (root / "undercount.toml").write_text(settings(), encoding="utf-8")
