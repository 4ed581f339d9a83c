"""Hold claims about one place against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final

from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.reconcile.balance import words
from undercount.reconcile.balance.claims import read_claims
from undercount.reconcile.balance.histories import GRADUAL, PACE, Histories
from undercount.reconcile.balance.implied import implied
from undercount.reconcile.balance.minimal import minimal_sets, shrink
from undercount.reconcile.balance.result import Balance, Claim, Contradiction, Kind
from undercount.results import Caution

MOST_SOURCES: Final = 8


def balance(
    entries: Sequence[Entry],
    *,
    stock: str | Sequence[str],
    arrivals: Sequence[str] = (),
    exits: Sequence[str] = (),
    ways: Sequence[str] = (),
    net_change: Sequence[str] = (),
    leave_share: Sequence[str] = (),
    stay: Sequence[str] = (),
    place: str | None = None,
    opened: date | None = None,
    name: str = "",
) -> Balance:
    """Find the smallest sets of claims that no history of arrivals and departures can meet.

    Method: a history is the number R(i, j) of people present both on day i and on day j. In it all
    claims are linear: stocks, arrivals, exits, the part of exits that went one way, changes, the
    share of those present that is gone after a while, and the mean stay so far. A linear programme
    asks whether any history meets a set of claims; sets are shrunk and enumerated by the tree of
    hitting sets. Each number enters with the interval that its words allow.

    Counts of one source are held together against what others claim of movements; counts of two
    sources are never put in one set, for that they differ is told elsewhere. Two things may be
    taken for granted, and are named where a contradiction needs them: that people go on leaving
    at the stated pace, evenly over time, and that between two counts of one source the number
    lay between them.

    Assumptions: everybody present counts as alike for shares and stays, and a person who comes
    back counts as a new arrival.

    Args:
        entries: figures of the ledger; those rejected are left out.
        stock: quantities that count people present.
        arrivals: quantities that count people who arrive.
        exits: quantities that count everybody who leaves.
        ways: quantities that count people who leave in one way, such as to reception centres; each
            quantity is a way of its own, and together they are at most the exits.
        net_change: quantities that state how much a stock grew or fell.
        leave_share: quantities that state which share leaves within a time.
        stay: quantities that state the mean stay so far of those present.
        place: the place of the stock.
        opened: first day on which anybody was there. Without it, people of unknown stay may have
            been there from the start, and no stay is too long.
        name: of the balance.

    Returns:
        The claims, the contradictions (fewest claims first), and what could not be used and why.

    Source: Chinneck & Dravnieks (1991), ORSA Journal on Computing 3, 157-168 (deletion and elastic
    filters); Reiter (1987), Artificial Intelligence 32, 57-95 (hitting sets).
    """
    wanted: dict[Kind, Sequence[str]] = {
        "stock": [stock] if isinstance(stock, str) else stock,
        "arrivals": arrivals,
        "exits": exits,
        "ways": ways,
        "net_change": net_change,
        "leave_share": leave_share,
        "stay": stay,
    }
    read = read_claims(entries, wanted, place)
    early = [c for c in read.claims if opened and c.end < opened]
    said = [c for c in read.claims if c not in early]
    claims = (*said, *_taken(said))
    found: dict[tuple[int, ...], Contradiction] = {}
    complete, questions = True, 0
    sources = Counter(fold(claim.source) for claim in said if claim.kind == "stock")
    rounds = sources.most_common(MOST_SOURCES) or [("", 0)]
    if all(claim.kind == "leave_share" for claim in said):
        rounds = []  # A share of nobody that is counted binds nothing.
    for source, _ in rounds:
        chosen = [n for n, c in enumerate(claims) if c.kind != "stock" or fold(c.source) == source]
        sets, ended, asked = _contradictions(claims, chosen, opened)
        complete, questions = complete and ended, questions + asked
        found |= {each.claims: each for each in sets if each.claims not in found}
    cautions = list(read.cautions)
    if not complete:
        cautions.append(Caution("search-ended", words.ENDED))
    if len(sources) > MOST_SOURCES:
        cautions.append(Caution("sources-left", words.left_out(len(sources) - MOST_SOURCES)))
    return Balance(
        name=name,
        claims=claims,
        contradictions=tuple(sorted(found.values(), key=lambda each: len(each.claims))),
        refused=(*read.refused, *((name, words.EARLY) for c in early for name in c.figures)),
        assumptions=words.assumptions(opened),
        cautions=tuple(cautions),
        diagnostics={"claims": len(said), "programmes_solved": questions, "complete": complete},
    )


def _taken(said: Sequence[Claim]) -> list[Claim]:
    """What may be taken for granted, where claims give it a meaning."""
    if not said:
        return []
    start, end = min(c.start for c in said), max(c.end for c in said)
    made = []
    if any(claim.kind == "leave_share" for claim in said):
        made.append((PACE, words.PACE))
    if any(claim.kind == "stock" for claim in said):
        made.append((GRADUAL, words.GRADUAL))
    return [Claim((), "taken", name, "", text, 0.0, 0.0, start, end) for name, text in made]


def _contradictions(
    claims: Sequence[Claim], chosen: Sequence[int], opened: date | None
) -> tuple[list[Contradiction], bool, int]:
    """The sets among the chosen claims, which hold counts of one source only."""
    histories = Histories([claims[n] for n in chosen], opened)
    counts = [n for n, claim in enumerate(histories.claims) if claim.kind == "stock"]
    # All counts of the source stand or fall as one; which of them matter is asked last.
    one = {n: counts[0] if n in counts else n for n in range(len(chosen))}

    def trouble(some: Collection[int]) -> frozenset[int]:
        whole = [n for n, item in one.items() if item in some]
        return frozenset(one[n] for n in histories.trouble(whole))

    found = minimal_sets(set(one.values()), trouble, first=_order(histories.claims))
    made, asked = [], 0
    for items in found.sets:
        wide = [n for n, item in one.items() if item in items]
        # The days of the other claims are seldom needed, and a small model is quick.
        model, numbers = Histories([histories.claims[n] for n in wide], opened), wide
        members = model.trouble(range(len(wide)))
        if not members:
            model, numbers, members = histories, list(range(len(chosen))), frozenset(wide)
        members = shrink(members, model.trouble, _order(model.claims))
        index = [chosen[n] for n in numbers]
        rooms = implied(model, members, index)
        told = [model.claims[n] for n in sorted(members)]
        # What is left for each single count would be too much to read at once.
        said = [room.text for room in rooms if claims[room.claim].kind != "stock"]
        text = words.contradiction(told, said, opened)
        made.append(Contradiction(tuple(index[n] for n in sorted(members)), text, rooms))
        asked += model.solved if model is not histories else 0
    return made, found.complete, asked + histories.solved


def _order(claims: Sequence[Claim]) -> Callable[[int], tuple[bool, bool, int]]:
    """What is taken for granted is done without first, then counts."""
    return lambda n: (claims[n].kind != "taken", claims[n].kind != "stock", n)
