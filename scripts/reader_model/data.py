"""Annotated documents as what the network is taught."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "corpus"))

import numpy as np
from drills import drills
from numpy.typing import NDArray

from undercount.ledger.records import Reading
from undercount.read.documents.document import Document
from undercount.read.model.mentions import CLASSES, SPANS
from undercount.read.model.windows import Window, windows
from undercount.read.reading import read_rules
from undercount.read.scoring.agreement import matched
from undercount.read.voices.parser import Parser

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
IGNORE = -100


@dataclass(slots=True)
class Example:
    """One window with what is right.

    Attributes:
        doc, author, language: where it is from.
        window: what the network is given.
        labels: (M, classes) index of the right word, `IGNORE` where there is none to learn.
        targets: (M, 4, 2, T) bool: pieces at which the right span begins and ends; all False where
            it lies outside the window.
        gold: the annotated figure of each mention, or None.
    """

    doc: str
    author: str
    language: str
    window: Window
    labels: NDArray[np.int64]
    targets: NDArray[np.bool_]
    gold: list[dict[str, Any] | None]


def gold_text(file: Path) -> tuple[dict[str, Any], str]:
    """An annotation and the text that its spans count."""
    gold = json.loads(file.read_text(encoding="utf-8"))
    plain = file.parent / f"{gold['doc']}.txt"
    plain = plain if plain.is_file() else file.parent / gold["doc"]
    return gold, plain.read_text(encoding="utf-8")


def read_gold(file: Path, parser: Parser | None = None) -> tuple[dict[str, Any], Reading]:
    """The annotation and the rules' reading of the very text that it counts."""
    gold, text = gold_text(file)
    published = date.fromisoformat(gold["published"]) if gold.get("published") else None
    document = Document(gold["doc"], "", text, "utf-8", gold.get("language") or "en",
                        published, gold.get("outlet"))  # fmt: skip
    return gold, read_rules(document, parser)


def examples_of(file: Path) -> list[Example]:
    """The windows of one annotated document, with what is right."""
    gold, reading = read_gold(file)
    made = []
    numbers = gold["figures"] + gold["not_figures"]
    for window in windows(reading):
        rows = [{"start": m.start, "end": m.end, "i": i} for i, m in enumerate(window.mentions)]
        partner = {r["i"]: g for g, r in matched(numbers, rows)}
        golds = [partner.get(i) for i in range(len(rows))]
        labels, targets = _labels(window, golds)
        made.append(
            Example(
                gold["doc"],
                file.parent.name,
                gold.get("language") or "en",
                window,
                labels,
                targets,
                [g if g and "measure" in g else None for g in golds],
            )
        )
    return made


def _labels(
    window: Window, golds: Sequence[dict[str, Any] | None]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    count, size = len(golds), len(window.ids)
    labels = np.full((count, len(CLASSES)), IGNORE, dtype=np.int64)
    targets = np.zeros((count, len(SPANS), 2, size), dtype=bool)
    for i, gold in enumerate(golds):
        figure = gold is not None and "measure" in gold
        labels[i, 0] = int(figure)
        if not figure:
            continue
        for k, (name, words) in enumerate(CLASSES.items()):
            if name != "figure" and name in gold:
                labels[i, k] = list(words).index(gold[name])
        for k, name in enumerate(SPANS):
            if name not in gold:
                continue
            if gold[name] is None:
                targets[i, k, :, 0] = True
                continue
            for first, last in _everywhere(window, gold, name):
                targets[i, k, 0, first] = targets[i, k, 1, last] = True
    return labels, targets


def _everywhere(window: Window, gold: dict[str, Any], name: str) -> list[tuple[int, int]]:
    """Pieces of the annotated span; of another place with the same words if that lies outside."""
    start, end = gold["spans"][name]
    index = {s: i for i, s in enumerate(window.starts.tolist()) if s >= 0}
    shuts = {e: i for i, e in enumerate(window.ends.tolist()) if e >= 0}
    if start in index and end in shuts:
        return [(index[start], shuts[end])]
    return []


def drill_examples(file: Path) -> list[Example]:
    """Short documents with marks in their text: only some fields are annotated."""
    made = []
    for drill in drills(file):
        reading = read_rules(Document(drill.name, "", drill.text, "utf-8", drill.language))
        for window in windows(reading):
            rows = [{"start": m.start, "end": m.end, "i": i} for i, m in enumerate(window.mentions)]
            partner = {r["i"]: g for g, r in matched(drill.figures + drill.not_figures, rows)}
            golds = [partner.get(i) for i in range(len(rows))]
            labels, targets = _labels(window, golds)
            kept = [g if g and "measure" in g else None for g in golds]
            made.append(Example(drill.name, "drills", drill.language, window, labels,
                                targets, kept))  # fmt: skip
    return made


def load_split(folders: Sequence[str]) -> list[Example]:
    """All examples of these folders of the corpus; "drills" holds files of many."""
    made = []
    for name in folders:
        folder = CORPUS / name
        made += [one for file in sorted(folder.glob("*.gold.json")) for one in examples_of(file)]
        if name == "drills":
            made += [one for file in sorted(folder.glob("*.txt")) for one in drill_examples(file)]
    return made
