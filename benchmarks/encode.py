"""How fast lists are encoded: records a second, with and without sections; the best of five.

Run: python benchmarks/encode.py [people]

The lists are simulated, and in the standard form already: reading them is not counted. Compiling is
not counted either. Processor time is that of both threads together.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from undercount.encode import Spec, encode, new_key
from undercount.registers import Register, register_from_frame
from undercount.testing.worlds import simulate_world

TIMES = 5


def stacked(people: int) -> Register:
    """All lists of a simulated world as one; births and places as each body writes them."""
    import pyarrow as pa

    world = simulate_world(people, seed=1)
    registers = [
        register_from_frame(name, world.registers[name], world.columns[name])
        for name in world.lists
    ]
    return replace(registers[0], records=pa.concat_tables([r.records for r in registers]))


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    register = stacked(people)
    with TemporaryDirectory() as folder:
        key = new_key(Path(folder) / "key")
    print("| sections | records | seconds | records/s | processor s | records/s of one core |")
    print("|---|---:|---:|---:|---:|---:|")
    between = Spec(between=("other", register.name))
    named = {"as usual": Spec(), "two sides": between, "not salted": Spec(sections=("plain",))}
    for name, spec in named.items():
        encode(replace(register, records=register.records.slice(0, 1000)), key, spec)
        took = []
        for _ in range(TIMES):
            wall, cpu = time.perf_counter(), time.process_time()
            encode(register, key, spec)
            took.append((time.perf_counter() - wall, time.process_time() - cpu))
        wall, cpu = np.min(took, axis=0)
        n = len(register)
        print(f"| {name} | {n:,} | {wall:.2f} | {n / wall:,.0f} | {cpu:.2f} | {n / cpu:,.0f} |")
    # Kilobytes on Linux.
    print(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB at the most.")


if __name__ == "__main__":
    main()
