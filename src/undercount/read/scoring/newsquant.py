"""Values, units and changes against the sentences of NewsQuant, which have no spans."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from undercount.read.lexicon import lexicon
from undercount.read.numbers.quantities import Quantity, quantities
from undercount.read.scoring.corpus import CorpusScore
from undercount.read.scoring.amounts import amounts
from undercount.read.scoring.score import Tally


class Row(NamedTuple):
    low: float
    high: float
    unit: frozenset[str]
    also: frozenset[str]
    change: str
    vague: bool = False


def score(path: str | Path, part: slice = slice(None)) -> CorpusScore:
    rows: dict[str, Tally] = {}
    for record in json.loads(Path(path).read_text(encoding="utf-8"))[part]:
        for name, tally in compare(record).items():
            rows[name] = rows.get(name, Tally()) + tally
    return CorpusScore("NewsQuant", rows)


_SPLIT: Final = frozenset(["or", "/"])  # "eight or nine" are two values there
_CHANGES: Final = {
    "exact": "=", "approx": "~", "almost": "~", "more_than": ">", "at_least": ">",
    "at_most": "<", "less_than": "<", "range": "=", "vague": "=",
}  # fmt: skip


def compare(record: Mapping[str, Any]) -> dict[str, Tally]:
    text = record["text"]
    gold = [row for q in record["quantities"] if (row := _gold(q)) is not None]
    multiples = lexicon("en").table("numbers.multiples")  # "twice as many" is no value there
    read = [
        _read(text, q)
        for q in amounts(text, quantities(text), _SPLIT)
        if q.surface.lower() not in multiples
    ]
    pairs = match(gold, read)
    sizes = len(gold), len(read)
    return {
        "value": Tally(len(pairs), *sizes),
        "unit, strict": Tally(sum(r.unit in (g.unit, g.also) for g, r in pairs), *sizes),
        "unit": Tally(sum(same_unit(g, r) for g, r in pairs), *sizes),
        "change": Tally(sum(g.change == r.change for g, r in pairs), *sizes),
        "change of hedged": Tally(
            sum(g.change == r.change and g.change != "=" for g, r in pairs),
            sum(g.change != "=" for g in gold), sum(r.change != "=" for r in read),
        ),
    }


def match(gold: Sequence[Row], read: Sequence[Row]) -> list[tuple[Row, Row]]:
    free = list(read)
    pairs = []
    for g in gold:
        same = [r for r in free if same_value(g, r)]
        if same:
            best = max(same, key=lambda r: (same_unit(g, r), g.change == r.change))
            free.remove(best)
            pairs.append((g, best))
    return pairs


def same_value(g: Row, r: Row) -> bool:
    if r.vague:
        return g.low < r.high and r.low < g.high
    return _near(g.low, r.low) and _near(g.high, r.high)


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= max(1e-6 * abs(a), 0.002 if abs(a) < 1 else 1e-6)


def same_unit(g: Row, r: Row) -> bool:
    if not r.unit or not g.unit:
        return r.unit == g.unit
    return any(r.unit <= unit or unit <= r.unit for unit in (g.unit, g.also))


_WORD: Final = re.compile(r"[^\W\d_]+|[%$€£¥/°]")
_SAME: Final = {
    "percent": "%", "percentage": "%", "cent": "cent", "us$": "$", "dollar": "$", "usd": "$",
    "us": "", "per": "/", "a": "/", "of": "", "the": "",
}  # fmt: skip


def unit_words(unit: str) -> frozenset[str]:
    if unit.strip() in ("", "-"):
        return frozenset()
    low = unit.lower().replace("per cent", "%")
    words = [w if len(w) < 4 else w.removesuffix("s") for w in _WORD.findall(low)]
    return frozenset(w for w in (_SAME.get(w, w) for w in words) if w)


def _gold(q: Mapping[str, Any]) -> Row | None:
    value = q["value"].replace(" ", "")
    ends = re.fullmatch(r"(-?[\d.]+(?:E-?\d+)?)(?:-([\d.]+))?", value)
    if ends is None:
        return None
    low = float(ends[1])
    high = float(ends[2]) if ends[2] else low
    return Row(min(low, high), max(low, high), unit_words(q["unit"]),
               unit_words(q["normalized_unit"]), q["change"])


def _read(text: str, q: Quantity) -> Row:
    assert q.low is not None and q.high is not None
    unit = "" if q.unit is None or q.carried else text[slice(*q.unit)]
    if q.form == "percent":
        unit = "%"
    low = high = q.value
    if low is None or high is None:
        low, high = q.low, q.high
    change = _CHANGES[q.quantifier]
    if change in "=~" and q.trend is not None:
        change = q.trend
    return Row(low, high, unit_words(unit), unit_words(unit), change, q.form == "vague")
