"""One estimate from lists under every check: how far it may be trusted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from undercount.results.estimate import Estimate
from undercount.results.estimate_set import EstimateSet
from undercount.results.not_estimable import NotEstimable
from undercount.results.robustness_checks import (
    HighestOrder,
    Known,
    LeftOut,
    NotDone,
    OddsRatios,
    Simulated,
    Spread,
    Verdict,
)
from undercount.results.robustness_json import (
    answer_from,
    highest_order_from,
    known_from,
    left_out_from,
    odds_ratios_from,
    plain,
    spread_from,
)

CRITICISM = (
    "Whitehead, Jackson, Balch & Francis (2021) hold such estimates of trafficked people to be "
    "unreliable: terms left out of a model are taken to be exactly nothing, without evidence; "
    "choosing the others by looking at the data makes the answer look surer than it is; and "
    "where people are hidden and lists feed each other, the data do not show that it is wrong. "
    "Much of this bears on hidden people of any kind. The checks here answer the second objection "
    "in part, and the others not at all."
)


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """An estimate from lists, the checks made of it, and what may be said.

    A check that could not be made is a `NotDone` that says why.

    Attributes:
        lists: names of the lists.
        n_observed: people on at least one list.
        answer: the estimate that is checked.
        spread: totals of the models that fit about as well.
        odds_ratios: the total against the dependence of each pair of lists.
        highest_order: the total if all lists interact at once.
        left_out: the estimate without each list.
        known: people on each list, estimated from the others.
        coverage: how often the interval holds the truth in tables like this one.
        methods: other methods' answers.
        verdict: what may be said, and what may not.
        name: what is estimated, or "".
        provenance: version, level, seed, replicates.
    """

    lists: tuple[str, ...]
    n_observed: int
    answer: Estimate | NotEstimable
    spread: Spread | NotDone
    odds_ratios: OddsRatios | NotDone
    highest_order: HighestOrder | NotDone
    left_out: tuple[LeftOut, ...] | NotDone
    known: tuple[Known, ...] | NotDone
    coverage: tuple[Simulated, ...] | NotDone
    methods: EstimateSet
    verdict: Verdict
    name: str = ""
    provenance: dict[str, Any] = field(default_factory=dict)

    def summary(self, suppress_below: int = 10) -> str:
        """All checks in words for a terminal of 80 columns.

        Args:
            suppress_below: numbers of people on one list alone, or on one list, are not printed
                below this.
        """
        from undercount.results.robustness_words import summary

        return summary(self, suppress_below)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "name": self.name,
            "lists": list(self.lists),
            "n_observed": self.n_observed,
            "answer": self.answer.to_dict(),
            "spread": plain(self.spread),
            "odds_ratios": plain(self.odds_ratios),
            "highest_order": plain(self.highest_order),
            "left_out": plain(self.left_out),
            "known": plain(self.known),
            "coverage": plain(self.coverage),
            "methods": self.methods.to_dict(),
            "verdict": plain(self.verdict),
            "criticism": CRITICISM,
            "provenance": self.provenance,
        }

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Robustness:
        """The result that `to_dict` wrote, without draws."""
        return cls(
            lists=tuple(data["lists"]),
            n_observed=data["n_observed"],
            answer=answer_from(data["answer"]),
            spread=_not_done(data["spread"]) or spread_from(data["spread"]),
            odds_ratios=_not_done(data["odds_ratios"]) or odds_ratios_from(data["odds_ratios"]),
            highest_order=_not_done(data["highest_order"])
            or highest_order_from(data["highest_order"]),
            left_out=_not_done(data["left_out"]) or tuple(map(left_out_from, data["left_out"])),
            known=_not_done(data["known"]) or tuple(map(known_from, data["known"])),
            coverage=_not_done(data["coverage"])
            or tuple(Simulated(**item) for item in data["coverage"]),
            methods=EstimateSet.from_dict(data["methods"]),
            verdict=Verdict(
                data["verdict"]["plain"],
                tuple(data["verdict"]["may"]),
                tuple(data["verdict"]["may_not"]),
            ),
            name=data["name"],
            provenance=data["provenance"],
        )


def _not_done(data: Any) -> NotDone | None:
    return NotDone(data["not_done"]) if isinstance(data, dict) and "not_done" in data else None
