"""The first lines of the page: each answer in one sentence, with its range."""

from __future__ import annotations

from dataclasses import dataclass

from undercount.reconcile.result import Observation, Point, Reconciled
from undercount.report.suppress import ShownRow
from undercount.results import Estimate

# Figures named beside an answer; all others are one link away.
_NEAREST = 4


@dataclass(frozen=True, slots=True)
class Extremes:
    """The lowest and the highest of a set's answers.

    Attributes:
        low: label and answer with the lowest point.
        high: label and answer with the highest point.
        n: answers printed.
    """

    low: tuple[str, Estimate]
    high: tuple[str, Estimate]
    n: int


def nearest(series: Reconciled, answer: Point) -> tuple[Observation, ...]:
    """The figure of each source nearest in time to an answer, nearest first.

    Of two figures of one source for one day the one that says it more exactly stands.
    """
    by_distance = sorted(
        series.observations,
        key=lambda item: (abs((item.day - answer.day).days), item.source, item.high - item.low),
    )
    best: dict[str, Observation] = {}
    for item in by_distance:
        best.setdefault(item.source, item)
    return tuple(best.values())[:_NEAREST]


def extremes(rows: tuple[ShownRow, ...]) -> Extremes | None:
    """Between which answers a set lies, or None where it has none to print.

    Of strata only their totals answer the question, or the answers without strata where no total
    can be given. A point that its method calls a bound is no answer either, unless there is
    nothing else.
    """
    answers = [(row.label, row.answer) for row in rows if isinstance(row.answer, Estimate)]
    if any(_last(row.label) == "total" for row in rows):
        for wanted in ("total", "all together"):
            if whole := [item for item in answers if _last(item[0]) == wanted]:
                answers = whole
                break
    if not answers:
        return None
    answers = [(label, it) for label, it in answers if not _is_bound(it)] or answers
    ranked = sorted(answers, key=lambda item: item[1].point)
    return Extremes(ranked[0], ranked[-1], len(ranked))


def _is_bound(answer: Estimate) -> bool:
    return any(caution.code in ("lower-bound", "upper-bound") for caution in answer.cautions)


def _last(label: str) -> str:
    """What a label says behind the name of a method."""
    return label.split(": ")[-1]
