"""Log-linear fits in which people differ in their chance of being listed: numbers only.

The fitted mean of a cell is a product over its lists times a factor that hangs on how many they
are. Sums over cells are therefore elementary symmetric polynomials, and neither the 2**t cells nor
a design matrix over them is ever built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import comb, gammaln

from undercount.histories import CaptureHistories

_MOST_STEPS = 200
# A Newton step that raises the log likelihood by less than this has arrived.
_ARRIVED = 1e-11
# Rounding of a log likelihood, as a share of it.
_ROUNDING = 1e-12
# A term at 0 is let in if a first step would raise the log likelihood by more than this.
_WORTH = 1e-9
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Design:
    """The columns of a model, by the number of lists k in a cell.

    Attributes:
        n_lists: t.
        by_list: whether each list has a coefficient of its own; these come first.
        columns: shape (t + 1, q), by k: intercept, k itself where the lists share a coefficient,
            heterogeneity. Each is divided by `scale`.
        scale: shape (q,).
        n_signed: the last columns, whose coefficients may not be below 0.
    """

    n_lists: int
    by_list: bool
    columns: NDArray[np.float64]
    scale: NDArray[np.float64]
    n_signed: int

    @property
    def n_free(self) -> int:
        """Coefficients in all."""
        return self.intercept + len(self.scale)

    @property
    def intercept(self) -> int:
        """Place of the intercept among the coefficients."""
        return self.n_lists if self.by_list else 0

    @property
    def unsigned(self) -> NDArray[np.bool_]:
        """Shape (p,): coefficients of either sign."""
        return np.arange(self.n_free) < self.n_free - self.n_signed


@dataclass(frozen=True, slots=True)
class Totals:
    """What a model needs of a table.

    Attributes:
        sizes: shape (t,), people on each list.
        frequencies: shape (t + 1,), people on k lists; at 0 those taken to be unseen, or 0.
        constant: the sum of log x! over the observed cells.
    """

    sizes: NDArray[np.float64]
    frequencies: NDArray[np.float64]
    constant: float

    @classmethod
    def of(cls, data: CaptureHistories) -> Totals:
        """Those of a table."""
        return cls(
            data.sizes.astype(np.float64),
            data.frequencies.astype(np.float64),
            float(gammaln(data.counts + 1.0).sum()),
        )


@dataclass(frozen=True, slots=True)
class HeterogeneityFit:
    """One model, fitted.

    Attributes:
        unseen: people, exp(intercept).
        se: standard error of the total, people.
        loglik: Poisson log likelihood, log x! included.
        at: shape (p,), coefficients as `maximum` has them.
        heterogeneity: shape (h,), the coefficients of the heterogeneity columns as they stand.
        errors: shape (h,), their standard errors; 0 for those held at 0.
        n_parameters: coefficients that are not held at 0.
    """

    unseen: float
    se: float
    loglik: float
    at: NDArray[np.float64]
    heterogeneity: NDArray[np.float64]
    errors: NDArray[np.float64]
    n_parameters: int


def design(n_lists: int, model: str) -> Design:
    """The columns of a model named as in `heterogeneity_names`.

    With k lists in a cell the heterogeneity columns are 2**k - 1 (Poisson), k**2 / 2 (Darroch),
    -log(1 + k / 3.5) (gamma), and for Chao's bound max(k - j + 1, 0) for j = 3, ..., t.

    >>> design(3, "Mth Darroch").n_free
    5
    """
    k = np.arange(n_lists + 1.0)[:, np.newaxis]
    family, _, shape = model.partition(" ")
    differ = {
        "": np.empty((len(k), 0)),
        "Chao": np.maximum(k - np.arange(3, n_lists + 1) + 1, 0),
        "Poisson2": 2.0**k - 1,
        "Darroch": k**2 / 2,
        "Gamma3.5": -np.log1p(k / 3.5),
    }[shape]
    by_list = "t" in family
    columns = np.hstack([np.ones_like(k), *([] if by_list else [k]), differ])
    scale = np.abs(columns).max(axis=0)
    n_signed = differ.shape[1] if shape == "Chao" else 0
    return Design(n_lists, by_list, columns / scale, scale, n_signed)


def fit_heterogeneity(totals: Totals, model: Design) -> HeterogeneityFit | None:
    """The maximum likelihood estimate, which must exist; None if it was not reached."""
    at, done = maximum(totals, model)
    if not done:
        return None
    free = model.unsigned | (at > 0)
    value, _, information = moments(model, totals, at)
    try:
        variance = np.linalg.inv(information[np.ix_(free, free)])
    except np.linalg.LinAlgError:
        return None
    place = model.intercept
    with np.errstate(over="ignore", invalid="ignore"):
        unseen = float(np.exp(at[place]))
        se = float(np.sqrt(unseen + unseen**2 * variance[place, place]))
    if not np.isfinite(se):
        return None
    errors = np.zeros(len(at))
    errors[free] = np.sqrt(variance.diagonal())
    first = 1 if model.by_list else 2
    return HeterogeneityFit(
        unseen,
        se,
        value - totals.constant,
        at,
        (at[place:] / model.scale)[first:],
        (errors[place:] / model.scale)[first:],
        int(free.sum()),
    )


def maximum(
    totals: Totals, model: Design, start: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], bool]:
    """Coefficients of highest likelihood, shape (p,), and whether they were reached.

    Those that may not be below 0 begin there; one whose score is positive is let in, and leaves
    again where it would turn negative (the active set of Lawson & Hanson).

    Args:
        totals: of the table.
        model: its columns.
        start: shape (p,), where to begin.
    """
    begin = _start(totals, model) if start is None else start
    free = model.unsigned | (begin > 0)
    at, done = _settle(totals, model, begin, free)
    for _ in range(4 * model.n_signed):
        _, score, information = moments(model, totals, at)
        gain = np.maximum(score, 0) ** 2 / information.diagonal()
        gain[free] = 0
        if not gain.max() > _WORTH:
            break
        free[int(np.argmax(gain))] = True
        at, done = _settle(totals, model, at, free)
    return at, done


def _start(totals: Totals, model: Design) -> NDArray[np.float64]:
    """Independent lists with as many people unseen as seen."""
    n = 2 * totals.frequencies.sum()
    share = totals.sizes / n
    at = np.zeros(model.n_free)
    if model.by_list:
        at[: model.n_lists] = np.log(share / (1 - share))
    else:
        share = np.full(model.n_lists, share.mean())
        at[1] = np.log(share[0] / (1 - share[0])) * model.scale[1]
    at[model.intercept] = np.log(n) + np.log1p(-share).sum()
    return at


def _settle(
    totals: Totals, model: Design, at: NDArray[np.float64], free: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], bool]:
    """Fit what is free; where a signed one turns negative, stop at 0, drop it, go on."""
    while True:
        new, done = _newton(totals, model, at, free)
        below = (new < 0) & ~model.unsigned
        if not below.any():
            return new, done
        share = float((at[below] / (at[below] - new[below])).min())
        at = at + share * (new - at)
        dropped = below & (at <= _TOLERANCE)
        at[dropped] = 0.0
        free &= ~dropped


def _newton(
    totals: Totals, model: Design, start: NDArray[np.float64], free: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], bool]:
    at = start
    value, score, information = moments(model, totals, at)
    for _ in range(_MOST_STEPS):
        step = np.zeros(len(at))
        try:
            step[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
        except np.linalg.LinAlgError:
            return at, False
        gain, slack = float(score @ step), _ROUNDING * (1 + abs(value))
        for _ in range(60):
            new, new_score, new_information = moments(model, totals, at + step)
            if new >= value - slack:
                break
            step = step / 2
        else:
            return at, False
        at, value, score, information = at + step, new, new_score, new_information
        if gain < _ARRIVED:
            return at, True
    return at, False


def moments(
    model: Design, totals: Totals, at: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Poisson log likelihood but for log x!, its gradient (p,) and information (p, p).

    The unseen cell counts only where `totals.frequencies[0]` is above 0.
    """
    t, k_columns = model.n_lists, model.columns
    people, own = totals.frequencies, at[model.intercept :]
    value, score = float(people @ (k_columns @ own)), k_columns.T @ people
    with np.errstate(over="ignore", invalid="ignore"):
        factor = np.exp(k_columns @ own)
        if people[0] == 0:
            factor[0] = 0.0  # The unseen cell is not observed.
        if not model.by_list:
            mu = factor * comb(t, np.arange(t + 1))
            information = (k_columns * mu[:, np.newaxis]).T @ k_columns
            return _or_never(value - mu.sum()), score - k_columns.T @ mu, information
        each = np.exp(at[:t])
        polynomial, one, two = _symmetric(each)
        mu = factor * polynomial
        lists = one @ factor
        cross = (one * factor) @ k_columns
        pairs = two @ factor
        np.fill_diagonal(pairs, lists)
        information = np.empty((model.n_free, model.n_free))
        information[:t, :t], information[:t, t:], information[t:, :t] = pairs, cross, cross.T
        information[t:, t:] = (k_columns * mu[:, np.newaxis]).T @ k_columns
        value += float(at[:t] @ totals.sizes) - mu.sum()
        score = np.concatenate([totals.sizes - lists, score - k_columns.T @ mu])
    return _or_never(value), score, information


def _or_never(value: float) -> float:
    return value if np.isfinite(value) else -np.inf


def _symmetric(
    each: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Products over the lists of a cell, summed over the cells of k lists.

    Returns:
        Shapes (t + 1,), (t, t + 1), (t, t, t + 1): over all cells, over those with list i, and
        over those with lists i and j (unused where i is j).
    """
    t = len(each)
    # The products without lists i and j, made up list by list, so that nothing is divided out.
    without = np.zeros((t + 1, t + 1, t + 1))
    without[..., 0] = 1.0
    for i in range(t):
        more = without.copy()
        more[..., 1:] += each[i] * without[..., :-1]
        more[i], more[:, i] = without[i], without[:, i]
        without = more
    one = np.zeros((t, t + 1))
    one[:, 1:] = each[:, np.newaxis] * without[:t, t, :-1]
    two = np.zeros((t, t, t + 1))
    two[..., 2:] = np.multiply.outer(each, each)[..., np.newaxis] * without[:t, :t, :-2]
    return without[t, t], one, two
