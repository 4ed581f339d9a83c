"""The queue of tracing: a case and a request side by side, for two people to sign.

Nobody without consent leaves the server, and each pair that does leaves a line in the log of
access: who, when, which, what for. Only `[trace] people` get in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from undercount.errors import InputError, Problem
from undercount.project import digest
from undercount.review.people import Made, decided_today, first_readings
from undercount.review.queue import WHICH, Which
from undercount.review.tracing_item import fields_of, likelihood, rivals_of, versions_of
from undercount.trace.decisions import Decision, known_person
from undercount.workflow.trace_acts import UNDO, decide_pair
from undercount.workflow.trace_looks import (
    bring_up_to_date,
    look_at,
    possible_pairs,
    stamp_of_people,
)
from undercount.workflow.tracing import traced

if TYPE_CHECKING:
    from undercount.trace.looking import Possible
    from undercount.workflow.trace_looks import Seen

WORTH: Final = 0.1
"""Pairs less likely are looked at by those who ask for all."""
WHY: Final = "review"
"""What for, in the log, where nobody says."""


def open_queue(root: Path, *, by: str, why: str) -> TracingQueue:
    """The queue of the project at `root`, for one of `[trace] people`.

    Raises:
        InputError: nobody is traced there, or the person may not decide.
        MissingFileError: nobody was traced yet.
    """
    _, trace = traced(root)
    return TracingQueue(root, known_person(by, trace.people), why.strip() or WHY)


class TracingQueue:
    """Pairs of a case and a request; the contract is `queue.Queue`.

    What waits are the pairs that reach 10%, as `undercount trace` prints them; the rest of what
    was suggested is among "all".

    Args:
        root: the project's folder.
        by: who decides, as `[trace] people` has the name.
        why: what for, for the log.
    """

    name = "tracing"
    closed: str | None = None

    def __init__(self, root: Path, by: str, why: str) -> None:
        self._root, self._by, self._why = root, by, why
        self._lock = Lock()
        self._stamp: object = None
        self._known: dict[str, tuple[str, str]] = {}

    def ids(self, which: Which, order: str) -> list[str]:
        """Ids, the likeliest case first and its likeliest request first."""
        return [one.id for one in self._all() if _is(which, one, self._by)]

    def items(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """The two sides with what agrees and what does not; each is a line in the log."""
        near = self._near(ids)
        by_id = {one.id: one for one in near}
        wanted = [by_id[name] for name in ids if name in by_id]
        seen = look_at(self._root, [one.found.pair for one in wanted], by=self._by, why=self._why)
        return [
            self._item(one, look, near)
            for one, look in zip(wanted, seen, strict=True)
            if look is not None
        ]

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        """Append what this person decides on a pair, or take their latest back."""
        asked = decision["id"]
        before = next((one for one in self._near([asked]) if one.id == asked), None)
        if before is None:
            what = "this pair may no longer be looked at"
            hint = "Consent has ended, or somebody is no longer in the files"
            raise InputError(Problem(what, hint=hint))
        undo = decision["decision"] == "undone"
        case, request = before.found.pair
        decide_pair(
            self._root,
            case,
            request,
            UNDO if undo else decision["decision"],
            by=self._by,
            why=decision["why"] or (self._why if undo else ""),
            key=decision["key"],
            facts=None if undo else _facts(decision["version"]),
            undoes=decision["undoes"],
        )
        everything = self._all()
        now = next((one for one in everything if one.id == before.id), before)
        return {
            "id": now.id,
            "label": _label(now.found),
            "standing": now.found.state.words,
            "versions": versions_of(now.held),
            "disputed": now.found.state.standing == "conflict",
            "waiting": sum(_is("waiting", one, self._by) for one in everything),
        }

    def summary(self) -> dict[str, Any]:
        """How many pairs wait, and who decided how many today."""
        everything = self._all()
        counts: dict[str, int] = {
            str(kind): sum(_is(kind, one, self._by) for one in everything)
            for kind in WHICH
            if kind != "all"
        }
        made = (it for one in everything for it in one.made() if not it.undone)
        return {**counts, "today": decided_today(made)}

    def readings(self) -> dict[str, dict[str, str]]:
        """What each person decided by themselves: see `people.first_readings`."""
        return first_readings(it for one in self._all() for it in one.made())

    def _near(self, ids: Sequence[str]) -> list[_Pair]:
        """These pairs, and those that share a case or a request with one of them."""
        if not self._known.keys() >= set(ids):
            self._all()
        pairs = [self._known[name] for name in ids if name in self._known]
        return self._found(pairs) if pairs else []

    def _all(self) -> list[_Pair]:
        """Every pair that may be looked at today."""
        everything = self._found()
        self._known = {one.id: one.found.pair for one in everything}
        return everything

    def _found(self, near: Sequence[tuple[str, str]] | None = None) -> list[_Pair]:
        """Pairs that may be looked at today, with what people decided."""
        known_person(self._by, traced(self._root)[1].people)  # as the project says it now
        with self._lock:
            # Consent that was withdrawn in the files is withdrawn here, ranked anew or not.
            stamp = stamp_of_people(self._root)
            if stamp != self._stamp:
                bring_up_to_date(self._root, by=self._by)
                self._stamp = stamp
        found, decisions = possible_pairs(self._root, near)
        taken: dict[tuple[str, str], list[Decision]] = {}
        for one in decisions:
            taken.setdefault((one.case, one.request), []).append(one)
        return [_Pair(_id(one), one, tuple(taken.get(one.pair, ()))) for one in found]

    def _item(self, pair: _Pair, seen: Seen, near: Sequence[_Pair]) -> dict[str, Any]:
        open_ = pair.is_of(self._by) or pair.found.state.standing == "conflict"
        found = pair.found
        return {
            "id": pair.id,
            "version": "-".join(seen.look.facts),
            "label": _label(found),
            "case": found.case,
            "request": found.request,
            "likelihood": likelihood(found.probability),
            "none": likelihood(found.none),
            "fields": fields_of(seen.look),
            "rivals": rivals_of(found, ((one.id, one.found) for one in near)),
            "steps": seen.route.to_dict(),
            # Blind: what others decided is told to those who have decided, or where they differ.
            "standing": found.state.words if open_ else "",
            "versions": versions_of(pair.held) if open_ else [],
        }


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair that may be looked at, with all that people decided, in order."""

    id: str
    found: Possible
    taken: tuple[Decision, ...]

    @property
    def held(self) -> tuple[Decision, ...]:
        """Of each person the latest that holds; what was decided on other facts does not."""
        latest = {one.by: one for one in self.taken if one.withdrawn is None}
        return tuple(one for one in latest.values() if one not in self.found.state.lapsed)

    def made(self) -> list[Made]:
        """Every decision."""
        return [
            Made(self.id, one.by, one.decision, one.at, one.withdrawn is not None)
            for one in self.taken
        ]

    def is_of(self, by: str) -> bool:
        """Whether this person has decided, and it holds."""
        return any(one.by == by for one in self.held)


def _is(which: Which, pair: _Pair, by: str) -> bool:
    if which == "all":
        return True
    if which == "decided":
        return pair.is_of(by)
    if which == "disputed":
        return pair.found.state.standing == "conflict"
    if not pair.found.offered or pair.is_of(by):
        return False
    if which == "second":
        return bool(pair.held)
    return not pair.held and (pair.found.probability or 0.0) >= WORTH


def _id(found: Possible) -> str:
    """Says nothing of either: addresses and logs may have it."""
    return digest("tracing", *found.pair)[:16]


def _label(found: Possible) -> str:
    return f"case {found.case}, request {found.request}"


def _facts(version: str) -> tuple[str, str]:
    case, _, request = version.partition("-")
    return case, request
