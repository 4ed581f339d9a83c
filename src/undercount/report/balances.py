"""Claims that cannot all hold, as the page tells them."""

from __future__ import annotations

from dataclasses import dataclass

from undercount.reconcile.balance import Balance, Claim, Implied

_GRANTED = "Taken for granted: "


@dataclass(frozen=True, slots=True)
class ShownContradiction:
    """One set of claims.

    Attributes:
        claims: what somebody said, each with what the others leave room for, or None.
        taken: what is taken for granted, in words.
        ids: of the figures they were made in.
    """

    claims: tuple[tuple[Claim, Implied | None], ...]
    taken: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BalancePart:
    """One balance as it is shown.

    Attributes:
        title: what it is about.
        made: the balance.
        contradictions: its sets, shortest first.
        n_claims: how many claims somebody made.
        ids: of the figures they were made in.
    """

    title: str
    made: Balance
    contradictions: tuple[ShownContradiction, ...]
    n_claims: int
    ids: tuple[str, ...]


def balance_part(title: str, made: Balance) -> BalancePart:
    """One balance with its claims beside what the others leave room for."""
    sets = []
    for found in made.contradictions:
        room = {item.claim: item for item in found.implied}
        claims = [(made.claims[i], room.get(i)) for i in found.claims]
        sets.append(
            ShownContradiction(
                tuple((claim, left) for claim, left in claims if claim.kind != "taken"),
                _taken(found.text) or tuple(it.text for it, _ in claims if it.kind == "taken"),
                tuple(name for claim, _ in claims for name in claim.figures),
            )
        )
    said = sum(claim.kind != "taken" for claim in made.claims)
    ids = tuple(name for claim in made.claims for name in claim.figures)
    return BalancePart(title, made, tuple(sets), said, ids)


def _taken(text: str) -> tuple[str, ...]:
    """What the words of a set take for granted; some of it is no claim of its own."""
    _, found, rest = text.partition(_GRANTED)
    return tuple(rest.split(".", 1)[0].split("; ")) if found else ()
