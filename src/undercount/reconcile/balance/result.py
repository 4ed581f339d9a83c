"""What a balance answers: the claims, the sets that cannot all hold, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from undercount.reconcile.plain import plain
from undercount.results import Assumption, Caution

Kind = Literal["stock", "arrivals", "exits", "ways", "net_change", "leave_share", "stay", "taken"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about people who come, stay and go, as bounds.

    Attributes:
        figures: ids of the ledger's entries that make it; none for what is taken for granted.
        kind: "stock", "arrivals", "exits", "ways" (one way of leaving), "net_change",
            "leave_share", "stay" (mean stay so far of those present), or "taken" for granted.
        quantity: as the ledger names it.
        source: who said it.
        text: the claim in words.
        low: lower end: people; people per `per` days; a share of 1; or days of stay.
        high: upper end of the same.
        start: first day it speaks of; a stock and a stay have one day.
        end: last day it speaks of.
        per: days of the unit of time of a rate, or None for a total.
        within: days in which the share leaves, or None.
    """

    figures: tuple[str, ...]
    kind: Kind
    quantity: str
    source: str
    text: str
    low: float
    high: float
    start: date
    end: date
    per: float | None = None
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Implied:
    """What the other claims of a set leave room for in one of them, in that claim's own unit.

    Attributes:
        claim: index among the balance's claims.
        low: least that the others allow, or None where they set no lower end.
        high: most that they allow, or None.
        text: the same in words.
    """

    claim: int
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A smallest set of claims that cannot all hold: without any one of them the rest can.

    Attributes:
        claims: indices among the balance's claims.
        text: the claims and what they leave room for, in words.
        implied: for each claim that somebody made, what the others imply for it.
    """

    claims: tuple[int, ...]
    text: str
    implied: tuple[Implied, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """Claims about one place held against each other.

    Attributes:
        name: the balance, such as "camp".
        claims: everything that entered, what is taken for granted last.
        contradictions: smallest sets that cannot all hold, shortest first.
        refused: (id, why) of each entry of a named quantity that could not be used.
        assumptions: what holds for every claim.
        cautions: what a reader must know.
        diagnostics: plain numbers by name.
    """

    name: str
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    refused: tuple[tuple[str, str], ...]
    assumptions: tuple[Assumption, ...] = ()
    cautions: tuple[Caution, ...] = ()
    diagnostics: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; days as ISO 8601."""
        return plain(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Balance:
        """The balance that `to_dict` wrote."""
        return cls(
            name=data["name"],
            claims=tuple(
                Claim(
                    **{
                        **row,
                        "figures": tuple(row["figures"]),
                        "start": date.fromisoformat(row["start"]),
                        "end": date.fromisoformat(row["end"]),
                    }
                )
                for row in data["claims"]
            ),
            contradictions=tuple(
                Contradiction(
                    tuple(row["claims"]),
                    row["text"],
                    tuple(Implied(**implied) for implied in row["implied"]),
                )
                for row in data["contradictions"]
            ),
            refused=tuple((name, why) for name, why in data["refused"]),
            assumptions=tuple(Assumption(**row) for row in data["assumptions"]),
            cautions=tuple(Caution(**row) for row in data["cautions"]),
            diagnostics=data["diagnostics"],
        )
