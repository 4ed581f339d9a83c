"""Learns how Arabic letters are spelt in Latin ones, and what spelling variants of a name cost.

python scripts/train_names.py PAIRS.tsv [OUT]

PAIRS.tsv has columns arabic, latin, count. What comes out is the data file of the room of names.
"""

import collections
import json
import lzma
import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import align
import learn_steps

from undercount.registers.names import parameters
from undercount.registers.names.arabic import LETTER_ID, LETTERS, bare, uniform
from undercount.registers.names.latin import fold

Pair = tuple[str, str, float]
COMMON = Path(__file__).with_name("names_common.tsv")
CREDIT = (
    "Learned from pairs of Arabic and Latin name spellings in Wikidata, published by Merhav and "
    "Ash (2018) as NETransliteration-COLING2018 under CC0 1.0, and from a list of our own."
)
RARE = 10.0
"""A letter with fewer examples is spelt by hand."""


def read_pairs(path: str) -> list[Pair]:
    """Read pairs of an Arabic and a Latin spelling with their count."""
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    return clean([(arabic, latin, float(count)) for arabic, latin, count in rows])


def clean(rows: list[Pair]) -> list[Pair]:
    """Bring pairs to uniform Arabic letters and a-z, without articles; add up what is the same."""
    pairs: collections.Counter = collections.Counter()
    for arabic, latin, count in rows:
        arabic = "".join(c for c in uniform(arabic) if c in LETTERS)
        latin = fold(latin)
        if arabic[:2] == "ال" and len(arabic) > 4:
            arabic = arabic[2:]
            latin = latin[2:] if latin[:2] in ("al", "el", "ul") else latin
        if arabic and latin and arabic != "عبد":
            pairs[arabic, latin] += count
    return [(a, b, n) for (a, b), n in pairs.items()]


def read_common() -> list[Pair]:
    """Read the project's own list of common names; the first spelling counts most."""
    pairs = {}
    for line in COMMON.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            arabic, spellings = line.split("\t")
            arabic = "".join(c for c in uniform(arabic) if c in LETTERS)
            for rank, latin in enumerate(spellings.split()):
                pairs[arabic, latin] = 9.0 if rank == 0 else 2.0
    return [(a, b, n) for (a, b), n in pairs.items()]


def merge(*sources: list[Pair]) -> list[Pair]:
    """Add up the pairs of several sources."""
    counts: collections.Counter = collections.Counter()
    for pairs in sources:
        for a, b, n in pairs:
            counts[a, b] += n
    return [(a, b, n) for (a, b), n in counts.items()]


def align_pairs(pairs: list[Pair], rounds: int = 8, floor: float = -1.6):
    """Return the pairs that align, each with the chunk of every Arabic letter."""
    arabic = np.array([LETTER_ID[c] for a, _, _ in pairs for c in a], np.int64)
    latin = np.array([ord(c) - 96 for _, b, _ in pairs for c in b], np.int64)
    a_at = np.cumsum([0] + [len(a) for a, _, _ in pairs])
    l_at = np.cumsum([0] + [len(b) for _, b, _ in pairs])
    weight = np.sqrt([n for _, _, n in pairs])
    odds = align.start(LETTERS, LETTER_ID)
    prior = odds.copy()
    keep = np.ones(len(pairs), bool)
    for _ in range(rounds):
        counts = prior * 5.0
        score = align.expectation(arabic, a_at, latin, l_at, weight * keep, odds, counts)
        keep = score > floor
        odds = counts / np.maximum(counts.sum(1, keepdims=True), 1e-300)
    print(f"{keep.mean():.3f} of {len(pairs):,} pairs align; {np.median(score):.2f} a letter")
    sizes = align.viterbi(arabic, a_at, latin, l_at, odds)
    out = []
    for p, (a, b, n) in enumerate(pairs):
        if keep[p]:
            chunks, j = [], 0
            for k in sizes[a_at[p] : a_at[p + 1]]:
                chunks.append(b[j : j + k])
                j += k
            out.append((a, b, n, tuple(chunks)))
    dropped = [
        (a, b, round(float(score[p]), 2)) for p, (a, b, n) in enumerate(pairs) if not keep[p]
    ]
    return out, dropped


def grow(aligned, firm: float = 1.0) -> dict[str, str]:
    """Grow the tree of spellings; a node is kept where it changes what its parent says.

    Few examples move a node little from its parent: `firm` is how many the parent counts for.
    """
    votes: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for a, _, n, chunks in aligned:
        padded = f"  ^{a}$  "
        for i, chunk in enumerate(chunks, start=3):
            node = padded[i]
            votes[node][chunk] += n**0.5
            for step in parameters.NEIGHBOURS:
                node += padded[i + step]
                votes[node][chunk] += n**0.5
    odds: dict[str, dict[str, float]] = {}
    best: dict[str, str] = {}
    for node in sorted(votes, key=len):
        seen, total = votes[node], votes[node].total()
        if len(node) == 1:
            if total < RARE:
                continue
            odds[node] = {chunk: n / total for chunk, n in seen.items()}
        elif node[:-1] in odds:
            odds[node] = {
                chunk: (seen[chunk] + firm * share) / (total + firm)
                for chunk, share in odds[node[:-1]].items()
            }
        else:
            continue
        best[node] = max(odds[node], key=odds[node].__getitem__)
    kept: dict[str, str] = {}
    for node in sorted(best, key=len, reverse=True):
        changes = len(node) == 1 or best[node] != best[node[:-1]]
        if changes or node in kept:
            kept[node] = best[node]
            if len(node) > 1:
                kept.setdefault(node[:-1], best[node[:-1]])
    return kept


def remember(aligned, tree: dict[str, str]) -> dict[str, str]:
    """Return the usual spelling of the words that the tree reads otherwise.

    Words that differ in the hamza of their alef alone are one: clerks leave it out.
    """
    counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    written: dict[str, set[str]] = collections.defaultdict(set)
    for a, b, n, _ in aligned:
        counts[bare(a)][b] += n
        written[bare(a)].add(a)
    out: dict[str, str] = {}
    for word, spellings in sorted(counts.items()):
        usual, n = max(spellings.items(), key=lambda row: (row[1], row[0]))
        if n >= 2:
            forms = {*written[word], *(alef + word[1:] for alef in "أإآ" if word[0] == "ا")}
            if any(spell(tree, a) != usual for a in forms):
                out[word] = usual
    return out


def spell(tree: dict[str, str], word: str) -> str:
    """Romanise a word by a tree."""
    padded = f"  ^{word}$  "
    known = parameters.Spellings(tree, {})
    return "".join(known.spell(padded, i, LETTERS[padded[i]]) for i in range(3, len(word) + 3))


def variants(aligned, folds: int = 4) -> list[tuple[str, str, float]]:
    """Return pairs of spellings of one name.

    Each Arabic word as a tree reads it that has not seen it, with each of its Latin spellings;
    and its commonest Latin spelling with the others.
    """
    of: dict[str, list] = collections.defaultdict(list)
    for row in aligned:
        of[row[0]].append(row)
    words = sorted(of)
    random.Random(1).shuffle(words)
    out = []
    for fold_ in range(folds):
        kept = set(words[fold_::folds])
        tree = grow([row for row in aligned if row[0] not in kept])
        for word in words[fold_::folds]:
            total = sum(row[2] for row in of[word])
            modal = max(of[word], key=lambda row: row[2])[1]
            read = spell(tree, word)
            for _, latin, n, _ in of[word]:
                if read:
                    out.append((read, latin, total**0.25 * n / total))
                if latin != modal:
                    out.append((modal, latin, total**0.25 * n / total))
    return out


def learn(pairs: list[Pair]) -> dict:
    """Learn all parameters from pairs of spellings."""
    aligned, _ = align_pairs(pairs)
    tree = grow(aligned)
    return {
        "spellings": tree,
        "lexicon": remember(aligned, tree),
        "steps": learn_steps.learn(variants(aligned)),
        "credit": CREDIT,
    }


def pack(parameters_: dict) -> bytes:
    """Write the parameters as the package's data file holds them."""
    text = json.dumps(parameters_, ensure_ascii=False, sort_keys=True)
    return lzma.compress(text.encode(), preset=9)


def main() -> None:
    """Learn from the pairs named and write the data file."""
    out = Path(parameters.__file__).parent / parameters.DATA
    if len(sys.argv) > 2:
        out = Path(sys.argv[2])
    found = learn(merge(read_pairs(sys.argv[1]), read_common()))
    out.write_bytes(pack(found))
    print(f"{len(found['spellings']):,} nodes, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
