"""What one person of each row does to the total."""

from __future__ import annotations

from typing import Any

import numpy as np

from undercount.estimate.register.bootstrap import refit
from undercount.estimate.register.fitting import Fitted
from undercount.estimate.register.jet import Array
from undercount.estimate.register.likelihood import parameters


def leverage(made: Fitted, most: int = 10) -> list[dict[str, Any]]:
    """The rows of which one person less changes the total most, refitted without that person.

    All rows are ranked by one Newton step; the first are fitted again to the end. One without
    whom some level has nobody met again is fitted with Firth's penalty, and marked so.

    Args:
        made: the fit.
        most: rows to give.

    Returns:
        For each row "times" met, its "levels", the "people" in it, the total "without" one of
        them, the "change", and whether it "separates".
    """
    table = made.table
    order = np.argsort(-np.abs(one_step(made)))[:most]
    people = np.repeat(table.people[np.newaxis], len(order), axis=0)
    people[np.arange(len(order)), order] -= 1
    totals, firth, _ = refit(made, table, people)
    rows = [
        {
            "times": int(table.y[row]),
            "levels": [name for name, inside in table.levels if inside[table.group[row]]],
            "people": int(table.people[row]),
            "without": float(total),
            "change": float(total - made.total.point),
            "separates": bool(apart),
        }
        for row, total, apart in zip(order, totals, firth, strict=True)
        if np.isfinite(total)
    ]
    return sorted(rows, key=lambda row: -abs(row["change"]))


def one_step(made: Fitted) -> Array:
    """Shape (r,): the change of the total without one person of each row, by one Newton step."""
    table = made.table
    eta, *more = parameters(made.rows, made.theta[np.newaxis])
    y = np.clip(table.y, made.family.least, made.family.most)
    density = made.family.log_density(y, eta, tuple(more))
    inside = made.family.counts(table.y).astype(np.float64)
    score = [(inside * density.slope[0]).reshape(-1, 1) * made.rows.design]
    score += [(inside * part).reshape(-1, 1) for part in density.slope[1:]]
    gradient = table.people @ made.total.slope
    changed: Array = -np.column_stack(score) @ made.covariance @ gradient - made.total.each
    return changed
