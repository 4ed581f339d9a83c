"""What people decided on a pair, and what that makes of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from undercount.errors import InputError, Problem

Verdict = Literal["accept", "reject", "ask"]
Standing = Literal["open", "asked", "signed", "match", "conflict", "rejected"]

VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
SIGNERS: Final = 2
"""People who must sign a match."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided on one pair, once.

    Attributes:
        case, request: the offices' own numbers.
        decision: accept, reject or ask (for more).
        by, why: who, and the reason given.
        at: when, ISO 8601 in UTC.
        facts: what was known of the case and of the request then, as digests.
        n: its place in the file.
        key: of the page that sent it, or None.
        withdrawn: when the person took it back, or None; it counts as if never taken then.
    """

    case: str
    request: str
    decision: str
    by: str
    why: str
    at: str
    facts: tuple[str, str]
    n: int = 0
    key: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class PairState:
    """What holds for a pair of a case and a request.

    Attributes:
        standing: "open" (nobody decided, or only on facts that changed since), "asked" (somebody
            asked for more), "signed" (by one of two), "match" (two people signed), "conflict"
            (one person accepts, another rejects) or "rejected".
        accepted, rejected, asked: who holds so now.
        lapsed: decisions of before the facts of either changed; they hold no longer.
    """

    standing: Standing = "open"
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    lapsed: tuple[Decision, ...] = ()

    @property
    def words(self) -> str:
        """The state in words, with the names of those who decided and of nobody else."""
        said = {
            "open": "open",
            "asked": f"more asked for by {_names(self.asked)}",
            "signed": f"signed by one of two ({_names(self.accepted)})",
            "match": f"possible match signed by {_names(self.accepted)}",
            "conflict": f"in conflict: {_names(self.accepted)} accepted, "
            f"{_names(self.rejected)} rejected",
            "rejected": f"rejected by {_names(self.rejected)}",
        }[self.standing]
        if self.standing == "signed" and self.asked:
            said += f"; more asked for by {_names(self.asked)}"
        if not self.lapsed:
            return said
        before = "; ".join(f"{_DONE[item.decision]} by {item.by}" for item in self.lapsed)
        return f"{said}; before new facts: {before}"


_DONE: Final[Mapping[str, str]] = {
    "accept": "accepted",
    "reject": "rejected",
    "ask": "more asked for",
}


@dataclass(frozen=True, slots=True)
class States:
    """The state of every pair that anybody decided on.

    Attributes:
        pairs: by (case, request); a pair that is not in it is open.
        closed_cases, closed_requests: those of a match: they are offered to nobody else.
        hidden: pairs never to be offered: matches, and those rejected on the facts of today.
    """

    pairs: Mapping[tuple[str, str], PairState] = field(default_factory=dict)
    closed_cases: frozenset[str] = frozenset()
    closed_requests: frozenset[str] = frozenset()
    hidden: frozenset[tuple[str, str]] = frozenset()

    def of(self, case: str, request: str) -> PairState:
        """The state of one pair."""
        return self.pairs.get((case, request), PairState())

    def offered(self, case: str, request: str) -> bool:
        """Whether the pair may be suggested."""
        return (
            (case, request) not in self.hidden
            and case not in self.closed_cases
            and request not in self.closed_requests
        )


def states_of(decisions: Iterable[Decision], facts: Mapping[tuple[str, str], str]) -> States:
    """What holds now.

    Args:
        decisions: in the order they were taken; those withdrawn count for nothing.
        facts: digest of what is known today, by ("case" or "request", number); of somebody who is
            no longer in the lists there is none, and nothing has changed for them.
    """
    by_pair: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        if decision.withdrawn is not None:
            continue
        by_pair.setdefault((decision.case, decision.request), []).append(decision)
    pairs = {}
    for (case, request), taken in by_pair.items():
        last = taken[-1].facts
        today = (facts.get(("case", case), last[0]), facts.get(("request", request), last[1]))
        pairs[case, request] = state_of(taken, today)
    matches = [pair for pair, state in pairs.items() if state.standing == "match"]
    done = ("match", "rejected")
    return States(
        pairs,
        frozenset(case for case, _ in matches),
        frozenset(request for _, request in matches),
        frozenset(pair for pair, state in pairs.items() if state.standing in done),
    )


def state_of(taken: Sequence[Decision], today: tuple[str, str]) -> PairState:
    """The state of one pair: of each person the latest decision holds, as long as the facts do.

    Two signatures are of one match only where both saw the same facts; once signed so, it stands
    whatever is learnt later, until somebody rejects it.

    Args:
        taken: all decisions on the pair, in order.
        today: digests of what is known of the case and of the request.
    """
    latest = {decision.by: at for at, decision in enumerate(taken)}
    ordered = [taken[at] for at in sorted(latest.values())]
    signed, signers = _signed(taken)
    holding = [
        one
        for one in ordered
        if one.facts in (today, signed) or (one.decision == "accept" and one.by in signers)
    ]
    who = {
        verdict: tuple(one.by for one in holding if one.decision == verdict) for verdict in VERDICTS
    }
    lapsed = tuple(one for one in ordered if one not in holding)
    accepted, rejected, asked = who["accept"], who["reject"], who["ask"]
    standing: Standing = "asked" if asked else "open"
    if accepted and rejected:
        standing = "conflict"
    elif signed is not None:
        standing = "match"
    elif accepted:
        standing = "signed"
    elif rejected:
        standing = "rejected"
    return PairState(standing, accepted, rejected, asked, lapsed)


def _signed(taken: Sequence[Decision]) -> tuple[tuple[str, str] | None, frozenset[str]]:
    """The facts on which enough people hold the pair for a match, and who they are."""
    accepts: dict[str, list[tuple[str, str]]] = {}
    for one in taken:
        # To accept again on newer facts takes no signature back; to reject or ask does.
        saw = accepts.get(one.by, [])
        accepts[one.by] = [*saw, one.facts] if one.decision == "accept" else []
    for facts in dict.fromkeys(facts for saw in accepts.values() for facts in saw):
        signers = frozenset(by for by, saw in accepts.items() if facts in saw)
        if len(signers) >= SIGNERS:
            return facts, signers
    return None, frozenset()


def known_person(by: str, people: Sequence[str]) -> str:
    """The name as `[trace] people` has it: "Amal" and "amal " are one person, and sign once.

    Raises:
        InputError: nobody of that name may decide.
    """
    wanted = _plain(by)
    for name in people:
        if wanted and _plain(name) == wanted:
            return name
    may = ", ".join(people) or "nobody"
    what = f'"{by}" may not decide' if wanted else "a decision needs the name of who decided"
    hint = f"[trace] people in undercount.toml names who may: {may}"
    raise InputError(Problem(what, hint=hint))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _names(names: Sequence[str]) -> str:
    return " and ".join(names)
