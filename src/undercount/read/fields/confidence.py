"""How sure the rules are of each field of a figure.

The chance that a field is right is a logistic function of clues that the rules leave behind. The
table of weights was learned by `scripts/train_reader.py` from documents that people of this project
wrote and annotated, and from nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import exp, prod
from typing import Final

from undercount.ledger.records import Figure

PARTS: Final = ("value", "population", "measure", "claimant")
FIELDS: Final = (
    "value", "unit", "population", "measure", "status", "claimant", "claimant_class", "artefact",
    "place", "period", "detection",
)  # fmt: skip
_FAR: Final = 30.0  # beyond it the chance is one to thirteen places
_BASE: Final = ""  # the clue that every figure has


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Field to clue to weight."""
    source = files(__package__).joinpath("weights", "confidence.json")
    table: dict[str, dict[str, float]] = json.loads(source.read_text(encoding="utf-8"))
    return table


def chance(clues: Iterable[str], table: Mapping[str, float]) -> float:
    """The logistic function of the summed weights; a clue without a weight tells nothing.

    >>> chance(["own noun"], {"": 0.0})
    0.5
    """
    return _logistic(table.get(_BASE, 0.0) + sum(table.get(clue, 0.0) for clue in clues))


def _logistic(total: float) -> float:
    return 1.0 / (1.0 + exp(-max(-_FAR, min(_FAR, total))))


@cache
def _rows() -> Mapping[str, Sequence[float]]:
    """Clue to its weight for each field, so that one look serves them all."""
    clues = {clue for name in FIELDS for clue in weights()[name]}
    return {clue: tuple(weights()[name].get(clue, 0.0) for name in FIELDS) for clue in clues}


def confidence_of(clues: Iterable[str]) -> tuple[float, dict[str, float]]:
    """The chance of the whole record of a figure, and that of each field.

    The record is number, population, measure and claimant; its chance is their product, as if they
    went wrong apart from each other. That ranks better than one function of all clues would.
    """
    table = _rows()
    rows = [table[clue] for clue in (_BASE, *clues) if clue in table]
    totals = map(sum, zip(*rows, strict=True))
    fields = {
        # `round` takes three times as long as this does.
        name: int(1000.0 / (1.0 + exp(min(_FAR, -total))) + 0.5) / 1000.0
        for name, total in zip(FIELDS, totals, strict=True)
    }
    whole = prod([fields[name] for name in PARTS])
    return round(whole, 3), fields


def with_confidence(figure: Figure, clues: Iterable[str]) -> Figure:
    """The figure with these chances."""
    whole, fields = confidence_of(clues)
    return replace(figure, confidence=whole, confidences=fields)
