"""One method in every stratum, and the total from draws."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import product
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.covariates import parse_covariates
from undercount.estimate.intervals import quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.strata_words import (
    INDEPENDENT,
    nobody_seen,
    total_cautions,
    why_no_total,
)
from undercount.histories import CaptureHistories
from undercount.results import Estimate, EstimateSet, Interval, NotEstimable

Answer = Estimate | NotEstimable
# Up to so many combinations of levels, those nobody was seen in are rows too.
_MOST_ROWS = 100


class ListMethod(Protocol):
    """The settings of a method for lists that overlap."""

    def fit(self, data: CaptureHistories, level: float = ..., seed: int = ...) -> Answer:
        """An estimate, or why there is none."""


def by_strata(
    settings: ListMethod,
    data: CaptureHistories,
    by: Sequence[str] | str,
    level: float = 0.95,
    seed: int = 1,
) -> EstimateSet:
    """The answer in every stratum, their total, and the answer without strata.

    Rows: the strata in the order of their levels, "total", "all together". Combinations of levels
    in which nobody was seen are rows without an estimate, up to 100 combinations in all.

    The point of the total is the sum of the strata's points, so that the rows add up. Its interval
    holds equal tails of the draws of the sum, each the sum of one draw a stratum, never of interval
    ends: an interval of sums is shorter than the sum of intervals where errors are independent.
    With skewed laws the sum of points that are medians or modes lies below the middle of the draws;
    `median_of_draws` in the diagnostics is that middle, and an interval that does not reach the
    point is stretched to it, with a caution. With one stratum the total is that stratum's own
    answer. Where one stratum has no estimate or no draws, or no upper end, neither has the total.

    A stratum's seed follows from `seed` and the people in it, not from its name or place, so
    relabelling or reordering strata leaves the total as it is.

    Assumes what the method assumes in each stratum, and that the strata's errors are independent:
    a fault of the lists common to all strata is not in the interval.

    Args:
        settings: any method for lists, such as `LogLinear(interval="bca")`.
        data: a table read with its covariates named.
        by: covariates that make the strata, or a formula "age+sex".
        level: of all intervals.
        seed: settles every number.

    Raises:
        InputError: no such covariate, or what `settings.fit` raises.
    """
    quantile(level)
    names = parse_covariates(by if isinstance(by, str) else "+".join(by))
    if not names:
        raise InputError("no covariate to make strata of", "Name one or more, such as by='sex'")
    origin: dict[str, Any] = provenance(settings, level, seed) | {"by": list(names)}
    strata = data.by(*names)
    answers: dict[str, Answer] = {}
    order: list[tuple[bytes, str]] = []
    met: dict[bytes, int] = {}
    for plain, table in strata:
        # "a, b" and "c" read like "a" and "b, c".
        label = _free(plain, answers, " (another)")
        key = _fingerprint(table)
        # Strata that hold the same people in the same patterns must still differ in their draws.
        twin = met[key] = met.get(key, 0) + 1
        order.append((key + twin.to_bytes(4), label))
        answer = settings.fit(table, level=level, seed=_child(seed, key, twin))
        answers[label] = replace(answer, name=label)
    inside = [answers[label] for _, label in sorted(order)]
    pooled = settings.fit(data, level=level, seed=seed)
    total = _total(answers, inside, pooled, data.n_observed, names, level, seed, origin)
    rows = _in_order(data, names, answers, origin)
    taken = {label for label, _ in rows}
    for wanted, answer in (("total", total), ("all together", pooled)):
        label = _free(wanted, taken, " (all strata)")
        taken.add(label)
        rows.append((label, replace(answer, name=label)))
    return EstimateSet(f"by {', '.join(names)}", tuple(rows))


def _total(
    answers: dict[str, Answer],
    inside: list[Answer],
    pooled: Answer,
    n_observed: int,
    names: tuple[str, ...],
    level: float,
    seed: int,
    origin: dict[str, Any],
) -> Answer:
    """The total; `inside` holds the answers in an order that does not depend on labels."""
    if not inside:
        # Nobody at all was seen: the answer without strata says so.
        return pooled
    if len(inside) == 1:
        return inside[0]
    made = [answer for answer in inside if isinstance(answer, Estimate)]
    method = f"Sum over {len(inside)} strata by {', '.join(names)}: {_method(inside, origin)}"
    drawn = [answer for answer in made if _usable(answer.draws)]
    if len(drawn) < len(inside):
        partial = _sum(drawn, level, seed) if drawn and len(drawn) == len(made) else None
        reason, helps = why_no_total(answers, partial)
        return NotEstimable(reason, helps, method, n_observed, (), origin)
    point, lower, upper, sums = _sum(made, level, seed)
    stretched = not lower <= point <= upper
    interval = Interval(
        max(n_observed, min(lower, point)),
        max(upper, point),
        level,
        "posterior" if all(item.interval.kind == "posterior" for item in made) else "percentile",
    )
    return Estimate(
        point=point,
        interval=interval,
        n_observed=n_observed,
        method=method,
        assumptions=(*_common(made), INDEPENDENT),
        cautions=total_cautions(
            answers, pooled, interval, (lower, upper) if stretched else None, point
        ),
        diagnostics={
            "strata": {k: a.point for k, a in answers.items() if isinstance(a, Estimate)},
            "median_of_draws": float(np.median(sums)),
            "n_draws": len(sums),
            "all_together": pooled.point if isinstance(pooled, Estimate) else None,
        },
        provenance=origin,
        draws=sums[None],
    )


def _sum(
    made: list[Estimate], level: float, seed: int
) -> tuple[float, float, float, NDArray[np.float64]]:
    """Point, ends and draws, shape (b,), of the sum over strata with draws."""
    size = max(item.draws.size for item in made if item.draws is not None)
    sums = np.zeros(size)
    for i, item in enumerate(made):
        assert item.draws is not None
        # A fresh order for each: draws that come sorted, or from one seed, must not move together.
        rng = np.random.default_rng((seed, i))
        held = item.draws.ravel()
        again = np.concatenate([rng.permutation(held) for _ in range(-(-size // held.size))])
        sums += again[:size]
    # An inverse of the distribution itself interpolates nothing, so infinite draws do no harm.
    shares = ((1 - level) / 2, (1 + level) / 2)
    lower, upper = np.quantile(sums, shares, method="inverted_cdf").tolist()
    if any(math.isinf(item.interval.upper) for item in made):
        upper = math.inf
    return math.fsum(item.point for item in made), lower, upper, sums


def _usable(draws: NDArray[np.float64] | None) -> bool:
    return draws is not None and draws.size > 0 and not np.isnan(draws).any()


def _method(inside: list[Answer], origin: dict[str, Any]) -> str:
    """The method's own words, or its name where they differ by stratum (a model was chosen)."""
    words = {item.method for item in inside}
    return words.pop() if len(words) == 1 else str(origin["settings"]["method"])


def _common(made: list[Estimate]) -> tuple[Any, ...]:
    """The assumptions that every stratum makes, in the words of the first."""
    return tuple(
        assumption
        for assumption in made[0].assumptions
        if all(assumption in item.assumptions for item in made)
    )


def _in_order(
    data: CaptureHistories,
    names: tuple[str, ...],
    answers: dict[str, Answer],
    origin: dict[str, Any],
) -> list[tuple[str, Answer]]:
    """The strata in the order of their levels, those in which nobody was seen among them."""
    assert data.described is not None
    held = {item.name: item for item in data.described.covariates}
    used = [held[name] for name in names]
    if math.prod(len(item.levels) for item in used) > _MOST_ROWS:
        return list(answers.items())
    seen = set(zip(*(item.codes.tolist() for item in used), strict=True))
    waiting = iter(answers.items())
    rows: list[tuple[str, Answer]] = []
    for codes in product(*(range(len(item.levels)) for item in used)):
        if codes in seen:
            rows.append(next(waiting))
            continue
        label = ", ".join(item.levels[code] for item, code in zip(used, codes, strict=True))
        label = _free(label, answers, " (another)")
        rows.append((label, nobody_seen(label, origin)))
    return rows


def _free(label: str, taken: Container[str], more: str) -> str:
    """The label, with `more` behind it until it is no other's."""
    while label in taken:
        label += more
    return label


def _fingerprint(table: CaptureHistories) -> bytes:
    """What a stratum holds, whatever the order of its lists and whatever it is called."""
    by_name = sorted(range(len(table.lists)), key=lambda i: table.lists[i])

    def names(cell: int) -> tuple[str, ...]:
        return tuple(table.lists[i] for i in by_name if cell >> i & 1)

    held = table.described
    if held is None:
        cells = np.flatnonzero(table.counts)
        rows = [(names(int(cell)), (), int(table.counts[cell])) for cell in cells]
    else:
        told = [[item.levels[code] for code in item.codes] for item in held.covariates]
        rows = [
            (names(int(cell)), tuple(values), int(count))
            for cell, count, *values in zip(held.cells, held.counts, *told, strict=True)
        ]
    return sha256(repr(sorted(rows)).encode()).digest()


def _child(seed: int, key: bytes, twin: int) -> int:
    """A seed for one stratum, not negative and below 2**32."""
    words = np.frombuffer(key, dtype="<u4").tolist()
    return int(np.random.SeedSequence([seed, *words, twin]).generate_state(1)[0])
