"""Numbers, hedges and units against the humanitarian quantities of the ISI Foundation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from undercount.read.lexicon import lexicon
from undercount.read.numbers.quantities import Quantity, quantities
from undercount.read.scoring.amounts import amounts
from undercount.read.scoring.corpus import CorpusScore
from undercount.read.scoring.score import Tally

Span = tuple[int, int]

_SPLIT: Final = frozenset(["and", "or", "/"])  # "between 3 and 5" is annotated as two numbers
_WORD: Final = re.compile(r"\s+([a-z]+)")
_ARTICLES: Final = ("a ", "an ", "the ")


def score(path: str | Path, part: slice = slice(None)) -> CorpusScore:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    rows: dict[str, Tally] = {}
    for line in lines[part]:
        record = json.loads(line)
        for name, tally in compare(record).items():
            rows[name] = rows.get(name, Tally()) + tally
    return CorpusScore("ISI", rows)


def project(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Our quantities as the corpus marks them: no article in "a third", no pronoun "one"."""
    pronoun = lexicon("en").words("numbers.words.pronoun")
    for quantity in amounts(text, found, _SPLIT):
        low = quantity.surface.lower()
        following = _WORD.match(text, quantity.end)
        if low == "one" and following is not None and following[1] in pronoun:
            continue
        for article in _ARTICLES:
            if low.startswith(article):
                start = quantity.start + len(article)
                quantity = replace(quantity, start=start, surface=text[start : quantity.end])
                break
        yield quantity


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
