"""All checks of one estimate from lists."""

from __future__ import annotations

from collections.abc import Callable

from undercount import __version__
from undercount.errors import InputError
from undercount.estimate.intervals import quantile
from undercount.estimate.loglinear.log_linear import LogLinear
from undercount.estimate.robustness.against import Checks
from undercount.estimate.robustness.chosen import chosen_model
from undercount.estimate.robustness.consistency import consistency
from undercount.estimate.robustness.leave_one_out import leave_one_out
from undercount.estimate.robustness.odds_ratio import highest_order, odds_ratios
from undercount.estimate.robustness.side_by_side import side_by_side
from undercount.estimate.robustness.simulated_coverage import simulated_coverage
from undercount.estimate.robustness.spread import spread
from undercount.estimate.robustness.verdict import verdict
from undercount.estimate.unusable import unusable
from undercount.histories import CaptureHistories
from undercount.results import NotEstimable
from undercount.results.robustness import Robustness
from undercount.results.robustness_checks import (
    HighestOrder,
    Known,
    LeftOut,
    NotDone,
    OddsRatios,
    Simulated,
    Spread,
)

Tell = Callable[[str, int, int], None]


def robustness(
    data: CaptureHistories,
    level: float = 0.95,
    seed: int = 1,
    replicates: int = 200,
    tell: Tell | None = None,
) -> Robustness:
    """Every check of the log-linear estimate from one table, and what may then be said.

    The estimate is `LogLinear()`: all models, the best by BIC, the profile interval. Its checks:
    the spread over models within 10 BIC; the total against the odds ratio of each pair of lists
    and against an interaction of all lists; each list left out; each list's people estimated
    from the others; the interval's coverage in simulated tables; other methods. None of them
    tests that nobody came or went, or that records were linked without error.

    Args:
        data: the table of lists.
        level: of all intervals.
        seed: of the simulated tables, 0 or more.
        replicates: simulated tables for each truth; a fifth of them at six lists.
        tell: called as `tell(check, done, of)` while the work goes on.

    Returns:
        The checks; one that cannot be made says why.

    Raises:
        InputError: a level not between 0 and 1, a seed below 0, or no replicates.

    >>> import numpy as np
    >>> table = CaptureHistories(("A", "B", "C"), np.array([0, 90, 80, 30, 70, 25, 20, 15]))
    >>> made = robustness(table, replicates=20)
    >>> print(made.verdict.may[0])
    At least 330 people, if records of one person were linked and nobody came or went.
    """
    quantile(level)
    if seed < 0:
        raise InputError(f"a seed of {seed} is below 0", "Give a whole number of 0 or more")
    if replicates < 1:
        raise InputError(f"{replicates} replicates are too few", "Give 200")

    def step(check: str) -> Callable[[int, int], None]:
        def told(done: int, of: int) -> None:
            if tell is not None:
                tell(check, done, of)

        return told

    answer = LogLinear().fit(data, level, seed)
    origin = {"version": __version__, "level": level, "seed": seed, "replicates": replicates}
    why = _why_none(data)
    model = None if isinstance(answer, NotEstimable) or why else chosen_model(data, answer)
    found_spread: Spread | NotDone
    pairs: OddsRatios | NotDone
    highest: HighestOrder | NotDone
    left_out: tuple[LeftOut, ...] | NotDone
    known: tuple[Known, ...] | NotDone
    coverage: tuple[Simulated, ...] | NotDone
    if why:
        found_spread = left_out = known = NotDone(why)
    else:
        found_spread = spread(data, level)
        left_out = leave_one_out(data, model, level, seed, step("leave one list out"))
        known = consistency(data, model, level, seed, step("known lists"))
    if model is None or isinstance(answer, NotEstimable):
        pairs = highest = coverage = NotDone(why or "There is no estimate to check.")
    else:
        pairs = odds_ratios(data, answer, model)
        highest = highest_order(answer)
        coverage = simulated_coverage(
            data, found_spread, level, seed, replicates, step("simulated coverage")
        )
    methods = side_by_side(data, answer, level, seed)
    checks = Checks(
        data.lists, data.n_observed, answer, found_spread, pairs, left_out, known, coverage, methods
    )
    return Robustness(
        lists=data.lists,
        n_observed=data.n_observed,
        answer=answer,
        spread=found_spread,
        odds_ratios=pairs,
        highest_order=highest,
        left_out=left_out,
        known=known,
        coverage=coverage,
        methods=methods,
        verdict=verdict(checks),
        provenance=origin,
    )


def _why_none(data: CaptureHistories) -> str:
    """Why no check can be made of a table, or nothing."""
    refused = unusable(data, "", {}, restricted=True)
    if refused is not None:
        return refused.reason
    if data.exclusive or data.non_members:
        return "The checks do not take lists that exclude each other or hold non-members."
    return ""
