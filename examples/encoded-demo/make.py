"""Make this example anew: python examples/encoded-demo/make.py [FOLDER].

SIMULATED. Each list goes into a folder of its own, as if its owner sat elsewhere; the linkage unit
gets a folder without any list. No key and no encodings are made: the commands in the README do it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa

from undercount.project import write_text
from undercount.testing.worlds import World, simulate_world
from undercount.testing.worlds.write import write_csv

PEOPLE, SEED = 2_000, 8
UNIT = "linkage-unit"
OWNER = """\
# SIMULATED: no real person is in this list. This folder stands for a computer of its own.
[project]
title = "The list of {name} (simulated)"
seed = {seed}

[registers.{name}]
path = "registers/{name}.csv"
columns = {{ {columns} }}

# What all partners have agreed on, word for word the same with each.
[encode]
between = {names}
"""
LINKED = """\
# SIMULATED: the encodings are of lists of invented people. Whoever works here has no list, no key.
[project]
title = "Encodings of {people:,} invented people"
seed = {seed}
{lists}
[[estimate]]
name = "everybody"
title = "Invented people, on a list or on none (simulated)"
lists = {names}
methods = ["loglinear"]

[report]
suppress_below = 10
"""


def make(folder: Path) -> World:
    """Write the owners' folders, the linkage unit's, and the truth beside them."""
    world = simulate_world(PEOPLE, seed=SEED)
    names = _text(list(world.lists))
    for name, register in world.registers.items():
        columns = ", ".join(f"{f} = {_text(column)}" for f, column in world.columns[name].items())
        settings = OWNER.format(name=name, seed=SEED, columns=columns, names=names)
        write_text(folder / name / "undercount.toml", settings)
        write_csv(register, folder / name / "registers" / f"{name}.csv")
    lists = "".join(
        f'\n[encodings.{name}]\npath = "encodings/{name}.parquet"\n' for name in world.lists
    )
    settings = LINKED.format(people=world.people, seed=SEED, lists=lists, names=names)
    write_text(folder / UNIT / "undercount.toml", settings)
    # The folder must be there for files to be put in; what is put in is nobody else's.
    write_text(folder / UNIT / "encodings" / ".gitignore", "*\n!.gitignore\n")
    marked = pa.array(["yes"] * world.truth.num_rows, pa.string())
    write_csv(world.truth.append_column("simulated", marked), folder / "truth.csv")
    return world


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    made = make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
    seen = made.people - int(made.counts[0])
    records = ", ".join(f"{name} {len(table):,}" for name, table in made.registers.items())
    print(f"{made.how}: {records} records, {seen:,} people on a list")
