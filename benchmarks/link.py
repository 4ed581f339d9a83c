"""How well and how fast registers are linked.

    python benchmarks/link.py                   the next two
    python benchmarks/link.py worlds [N]        simulated worlds of 10,000 people: links, histories
    python benchmarks/link.py lists [people]    three transliterated lists of 100,000
    python benchmarks/link.py million           one million by one million
    python benchmarks/link.py febrl FOLDER      FEBRL4 (dataset4a.csv, dataset4b.csv), no number
    python benchmarks/link.py paired PAIRS.tsv [people]
                                                three lists of 100,000 whose names come from pairs
                                                of spellings: columns arabic, latin, count

The last is a world by another hand than `lists` (`linked/paired.py`): what is changed in linking
should help in both, and what helps in one alone has learned a simulator.

FEBRL4 is by Christen (2008), and is not shipped here; it comes with several packages.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from linked.paired import paired_world
from numpy.typing import NDArray

from undercount.link import Linkage, link
from undercount.link.clusters import cluster, counts_of
from undercount.registers import Register, read_register, register_from_frame
from undercount.testing.worlds import World, simulate_world


def pairs_in(clusters: NDArray[Any]) -> int:
    _, sizes = np.unique(clusters, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())


def score(linkage: Linkage, person: NDArray[Any]) -> dict[str, Any]:
    """Pair precision, recall, F; blocking; histories as linked and as they are."""
    _, true = np.unique(person, return_inverse=True)
    found = linkage.clusters.astype(np.int64)
    both = pairs_in(found * (int(true.max()) + 1) + true)
    linked, everyone = pairs_in(found), pairs_in(true)
    pairs = linkage.pairs
    same = true[pairs.left] == true[pairs.right]
    t = len(linkage.lists)
    return {
        "precision": both / max(linked, 1),
        "recall": both / max(everyone, 1),
        "F": 2 * both / max(linked + everyone, 1),
        "blocked": same.sum() / max(everyone, 1),
        "pairs a record": 2 * linkage.model["candidates"] / len(true),
        "sum of p / true": pairs.probability.sum() / max(same.sum(), 1),
        "histories": counts_of(linkage.clusters, pairs.of_list, t)[1:].tolist(),
        "true": counts_of(true.astype(np.int32), pairs.of_list, t)[1:].tolist(),
    }


def say(name: str, seconds: float, scored: dict[str, Any]) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    said = "  ".join(
        f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in scored.items()
    )
    print(f"{name}: {seconds:.1f} s  peak {peak:.2f} GB  {said}", flush=True)


def registers_of(world: World) -> list[Register]:
    return [
        register_from_frame(name, world.registers[name], world.columns[name])
        for name in world.lists
    ]


def timed(name: str, registers: Sequence[Register], person: NDArray[Any], most: float) -> Linkage:
    started = time.perf_counter()
    linkage = link(registers, most=most, seed=1)
    say(name, time.perf_counter() - started, score(linkage, person))
    return linkage


def worlds(number: int) -> None:
    for seed in range(1, number + 1):
        for births in ("mixed", "day"):
            world = simulate_world(10_000, births=births, seed=seed)
            timed(f"world {seed}, births {births}", registers_of(world), world.persons, 100)


def lists(people: int, births: str = "day") -> None:
    world = simulate_world(people, shares=(0.4, 0.4, 0.4), scripts="latin", births=births, seed=1)
    name = f"three lists of {len(world.persons) // 3:,}, births {births}"
    linkage = timed(name, registers_of(world), world.persons, 200)
    started = time.perf_counter()
    cluster(linkage.pairs)
    print(f"clustered in {time.perf_counter() - started:.2f} s", flush=True)


def million() -> None:
    world = simulate_world(1_600_000, 2, shares=(0.6, 0.6), scripts="latin", births="day", seed=1)
    registers, person = registers_of(world), world.persons
    del world
    timed(f"{' x '.join(f'{len(r):,}' for r in registers)}", registers, person, 16)


def paired(file: Path, people: int) -> None:
    registers, person = paired_world(file, people, 0.4, seed=1)
    timed(f"three lists of {len(person) // 3:,}, names by pairs", registers, person, 200)


def febrl4(folder: Path) -> tuple[list[Register], NDArray[Any]]:
    """FEBRL4 without the number, and the person of each record."""
    columns: dict[str, str | list[str]] = {
        "id": "rec_id",
        "given": "given_name",
        "family": "surname",
        "address": ["street_number", "address_1", "address_2"],
        "place": ["suburb", "postcode"],
        "birth": "date_of_birth",
    }
    registers = [
        read_register(name, [folder / f"dataset4{name}.csv"], columns) for name in ("a", "b")
    ]
    records = [r for register in registers for r in register.records["record"].to_pylist()]
    return registers, np.array([int(record.split("-")[1]) for record in records])


def febrl(folder: Path) -> None:
    registers, person = febrl4(folder)
    timed("FEBRL4 without the number", registers, person, 100)


def main(arguments: list[str]) -> None:
    what = arguments[0] if arguments else ""
    if what == "febrl":
        febrl(Path(arguments[1]))
    if what == "paired":
        paired(Path(arguments[1]), int(arguments[2]) if len(arguments) > 2 else 250_000)
    if what in ("", "worlds"):
        worlds(int(arguments[1]) if len(arguments) > 1 else 2)
    if what in ("", "lists"):
        lists(int(arguments[1]) if len(arguments) > 1 else 250_000)
    if what == "million":
        million()


if __name__ == "__main__":
    main(sys.argv[1:])
