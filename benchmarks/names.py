"""How well names are found across scripts, beside what is usually done, and how fast.

    python benchmarks/names.py [PAIRS.tsv] [--learn OTHER.tsv | --split 0.7]
                               [--names 5000] [--queries 1000] [--seed 1]

PAIRS.tsv has columns arabic, latin, count. Full names of two or three tokens are built from it: an
Arabic one that is looked for, and in the pool the Latin one, each token in a spelling drawn by its
count. Nothing is learned from the file: names are read by what the package ships, or with --learn
by what is learned from another file alone; --split learns from that share of the file's Arabic
tokens and looks for names made of the others. Without a file only Ethiopic names and speed show.
"""

from __future__ import annotations

import argparse
import collections
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
from anyascii import anyascii

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from undercount.registers.names import (
    Pool,
    coarse_key,
    key,
    normalise,
    parameters,
    similarities,
    tokens,
)

Spellings = dict[str, list[tuple[str, int]]]
Names = list[tuple[str, str]]
Ranked = Callable[[str], Sequence[int]]
ETHIOPIC = Path(__file__).with_name("ethiopic_names.tsv")


def read(path: str | Path) -> Spellings:
    """Read the Latin spellings of each Arabic token, with counts."""
    found: Spellings = collections.defaultdict(list)
    for line in Path(path).read_text(encoding="utf-8").splitlines()[1:]:
        arabic, latin, count = line.split("\t")
        found[arabic].append((latin, int(count)))
    return dict(found)


def read_ethiopic() -> Spellings:
    """Read the list of Ethiopic names; each spelling is as likely."""
    lines = ETHIOPIC.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {ethiopic: [(latin, 1) for latin in spellings.split()] for ethiopic, spellings in rows}


def learn(spellings: Spellings) -> None:
    """Let names be read by what these spellings alone teach."""
    import train_names

    pairs = [(a, b, float(n)) for a, rows in spellings.items() for b, n in rows]
    found = train_names.learn(train_names.clean(pairs))
    parameters.learned = lambda: found  # type: ignore[assignment]  # in place of the cached one


def build(spellings: Spellings, many: int, sizes: Sequence[int], seed: int) -> Names:
    """Build full names: tokens drawn evenly, their spellings by count."""
    rng, words = random.Random(seed), sorted(spellings)
    names = []
    for _ in range(many):
        drawn = rng.sample(words, rng.choice(sizes))
        rows = [spellings[word] for word in drawn]
        latin = [rng.choices([r[0] for r in row], [r[1] for r in row])[0] for row in rows]
        names.append((" ".join(drawn), " ".join(latin)))
    return names


def fitting(spellings: Spellings) -> Spellings:
    """Leave out spellings that share too little with anyascii's reading: misaligned ones."""
    kept: Spellings = {}
    for word, rows in spellings.items():
        bare = _consonants(word)
        good = [row for row in rows if _close(bare, _consonants(row[0]))]
        if good:
            kept[word] = good
    return kept


def _consonants(text: str) -> str:
    folded = anyascii(text).lower().translate(str.maketrans("pvqcgxjdz", "bfkkkkkts"))
    return "".join(c for c in folded if c in "bfklmnrst")


def _close(a: str, b: str) -> bool:
    common = collections.Counter(a) & collections.Counter(b)
    return 2 * common.total() >= 0.6 * (len(a) + len(b))


def ours(pool: Sequence[str]) -> Ranked:
    """Rank by this package."""
    found = Pool(pool)
    return lambda name: [index for index, _ in found.nearest(name, 5)]


def jaro_winkler(pool: Sequence[str]) -> Ranked:
    """Rank by the Jaro-Winkler similarity of what anyascii makes of both."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("create table pool (i integer, name varchar)")
    rows = [(i, anyascii(name).lower()) for i, name in enumerate(pool)]
    connection.executemany("insert into pool values (?, ?)", rows)
    ranked = "select i from pool order by jaro_winkler_similarity(name, ?) desc, i limit 5"
    return lambda name: [
        row[0] for row in connection.execute(ranked, [anyascii(name).lower()]).fetchall()
    ]


def exact(pool: Sequence[str]) -> Ranked:
    """Rank by how many tokens anyascii makes the same; none the same is not found."""
    having = collections.defaultdict(list)
    for i, name in enumerate(pool):
        for token in set(anyascii(name).lower().split()):
            having[token].append(i)

    def ranked(name: str) -> list[int]:
        hits = collections.Counter(
            i for token in anyascii(name).lower().split() for i in having[token]
        )
        return [i for i, _ in hits.most_common(5)]

    return ranked


def recall(names: Names, rank: Callable[[Sequence[str]], Ranked], queries: int) -> list[float]:
    """Return recall at 1 and at 5; a namesake in the pool is as good."""
    pool = [latin for _, latin in names]
    ranked = rank(pool)
    hits = np.zeros(2)
    for name, wanted in names[:queries]:
        found = [pool[i] for i in ranked(name)]
        hits += [found[:1] == [wanted], wanted in found]
    return [float(hit) / min(queries, len(names)) for hit in hits]


def show(title: str, names: Names, queries: int) -> None:
    """Print the recall of ours and of the others."""
    for label, rank in (("ours", ours), ("anyascii + JW", jaro_winkler), ("exact", exact)):
        one, five = recall(names, rank, queries)
        print(f"| {title} | {label} | {one:.3f} | {five:.3f} |")


def show_keys(spellings: Spellings, good: Spellings) -> None:
    """Print how many true pairs share a key, and how many pairs of two words by chance."""
    for label, function in (("key", key), ("coarse_key", coarse_key)):
        one = {t: function(t) for rows in spellings.values() for b, _ in rows for t in tokens(b)}
        pairs = [(tokens(a), tokens(b)) for a, rows in good.items() for b, _ in rows]
        pairs = [(a[0], b[0]) for a, b in pairs if len(a) == 1 and len(b) == 1]
        true = np.mean([function(a) == one[b] for a, b in pairs])
        left = collections.Counter(function(a) for a, _ in pairs)
        right = collections.Counter(one[b] for _, b in pairs)
        chance = sum(left[k] * right[k] for k in left) / len(pairs) ** 2
        print(f"| {label} | {true:.3f} | {chance:.5f} | {len(right):,} |")


def best_of(runs: int, task: Callable[[], object]) -> float:
    """Return the least CPU seconds of several runs: the machine may have others on it."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        task()
        found.append(time.process_time() - start)
    return min(found)


def search(pool: Pool, names: Sequence[str]) -> None:
    """Look for some names."""
    for name in names:
        pool.nearest(name, 5)


def show_speed(spellings: Spellings, seed: int) -> None:
    """Print how long searching and normalising take."""
    for many in (5_000, 100_000):
        names = build(spellings, many, (2, 3), seed)
        pool = Pool([latin for _, latin in names])
        seconds = best_of(5, partial(search, pool, [name for name, _ in names[:50]]))
        print(f"| one search among {many:,} names | {seconds / 50 * 1000:.1f} ms |")
    million = [text for pair in build(spellings, 500_000, (2, 3), seed) for text in pair]
    print(f"| 1,000,000 names normalised | {best_of(1, partial(normalise, million)):.1f} s |")
    found, keys = normalise(million[:200_000])
    firsts = [row[0] if row else "" for row in keys.to_pylist()]
    order = np.argsort(np.array(firsts), kind="stable")
    rng = np.random.default_rng(seed)
    at = rng.integers(0, len(order) - 100, 1_000_000)
    rows = np.column_stack((order[at], order[at + rng.integers(1, 100, len(at))]))
    seconds = best_of(3, partial(similarities, found, found, rows))
    print(f"| 1,000,000 pairs compared, mostly of one key | {seconds:.1f} s |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="How well names are found across scripts.")
    parser.add_argument("pairs", nargs="?", help="TSV with columns arabic, latin, count")
    parser.add_argument("--learn", help="learn from this file alone")
    parser.add_argument("--split", type=float, help="learn from this share of the Arabic tokens")
    parser.add_argument("--names", type=int, default=5000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    ethiopic = build(read_ethiopic(), args.names, (3,), args.seed)
    heading = "| names | method | recall@1 | recall@5 |\n|---|---|---|---|"
    if args.pairs:
        spellings = read(args.pairs)
        if args.learn:
            learn(read(args.learn))
        elif args.split:
            words = sorted(spellings)
            random.Random(args.seed).shuffle(words)
            cut = int(args.split * len(words))
            learn({word: spellings[word] for word in words[:cut]})
            spellings = {word: spellings[word] for word in words[cut:]}
        good = fitting(spellings)
        counts = [sum(map(len, found.values())) for found in (spellings, good)]
        print(f"{len(spellings):,} Arabic tokens; {counts[1]:,} of {counts[0]:,} spellings fit\n")
        print(heading)
        for title, source in (("Arabic, all", spellings), ("Arabic, fitting", good)):
            for sizes, label in (((2, 3), "2 to 3 tokens"), ((1,), "1 token")):
                names = build(source, args.names, sizes, args.seed)
                show(f"{title}, {label}", names, args.queries)
    else:
        print(heading)
    show("Ethiopic, 3 tokens", ethiopic, args.queries)
    if args.pairs:
        print("\n| key | true pairs | chance pairs | keys |\n|---|---|---|---|")
        show_keys(spellings, good)
    print("\n| task | CPU |\n|---|---|")
    show_speed(spellings if args.pairs else read_ethiopic(), args.seed)


if __name__ == "__main__":
    main()
