"""How sure is sure: fit the network's probabilities to what was right with other authors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from data import CORPUS, read_gold
from scipy.optimize import minimize

from undercount.read.fields.confidence import PARTS
from undercount.read.gold import to_gold
from undercount.read.model import calibration, decide
from undercount.read.model.answers import of_all
from undercount.read.model.calibration import Calibration, log_odds
from undercount.read.model.windows import windows
from undercount.read.scoring.agreement import agree, matched, same_number

FIELDS = ("unit", "population", "measure", "status", "claimant", "claimant_class", "place",
          "period", "detection")  # fmt: skip
PLAIN = Calibration(0.0, {}, {})


def rows(folders: Sequence[str]) -> list[dict[str, Any]]:
    """Every number that the rules took for a figure: its odds, and what was right."""
    made = []
    for name in folders:
        for file in sorted((CORPUS / name).glob("*.gold.json")):
            gold, reading = read_gold(file)
            answers = {a.mention.start: a for a in of_all(list(windows(reading)), reading.text)}
            read = to_gold(decide.decided(reading, answers.values(), PLAIN))["figures"]
            partner = {id(r): g for g, r in matched(gold["figures"], read)}
            for row in read:
                mate = partner.get(id(row))
                right = {f: mate is not None and agree(f, mate, row) for f in FIELDS}
                right["figure"] = mate is not None
                right["value"] = mate is not None and same_number(mate, row)
                made.append({"doc": gold["doc"], "odds": answers[row["start"]].odds,
                             "before": row["confidences"], "right": right})  # fmt: skip
    return made


def curve(odds: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and base of a logistic function (Platt 1999), drawn to slope 1 and base 0."""
    x, y = np.asarray(odds), np.asarray(right, dtype=float)

    def loss(w: np.ndarray) -> float:
        z = w[0] * x + w[1]
        return float(np.logaddexp(0, z).sum() - y @ z + (w[0] - 1) ** 2 + 0.1 * w[1] ** 2)

    return tuple(round(float(v), 4) for v in minimize(loss, [1.0, 0.0], method="BFGS").x)


def fit(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The numbers of `calibration.json`."""
    sure = [log_odds(one["odds"]["figure"]) for one in found]
    curves = {"figure": curve(sure, [one["right"]["figure"] for one in found])}
    threshold = _best([one["odds"]["figure"] for one in found],
                      [one["right"]["figure"] for one in found])  # fmt: skip
    kept = [one for one in found if one["odds"]["figure"] >= threshold]
    for name in FIELDS:
        curves[name] = curve([log_odds(one["odds"][name]) for one in kept],
                             [one["right"][name] for one in kept])  # fmt: skip
    told = Calibration(threshold, curves, {})
    fields = [{**one["before"], **told.fields(one["odds"], one["before"])} for one in kept]
    whole = [log_odds(prod(sure.get(name, 0.5) for name in PARTS)) for sure in fields]
    curves["record"] = curve(whole, [all(one["right"][p] for p in PARTS) for one in kept])
    opened = {
        name: _open([sure[name] for sure in fields], [one["right"][name] for one in kept])
        for name in FIELDS
    }
    return {"figure": threshold, "curves": curves, "open": opened}


def _best(chances: Sequence[float], right: Sequence[bool]) -> float:
    """The threshold with the best F1; every number counts that is a figure to somebody."""

    def f1(threshold: float) -> float:
        read = [r for p, r in zip(chances, right, strict=True) if p >= threshold]
        return 2 * sum(read) / (len(read) + sum(right))

    return max((round(0.05 * i, 2) for i in range(1, 13)), key=lambda t: (f1(t), -t))


def _open(sure: Sequence[float], right: Sequence[bool]) -> float:
    """The threshold at which the fields kept are right most often more than wrong."""

    def gain(threshold: float) -> int:
        kept = [r for p, r in zip(sure, right, strict=True) if p >= threshold]
        return 2 * sum(kept) - len(kept)

    return max((round(0.05 * i, 2) for i in range(17)), key=lambda t: (gain(t), -t))


def write(folders: Sequence[str]) -> dict[str, Any]:
    """Fit on these authors and keep it beside the network."""
    table = fit(rows(folders))
    out = Path(calibration.__file__).parent / "weights" / "calibration.json"
    out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    calibration.calibration.cache_clear()
    return table


def error(sure: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): bins of equal count."""
    order = np.argsort(sure, kind="stable")
    total = 0.0
    for part in np.array_split(order, bins):
        gap = abs(np.mean([sure[i] for i in part]) - np.mean([right[i] for i in part]))
        total += gap * len(part) / len(order)
    return float(total)
