"""Which rows of an estimate, and what of a row, may be shown."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace

from undercount.reconcile.result import Reconciled
from undercount.results import Estimate, EstimateSet, NotEstimable

_CHILDREN = re.compile(
    r"\b(child|children|minors?|juveniles?|girls?|boys?|under[- ]?18s?|enfants?|mineure?s?)\b",
    re.IGNORECASE,
)

# Diagnostics that describe groups; with the coefficients their numbers could be worked out.
_BY_GROUP = ("by_level", "coefficients")
# What `by_strata` calls the rows over all strata, and what it adds where a stratum is called so.
_TOTALS = ("total", "all together")
_ANOTHER = " (all strata)"
BESIDE = "not shown, so that a small count beside it cannot be worked out"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of an estimate as it may be printed.

    Attributes:
        label: the stratum or method.
        answer: the answer, or None where it is suppressed.
        instead: what is printed in its place, or "".
    """

    label: str
    answer: Estimate | NotEstimable | None
    instead: str = ""


def shown_rows(estimates: EstimateSet, suppress_below: int) -> tuple[ShownRow, ...]:
    """The rows of a set with small counts of people taken out.

    The rule, in full:

    1. A row with fewer than `suppress_below` people observed prints no number at all, also not
       its estimate or range (a lower end often equals the number observed) nor its cautions.
       It says "fewer than 10" instead. None observed counts as fewer: that nobody of a group was
       met is itself news about it.
    2. Rows by several methods that speak of one stratum have its name in common (a row without a
       name stands for itself), and are shown or kept back together. Where rule 1 leaves one
       stratum alone suppressed, or several that a total beside them gives away (together they are
       fewer than `suppress_below`, or as many as they can be), it could be worked out. A further
       stratum is then suppressed too: one about children first, else the one with the fewest
       people; where there is none, the totals. Beside anything suppressed, a total prints no
       diagnostics by stratum, and none that is not estimable prints what the others add up to.
    3. A row that stays may describe its groups (`diagnostics["by_level"]`: women, children). If
       fewer than `suppress_below` people were observed in any of them, it describes none: the
       others add up to all but the small one.
    4. Estimators write no number of people in a group into cautions, assumptions and reasons.
       They may say that nobody of it was met again or that two lists share nobody, for without
       that the answer could not be judged; so these are printed as they stand.
    5. Figures that sources said in public are quotations and are never suppressed: the rules are
       about what organisations' lists reveal, and lists reach this page only as estimates.

    Args:
        estimates: the answers, by stratum or method.
        suppress_below: smallest count that may be printed; 0 suppresses nothing.

    Returns:
        One row for each row, in the same order.

    >>> from undercount.results import Interval
    >>> def row(n): return Estimate(2 * n, Interval(n, 4 * n, 0.95, "lognormal"), n, "Chapman")
    >>> rows = (("men", row(300)), ("women", row(40)), ("children", row(80)), ("other", row(4)))
    >>> [shown.instead for shown in shown_rows(EstimateSet("clinic", rows), 10)]
    ['', '', 'not shown, so that a small count beside it cannot be worked out', 'fewer than 10']
    """
    people = _people(estimates)
    totals = _totals(people)
    small = {name for name, n in people.items() if n is not None and n < suppress_below}
    beside = _beside(people, small, totals, suppress_below)
    rows = []
    for label, answer in estimates:
        name = answer.name or label
        if name in small:
            rows.append(ShownRow(label, None, f"fewer than {suppress_below}"))
        elif name in beside or (small and name in totals and isinstance(answer, NotEstimable)):
            rows.append(ShownRow(label, None, BESIDE))
        else:
            shown = _without_small_groups(answer, suppress_below)
            if small and name in totals:
                shown = _without(shown, ("strata",))
            rows.append(ShownRow(label, shown))
    return tuple(rows)


def _people(estimates: EstimateSet) -> dict[str, int | None]:
    """The fewest people observed that any row of a stratum tells of, by the stratum's name."""
    people: dict[str, int | None] = {}
    for label, answer in estimates:
        name = answer.name or label
        known = [n for n in (people.get(name), answer.n_observed) if n is not None]
        people[name] = min(known, default=None)
    return people


def _totals(names: Container[str]) -> frozenset[str]:
    """The names of the rows over all strata."""
    found = []
    for name in _TOTALS:
        while name + _ANOTHER in names:
            name += _ANOTHER
        if name in names:
            found.append(name)
    return frozenset(found)


def _beside(
    people: dict[str, int | None], small: set[str], totals: frozenset[str], suppress_below: int
) -> frozenset[str]:
    """What goes with the small strata, so that none of them can be worked out."""
    counts = [people[name] or 0 for name in small - totals]
    together = sum(counts)
    # A total tells what the suppressed have in all; each is known to lie below the limit.
    told = together < suppress_below or together == len(counts) * (suppress_below - 1)
    if not counts or not (len(counts) == 1 or (totals and told)):
        return frozenset()
    others = [
        (_CHILDREN.search(name) is None, n, place)
        for place, (name, n) in enumerate(people.items())
        if n is not None and name not in small and name not in totals
    ]
    return frozenset({list(people)[min(others)[2]]}) if others else totals


def _without_small_groups(
    answer: Estimate | NotEstimable, suppress_below: int
) -> Estimate | NotEstimable:
    if isinstance(answer, NotEstimable):
        return answer
    groups = answer.diagnostics.get("by_level", {}).values()
    if all(group["observed"] >= suppress_below for group in groups):
        return answer
    return _without(answer, _BY_GROUP)


def _without(answer: Estimate | NotEstimable, names: tuple[str, ...]) -> Estimate | NotEstimable:
    if isinstance(answer, NotEstimable):
        return answer
    kept = {name: it for name, it in answer.diagnostics.items() if name not in names}
    return replace(answer, diagnostics=kept)


def printable(estimates: EstimateSet, suppress_below: int) -> EstimateSet:
    """The set with only the rows that may be printed, for drawing."""
    rows = shown_rows(estimates, suppress_below)
    return EstimateSet(
        estimates.name,
        tuple((row.label, row.answer) for row in rows if row.answer is not None),
        estimates.title,
    )


def too_few(series: Reconciled, suppress_below: int) -> bool:
    """Whether a series is of so few people that no computed number of it is printed.

    It is where an answer is below the limit, or every day of it. What sources said in public
    stays in the ledger (rule 5 of `shown_rows`).
    """
    asked = [answer.median for answer in series.answers]
    highest = max((point.median for point in series.points), default=0.0)
    return min([*asked, highest]) < suppress_below
