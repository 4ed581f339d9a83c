"""Seconds and memory of simulated worlds; the best of three but for the largest.

Run: python benchmarks/worlds.py
"""

from __future__ import annotations

import resource
import time

from undercount.testing.worlds import simulate_world

print("| people | records | CPU s | GB so far |")
print("|---:|---:|---:|---:|")
for people in (10_000, 100_000, 1_000_000):
    took = []
    for seed in range(1, 4 if people < 1_000_000 else 2):
        start = time.process_time()
        world = simulate_world(people, seed=seed)
        took.append(time.process_time() - start)
    # Kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| {people:,} | {len(world.persons):,} | {min(took):.1f} | {peak:.1f} |")
