"""Log-linear choices: summed weights of clues, turned into chances. Plain Python, no model file
but a table that a person can read.

The weights are learned by `scripts/train_reader.py` from documents that people of this project
annotated, and from nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

from undercount.read.fields.counted_phrases import Counted
from undercount.read.fields.proposals import Proposal
from undercount.read.numbers.number import Number
from undercount.units import MEASURES, Kind, Measure


@cache
def weights(name: str) -> Mapping[str, float]:
    """The table `weights/NAME.json`: clue to weight; empty where none is kept."""
    source = files(__package__).joinpath("weights", f"{name}.json")
    if not source.is_file():
        return {}
    table: dict[str, float] = json.loads(source.read_text(encoding="utf-8"))
    return table


def total(clues: Iterable[str], table: Mapping[str, float]) -> float:
    """Sum of the weights of the clues; one that the table does not hold weighs nothing."""
    return sum(table.get(clue, 0.0) for clue in clues)


def chances(totals: Sequence[float]) -> list[float]:
    """Shares that sum to one.

    >>> chances([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(totals)
    parts = [exp(one - top) for one in totals]
    whole = sum(parts)
    return [part / whole for part in parts]


def weighed_noun(rule: Counted, found: Sequence[Proposal]) -> tuple[Counted, float]:
    """The likeliest of the proposals with its chance; the rules' own where nothing is learned."""
    table = weights("population")
    if not table:
        return rule, 0.5
    shares = chances([total(one.clues, table) for one in found])
    best = max(range(len(found)), key=shares.__getitem__)
    return found[best].noun, shares[best]


def weighed_measure(rule: Measure, clues: Sequence[str]) -> tuple[Measure, float]:
    """The likeliest measure with its chance; the rules' own where nothing is learned."""
    table = weights("measure")
    if not table:
        return rule, 0.5
    shares = chances([total((f"{one}: {clue}" for clue in clues), table) for one in MEASURES])
    best = max(range(len(MEASURES)), key=shares.__getitem__)
    return MEASURES[best], shares[best]


def kind_with(kind: Kind, measure: Measure, number: Number) -> Kind:
    """The kind that goes with a measure: a plain number is a rate only where it is one."""
    if measure == "change":
        return "change" if kind in ("ratio", "rate") else kind
    if measure == "rate":
        return "rate" if kind == "count" else kind
    return "count" if kind == "rate" and number.form == "scalar" else kind
