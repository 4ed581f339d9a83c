"""What is said of a total over strata."""

from __future__ import annotations

from typing import Any

from undercount.results import Assumption, Caution, Estimate, Interval, NotEstimable

INDEPENDENT = Assumption(
    "The strata's errors are independent: nothing in the lists misleads all strata alike."
)
# Names beyond this many are counted and not listed.
_NAMED = 6


def why_no_total(
    answers: dict[str, Estimate | NotEstimable],
    partial: tuple[float, float, float, Any] | None,
) -> tuple[str, str]:
    """Reason and remedy where some stratum has no estimate, or none has draws.

    Args:
        answers: by label.
        partial: point, ends and draws of the sum over the strata that have an estimate.
    """
    none = [label for label, answer in answers.items() if isinstance(answer, NotEstimable)]
    if not none:
        points = sum(a.point for a in answers.values() if isinstance(a, Estimate))
        return (
            "A total needs draws from every stratum, and this method gives none with these "
            f"settings; the points alone add up to {points:,.0f}.",
            "A method with draws, such as model-average, or loglinear with interval='bca'.",
        )
    reason = f"Not estimable in {listed(none)}, so neither is the sum of all strata."
    if partial is not None:
        point, lower, upper, _ = partial
        above = (
            f"{lower:,.0f} or more" if upper == float("inf") else f"{lower:,.0f} to {upper:,.0f}"
        )
        reason += f" The other {len(answers) - len(none)} add up to {point:,.0f} ({above})."
    return reason, f"Merge {listed(none)} with a stratum of people like them."


def nobody_seen(label: str, origin: dict[str, Any]) -> NotEstimable:
    """The row of a combination of levels in which nobody was seen."""
    return NotEstimable(
        f"Nobody seen is {label}.",
        "Merge it with a stratum of people like them, if there are such people at all.",
        "",
        0,
        (),
        origin,
        label,
    )


def total_cautions(
    answers: dict[str, Estimate | NotEstimable],
    pooled: Estimate | NotEstimable,
    interval: Interval,
    ends: tuple[float, float] | None,
    point: float,
) -> tuple[Caution, ...]:
    """What a reader of the total must know.

    Args:
        answers: by label, all estimates.
        pooled: the answer without strata.
        interval: of the total.
        ends: what the draws gave where the interval was stretched to the point, else None.
        point: the sum of the strata's points.
    """
    made = []
    told = [label for label, answer in answers.items() if answer.cautions]
    if told:
        text = f"There are cautions in {len(told)} of {len(answers)} strata: {listed(told)}."
        made.append(Caution("cautions-in-strata", text))
    if ends is not None:
        text = (
            f"The draws of the total run from {ends[0]:,.0f} to {ends[1]:,.0f}, beside the sum of "
            f"the strata's points, {point:,.0f}; the interval was stretched to reach it."
        )
        made.append(Caution("interval-stretched", text))
    if isinstance(pooled, Estimate) and not interval.lower <= pooled.point <= interval.upper:
        text = (
            f"Without strata the same method gives {pooled.point:,.0f}, outside this interval: "
            "the strata differ in their chances of being listed, or are too small to tell."
        )
        made.append(Caution("strata-change-the-total", text))
    return tuple(made)


def listed(labels: list[str]) -> str:
    """The first few labels in quotation marks, and how many more there are.

    >>> listed(["women", "men"])
    '"women" and "men"'
    """
    shown = [f'"{label}"' for label in labels[:_NAMED]]
    if len(labels) > _NAMED:
        return ", ".join(shown) + f" and {len(labels) - _NAMED} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
