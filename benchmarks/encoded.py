"""How well and how fast encodings are linked, beside lists in clear.

    python benchmarks/encoded.py worlds [N]     N from encodings over N from clear text
    python benchmarks/encoded.py febrl FOLDER   FEBRL4 (dataset4a.csv, dataset4b.csv), no number
    python benchmarks/encoded.py speed          comparisons a second
    python benchmarks/encoded.py hundred        two lists of 100,000, sections of large lists
    python benchmarks/encoded.py million        a million by a million, encoded and linked

All but `speed` take `--across` for rows that meet across lists only
(`Spec.between`).
FEBRL4 is by Christen (2008), and is not shipped here. Keys are drawn anew each time.
"""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from link import febrl4, registers_of, say, score
from linked_worlds import Answer, counts_by, from_counts, pooled
from numpy.typing import NDArray

from undercount.encode import LARGE, Encodings, Key, Spec, encode
from undercount.link import Linkage, link
from undercount.link.draws import widened_draws
from undercount.link.encoded import link_encodings
from undercount.link.encoded.candidates import distances
from undercount.registers import Register
from undercount.testing.worlds import simulate_world

DRAWS = 40


def encode_all(
    registers: Sequence[Register], person: NDArray[Any], spec: Spec
) -> tuple[list[Encodings], NDArray[Any]]:
    """Registers as encodings under a new key, and the person of each of their rows."""
    key = Key(secrets.token_bytes(32))
    made = [encode(register, key, spec) for register in registers]
    ends = np.cumsum([0, *(len(register) for register in registers)])
    people = [person[a:][one.order] for a, one in zip(ends[:-1], made, strict=True)]
    return [one.encodings for one in made], np.concatenate(people)


def encoded(
    registers: Sequence[Register], person: NDArray[Any], across: bool
) -> tuple[Linkage, NDArray[Any]]:
    """The linkage of encodings of these registers, and the person of each of their rows."""
    names = tuple(register.name for register in registers)
    made, people = encode_all(registers, person, Spec(between=names) if across else Spec())
    return link_encodings(made), people


def averaged(linkage: Linkage, seed: int) -> Answer:
    """N over drawn linkages, as without an audit."""
    drawn = widened_draws(linkage.pairs, draws=DRAWS, seed=seed)
    return pooled(linkage.lists, drawn.histories())


def worlds(number: int, across: bool, first: int = 3) -> None:
    print("| births | seed | clear text | encodings | ratio | true links | covers the truth |")
    print("|---|---|---|---|---|---|---|")
    ratios, held = [], []
    for seed in range(first, first + number):
        for births in ("mixed", "day"):
            world = simulate_world(10_000, births=births, seed=seed)
            registers = registers_of(world)
            clear = averaged(link(registers, seed=seed), seed)
            linkage, person = encoded(registers, world.persons, across)
            found = averaged(linkage, seed)
            _, persons = np.unique(person, return_inverse=True)
            true = from_counts(linkage.lists, counts_by(persons, linkage.pairs))
            ratios.append(found.n / clear.n)
            held.append(found.lower <= world.people <= found.upper)
            print(
                f"| {births} | {seed} | {clear.n:,.0f} ({clear.lower:,.0f}-{clear.upper:,.0f}) "
                f"| {found.n:,.0f} ({found.lower:,.0f}-{found.upper:,.0f}) | {ratios[-1]:.2f} "
                f"| {true.n:,.0f} | {'yes' if held[-1] else 'no'} |",
                flush=True,
            )
    print(f"median ratio {np.median(ratios):.3f}, 90% covers the truth in {np.mean(held):.0%}")


def febrl(folder: Path, across: bool) -> None:
    registers, person = febrl4(folder)
    started = time.perf_counter()
    linkage, rows = encoded(registers, person, across)
    say("FEBRL4 encoded", time.perf_counter() - started, score(linkage, rows))


def speed(pairs: int = 20_000_000) -> None:
    rng = np.random.default_rng(1)
    n = 4096
    rows = rng.integers(0, 2**63, (n, 1, 3), dtype=np.uint64)
    left = np.repeat(np.arange(n, dtype=np.int32), n)[:pairs]
    right = np.tile(np.arange(n, dtype=np.int32), n)[:pairs]
    slot = np.zeros(len(left), np.int32)
    best = spent = np.inf
    for _ in range(8):
        started, used = time.perf_counter(), time.process_time()
        distances(rows, rows, left, right, slot, slot)
        best = min(best, time.perf_counter() - started)
        spent = min(spent, time.process_time() - used)
    print(
        f"{len(left) / best / 1e6:,.0f}M comparisons of 128 bits a second on two threads; "
        f"{len(left) / spent / 1e6:,.0f}M a second of processor time"
    )


def million(across: bool, people: int = 1_600_000) -> None:
    """Two lists of six tenths of the people; of 1.6 million, the world is that of `link.py`."""
    world = simulate_world(people, 2, shares=(0.6, 0.6), scripts="latin", births="day", seed=1)
    registers, person = registers_of(world), world.persons
    del world
    lists(registers, person, across)


def lists(registers: Sequence[Register], person: NDArray[Any], across: bool) -> None:
    """Encode and link lists of this size, with the clock and the memory."""
    names = tuple(register.name for register in registers)
    started = time.perf_counter()
    spec = Spec(sections=LARGE, between=names if across else ())
    made, people = encode_all(registers, person, spec)
    encoded_in, started = time.perf_counter() - started, time.perf_counter()
    linkage = link_encodings(made, most=16.0)
    seconds = time.perf_counter() - started
    size = sum(one.bits.nbytes for one in made) / 1e9
    print(f"encoded in {encoded_in:.0f} s, {size:.1f} GB, {linkage.model['candidates']:,} pairs")
    say(" x ".join(f"{len(one):,}" for one in made), seconds, score(linkage, people))


def main(arguments: list[str]) -> None:
    across = "--across" in arguments
    what, *rest = [a for a in arguments if a != "--across"] or ["worlds"]
    if what == "worlds":
        worlds(int(rest[0]) if rest else 2, across)
    if what == "febrl":
        febrl(Path(rest[0]), across)
    if what == "speed":
        speed()
    if what == "hundred":
        million(across, 160_000)
    if what == "million":
        million(across)


if __name__ == "__main__":
    main(sys.argv[1:])
