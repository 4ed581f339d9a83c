"""What attacks find on simulated worlds: the tables of docs/methods/encodings.md.

python benchmarks/attack.py [--people 8000] [--most 1000] [--seed 3]

Three scenes: the very same list, half of it, another body's list with its own spelling. Nobody in
the worlds is real.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from undercount.encode import Spec
from undercount.encode.attack import Scene, rates
from undercount.encode.attack.scene import make_key
from undercount.registers import Register, register_from_frame
from undercount.testing.worlds import simulate_world

BARE = Spec(bits=1024, sections=("plain",), fold=0, flip=0.0)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--people", type=int, default=8000)
    wanted.add_argument("--most", type=int, default=1000)
    wanted.add_argument("--seed", type=int, default=3)
    given = wanted.parse_args()
    world = simulate_world(given.people, 3, seed=given.seed)
    lists = {
        name: register_from_frame(name, world.registers[name], world.columns[name])
        for name in world.lists
    }
    persons = {
        name: world.persons[world.of_list == i].astype(np.int64)
        for i, name in enumerate(world.lists)
    }
    rng = np.random.default_rng(given.seed)
    file, other = lists["clinic"], lists["census"]
    order = rng.permutation(len(file))
    size = min(given.most, len(file) * 2 // 3)
    half = np.concatenate([order[: size // 2], order[size : size + size // 2]])
    theirs = rng.permutation(len(other))[: 2 * given.most]
    mine = persons["clinic"]
    scenes = (
        ("same list", order[: given.most], file, order[: given.most], mine),
        ("half of it", order[:size], file, half, mine),
        ("other body", order[: given.most], other, theirs, persons["census"]),
    )
    between = Spec(between=world.lists)
    files = [lists[name] for name in world.lists if name != "clinic"]
    for label, at, own, its, whose in scenes:
        its = rng.permutation(its)
        for kind, spec, others in (
            ("bare", BARE, ()),
            ("sections", Spec(), ()),
            ("between, one file", between, ()),
            ("between, all files", between, files),
        ):
            known = Scene(make_key(given.seed)).known(
                _taken(file, at), _taken(own, its), spec, others
            )
            for found in rates(known, mine[at], whose[its], seed=given.seed):
                print(
                    f"{label:12}{kind:20}{found.attack:28}{found.attacked:6}{found.right:6}"
                    f"{found.share:8.2%}{found.upper:8.2%}",
                    flush=True,
                )


def _taken(register: Register, at: NDArray[np.int64]) -> Register:
    return replace(register, records=register.records.take(at))


if __name__ == "__main__":
    main()
