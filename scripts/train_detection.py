"""Learn how a figure came about, from annotated documents of this project.

    python scripts/train_detection.py FOLDER... [--write]

Each FOLDER holds the documents of one author with their NAME.gold.json. The weights are tried
first: learned on all folders but one and used on the figures of that one, beside the plain rule.
With `--write` the weights of all folders together are kept in the package. Needs scipy; the reader
itself does not. Nothing is drawn at random.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

import undercount.read.fields.figures as figures_module
from undercount.read.fields import detections
from undercount.read.fields.clues import Facts
from undercount.read.gold import to_gold
from undercount.read.numbers.number import Number
from undercount.read.reading import read_document
from undercount.read.scoring.agreement import matched
from undercount.units import Detection

WEIGHTS = Path(detections.__file__).parent / "weights" / "detection.json"
SEEN = 3  # documents a clue must stand in
RIDGE = 3.0
SLIGHT = 0.02  # weights that change nothing
RULE = "rule "
TRUST = 0.4  # by so much the clues must outweigh the rule to overrule it


@dataclass(frozen=True)
class Example:
    """One figure read: its clues, and how it came about in truth."""

    folder: str
    document: str
    clues: tuple[str, ...]
    truth: str

    @property
    def ruled(self) -> str:
        """The plain rule's answer."""
        return next(clue for clue in self.clues if clue.startswith(RULE)).removeprefix(RULE)


def gather(folder: Path) -> Iterator[Example]:
    """The figures read in all documents of one folder."""
    clues: dict[int, tuple[str, ...]] = {}
    last: list[tuple[str, ...]] = []
    chosen, clues_of = detections.chosen, figures_module.clues_of

    def choose(known: Iterable[str], table: detections.Weights) -> Detection:
        last[:] = [tuple(known)]
        return chosen(last[0], table)

    def keep(facts: Facts, number: Number, *rest: Any, **known: Any) -> list[str]:
        if last:
            clues[number.start] = last.pop()
        return clues_of(facts, number, *rest, **known)

    detections.chosen, figures_module.clues_of = choose, keep
    try:
        for file in sorted(folder.glob("*.gold.json")):
            gold = json.loads(file.read_text(encoding="utf-8"))
            clues.clear()
            rows = to_gold(read_document(gold["doc"], folder, model=False))["figures"]
            for truth, row in matched(gold["figures"], rows):
                if row["start"] in clues:
                    known = clues[row["start"]]
                    yield Example(folder.name, gold["doc"], known, truth["detection"])
    finally:
        detections.chosen, figures_module.clues_of = chosen, clues_of


def learn(examples: Sequence[Example], ridge: float = RIDGE) -> dict[str, tuple[float, ...]]:
    """Weights of a logistic regression of several choices, drawn to nought by the ridge."""
    where: dict[str, set[str]] = {}
    for one in examples:
        for clue in one.clues:
            where.setdefault(clue, set()).add(one.document)
    names = [detections.BASE, *sorted(clue for clue, seen in where.items() if len(seen) >= SEEN)]
    index = {name: k for k, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)))
    matrix[:, 0] = 1.0
    for row, one in enumerate(examples):
        matrix[row, [index[clue] for clue in one.clues if clue in index]] = 1.0
    choices = detections.CHOICES
    truth = np.array([[one.truth == choice for choice in choices] for one in examples], dtype=float)
    penalty = np.full((len(names), 1), ridge)
    penalty[0] = 0.01

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(len(names), len(choices))
        totals = matrix @ table
        log_sum = np.logaddexp.reduce(totals, axis=1)
        value = float((log_sum - (totals * truth).sum(axis=1)).sum())
        slope = matrix.T @ (np.exp(totals - log_sum[:, None]) - truth) + penalty * table
        return value + float(0.5 * (penalty * table * table).sum()), slope.ravel()

    best = minimize(loss, np.zeros(len(names) * len(choices)), jac=True, method="L-BFGS-B")
    rows = best.x.reshape(len(names), len(choices))
    for k, choice in enumerate(choices):
        if RULE + choice in index:
            rows[index[RULE + choice], k] += TRUST
    return {
        name: tuple(round(float(weight), 3) for weight in row)
        for name, row in zip(names, rows, strict=True)
        if np.abs(row).max() >= SLIGHT
    }


def main() -> None:
    """Try the weights by author, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = [one for folder in options.folders for one in gather(folder)]
    print(f"{'right':16}{'figures':>8}{'rule':>8}{'learned':>8}")
    for folder in sorted({one.folder for one in examples}):
        table = learn([one for one in examples if one.folder != folder])
        own = [one for one in examples if one.folder == folder]
        rule = sum(one.ruled == one.truth for one in own) / len(own)
        found = sum(detections.chosen(one.clues, table) == one.truth for one in own) / len(own)
        print(f"{folder:16}{len(own):8}{rule:8.3f}{found:8.3f}")
    if options.write:
        table = learn(examples)
        rows = [f" {json.dumps(clue)}: {json.dumps(table[clue])}" for clue in sorted(table)]
        WEIGHTS.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
        print(f"{len(table)} clues in {WEIGHTS.name}")


if __name__ == "__main__":
    main()
