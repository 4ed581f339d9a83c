"""Which rows of an estimate, and what of a row, may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from undercount.results import Estimate, EstimateSet, NotEstimable

_CHILDREN = re.compile(
    r"\b(child|children|minors?|juveniles?|girls?|boys?|under[- ]?18s?|enfants?|mineure?s?)\b",
    re.IGNORECASE,
)

# Diagnostics that describe groups; with the coefficients their numbers could be worked out.
_BY_GROUP = ("by_level", "coefficients")


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
    2. Where that leaves one row alone suppressed, it could be worked out from a total. A second
       row is then suppressed too: one about children first, else the one with the fewest people.
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
    observed = [answer.n_observed for _, answer in estimates]
    small = {i for i, n in enumerate(observed) if n is not None and n < suppress_below}
    beside: set[int] = set()
    if len(small) == 1:
        others = [
            (_CHILDREN.search(label) is None, answer.n_observed, i)
            for i, (label, answer) in enumerate(estimates)
            if i not in small and answer.n_observed is not None
        ]
        beside = {min(others)[2]} if others else set()
    rows = []
    for i, (label, answer) in enumerate(estimates):
        if i in small:
            rows.append(ShownRow(label, None, f"fewer than {suppress_below}"))
        elif i in beside:
            why = "not shown, so that a small count beside it cannot be worked out"
            rows.append(ShownRow(label, None, why))
        else:
            rows.append(ShownRow(label, _without_small_groups(answer, suppress_below)))
    return tuple(rows)


def _without_small_groups(
    answer: Estimate | NotEstimable, suppress_below: int
) -> Estimate | NotEstimable:
    if isinstance(answer, NotEstimable):
        return answer
    groups = answer.diagnostics.get("by_level", {}).values()
    if all(group["observed"] >= suppress_below for group in groups):
        return answer
    kept = {name: it for name, it in answer.diagnostics.items() if name not in _BY_GROUP}
    return replace(answer, diagnostics=kept)


def printable(estimates: EstimateSet, suppress_below: int) -> EstimateSet:
    """The set with only the rows that may be printed, for drawing."""
    rows = shown_rows(estimates, suppress_below)
    return EstimateSet(
        estimates.name,
        tuple((row.label, row.answer) for row in rows if row.answer is not None),
        estimates.title,
    )
