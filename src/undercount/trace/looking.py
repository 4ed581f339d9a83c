"""Pairs that a person may look at, and a look itself, which leaves a line in the log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from undercount.trace import access
from undercount.trace.decisions import PairState, States
from undercount.trace.records import reason_why

LOOK: Final = "look"
_KINDS: Final = ("case", "request")
# SQLite takes so many values at once and more.
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Possible:
    """A case and a request, both with consent: suggested by the last ranking, or decided on.

    Attributes:
        case, request: their numbers.
        state: what people decided.
        offered: whether it waits for a decision: no match closes it, and nobody rejected it.
        probability: absolute, by the last ranking; None where that did not suggest it.
        rank: among the suggestions for the case, from 1; 0 where it is not suggested.
        none: probability that no request is for this child, or None.
    """

    case: str
    request: str
    state: PairState
    offered: bool
    probability: float | None = None
    rank: int = 0
    none: float | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Both numbers."""
        return self.case, self.request


@dataclass(frozen=True, slots=True)
class Look:
    """What a person sees of one pair.

    Attributes:
        case, request: what is kept of both, text by field as it was imported.
        facts: digests of both.
        reasons: field by field, {"field", "verdict", "words"}; none where the last ranking did not
            suggest the pair.
    """

    case: Mapping[str, str]
    request: Mapping[str, str]
    facts: tuple[str, str]
    reasons: tuple[Mapping[str, str], ...] = field(default_factory=tuple)


def possible_pairs(
    connection: sqlite3.Connection,
    states: States,
    *,
    purpose: str,
    day: date,
    near: Sequence[tuple[str, str]] | None = None,
) -> tuple[Possible, ...]:
    """The pairs that anybody may look at on `day`, the likeliest case first, its likeliest first.

    Whoever has not agreed, or no longer does, is in none of them.

    Args:
        connection: to the file.
        states: what people decided.
        purpose, day: what consent must be for, and when.
        near: only these pairs, and those that share a case or a request with one of them.
    """
    beside = None if near is None else tuple({*side} for side in zip(*near, strict=True))
    rows = _suggested(connection, beside)
    suggested = {(row["case_id"], row["request_id"]): row for row in rows}
    decided = (pair for pair in states.pairs if pair not in suggested)
    pairs = [*suggested, *(pair for pair in decided if near is None or pair in near)]
    may = [
        _allowed(connection, kind, {pair[side] for pair in pairs}, purpose, day)
        for side, kind in enumerate(_KINDS)
    ]
    made = []
    for pair in pairs:
        if pair[0] not in may[0] or pair[1] not in may[1]:
            continue
        state, offered = states.of(*pair), states.offered(*pair)
        row = suggested.get(pair)
        if row is None:
            made.append(Possible(*pair, state, offered))
        else:
            told = (row["probability"], row["rank"], row["none"])
            made.append(Possible(*pair, state, offered, *told))
    best: dict[str, float] = {}
    for one in made:
        best[one.case] = max(best.get(one.case, -1.0), one.probability or 0.0)
    order = sorted(made, key=lambda one: (-best[one.case], one.case, -(one.probability or 0.0)))
    return tuple(order)


def look(
    connection: sqlite3.Connection,
    pairs: Sequence[tuple[str, str]],
    *,
    by: str,
    why: str,
    at: str,
    purpose: str,
    day: date,
) -> tuple[Look | None, ...]:
    """What is kept of each pair, with a line in the log for each, in the transaction of the caller.

    Returns:
        In the order of `pairs`; None, and no line, where either is not there or has not agreed.
    """
    seen: list[Look | None] = []
    for case, request in pairs:
        rows = [
            connection.execute(
                "SELECT * FROM records WHERE kind = ? AND id = ? AND facts <> ''", (kind, number)
            ).fetchone()
            for kind, number in zip(_KINDS, (case, request), strict=True)
        ]
        if any(row is None or reason_why(row, purpose, day) != "allowed" for row in rows):
            seen.append(None)
            continue
        said = connection.execute(
            "SELECT reasons FROM suggestions WHERE case_id = ? AND request_id = ?", (case, request)
        ).fetchone()
        child, asking = (_fields(row) for row in rows)
        facts = (rows[0]["facts"], rows[1]["facts"])
        reasons = tuple(json.loads(said["reasons"])) if said is not None else ()
        seen.append(Look(child, asking, facts, reasons))
        access.append(connection, at, by, LOOK, why, case=case, request=request)
    return tuple(seen)


def _suggested(
    connection: sqlite3.Connection, beside: tuple[set[str], ...] | None
) -> list[sqlite3.Row]:
    """Suggestions; where cases and requests are given, those of any of them."""
    words = (
        "SELECT case_id, request_id, rank, probability, none FROM suggestions "
        "JOIN ranked USING (case_id)"
    )
    if beside is None:
        return connection.execute(f"{words} ORDER BY case_id, rank").fetchall()
    found = []
    for column, ids in zip(("case_id", "request_id"), beside, strict=False):
        places = ", ".join("?" * len(ids))
        where = f"WHERE suggestions.{column} IN ({places}) ORDER BY case_id, rank"
        found += connection.execute(f"{words} {where}", sorted(ids)).fetchall()
    return found


def _fields(row: sqlite3.Row) -> dict[str, str]:
    fields: dict[str, str] = json.loads(row["fields"])
    return fields


def _allowed(
    connection: sqlite3.Connection, kind: str, ids: Iterable[str], purpose: str, day: date
) -> set[str]:
    wanted: list[Any] = sorted(ids)
    found = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = connection.execute(
            "SELECT id, fields FROM records WHERE kind = ? AND facts <> '' "
            f"AND id IN ({', '.join('?' * len(some))})",
            (kind, *some),
        )
        found |= {row["id"] for row in rows if reason_why(row, purpose, day) == "allowed"}
    return found
