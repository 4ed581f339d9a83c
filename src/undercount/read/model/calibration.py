"""How sure is sure: the network's probabilities turned into shares that are right.

The numbers were fitted by `scripts/reader_model/calibrate.py` on authors that the network was not
taught with (`corpus/split.json`): a logistic function of the network's log odds (Platt 1999).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log, prod
from typing import Final

_EDGE = 1e-4
TOO_LONG: Final = "numbers on too many pages for the network: read by the rules alone"
"""The caution of a document that the network left to the rules."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted numbers.

    Attributes:
        figure: below this probability a number is taken for no figure.
        curves: field to slope and base of its logistic function.
        open: field to the share below which it is left open for review.
    """

    figure: float
    curves: Mapping[str, tuple[float, float]]
    open: Mapping[str, float]

    def fields(self, odds: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
        """The share of readings as sure as this that are right, for each field decided."""
        sure = {
            name: _curve(*self.curves[name], log_odds(odds[name]))
            for name in odds if name in self.curves and name != "figure"
        }  # fmt: skip
        # A number is right if it is one, and if the rules read it right.
        if "value" in before and "figure" in self.curves:
            chance = _curve(*self.curves["figure"], log_odds(odds["figure"]))
            sure["value"] = round(chance * before["value"], 3)
        return sure

    def record(self, sure: Mapping[str, float], parts: Iterable[str]) -> float:
        """The share of records right: number, population, measure and claimant together."""
        whole = prod(sure.get(name, 0.5) for name in parts)
        return _curve(*self.curves.get("record", (1.0, 0.0)), log_odds(whole))


def log_odds(chance: float) -> float:
    """Finite at both ends."""
    inside = min(max(chance, _EDGE), 1.0 - _EDGE)
    return log(inside / (1.0 - inside))


def _curve(slope: float, base: float, odds: float) -> float:
    return round(1.0 / (1.0 + exp(-(slope * odds + base))), 3)


@cache
def calibration() -> Calibration:
    """What ships with the network."""
    source = files(__package__).joinpath("weights", "calibration.json")
    table = json.loads(source.read_text(encoding="utf-8"))
    curves = {name: (float(a), float(b)) for name, (a, b) in table["curves"].items()}
    return Calibration(float(table["figure"]), curves, table["open"])
