"""Values, units and changes against the sentences of NewsQuant, which have no spans.

Almasian, Kazakova, Göldner and Gertz (2023, EMNLP, "CQE: A Comprehensive Quantity Extractor"). A
record is `{text, quantities}`; a quantity has `value` ("40.0" or "3-5"), `unit` and
`normalized_unit` ("-" for none) and `change` (= ~ > < up down).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from undercount.read.lexicon import lexicon
from undercount.read.numbers.quantities import Quantity, quantities
from undercount.read.scoring.amounts import amounts
from undercount.read.scoring.corpus import CorpusScore, Record, add_up, records
from undercount.read.scoring.score import Tally
from undercount.units import Quantifier

_SPLIT: Final = frozenset(["or", "/"])  # "eight or nine" are two values there
_CHANGES: Final[dict[Quantifier, str]] = {
    "exact": "=", "approx": "~", "almost": "~", "more_than": ">", "at_least": ">",
    "at_most": "<", "less_than": "<", "range": "=", "vague": "=",
}  # fmt: skip
_VALUE: Final = re.compile(r"(-?[\d.]+(?:E-?\d+)?)(?:-([\d.]+))?")
_UNIT_WORD: Final = re.compile(r"[^\W\d_]+|[%$€£¥/°]")
_SAME: Final = {
    "percent": "%", "percentage": "%", "dollar": "$", "usd": "$", "us": "", "per": "/", "a": "/",
    "of": "", "the": "",
}  # fmt: skip
_TOLERANCE: Final = 0.002  # of a share: a third is .333 or .3333


class Amount(NamedTuple):
    """What both sides say of one quantity; the words of a unit stand in no order."""

    low: float
    high: float
    unit: frozenset[str]
    also: frozenset[str]
    change: str
    vague: bool = False


def score(path: str | Path) -> CorpusScore:
    """Read every sentence and compare.

    Rows, each over all quantities: the value is right; value and unit are right, where the words
    of one unit are among those of the other (or, "exact", the same, but for plurals); value and
    change are right. The last row counts those quantities alone whose change is not "=".

    Raises:
        MissingFileError: there is no such file.
        InputError: it does not hold such records.
    """
    return add_up("NewsQuant", records(path), compare)


def compare(record: Record) -> dict[str, Tally]:
    """Tallies of one sentence by row."""
    text = record["text"]
    multiples = lexicon("en").table("numbers.multiples")  # "twice as many" is no value there
    gold = [amount for quantity in record["quantities"] if (amount := _gold(quantity)) is not None]
    read = [
        _read(text, quantity)
        for quantity in amounts(text, quantities(text), _SPLIT)
        if quantity.surface.lower() not in multiples
    ]
    pairs = _matched(gold, read)
    sizes = len(gold), len(read)
    return {
        "value": Tally(len(pairs), *sizes),
        "unit": Tally(sum(_same_unit(g, r) for g, r in pairs), *sizes),
        "unit, exact": Tally(sum(r.unit in (g.unit, g.also) for g, r in pairs), *sizes),
        "change": Tally(sum(g.change == r.change for g, r in pairs), *sizes),
        "change other than =": Tally(
            sum(g.change == r.change != "=" for g, r in pairs),
            sum(g.change != "=" for g in gold),
            sum(r.change != "=" for r in read),
        ),
    }


def _gold(quantity: Record) -> Amount | None:
    ends = _VALUE.fullmatch(quantity["value"].replace(" ", ""))
    if ends is None:
        return None
    first = float(ends[1])
    second = float(ends[2]) if ends[2] else first
    return Amount(
        min(first, second), max(first, second), _unit_words(quantity["unit"]),
        _unit_words(quantity["normalized_unit"]), quantity["change"],
    )  # fmt: skip


def _read(text: str, quantity: Quantity) -> Amount:
    """A unit stands beside its number there: one carried on from another is none."""
    unit = "" if quantity.unit is None or quantity.carried else text[slice(*quantity.unit)]
    if quantity.form == "percent":
        unit = "%"
    low, high = quantity.value, quantity.value
    if low is None or high is None:
        low, high = quantity.low or 0.0, quantity.high or 0.0
    change = _CHANGES[quantity.quantifier]
    if change in "=~" and quantity.trend is not None:
        change = quantity.trend
    words = _unit_words(unit)
    return Amount(low, high, words, words, change, quantity.form == "vague")


def _matched(gold: Sequence[Amount], read: Sequence[Amount]) -> list[tuple[Amount, Amount]]:
    """Pairs of one value, each read amount used once; the better unit first."""
    free = list(read)
    pairs = []
    for amount in gold:
        same = [other for other in free if _same_value(amount, other)]
        if same:
            best = max(same, key=partial(_closeness, amount))
            free.remove(best)
            pairs.append((amount, best))
    return pairs


def _same_value(gold: Amount, read: Amount) -> bool:
    """A vague word ("dozens") is right where the two intervals meet."""
    if read.vague:
        return gold.low < read.high and read.low < gold.high
    return _near(gold.low, read.low) and _near(gold.high, read.high)


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= max(1e-6 * abs(a), _TOLERANCE if 0 < abs(a) < 1 else 1e-6)


def _closeness(gold: Amount, read: Amount) -> tuple[bool, bool]:
    return _same_unit(gold, read), gold.change == read.change


def _same_unit(gold: Amount, read: Amount) -> bool:
    if not read.unit or not gold.unit:
        return read.unit == gold.unit
    return any(read.unit <= unit or unit <= read.unit for unit in (gold.unit, gold.also))


def _unit_words(unit: str) -> frozenset[str]:
    if unit.strip() in ("", "-"):
        return frozenset()
    words = _UNIT_WORD.findall(unit.lower().replace("per cent", "%"))
    singular = [word if len(word) < 4 else word.removesuffix("s") for word in words]
    return frozenset(word for word in (_SAME.get(w, w) for w in singular) if word)
