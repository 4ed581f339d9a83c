"""A small simulated world as a project, linked once for all tests that look at it."""

from __future__ import annotations

import csv
from pathlib import Path

from undercount.testing.worlds import World, simulate_world

PEOPLE = 500


def write_project(root: Path) -> World:
    """Three simulated lists, and a question about the people on none of them."""
    world = simulate_world(PEOPLE, seed=11)
    world.write(root)
    return world


def truth_of(world: World) -> dict[tuple[str, str], int]:
    """The person of each record, by list and record id."""
    table = world.truth
    keys = zip(table["list"].to_pylist(), table["record"].to_pylist(), strict=True)
    return dict(zip(keys, table["person"].to_pylist(), strict=True))


def fill_sample(path: Path, persons: dict[tuple[str, str], int], rows: int | None = None) -> None:
    """What a clerk would answer who knows the truth; only the first `rows`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = csv.DictReader(file)
        names, lines = list(read.fieldnames or ()), list(read)
    for line in lines[:rows]:
        one = persons[line["list_1"], line["record_1"]]
        line["same"] = "yes" if one == persons[line["list_2"], line["record_2"]] else "no"
        line["reader"] = "A. Tester"
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, names)
        written.writeheader()
        written.writerows(lines)
