"""What linking registers does to N, in simulated worlds whose truth is known.

Run with `python benchmarks/linked_worlds.py --worlds 20 --people 10000 --cache DIR`. Each world is
simulated and linked once and kept in DIR with its truth; so are the answers of each way to
estimate, in one Parquet file a way. A way is a function of a world in `WAYS`: add one, and only it
is run. `--again WAY` runs a way anew.

Beside each way stand: N over N from the true links by the same log-linear search (median, middle
half, share within 15%), how often its 90% interval holds N from the true links, how wide it is, and
how far its history counts are from the true ones (median of |counts - true| summed over cells, over
the people in any list). Ratio and error of a count are those of point linkage where a way has none.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from linked.audits import audit
from linked.samples import read_by_clerk
from numpy.typing import NDArray

from undercount import CaptureHistories, LogLinear
from undercount.estimate.linked import estimate_linked
from undercount.link.draws import PartitionDraws, draw_partitions, widened_draws
from undercount.link.pairs import Pairs
from undercount.results import Estimate

Floats = NDArray[np.float64]
LEVEL = 0.9
DRAWS = 200


@dataclass(frozen=True, eq=False)
class LinkedWorld:
    """A simulated world after linkage: pairs, clusters and the truth of each record.

    Shapes: clusters (n_records,), persons (n_records,), counts (2**t,) with cell 0 the unseen.
    """

    seed: int
    pairs: Pairs
    clusters: NDArray[np.int64]
    persons: NDArray[np.int64]
    counts: NDArray[np.int64]
    seconds: float
    kept: Path

    @property
    def people(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class Answer:
    """N with its interval, and the history counts it rests on; cell 0 is not looked at."""

    n: float
    lower: float
    upper: float
    counts: Floats


# Worlds


def linked_world(seed: int, people: int, cache: Path) -> LinkedWorld:
    """The world of this seed, from the cache or simulated and linked now."""
    file = cache / f"world-{people}-{seed}.npz"
    if not file.exists():
        world = _simulate_and_link(seed, people)
        pairs = world.pairs
        part = file.with_suffix(".part.npz")
        np.savez_compressed(
            part,
            lists=np.array(pairs.lists),
            of_list=pairs.of_list,
            left=pairs.left,
            right=pairs.right,
            weight=pairs.weight,
            probability=pairs.probability,
            clusters=world.clusters,
            persons=world.persons,
            counts=world.counts,
            seconds=world.seconds,
        )
        part.rename(file)
    kept = np.load(file)
    return LinkedWorld(
        seed,
        Pairs(
            tuple(str(name) for name in kept["lists"]),
            kept["of_list"],
            kept["left"],
            kept["right"],
            kept["weight"],
            kept["probability"],
        ),
        kept["clusters"],
        kept["persons"],
        kept["counts"],
        float(kept["seconds"]),
        cache / f"draws-{people}-{seed}.npz",
    )


def _simulate_and_link(seed: int, people: int) -> LinkedWorld:
    from undercount.link.linking import link
    from undercount.registers import register_from_frame
    from undercount.testing.worlds import simulate_world

    world = simulate_world(people=people, seed=seed)
    began = time.perf_counter()
    registers = [
        register_from_frame(name, table, world.columns[name])
        for name, table in world.registers.items()
    ]
    linkage = link(registers, seed=seed)
    seconds = time.perf_counter() - began
    person = {(row["list"], str(row["record"])): row["person"] for row in world.truth.to_pylist()}
    of_list = linkage.pairs.of_list
    persons = [
        person[linkage.lists[k], record] for k, record in zip(of_list, linkage.record, strict=True)
    ]
    _, numbers = np.unique(np.array(persons), return_inverse=True)
    return LinkedWorld(
        seed,
        linkage.pairs,
        linkage.clusters.astype(np.int64),
        numbers.astype(np.int64),
        np.asarray(world.counts, np.int64),
        seconds,
        Path(),
    )


# N from counts: the same everywhere


def fitted(lists: tuple[str, ...], counts: Floats, order: int | None = None) -> Estimate | None:
    whole = np.rint(counts).astype(np.int64)
    whole[0] = 0
    found = LogLinear(selection="bic", order=order).fit(
        CaptureHistories(lists, whole), level=LEVEL, seed=1
    )
    return found if isinstance(found, Estimate) else None


def from_counts(lists: tuple[str, ...], counts: Floats, order: int | None = None) -> Answer:
    """One table of counts taken as certain."""
    found = fitted(lists, counts, order)
    if found is None:
        return Answer(np.nan, np.nan, np.nan, counts)
    return Answer(found.point, found.interval.lower, found.interval.upper, counts)


def pooled(lists: tuple[str, ...], tables: Floats, order: int | None = 1) -> Answer:
    """Many tables, each as likely as the others: their draws of N together."""
    rng = np.random.default_rng(1)
    draws = []
    for counts in tables:
        found = fitted(lists, counts, order)
        if found is not None and found.draws is not None:
            draws.append(rng.choice(found.draws.ravel(), 20))
    if not draws:
        return Answer(np.nan, np.nan, np.nan, tables.mean(axis=0))
    n = np.concatenate(draws)
    lower, point, upper = np.quantile(n, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2])
    return Answer(float(point), float(lower), float(upper), tables.mean(axis=0))


def counts_by(labels: NDArray[np.int64], pairs: Pairs) -> Floats:
    """People by history if records with the same label are one person."""
    _, people = np.unique(labels, return_inverse=True)
    history = np.zeros(people.max() + 1, np.int64)
    np.bitwise_or.at(history, people, np.left_shift(1, pairs.of_list.astype(np.int64)))
    return np.bincount(history, minlength=2 ** len(pairs.lists)).astype(float)


# Ways to estimate: the part `draws`


@lru_cache(maxsize=2)
def drawn(world: LinkedWorld) -> PartitionDraws:
    """The draws of a world, from the cache or drawn now."""
    if world.kept.is_file():
        kept = np.load(world.kept)
        pairs = world.pairs
        return PartitionDraws(pairs.lists, pairs.of_list, kept["labels"], float(kept["r_hat"]))
    made = draw_partitions(world.pairs, draws=DRAWS, seed=world.seed)
    np.savez_compressed(world.kept, labels=made.labels, r_hat=made.r_hat)
    return made


def true_links(world: LinkedWorld) -> Answer:
    return from_counts(world.pairs.lists, counts_by(world.persons, world.pairs))


def true_links_independent(world: LinkedWorld) -> Answer:
    return from_counts(world.pairs.lists, counts_by(world.persons, world.pairs), order=1)


def point(world: LinkedWorld) -> Answer:
    return from_counts(world.pairs.lists, counts_by(world.clusters, world.pairs))


def point_independent(world: LinkedWorld) -> Answer:
    return from_counts(world.pairs.lists, counts_by(world.clusters, world.pairs), order=1)


def averaged(world: LinkedWorld) -> Answer:
    return pooled(world.pairs.lists, drawn(world).histories())


def averaged_interactions(world: LinkedWorld) -> Answer:
    return pooled(world.pairs.lists, drawn(world).histories(), order=None)


def widened(world: LinkedWorld) -> Answer:
    tables = widened_draws(world.pairs, draws=DRAWS, seed=world.seed).histories()
    return pooled(world.pairs.lists, tables)


def sampled(world: LinkedWorld) -> Answer:
    """200 pairs read by a clerk who is right, the probabilities calibrated by them."""
    better = read_by_clerk(world.pairs, world.persons, 200, world.seed)
    tables = widened_draws(better, draws=DRAWS, seed=world.seed).histories()
    return pooled(world.pairs.lists, tables)


def calibration_table(worlds: list[LinkedWorld]) -> None:
    """Sums of probabilities over true pairs: all, and those the linkage puts below 0.1."""
    print("\n| pairs read | sum of p / true pairs, all | spread | below 0.1 | spread |")
    print("|---|---|---|---|---|")
    for size in (0, 200, 500):
        ratios = []
        for world in worlds:
            pairs = world.pairs
            true = world.persons[pairs.left] == world.persons[pairs.right]
            better = read_by_clerk(pairs, world.persons, size, world.seed) if size else pairs
            p = better.probability
            low = pairs.probability < 0.1
            ratios.append((p.sum() / true.sum(), p[low].sum() / true[low].sum()))
        found = np.array(ratios)
        (all_, tail), (s_all, s_tail) = found.mean(axis=0), found.std(axis=0)
        print(f"| {size or 'none'} | {all_:.2f} | {s_all:.2f} | {tail:.2f} | {s_tail:.2f} |")


WAYS: dict[str, Callable[[LinkedWorld], Answer]] = {
    "true links": true_links,
    "true links, lists independent": true_links_independent,
    "point linkage": point,
    "point linkage, lists independent": point_independent,
    "averaged": averaged,
    "averaged, interactions": averaged_interactions,
    "averaged, widened": widened,
    "averaged, widened, 200 pairs read": sampled,
}


# Ways to estimate: the part `audit`


def audited(world: LinkedWorld, n: int, naive: bool = False, **clerk: float) -> Answer:
    """An audit of n records; `naive`: each replicate of the counts searched as if counted."""
    best = counts_by(world.clusters, world.pairs)
    histories = audit(drawn(world), world.persons, best, n, world.seed, **clerk)
    counts = histories.audited_point
    if naive:
        return replace(pooled(histories.lists, histories.audited, None), counts=counts)
    found = dict(estimate_linked(histories, level=LEVEL, seed=world.seed))["audit"]
    if not isinstance(found, Estimate):
        return Answer(np.nan, np.nan, np.nan, counts)
    return Answer(found.point, found.interval.lower, found.interval.upper, counts)


WAYS |= {
    "audit of 200": partial(audited, n=200),
    "audit of 200, errors unknown to the models": partial(audited, n=200, naive=True),
    "audit of 500": partial(audited, n=500),
    "audit of 500, errors unknown to the models": partial(audited, n=500, naive=True),
    "audit of 200, a tenth overlooked": partial(audited, n=200, overlook=0.1),
    "audit of 200, a tenth overlooked, second reader": partial(
        audited, n=200, overlook=0.1, second=0.2
    ),
    "audit of 500, a tenth overlooked, second reader": partial(
        audited, n=500, overlook=0.1, second=0.2
    ),
}


# Running and telling


def answer(name: str, world: LinkedWorld, file: Path) -> Answer:
    """The answer of a way for a world, from its file or computed now."""
    if file.exists():
        kept = pq.read_table(file).filter(pc.field("seed") == world.seed).to_pylist()
        if kept:
            row = kept[0]
            return Answer(row["n"], row["lower"], row["upper"], np.array(row["counts"]))
    found = WAYS[name](world)
    row = {
        "seed": world.seed,
        "n": found.n,
        "lower": found.lower,
        "upper": found.upper,
        "counts": found.counts.tolist(),
    }
    rows = pq.read_table(file).to_pylist() if file.exists() else []
    pq.write_table(pa.Table.from_pylist([*rows, row]), file)
    return found


def line(name: str, answers: list[Answer], worlds: list[LinkedWorld], true: list[Answer]) -> str:
    n = np.array([a.n for a in answers])
    target = np.array([a.n for a in true])
    ratio = n / target
    held = np.array([a.lower <= t <= a.upper for a, t in zip(answers, target, strict=True)])
    width = np.array([(a.upper - a.lower) for a in answers]) / target
    error = [
        np.abs(a.counts[1:] - w.counts[1:]).sum() / w.counts[1:].sum()
        for a, w in zip(answers, worlds, strict=True)
    ]
    low, middle, high = np.nanquantile(ratio, [0.25, 0.5, 0.75])
    return (
        f"| {name} | {middle:.2f} | {low:.2f} to {high:.2f} | {np.mean(abs(ratio - 1) < 0.15):.0%} "
        f"| {held.mean():.0%} | {np.nanmedian(width):.2f} | {np.median(error):.1%} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=2)
    parser.add_argument("--first", type=int, default=1, help="seed of the first world")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--cache", type=Path, help="keeps linked worlds and answers for next time")
    parser.add_argument("--only", nargs="*", help="ways to run; all without")
    parser.add_argument("--again", nargs="*", default=[], help="ways whose answers are run anew")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare_ways(asked, asked.cache or Path(folder))


def compare_ways(asked: argparse.Namespace, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    seeds = range(asked.first, asked.first + asked.worlds)
    load = partial(linked_world, people=asked.people, cache=cache)
    worlds = [load(seed) for seed in seeds]
    true = [true_links(world) for world in worlds]
    print(f"{len(worlds)} worlds of {asked.people:,} people", flush=True)
    gone = [np.isin(_codes(w, True), _codes(w, False)).mean() for w in worlds]
    print(
        f"true pairs among the candidates: {np.median(gone):.1%}; registers to pairs: "
        f"{np.median([w.seconds for w in worlds]):.0f} s; N from true links over the truth: "
        f"{np.median([t.n / w.people for t, w in zip(true, worlds, strict=True)]):.2f}\n"
    )
    print("| way | N / N true links | middle half | within 15% | 90% covers | width | counts off |")
    print("|---|---|---|---|---|---|---|")
    for name in asked.only or WAYS:
        slug = name.replace(" ", "-").replace(",", "")
        file = cache / f"answers-{asked.people}-{slug}.parquet"
        if name in asked.again:
            file.unlink(missing_ok=True)
        answers = [answer(name, world, file) for world in worlds]
        print(line(name, answers, worlds, true), flush=True)
    calibration_table(worlds)


def _codes(world: LinkedWorld, true: bool) -> NDArray[np.int64]:
    """Pairs as one number each: the true ones between lists, or the candidates."""
    n = len(world.persons)
    if not true:
        return world.pairs.left.astype(np.int64) * n + world.pairs.right
    order = np.argsort(world.persons, kind="stable")
    found = []
    for gap in range(1, int(np.bincount(world.persons).max(initial=1))):
        a, b = order[:-gap], order[gap:]
        same = world.persons[a] == world.persons[b]
        same &= world.pairs.of_list[a] != world.pairs.of_list[b]
        found.append(a[same] * n + b[same])  # stable order: a < b
    return np.concatenate(found) if found else np.zeros(0, np.int64)


if __name__ == "__main__":
    main()
