"""Decisions of people on pairs, appended and withdrawn: each once, however often it is sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from undercount.errors import InputError, Problem
from undercount.trace import access
from undercount.trace.consent import REASONS
from undercount.trace.decisions import VERDICTS, Decision, known_person
from undercount.trace.records import reason_why

_DECISIONS: Final = """
SELECT decisions.*, withdrawals."at" AS withdrawn FROM decisions
LEFT JOIN withdrawals ON withdrawals.decision = decisions.n ORDER BY decisions.n
"""
_DECISIONS_OF_1: Final = "SELECT *, NULL AS key, NULL AS withdrawn FROM decisions ORDER BY n"


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says of one pair.

    Attributes:
        case, request: their numbers.
        decision: accept, reject or ask (for more).
        by, why: who, and the reason in their own words.
        key: of the page that sends it; sent again, it is appended once.
        facts: digests of what the person saw of the case and of the request, or None where
            nothing is known of that.
    """

    case: str
    request: str
    decision: str
    by: str
    why: str
    key: str | None = None
    facts: tuple[str, str] | None = None


def read_decisions(connection: sqlite3.Connection) -> tuple[Decision, ...]:
    """Every decision, those withdrawn among them, in the order they were taken."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    rows = connection.execute(_DECISIONS_OF_1 if version < 2 else _DECISIONS)
    return tuple(
        Decision(
            row["case_id"],
            row["request_id"],
            row["decision"],
            row["by"],
            row["why"],
            row["at"],
            (row["case_facts"], row["request_facts"]),
            row["n"],
            row["key"],
            row["withdrawn"],
        )
        for row in rows
    )


def append_decision(
    connection: sqlite3.Connection,
    said: Said,
    *,
    at: str,
    people: Sequence[str],
    purpose: str,
    day: date,
    file: str,
) -> None:
    """Append a decision and its line of the log, in the transaction of the caller.

    Raises:
        InputError: everything that is wrong at once.
    """
    problems: list[Problem] = []
    by = _person(said.by, people, problems)
    if said.decision not in VERDICTS:
        hint = f"Decide one of: {', '.join(VERDICTS)}"
        problems.append(Problem(f'"{said.decision}" is no decision', hint=hint))
    if not said.why.strip():
        problems.append(Problem("a decision needs its reason", hint="Give --why WORDS"))
    if said.key is not None and not problems and _is_there(connection, said, by):
        return
    facts = []
    for kind, number in (("case", said.case), ("request", said.request)):
        row = connection.execute(
            "SELECT * FROM records WHERE kind = ? AND id = ?", (kind, number)
        ).fetchone()
        if row is None:
            hint = f"Give the number that the file of {kind}s has"
            problems.append(Problem(f'no {kind} "{number}"', file, hint=hint))
            continue
        facts.append(row["facts"])
        reason = reason_why(row, purpose, day)
        if said.decision != "reject" and reason != "allowed":
            what = f'{kind} "{number}" may not be traced: {REASONS[reason]}'
            problems.append(Problem(what, hint="Only reject is possible"))
    if not problems and said.facts not in (None, tuple(facts)):
        what = "what is known of the case or of the request has changed since it was shown"
        problems.append(Problem(what, hint="Look at it again, then decide"))
    if problems:
        raise InputError(problems)
    connection.execute(
        'INSERT INTO decisions (case_id, request_id, decision, "by", why, "at", '
        "case_facts, request_facts, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (said.case, said.request, said.decision, by, said.why.strip(), at, *facts, said.key),
    )
    what = f"decide: {said.decision}"
    access.append(connection, at, by, what, said.why, case=said.case, request=said.request)


def withdraw(
    connection: sqlite3.Connection,
    case: str,
    request: str,
    *,
    by: str,
    why: str,
    at: str,
    people: Sequence[str],
    key: str | None,
    undoes: str | None,
) -> None:
    """Take back a person's own latest decision on a pair, in the transaction of the caller.

    The decision stays where it is, with the withdrawal beside it; what the person had decided
    before it holds again. It needs no consent: nothing is shown, and nobody brought together.

    Args:
        connection: to the file.
        case, request: the pair.
        by, why, at: who, for which reason, and when.
        people: who may decide.
        key: of the page that sends it; sent again, it is appended once.
        undoes: the key of the decision that is meant; None takes the latest.

    Raises:
        InputError: everything that is wrong at once.
    """
    problems: list[Problem] = []
    by = _person(by, people, problems)
    if not why.strip():
        problems.append(Problem("taking a decision back needs its reason", hint="Give --why WORDS"))
    mine = [
        one
        for one in read_decisions(connection)
        if (one.case, one.request, one.by) == (case, request, by)
    ]
    if key is not None and not problems:
        row = connection.execute("SELECT * FROM withdrawals WHERE key = ?", (key,)).fetchone()
        if row is not None and row["decision"] in {one.n for one in mine}:
            return
        if row is not None:
            problems.append(_ANOTHERS_KEY)
    standing = [one for one in mine if one.withdrawn is None]
    if not problems and not standing:
        what = f'{by} has decided nothing on case "{case}" and request "{request}" that holds'
        problems.append(Problem(what, hint="Only one's own decision is taken back"))
    elif not problems and undoes not in (None, standing[-1].key):
        what = "only the latest of one's own decisions on a pair is taken back"
        problems.append(Problem(what, hint="Take back the later one first"))
    if problems:
        raise InputError(problems)
    last = standing[-1]
    connection.execute(
        'INSERT INTO withdrawals (decision, "by", why, "at", key) VALUES (?, ?, ?, ?, ?)',
        (last.n, by, why.strip(), at, key),
    )
    access.append(connection, at, by, f"undo: {last.decision}", why, case=case, request=request)


_ANOTHERS_KEY: Final = Problem(
    "another decision was sent under this key", hint="Load the page anew and decide again"
)


def _person(by: str, people: Sequence[str], problems: list[Problem]) -> str:
    try:
        return known_person(by, people)
    except InputError as error:
        problems.extend(error.problems)
        return by


def _is_there(connection: sqlite3.Connection, said: Said, by: str) -> bool:
    """Whether the very same was appended under its key before."""
    row = connection.execute("SELECT * FROM decisions WHERE key = ?", (said.key,)).fetchone()
    if row is None:
        return False
    told = (row["case_id"], row["request_id"], row["decision"], row["by"])
    if told != (said.case, said.request, said.decision, by):
        raise InputError(_ANOTHERS_KEY)
    return True
