"""Write a world as a project."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import pyarrow as pa

from undercount.project import write_text

if TYPE_CHECKING:
    from undercount.testing.worlds.world import World


def write_world(world: World, folder: Path) -> Path:
    """Write settings, registers, the truth and a README into `folder`, over what is there."""
    for name, register in world.registers.items():
        write_csv(register, folder / "registers" / name / f"{name}.csv")
    for name, table in (("truth", world.truth), ("families", world.families)):
        marked = table.append_column("simulated", pa.array(["yes"] * table.num_rows, pa.string()))
        write_csv(marked, folder / f"{name}.csv")
    write_text(folder / "README.md", _readme(world))
    write_text(folder / "undercount.toml", _settings(world))
    return folder


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as CSV, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(table.column_names)
    rows.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    write_text(path, text.getvalue())


def _settings(world: World) -> str:
    lines = [
        "# SIMULATED: no real person is in these registers.",
        "[project]",
        f'title = "Simulated registers of {world.people:,} invented people"',
        f"seed = {world.seed}",
    ]
    for name, columns in world.columns.items():
        pairs = ", ".join(f"{field} = {_text(column)}" for field, column in columns.items())
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


def _readme(world: World) -> str:
    rows = [
        f"| `{name}` | {len(register):,} | {', '.join(register.column_names[:-1])} |"
        for name, register in world.registers.items()
    ]
    return _README.format(
        lists="\n".join(rows),
        how=fill("The settings: " + world.how.removeprefix("simulated: ") + ".", 100),
        people=world.people,
        seen=world.people - int(world.counts[0]),
        several=int(sum(n for cell, n in enumerate(world.counts.tolist()) if cell.bit_count() > 1)),
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_README = """\
# Simulated registers

**SIMULATED. No real person is in these files:** `undercount.testing.worlds` drew everybody, with
common given names put together by chance, and wrote what invented organisations would have
written of them. The last column of each register says so again. Telephone numbers are 0700 and
eight digits, too long to be anybody's.

| register | records | columns |
|---|---:|---|
{lists}

{how}

`undercount run` on this folder links the registers and estimates how many people there are, on a
list or on none. The truth beside it says how right that is.

## The truth

There are {people:,} people. {seen:,} of them are on a list, {several:,} on several. A real project
does not have these two files:

- `truth.csv`: list, record and person, one row a record;
- `families.csv`: person, relative and what the relative is to the person.

Spelling, scripts, missing fields, wrong ages, swapped names and people who are twice in one
register are simulated too. Shares and chances are invented: nothing here says anything about
real people.
"""
