"""What is said of a doubly robust estimate: refusals, cautions, assumptions."""

from __future__ import annotations

from typing import Any

import numpy as np

from undercount.estimate.doubly.design import DescribedPatterns
from undercount.estimate.doubly.one_step import OneStep, signs
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution

# Overlaps of fewer people than this say little about a level.
_FEW = 10
# Simulated 95% intervals covered the truth in 88 of 100 tables that rested on 30 to 100 people,
# and in 92 of 100 beyond.
_CARRIERS = 100


def unsupported(
    data: CaptureHistories, held: DescribedPatterns, n_folds: int
) -> tuple[str, str] | None:
    """Reason and remedy where a pattern is missing, in the table or among the people of a level."""
    among = " among the people on no other list" if held.elsewhere else ""
    least = 1 if n_folds == 1 else 2
    rare = np.flatnonzero(held.people.sum(axis=0)[1:] < least) + 1
    if len(rare):
        word = "Nobody is" if least == 1 else "Fewer than two people are"
        pattern = _pattern(int(rare[0]), data, held.lists)
        return (
            f"{word} on {pattern}{among}, which the method divides by or multiplies with.",
            "Fewer lists to rest on, or lists that overlap more.",
        )
    even = np.flatnonzero(signs(len(held.lists)) < 0)
    for name, inside in held.levels:
        people = held.people[inside].sum(axis=0)
        if (people[even] == 0).any():
            empty = int(even[people[even] == 0][0])
            pattern = _pattern(empty, data, held.lists)
            return (
                f"Nobody with {name} is on {pattern}{among}: any number of unseen people like "
                "them fits.",
                f"Merge {name} with a level like it, or leave the covariate out.",
            )
    return None


def _pattern(cell: int, data: CaptureHistories, lists: tuple[str, ...]) -> str:
    """The lists of a pattern in the table's order."""
    on = [name for name in data.lists if name in lists and cell >> lists.index(name) & 1]
    return " and ".join(on) + (" and none of the others" if len(on) < len(lists) else "")


def cautions(held: DescribedPatterns, found: OneStep) -> list[Caution]:
    """What a reader of the estimate must know."""
    made = []
    even = signs(len(held.lists)) < 0
    few = [name for name, here in held.levels if held.people[here].sum(axis=0)[even].min() < _FEW]
    if few:
        text = (
            f"Fewer than {_FEW} people with {', '.join(few)} are on several lists as the method "
            "needs: their part of the total is hardly known."
        )
        made.append(Caution("few-overlaps", text))
    if found.trimmed > 0:
        text = (
            f"For {found.trimmed:.1%} of the people a chance that divides was raised to its floor; "
            "the total is too low for people like them."
        )
        made.append(Caution("trimmed", text))
    if found.carried_by < _CARRIERS:
        text = (
            f"The unseen rest on about {found.carried_by:,.0f} people whose like are seldom on "
            "several lists: a few more or fewer of them would change the total much."
        )
        made.append(Caution("few-carry-the-unseen", text))
    return made


def assumptions(
    data: CaptureHistories, lists: tuple[str, ...], names: tuple[str, ...]
) -> tuple[Assumption, ...]:
    """What must be true of the chosen `lists` and the covariates `names`."""
    among = "Among people alike in " + ", ".join(names)
    if len(lists) < len(data.lists):
        among += " who are on none of the remaining lists"
    chosen = [name for name in data.lists if name in lists]
    rule: dict[str, Any]
    if len(lists) == 2:
        rule = {
            "text": f"{among}, being on {chosen[0]} does not change the chance of "
            f"being on {chosen[1]}.",
            "why": "two lists leave nothing to test it with",
        }
        right = (
            "Of the two logistic regressions (of each list among the people on the other) one at "
            "least is right."
        )
    else:
        rule = {
            "text": f"{among}, {', '.join(chosen)} do not all interact at once.",
            "why": "the people on no list are the missing cell",
        }
        right = "The multinomial regression of the pattern on the covariates is about right."
    return (
        Assumption("Nobody enters or leaves the population in the period of the lists."),
        Assumption("Records of one person are linked across the lists, and no two persons' are."),
        Assumption(**rule),
        Assumption(right),
        Assumption("At every value of the covariates there are people on several lists."),
    )
