"""Learn the reader's small tables of weights from annotated documents of this project.

    python scripts/train_reader.py FOLDER... [--write] [--by author|document]

Each FOLDER holds the documents of one author with their NAME.gold.json. Without `--write` the
tables are only tried: learned on all folders but one (`--by author`) or on all documents but a
tenth (`--by document`), and scored on what was left out. Needs scipy; the reader itself does not.
Nothing is drawn at random; documents are dealt to the tenths in their order.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

import undercount.read.fields.figures as figures_module
from undercount.read.fields import choice
from undercount.read.gold import to_gold
from undercount.read.reading import read_document
from undercount.read.scoring.agreement import agree, matched
from undercount.units import MEASURES

WEIGHTS = Path(choice.__file__).parent / "weights"
SEEN = 2  # documents a clue must stand in
RIDGE = {"population": 0.6, "measure": 1.2}


@dataclass
class Example:
    """One figure: the clues of each option, and which options are right."""

    folder: str
    document: str
    options: list[list[str]]
    right: list[bool]
    rule: int
    extra: dict[str, Any] = field(default_factory=dict)


def gather(folder: Path) -> Iterator[tuple[str, Example]]:
    """Examples of all documents of one folder, each with the name of its table."""
    seen: dict[int, dict[str, Any]] = {}
    proposals, clues = figures_module.proposals, figures_module.measure_clues

    def keep_proposals(text, tokens, number, lexicon, rule, *rest):  # type: ignore[no-untyped-def]
        found = proposals(text, tokens, number, lexicon, rule, *rest)
        seen.setdefault(number.start, {}).update(proposals=found, noun=rule)
        return found

    def keep_clues(number, *rest, **named):  # type: ignore[no-untyped-def]
        found = clues(number, *rest, **named)
        seen.setdefault(number.start, {}).update(clues=found, measure=named["rule"])
        return found

    figures_module.proposals, figures_module.measure_clues = keep_proposals, keep_clues
    try:
        for file in sorted(folder.glob("*.gold.json")):
            gold = json.loads(file.read_text(encoding="utf-8"))
            seen.clear()
            read = to_gold(read_document(gold["doc"], folder))
            for g, r in matched(gold["figures"], read["figures"]):
                known = seen.get(r["start"])
                if known is None or "proposals" not in known:
                    continue
                found = known["proposals"]
                right = [agree("population", g, {"population": one.noun.phrase}) for one in found]
                rule = [one.noun.phrase for one in found].index(known["noun"].phrase)
                sides = {"gold": g, "read": r}
                yield (
                    "population",
                    Example(
                        folder.name,
                        gold["doc"],
                        [list(one.clues) for one in found],
                        right,
                        rule,
                        sides,
                    ),
                )
                options = [[f"{m}: {clue}" for clue in known["clues"]] for m in MEASURES]
                yield "measure", Example(
                    folder.name, gold["doc"], options, [m == g["measure"] for m in MEASURES],
                    MEASURES.index(known["measure"]), sides,
                )  # fmt: skip
    finally:
        figures_module.proposals, figures_module.measure_clues = proposals, clues


def learn(examples: Sequence[Example], ridge: float, scale: float = 1.0) -> dict[str, float]:
    """Weights that make the right options likeliest, drawn to nought by the ridge."""
    where: dict[str, set[str]] = {}
    for one in examples:
        for option in one.options:
            for clue in option:
                where.setdefault(clue, set()).add(one.document)
    names = sorted(clue for clue, documents in where.items() if len(documents) >= SEEN)
    index = {name: k for k, name in enumerate(names)}
    rows = []
    for one in examples:
        if not any(one.right):
            continue
        matrix = np.zeros((len(one.options), len(names)))
        for k, option in enumerate(one.options):
            for clue in option:
                if clue in index:
                    matrix[k, index[clue]] = 1.0
        rows.append((matrix, np.array(one.right)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value = 0.5 * ridge * float(weights @ weights)
        slope = ridge * weights
        for matrix, right in rows:
            totals = matrix @ weights
            totals -= totals.max()
            share = np.exp(totals)
            share /= share.sum()
            good = share[right].sum()
            value -= np.log(good)
            target = np.where(right, share / good, 0.0)
            slope = slope - matrix.T @ (target - share)
        return value, slope

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B",
                    options={"maxiter": 300})  # fmt: skip
    return {name: round(float(w), 3) for name, w in zip(names, best.x, strict=True)
            if abs(w) >= 0.02}  # fmt: skip


def answer(name: str, one: Example, table: dict[str, float]) -> tuple[int, float]:
    """The option chosen with its chance; flow and cumulative count together."""
    shares = choice.chances([choice.total(option, table) for option in one.options])
    if name == "measure":
        f, c = MEASURES.index("flow"), MEASURES.index("cumulative")
        both = shares[f] + shares[c]
        best = max(range(len(shares)), key=shares.__getitem__)
        if both > shares[best]:
            best = f if shares[f] >= shares[c] else c
        return best, both if best in (f, c) else shares[best]
    best = max(range(len(shares)), key=shares.__getitem__)
    return best, shares[best]


def is_right(name: str, one: Example, option: int) -> bool:
    """Whether an option says what the annotation says."""
    if name == "measure":
        return agree("measure", one.extra["gold"], {"measure": MEASURES[option]})
    return one.right[option]


def folds(examples: Sequence[Example], by: str) -> Iterator[tuple[list[Example], list[Example]]]:
    """What is learned from, and what is left out, in turn."""
    if by == "author":
        groups = {one.folder: one.folder for one in examples}
        key = lambda one: one.folder  # noqa: E731
    else:
        names = sorted({one.document for one in examples})
        place = {name: str(k % 10) for k, name in enumerate(names)}
        groups = {v: v for v in place.values()}
        key = lambda one: place[one.document]  # noqa: E731
    for group in groups:
        yield [x for x in examples if key(x) != group], [x for x in examples if key(x) == group]


def main() -> None:
    """Try the tables, or write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--by", choices=["author", "document"], default="author")
    options = parser.parse_args()
    tables: dict[str, list[Example]] = {}
    for folder in options.folders:
        for name, example in gather(folder):
            tables.setdefault(name, []).append(example)
    for name, examples in tables.items():
        ridge = RIDGE[name]
        rules, learned, reach, size = Counter(), Counter(), Counter(), Counter()
        for train, test in folds(examples, options.by):
            table = learn(train, ridge)
            for one in test:
                key = one.folder
                size[key] += 1
                best, _ = answer(name, one, table)
                learned[key] += is_right(name, one, best)
                rules[key] += is_right(name, one, one.rule)
                reach[key] += any(is_right(name, one, k) for k in range(len(one.options)))
        for key in size:
            n = size[key]
            print(f"{name:12}{key:8}{n:5} rules {rules[key] / n:.3f} learned "
                  f"{learned[key] / n:.3f} reach {reach[key] / n:.3f}")  # fmt: skip
        if options.write:
            table = learn(examples, ridge)
            lines = json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True)
            (WEIGHTS / f"{name}.json").write_text(lines + "\n", encoding="utf-8")
            print(f"{name}: {len(table)} weights")


if __name__ == "__main__":
    main()
