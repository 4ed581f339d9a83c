"""Numbers, hedges and units against the humanitarian quantities of the ISI Foundation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from undercount.read.numbers.quantities import Quantity, quantities
from undercount.read.scoring.corpus import CorpusScore
from undercount.read.scoring.score import Tally

Span = tuple[int, int]

# What the corpus annotates as a quantity besides counts; days, roads and codes are none there.
AMOUNTS: Final = frozenset([None, "money", "age", "time", "other"])


def score(path: str | Path, part: slice = slice(None)) -> CorpusScore:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    rows: dict[str, Tally] = {}
    for line in lines[part]:
        record = json.loads(line)
        for name, tally in compare(record).items():
            rows[name] = rows.get(name, Tally()) + tally
    return CorpusScore("ISI", rows)


def project(text: str, found: list[Quantity]) -> list[Quantity]:
    return [
        q for q in found
        if q.why in AMOUNTS and q.value is not None or (q.low is not None and q.why in AMOUNTS)
    ]


def compare(record: dict[str, Any]) -> dict[str, Tally]:
    text, frames = record["text"], record["frames"]
    read = {(q.start, q.end): q for q in project(text, quantities(text))}
    gold: dict[Span, dict[str, Any]] = {}
    for frame in frames:
        span = _span(frame["quantity"])
        gold[span] = gold.get(span, {}) | frame
    both = gold.keys() & read.keys()
    tallies = {"number, exact": Tally(len(both), len(gold), len(read))}
    for name, key in (("unit", "unit"), ("hedge", "modifier")):
        said = {s: _span(f[key]) for s, f in gold.items() if f.get(key)}
        ours = {s: u for s, q in read.items() if (u := getattr(q, name)) is not None}
        pairs = [(said[s], ours[s]) for s in said.keys() & ours.keys()]
        tallies[f"{name}, strict"] = Tally(sum(a == b for a, b in pairs), len(said), len(ours))
        tallies[f"{name}, relaxed"] = Tally(
            sum(a[0] < b[1] and b[0] < a[1] for a, b in pairs), len(said), len(ours))
        A, B = set(said.values()), set(ours.values())
        tallies[f"{name} spans"] = Tally(len(A & B), len(A), len(B))
    return tallies


def _span(mark: dict[str, Any]) -> Span:
    return mark["begin"], mark["end"]
