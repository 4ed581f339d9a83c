"""Go forward from a series under stated arrivals and exits, and count what people need."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from undercount import __version__
from undercount.errors import InputError, Problem
from undercount.reconcile.needs import words
from undercount.reconcile.needs.need import NEEDS, Need, Range, range_problems
from undercount.reconcile.needs.result import Band, Needed, WhatIf
from undercount.reconcile.result import Point, Reconciled
from undercount.results import Caution

Floats = NDArray[np.float64]

DRAWS: Final = 4000
LONGEST: Final = 731
_WEEK: Final = 7


def what_if(
    series: Reconciled,
    *,
    needs: Sequence[Need],
    arrivals: Range,
    exits: Range,
    until: date,
    exits_share: bool = False,
    parts: Mapping[str, Reconciled] | None = None,
    start: date | None = None,
    seed: int = 1,
) -> WhatIf:
    """Work out needs up to a day, if arrivals and exits are as stated.

    Formula: N(t + 1) = max(0, (N(t) + (a - e) / 7) * exp(walk * z)), with N(start) log-normal as
    the series' band has it, a and e uniform between their ends and the same all the time (for a
    share, e = share * N(t)), and z standard normal each day: the series moves by more than is
    stated, by as much as it did. A need is people, times the share that has it, times how many a
    person. A part counted by a series of its own keeps its ratio to the whole.

    Assumptions: as in the result. The band is one of doubt about the number, not about the stated
    arrivals and exits being right.

    Args:
        series: where it starts.
        needs: what to work out, from a closed list.
        arrivals: people who arrive a week, (least, most).
        exits: people who leave a week, (least, most); shares of those present a week where
            `exits_share`.
        until: last day, at most two years ahead.
        exits_share: whether exits are a share.
        parts: series of parts of the people by name.
        start: first day; the last day of the series where not given.
        seed: of the draws.

    Raises:
        InputError: ranges that are none, days out of order, a part without a series; all at once.

    >>> from undercount.reconcile.result import Reconciled
    >>> camp = Reconciled("camp", "People in a camp", 0.9, (Point(date(2020, 1, 1), 1000, 1000,
    ...     1000),), (), (), (), (), "")
    >>> found = what_if(camp, needs=[Need("beds", capacity=1040)], arrivals=(70, 70), exits=(0, 0),
    ...     until=date(2020, 1, 8))
    >>> found.needs[0].points[-1].median, found.needs[0].shortfall.median, found.needs[0].short
    (1070.0, 30.0, 1.0)
    """
    parts = parts or {}
    first = start or max((point.day for point in series.points), default=None)
    _check(series, needs, arrivals, exits, until, exits_share, parts, first)
    assert first is not None  # `_check` says so in words.
    rng = np.random.default_rng(seed)
    days = (until - first).days
    cautions: list[Caution] = []
    walk = _walk(series, cautions)
    present = _start(series, first, rng, cautions)
    people = np.empty((days + 1, DRAWS))
    people[0] = present
    came, left = rng.uniform(*arrivals, DRAWS), rng.uniform(*exits, DRAWS)
    for day in range(1, days + 1):
        gone = left * present if exits_share else left
        moved = np.maximum(present + (came - gone) / _WEEK, 0.0)
        present = moved * np.exp(walk * rng.standard_normal(DRAWS)) if walk else moved
        people[day] = present
    shown = sorted({*range(0, days + 1, _WEEK), days})
    when = [first + timedelta(day) for day in shown]
    started = np.maximum(people[0], 1e-9)
    answers = []
    for need in needs:
        have = _having(need, people[shown], started, parts, first, rng, cautions)
        answers.append(_needed(need, have, when, series.level))
    return WhatIf(
        name=series.name,
        title=series.title,
        level=series.level,
        start=first,
        until=until,
        arrivals=arrivals,
        exits=exits,
        exits_share=exits_share,
        people=_bands(people[shown], when, series.level),
        needs=tuple(answers),
        assumptions=words.assumptions(arrivals, exits, exits_share, needs, walk > 0),
        cautions=tuple(dict.fromkeys(cautions)),
        provenance={"seed": seed, "version": __version__, "draws": DRAWS},
    )


def _check(
    series: Reconciled,
    needs: Sequence[Need],
    arrivals: Range,
    exits: Range,
    until: date,
    exits_share: bool,
    parts: Mapping[str, Reconciled],
    first: date | None,
) -> None:
    problems = [*range_problems("arrivals", arrivals), *range_problems("exits", exits)]
    if exits_share and not problems and exits[1] > 1:
        problems.append(Problem("exits are a share above 1", hint="Write 0.05 for 5% a week"))
    if first is None:
        problems.append(Problem("the series has no day to start from"))
    elif until <= first:
        what = f"until is {until}, not after the first day {first}"
        problems.append(Problem(what, hint="Name a later day"))
    elif (until - first).days > LONGEST:
        what = f"until is {until}, more than two years after {first}"
        problems.append(Problem(what, hint="Name an earlier day"))
    if not needs:
        problems.append(Problem("no need is named", hint=f"Choose among {', '.join(NEEDS)}"))
    for need in needs:
        if need.part is not None and need.part not in parts:
            what = f"{need.kind} is of “{need.part}”, which is no series at hand"
            problems.append(Problem(what, hint="Name a series that was reconciled"))
    if problems:
        raise InputError(problems)


def _walk(series: Reconciled, cautions: list[Caution]) -> float:
    walk = series.diagnostics.get("walk_per_day")
    if walk is None:
        cautions.append(Caution("no-walk", words.NO_WALK))
    return float(walk or 0.0)


def _start(
    series: Reconciled, day: date, rng: np.random.Generator, cautions: list[Caution]
) -> Floats:
    """Draws of the series on a day, log-normal; further away than a figure, wider by the walk."""
    known = [*series.answers, *series.points]
    nearest: Point = min(known, key=lambda point: abs((point.day - day).days))
    away = abs((nearest.day - day).days)
    z = float(ndtri(0.5 + series.level / 2))
    spread = math.log(nearest.upper / nearest.lower) / (2 * z)
    if away:
        text = words.away(series.title, day, nearest.day)
        cautions.append(Caution("starts-away-from-series", text))
        spread = math.hypot(
            spread, float(series.diagnostics.get("walk_per_day") or 0.0) * away**0.5
        )
    return nearest.median * np.exp(spread * rng.standard_normal(DRAWS))


def _having(
    need: Need,
    people: Floats,
    started: Floats,
    parts: Mapping[str, Reconciled],
    first: date,
    rng: np.random.Generator,
    cautions: list[Caution],
) -> Floats:
    """How much is needed, shape (days, draws)."""
    each = rng.uniform(*need.each, DRAWS)
    if need.number is not None:
        return np.broadcast_to(each * rng.uniform(*need.number, DRAWS), people.shape)
    if need.share is not None:
        return people * each * rng.uniform(*need.share, DRAWS)
    if need.part is not None:
        some = _start(parts[need.part], first, rng, cautions)
        # Of a whole there can be no more than all.
        return people * each * np.minimum(some / started, 1.0)
    return people * each


def _needed(need: Need, have: Floats, when: Sequence[date], level: float) -> Needed:
    points = _bands(have, when, level)
    shortfall, short, short_from = None, None, None
    if need.capacity is not None:
        missing = np.maximum(have - need.capacity, 0.0)
        (shortfall,) = _bands(missing[-1:], when[-1:], level)
        often = np.mean(missing > 0, axis=1)
        short = float(often[-1])
        short_from = next((d for d, share in zip(when, often, strict=True) if share > 0.5), None)
    unit = NEEDS[need.kind].unit
    text = words.needed(unit, points[-1], level, need.capacity, shortfall, short, short_from)
    return Needed(need.kind, unit, points, need.capacity, shortfall, short, short_from, text)


def _bands(draws: Floats, when: Sequence[date], level: float) -> tuple[Band, ...]:
    ends = np.quantile(draws, [0.5, 0.5 - level / 2, 0.5 + level / 2], axis=1)
    return tuple(
        Band(day, *(float(end) for end in row)) for day, row in zip(when, ends.T, strict=True)
    )
