"""How right each reader is, field by field: `make evaluate`.

Compared are the rules, the rules with linear deciders taught on the same documents, the network
without what the rules say, and rules with network, the one that ships; the last also with spaCy's
speakers where it is installed. Intervals: 95%, documents drawn anew 1,000 times (Efron 1979).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from calibrate import FIELDS, PLAIN, error
from data import CORPUS, read_gold
from linear import Linear

from undercount.ledger.records import Reading
from undercount.read.gold import to_gold
from undercount.read.model.answers import of_all
from undercount.read.model.calibration import calibration
from undercount.read.model.decide import decide, decided
from undercount.read.model.mentions import SPANS
from undercount.read.model.windows import FLAGS, windows
from undercount.read.scoring.agreement import agree, matched, same_number

PARTS = ("population", "claimant", "measure")  # and the number
GENRES = {"fr": "French", "es": "Spanish", "en": "English"}
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one document: annotated and read numbers, and how many are right by row."""

    doc: str
    language: str
    right: Mapping[str, int]
    figures: int
    read: int
    numbers: int
    found: int
    records: Sequence[tuple[float, bool]]
    sure: Mapping[str, Sequence[tuple[float, bool]]]


def blind(reading: Reading) -> Reading:
    """The network on the text alone: the numbers are the rules', nothing else of theirs is told."""
    made = []
    for window in windows(reading):
        flags = window.flags.copy()
        flags[:, : 3 * len(SPANS)] = 0.0
        made.append(replace(window, flags=flags, features=window.features * 0,
                            hints=np.full_like(window.hints, -1)))  # fmt: skip
    assert FLAGS[0].endswith(SPANS[0])
    return decided(reading, of_all(made, reading.text), PLAIN)


def counts(gold: dict[str, Any], reading: Reading) -> Counts:
    """Compare one document."""
    read = to_gold(reading)
    pairs = matched(gold["figures"], read["figures"])
    traps = matched(gold["not_figures"], read["not_figures"])
    right: dict[str, int] = defaultdict(int)
    whole = set()
    sure: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for g, r in pairs:
        number = same_number(g, r)
        right["number"] += number
        for name in FIELDS:
            right[name] += agree(name, g, r)
        if number and all(agree(name, g, r) for name in PARTS):
            right["complete record"] += 1
            whole.add(r["start"])
    mates = {id(r): g for g, r in pairs}
    for r in read["figures"]:
        g = mates.get(id(r))
        for name, chance in r["confidences"].items():
            if name in FIELDS:
                sure[name].append((chance, g is not None and agree(name, g, r)))
        if r["confidence"] is not None:
            sure["complete record"].append((r["confidence"], r["start"] in whole))
    right["figure or trap"] = len(pairs) + len(traps)
    return Counts(
        gold["doc"], gold.get("language") or "en", right, len(gold["figures"]),
        len(read["figures"]), len(gold["figures"]) + len(gold["not_figures"]),
        len(read["figures"]) + len(read["not_figures"]), sure["complete record"], sure,
    )  # fmt: skip


def share(found: Sequence[Counts], row: str) -> float:
    """Right of those annotated; F1 for "figure or trap"; the surest half of the records read."""
    if row == "figure or trap":
        total = sum(c.numbers + c.found for c in found)
        return 2 * sum(c.right[row] for c in found) / total if total else 1.0
    if row == "surest half":
        ranked = sorted((r for c in found for r in c.records), key=lambda r: -r[0])
        kept = ranked[: round(len(ranked) / 2)]
        return float(np.mean([ok for _, ok in kept])) if kept else 1.0
    total = sum(c.figures for c in found)
    return sum(c.right[row] for c in found) / total if total else 1.0


ROWS = ("figure or trap", "number", *FIELDS, "complete record", "surest half")


def interval(found: Sequence[Counts], row: str) -> tuple[float, float]:
    """95%, by drawing documents."""
    rng = np.random.default_rng(20261123)
    drawn = [
        share([found[i] for i in rng.integers(0, len(found), len(found))], row)
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def main() -> None:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="test", choices=("test", "development"))
    parser.add_argument("--nlp", action="store_true", help="compare with spaCy's speakers too")
    chosen = parser.parse_args()
    split = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))
    files = [f for name in split[chosen.part] for f in sorted((CORPUS / name).glob("*.gold.json"))]
    linear = Linear.taught(split["train"])
    readers: dict[str, Callable[[Reading], Reading]] = {
        "rules": lambda reading: reading, "rules + linear": linear.decide,
        "network alone": blind, "rules + network": decide,
    }  # fmt: skip
    golds = [read_gold(file) for file in files]
    results = {name: [counts(g, read(r)) for g, r in golds] for name, read in readers.items()}
    if chosen.nlp:
        from undercount.read.nlp import spacy_backend

        spoken = [read_gold(file, spacy_backend.load()) for file in files]
        results["rules, spaCy"] = [counts(g, r) for g, r in spoken]
        results["rules + network, spaCy"] = [counts(g, decide(r)) for g, r in spoken]
    print(f"{len(files)} documents, {sum(c.figures for c in results['rules'])} figures\n")
    print("| |" + "|".join(results) + "|\n|---|" + "---|" * len(results))
    for row in ROWS:
        cells = []
        for found in results.values():
            if row == "surest half" and not any(c.records for c in found):
                cells.append("–")  # it does not say how sure it is
                continue
            low, high = interval(found, row)
            cells.append(f"{share(found, row):.3f} ({low:.2f}–{high:.2f})")
        print(f"| {row} | " + " | ".join(cells) + " |")
    best = results["rules + network"]
    print("\n| part | documents | figures | rules | rules + network |\n|---|--:|--:|--:|--:|")
    for title, of in _parts(best):
        sides = [share([c for c in results[name] if of(c)], "complete record")
                 for name in ("rules", "rules + network")]  # fmt: skip
        chosen_ones = [c for c in best if of(c)]
        print(f"| {title} | {len(chosen_ones)} | {sum(c.figures for c in chosen_ones)} | "
              f"{sides[0]:.3f} | {sides[1]:.3f} |")  # fmt: skip
    print("\n| field | calibration error |\n|---|--:|")
    for name in (*FIELDS, "complete record"):
        told = [pair for c in best for pair in c.sure[name]]
        print(f"| {name} | {error([p for p, _ in told], [ok for _, ok in told]):.3f} |")
    print("\nleft open below:", calibration().open)


def _parts(found: Sequence[Counts]) -> list[tuple[str, Callable[[Counts], bool]]]:
    """By language, and by the kind of document that its name tells."""
    parts: list[tuple[str, Callable[[Counts], bool]]] = []
    for code, title in GENRES.items():
        if any(c.language == code for c in found):
            parts.append((title, lambda c, code=code: c.language == code))
    genres = json.loads((CORPUS / "genres.json").read_text(encoding="utf-8"))
    for title, docs in genres.items():
        names = frozenset(docs)
        if any(Path(c.doc).name in names for c in found):
            parts.append((title, lambda c, names=names: Path(c.doc).name in names))
    return parts


if __name__ == "__main__":
    main()
