"""How well a family's counts agree with those observed."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import chdtrc

from undercount.estimate.register.fitting import Fitted
from undercount.estimate.register.jet import Array
from undercount.estimate.register.likelihood import Rows, plain_parameters

# Cells that expect fewer people are put together with the next.
_LEAST = 5.0
# Beyond so many meetings people are told together: one who was met a million times has no rows of
# a million in the rootogram.
_MOST = 200


def goodness(made: Fitted) -> dict[str, Any]:
    """Rootogram data and Pearson's chi-square.

    Returns:
        "rootogram": of each count the people observed and expected, and the hanging root
        sqrt(expected) - sqrt(observed), which a good fit keeps within about 1 of 0 (Tukey 1977);
        "chi_square" of the counts, those that expect fewer than five put together, "df" (cells
        less one and the parameters), "p_value"; None where no degree of freedom is left.
    """
    counts, observed, expected = expected_counts(made)
    rootogram = [
        {"times": int(y), "observed": int(o), "expected": e, "hanging": float(np.sqrt(e) - o**0.5)}
        for y, o, e in zip(counts, observed, expected.tolist(), strict=True)
    ]
    chi, cells = _pearson(observed, expected, made)
    # Coefficients of covariates are counted once: the marginal counts know only the rate in all.
    df = cells - 1 - 1 - len(made.family.auxiliaries)
    some = df > 0
    return {
        "rootogram": rootogram,
        "chi_square": chi if some else None,
        "df": df if some else None,
        "p_value": float(chdtrc(df, chi)) if some else None,
    }


def expected_counts(made: Fitted) -> tuple[Array, Array, Array]:
    """Times met, people so often met, and how many the fit expects of those in the likelihood.

    To 200 times and the least that the family knows.
    """
    table, least = made.table, made.family.least
    last = int(min(table.y.max(), made.family.most, least + _MOST))
    counts = np.arange(least, last + 1).astype(np.float64)
    near = table.y <= last
    met = np.bincount(table.y[near].astype(np.int64), table.people[near], minlength=last + 1)
    observed = met[least : last + 1].astype(np.float64)
    people = table.by_group(table.people * made.family.counts(table.y))
    eta, *more = plain_parameters(Rows(table.design, people), made.theta[np.newaxis])
    expected = [
        float(
            people
            @ np.exp(made.family.log_density(np.full(len(people), y), eta, tuple(more)).value[0])
        )
        for y in counts
    ]
    return counts, observed, np.array(expected)


def _pearson(observed: Array, expected: Array, made: Fitted) -> tuple[float, int]:
    # What lies beyond the largest count is expected, too.
    table = made.table
    people = float(np.sum(table.people * made.family.counts(table.y)))
    expected = np.append(expected, max(people - expected.sum(), 0.0))
    observed = np.append(observed, max(people - observed.sum(), 0.0))
    cells: list[list[float]] = [[0.0, 0.0]]
    for o, e in zip(observed.tolist(), expected.tolist(), strict=True):
        if cells[-1][1] >= _LEAST:
            cells.append([0.0, 0.0])
        cells[-1][0] += o
        cells[-1][1] += e
    if len(cells) > 1 and cells[-1][1] < _LEAST:
        last = cells.pop()
        cells[-1] = [cells[-1][0] + last[0], cells[-1][1] + last[1]]
    chi = sum((o - e) ** 2 / e for o, e in cells if e > 0)
    return float(chi), len(cells)
