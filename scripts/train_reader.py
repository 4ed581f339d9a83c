"""Learn how sure each field of the reader is, from annotated documents of this project.

    python scripts/train_reader.py FOLDER... [--write]

Each FOLDER holds the documents of one author with their NAME.gold.json. The table of weights is
tried first: learned on all folders but one, and used on the figures of that one; printed are the
shares kept of the surest and how many of them are right. With `--write` the table of all folders
together is kept in the package. Needs scipy; the reader itself does not. Nothing is drawn at
random.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

import undercount.read.fields.figures as figures_module
import undercount.read.fields.tables as tables_module
from undercount.ledger.records import Figure
from undercount.read.fields import confidence
from undercount.read.fields.clues import Facts
from undercount.read.gold import to_gold
from undercount.read.numbers.number import Number
from undercount.read.reading import read_document
from undercount.read.scoring.agreement import agree, matched, same_number

WEIGHTS = Path(confidence.__file__).parent / "weights" / "confidence.json"
SEEN = 3  # documents a clue must stand in
RIDGE = 10.0
AUTHOR = 0.3  # ridge of an author's own base
RECORD = "record"
# What is read after the record tells nothing of it but which author wrote.
ASIDE = ("class ", "detection ", "artefact ", "place words ")
SHARES = (1.0, 0.66, 0.5, 0.33, 0.2)


@dataclass(frozen=True)
class Example:
    """One figure read: its clues, and which of its fields are right (none, if it is no figure)."""

    folder: str
    document: str
    clues: tuple[str, ...]
    right: dict[str, bool]


def gather(folder: Path) -> Iterator[Example]:
    """The figures read in all documents of one folder."""
    clues: dict[int, tuple[str, ...]] = {}
    of_text, of_table = figures_module.clues_of, tables_module.table_clues

    def keep_text(facts: Facts, number: Number, *rest: Any, **how: Any) -> list[str]:
        found = of_text(facts, number, *rest, **how)
        clues[number.start] = tuple(found)
        return found

    def keep_table(figure: Figure) -> list[str]:
        found = of_table(figure)
        clues[figure.start or 0] = tuple(found)
        return found

    figures_module.clues_of, tables_module.table_clues = keep_text, keep_table
    try:
        for file in sorted(folder.glob("*.gold.json")):
            gold = json.loads(file.read_text(encoding="utf-8"))
            clues.clear()
            rows = to_gold(read_document(gold["doc"], folder, model=False))["figures"]
            partner = {id(r): g for g, r in matched(gold["figures"], rows)}
            for row in rows:
                right = _right(partner.get(id(row)), row)
                if row["start"] in clues:
                    yield Example(folder.name, gold["doc"], clues[row["start"]], right)
    finally:
        figures_module.clues_of, tables_module.table_clues = of_text, of_table


def _right(gold: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, bool]:
    if gold is None:
        return dict.fromkeys((*confidence.FIELDS, RECORD), False)
    fields = {name: agree(name, gold, row) for name in confidence.FIELDS}
    whole = same_number(gold, row) and all(fields[name] for name in confidence.PARTS)
    return fields | {RECORD: whole}


def learn(examples: Sequence[Example], field: str, ridge: float = RIDGE) -> dict[str, float]:
    """Weights of a logistic regression, drawn to nought by the ridge; "" is the base.

    A clue must stand with every author but one, and each author has a base of his own that
    is thrown away: how well the rules know his manner says nothing of another's.
    """
    where: dict[str, set[str]] = {}
    whose: dict[str, set[str]] = {}
    skipped = ASIDE if field in confidence.PARTS else ()
    for one in examples:
        for clue in one.clues:
            if clue.startswith(skipped):
                continue
            where.setdefault(clue, set()).add(one.document)
            whose.setdefault(clue, set()).add(one.folder)
    folders = sorted({one.folder for one in examples})
    names = ["", *sorted(
        clue for clue, seen in where.items()
        if len(seen) >= SEEN and len(whose[clue]) >= len(folders) - 1
    )]  # fmt: skip
    index = {name: k for k, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names) + len(folders)))
    matrix[:, 0] = 1.0
    for row, one in enumerate(examples):
        for clue in one.clues:
            if clue in index:
                matrix[row, index[clue]] = 1.0
        matrix[row, len(names) + folders.index(one.folder)] = 1.0
    y = np.array([one.right[field] for one in examples], dtype=float)
    penalty = np.full(len(names) + len(folders), ridge)
    penalty[0], penalty[len(names) :] = 0.01, AUTHOR

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = matrix @ w
        value = float(np.logaddexp(0.0, z).sum() - y @ z + 0.5 * penalty @ (w * w))
        slope = matrix.T @ (1.0 / (1.0 + np.exp(-z)) - y) + penalty * w
        return value, slope

    best = minimize(loss, np.zeros(len(penalty)), jac=True, method="L-BFGS-B")
    pairs = zip(names, best.x[: len(names)], strict=True)
    return {name: round(float(w), 3) for name, w in pairs if not name or abs(w) >= 0.05}


def main() -> None:
    """Try the table by author, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = [one for folder in options.folders for one in gather(folder)]
    folders = sorted({one.folder for one in examples})
    heads = "".join(f"{f'{share:.0%}':>8}" for share in SHARES)
    print(f"{'right of the surest':28}{heads}{'Brier':>8}{'base':>8}")
    pooled: dict[str, list[tuple[float, bool]]] = {}
    for folder in folders:
        train = [one for one in examples if one.folder != folder]
        tables = {field: learn(train, field) for field in confidence.FIELDS}
        pairs: dict[str, list[tuple[float, bool]]] = {}
        for one in examples:
            if one.folder != folder:
                continue
            sure = {f: confidence.chance(one.clues, tables[f]) for f in confidence.FIELDS}
            sure[RECORD] = prod(sure[field] for field in confidence.PARTS)
            for field, value in sure.items():
                pairs.setdefault(field, []).append((value, one.right[field]))
        print(f"{'record, ' + folder:28}{_row(pairs[RECORD])}")
        for field, rows in pairs.items():
            pooled.setdefault(field, []).extend(rows)
    for field, rows in pooled.items():
        print(f"{field + ', all':28}{_row(rows)}")
    if options.write:
        tables = {field: learn(examples, field) for field in confidence.FIELDS}
        text = json.dumps(tables, ensure_ascii=False, indent=1, sort_keys=True)
        WEIGHTS.write_text(text + "\n", encoding="utf-8")
        print(f"{sum(map(len, tables.values()))} weights in {WEIGHTS.name}")


def _row(pairs: Sequence[tuple[float, bool]]) -> str:
    ranked = sorted(pairs, key=lambda pair: -pair[0])
    cells = ""
    for share in SHARES:
        kept = ranked[: max(1, round(share * len(ranked)))]
        cells += f"{sum(right for _, right in kept) / len(kept):8.3f}"
    brier = sum((sure - right) ** 2 for sure, right in pairs) / len(pairs)
    mean = sum(right for _, right in pairs) / len(pairs)
    return f"{cells}{brier:8.3f}{mean * (1 - mean):8.3f}"


if __name__ == "__main__":
    main()
