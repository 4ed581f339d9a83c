"""How often tracing finds the right request, what its probabilities are worth, and how fast it is.

    python benchmarks/trace.py worlds [--worlds 2] [--cases 500] [--requests 20000] [--noise 1]
    python benchmarks/trace.py speed [--cases 500] [--requests 100000]
    python benchmarks/trace.py one [--requests 100000]
    python benchmarks/trace.py lone

`worlds` are simulated families, seeds 301 on, on which no weight was fitted; beside ours stands
Primero's own rule, written anew in `benchmarks/traced/primero.py`. A case counts as found where a
request for this very child is at the top, or in the first ten; cases without consent, and requests
without it, are in neither. ECE is the mean distance of a probability from the share that is true,
over ten bins; "by chance" is what it would be if every probability were right. Primero's score is
read as a probability there, as who sees "0.98" will. `lone` asks both for a case whose only request
is for another boy of the same country.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from traced import measures
from traced.measures import Answer
from traced.primero import Primero

from undercount.testing.worlds import TracingWorld, simulate_tracing
from undercount.trace.consent import Allowed, allow
from undercount.trace.people import People, people_of
from undercount.trace.rank import Tracer, rank

PURPOSE = "family tracing"
DAY = date(2016, 8, 31)
FIRST_SEED = 301
_TELLING = ("year_low", "mother", "father_name", "siblings", "relatives", "place", "last_place",
            "last_low", "language")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sides:
    """One world, in the standard form, with those who agreed."""

    world: TracingWorld
    cases: Allowed
    requests: Allowed


def sides_of(world: TracingWorld) -> Sides:
    """The standard form, and who may be compared."""
    case = people_of("case", world.cases, world.columns["cases"])
    request = people_of("request", world.requests, world.columns["requests"])
    return Sides(world, *(allow(people, purpose=PURPOSE, day=DAY) for people in (case, request)))


# What a case is like


def missing(people: People) -> np.ndarray:
    """Shape (n,): how many of nine telling fields are empty."""
    empty = np.zeros(len(people), dtype=np.int64)
    for name in _TELLING:
        column = people.table[name].combine_chunks()
        none = np.asarray(column.is_null().to_numpy(zero_copy_only=False))
        if pa.types.is_list(column.type):
            none = none | (np.asarray(column.value_lengths().fill_null(0)) == 0)
        empty += none
    return empty


def truths(sides: Sides) -> list[tuple[frozenset[int], tuple[tuple[str, str], ...]]]:
    """Of each case: places of its requests among those who agreed, and what the pair is like."""
    world = sides.world
    request_at = {name: i for i, name in enumerate(sides.requests.people.ids)}
    by_case: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in world.truth.to_pylist():
        if row["request"] in request_at:
            by_case[row["case"]].append(row)
    told = {row["id"]: row for row in world.children.to_pylist()}
    families: dict[int, int] = defaultdict(int)
    for row in told.values():
        families[row["family"]] += row["kind"] == "case"
    gaps = missing(sides.cases.people), missing(sides.requests.people)
    words = sides.cases.people.table["tokens"].to_pylist()
    made = []
    for i, case in enumerate(sides.cases.people.ids):
        rows = by_case[case]
        groups: list[tuple[str, str]] = []
        if rows:
            first = rows[0]["request"]
            both = [told[case]["script"], told[first]["script"]]
            across = "one script" if both[0] == both[1] else "two scripts"
            empty = int(gaps[0][i] + gaps[1][request_at[first]])
            child = told[case]
            groups = [
                ("relation", rows[0]["relation"]),
                ("script", " ".join(sorted(both))),
                ("scripts", across),
                ("missing", "0-2" if empty < 3 else "3-5" if empty < 6 else "6 or more"),
                ("requests", "one" if len(rows) == 1 else "two"),
            ]
            if child["twin"]:
                groups.append(("child", "twin"))
            if families[child["family"]] > 1:
                groups.append(("child", "brother or sister has a case"))
            if len(words[i] or ()) < 2:
                groups.append(("child", "one name"))
        made.append((frozenset(request_at[row["request"]] for row in rows), tuple(groups)))
    return made


# Ways to rank


def ours(sides: Sides, truth: list) -> list[Answer]:
    """`undercount.trace.rank`."""
    ranking = rank(sides.cases, sides.requests, top=10)
    place = np.full(sides.world.requests.num_rows, -1)
    place[sides.requests.rows] = np.arange(len(sides.requests))
    answers = []
    for i, (true, groups) in enumerate(truth):
        here = slice(ranking.starts[i], ranking.starts[i + 1])
        rows = tuple(place[ranking.requests[here]].tolist())
        p = tuple(ranking.probability[here].tolist())
        answers.append(Answer(rows, p, true, groups, float(ranking.none[i])))
    without = ranking.without_case
    has = np.isin(place[ranking.asked], [row for true, _ in truth for row in true])
    print(
        f"  requests: {len(sides.requests):,}, compared {len(without):,}; without a case: mean "
        f"{without[~has].mean():.4f} of those that have none, {without[has].mean():.4f} of those "
        f"that have one; ECE {measures.ece(without, ~has):.4f}; share learned {ranking.share:.3f}"
    )
    return answers


def primero(sides: Sides, truth: list) -> list[Answer]:
    """Primero's rule, on the same people."""
    request = sides.world.requests.take(pa.array(sides.requests.rows))
    case = sides.world.cases.take(pa.array(sides.cases.rows))
    hits = Primero(sides.requests.people, request).hits(sides.cases.people, case)
    likely = [(bool(true), bool(set(hit.rows[hit.likely].tolist()) & true))
              for hit, (true, _) in zip(hits, truth, strict=True) if hit.likely.any()]  # fmt: skip
    print(f'  "likely" in {len(likely)} cases of {len(hits)}, right in {sum(y for _, y in likely)}')
    return [
        Answer(tuple(hit.rows[:10].tolist()), tuple(hit.score[:10].tolist()), true, groups)
        for hit, (true, groups) in zip(hits, truth, strict=True)
    ]


# Measures


def worlds(args: argparse.Namespace) -> None:
    """Ours and Primero's on several worlds."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    for seed in range(args.seed, args.seed + args.worlds):
        world = simulate_tracing(args.cases, args.requests, noise=args.noise, seed=seed)
        print(world.how)
        sides = sides_of(world)
        truth = truths(sides)
        for way in (ours, primero):
            start = time.perf_counter()
            answers[way.__name__] += way(sides, truth)
            print(f"  {way.__name__}: {time.perf_counter() - start:.1f} s")
    say(answers)


def say(answers: dict[str, list[Answer]]) -> None:
    """Print what was found, by way and by what cases are like."""
    print(f"\n{'':34}{'cases':>6}" + "".join(f"{way + ' 1':>12}{'in 10':>8}" for way in answers))
    lines: dict[str, dict[str, list[Answer]]] = {"all with a request": answers}
    for way, told in answers.items():
        for answer in told:
            for kind, word in answer.groups:
                lines.setdefault(f"{kind}: {word}", {}).setdefault(way, []).append(answer)
    for name, by_way in sorted(lines.items(), key=lambda line: (":" in line[0], line[0])):
        shares = [measures.found(by_way.get(way, [])) for way in answers]
        cells = "".join(f"{100 * first:11.1f}%{100 * ten:7.1f}%" for _, first, ten in shares)
        print(f"{name:34}{shares[0][0]:6}{cells}")
    for way, told in answers.items():
        print(f"\n{way}")
        for name, picked in (
            ("best of each case", measures.best(told)),
            ("every suggestion", measures.every(told)),
            ("that there is none", measures.nothing(told)),
        ):
            if len(picked[0]):
                chance = measures.ece_by_chance(picked[0])
                print(f"  ECE {name:20}{measures.ece(*picked):8.4f}   by chance {chance:.4f}")
        empty = [a.score[0] for a in told if a.rows and not a.true]
        high = sum(p >= 0.5 for p in empty)
        print(f"  best of the {len(empty)} cases nobody asks for: mean {np.mean(empty):.3f}, "
              f"0.5 or more in {high}")  # fmt: skip
        for p, share, size in measures.bins(*measures.best(told)):
            print(f"    p {p:.3f}  true {share:.3f}  of {size}")


def speed(args: argparse.Namespace) -> None:
    """Standard form and ranking of all cases."""
    world = simulate_tracing(args.cases, args.requests, seed=args.seed)
    _warm()
    start = time.perf_counter()
    sides = sides_of(world)
    formed = time.perf_counter()
    rank(sides.cases, sides.requests)
    end = time.perf_counter()
    print(f"{world.how}")
    print(f"standard form {formed - start:.1f} s, ranking {end - formed:.1f} s, both "
          f"{end - start:.1f} s; {_memory():.2f} GB")  # fmt: skip


def one(args: argparse.Namespace) -> None:
    """One new case against requests that were made ready before."""
    world = simulate_tracing(args.cases, args.requests, seed=args.seed)
    _warm()
    sides = sides_of(world)
    start = time.perf_counter()
    tracer = Tracer.of(sides.requests)
    print(f"{world.how}; made ready in {time.perf_counter() - start:.1f} s")
    seconds = []
    for row in sides.cases.rows[:20]:
        start = time.perf_counter()
        case = people_of("case", world.cases, world.columns["cases"])
        tracer.rank(allow(case, purpose=PURPOSE, day=DAY), only=np.array([row]))
        seconds.append(time.perf_counter() - start)
    print(f"one case among {args.cases}, all of them read anew: median {np.median(seconds):.2f} s, "
          f"longest {max(seconds):.2f} s")  # fmt: skip


def lone(_: argparse.Namespace) -> None:
    """What is said of a poor hit that is alone: an invented boy, and a request for another."""
    both = {"sex": "m", "nationality": "Sudan", "consent": "yes", "purpose": PURPOSE}
    both |= dict.fromkeys(("mother", "father", "siblings"), "?")
    boy = {"id": "c", "name": "Bakri Omar Nasr", "relative": "?", "relation": "?"}
    other = {"id": "r", "name": "Tariq Salih Adam", "relative": "Salih Adam", "relation": "father"}
    case, request = (pa.table({k: [v] for k, v in (one | both).items()}) for one in (boy, other))
    sides = [
        allow(people_of(kind, table), purpose=PURPOSE, day=DAY)
        for kind, table in (("case", case), ("request", request))
    ]
    (hit,) = Primero(sides[1].people, request).hits(sides[0].people, case)
    ranking = rank(*sides)
    print(f"Primero: score {hit.score[0]:.2f}, {'likely' if hit.likely[0] else 'possible'}")
    print(f"ours: {ranking.probability.max(initial=0):.4f}, none {ranking.none[0]:.4f}")


def _warm() -> None:
    """Compile what is compiled once on a machine."""
    sides = sides_of(simulate_tracing(20, 200, seed=1))
    rank(sides.cases, sides.requests)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "what", nargs="?", default="worlds", choices=("worlds", "speed", "one", "lone")
    )
    parser.add_argument("--worlds", type=int, default=2)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--requests", type=int, default=None)
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    args = parser.parse_args()
    if args.requests is None:
        args.requests = 20_000 if args.what == "worlds" else 100_000
    {"worlds": worlds, "speed": speed, "one": one, "lone": lone}[args.what](args)


if __name__ == "__main__":
    main()
