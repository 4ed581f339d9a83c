"""What a ranking suggests, as it is kept and shown: numbers of cases and requests, no name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from undercount.trace.decisions import PairState


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One request that may be of a case's family.

    Attributes:
        request: its number.
        probability: that it is, absolute.
        reasons: field by field, {"field", "verdict", "words"}.
        state: what people decided on the pair.
    """

    request: str
    probability: float
    reasons: tuple[Mapping[str, str], ...] = ()
    state: PairState = field(default_factory=PairState)


@dataclass(frozen=True, slots=True)
class CaseSuggestions:
    """What is suggested for one case.

    Attributes:
        case: its number.
        none: probability that no request is for this child.
        suggestions: the best first.
    """

    case: str
    none: float
    suggestions: tuple[Suggestion, ...] = ()


def probable(value: float) -> str:
    """A probability as a percentage; never certain, never none.

    >>> probable(0.923), probable(0.9999), probable(0.001), probable(0.996), probable(0.004)
    ('92%', 'over 99%', 'under 1%', 'over 99%', 'under 1%')
    """
    if value > 0.99:
        return "over 99%"
    return "under 1%" if value < 0.01 else f"{100 * value:.0f}%"


def suggestion(row: sqlite3.Row, state: PairState) -> Suggestion:
    """One row as a suggestion."""
    reasons = tuple(json.loads(row["reasons"]))
    return Suggestion(row["request_id"], row["probability"], reasons, state)


def replace(
    connection: sqlite3.Connection,
    found: Sequence[CaseSuggestions],
    cases: Collection[str],
    requests: Collection[str],
    at: str,
) -> None:
    """Keep what was found for some cases; of others, what is between these cases and requests."""
    _keep_only(connection, set(cases) - {one.case for one in found}, requests)
    first = connection.execute("SELECT coalesce(max(place), 0) FROM ranked").fetchone()[0]
    connection.executemany(
        "INSERT INTO ranked VALUES (?, ?, ?, ?)",
        [(one.case, one.none, first + 1 + place, at) for place, one in enumerate(found)],
    )
    connection.executemany(
        "INSERT INTO suggestions VALUES (?, ?, ?, ?, ?)",
        [
            (one.case, rank, item.request, item.probability, _json(item.reasons))
            for one in found
            for rank, item in enumerate(one.suggestions, 1)
        ],
    )


def forget_withheld(connection: sqlite3.Connection) -> None:
    """Nothing stays suggested of somebody who has gone or has not agreed."""
    for table, column, kind in (
        ("ranked", "case_id", "case"),
        ("suggestions", "request_id", "request"),
    ):
        connection.execute(
            f"DELETE FROM {table} WHERE {column} NOT IN "
            "(SELECT id FROM records WHERE kind = ? AND facts <> '')",
            (kind,),
        )


def _keep_only(
    connection: sqlite3.Connection, cases: Collection[str], requests: Collection[str]
) -> None:
    for table, column, names in (
        ("ranked", "case_id", cases),
        ("suggestions", "request_id", requests),
    ):
        there = {row[0] for row in connection.execute(f"SELECT DISTINCT {column} FROM {table}")}
        connection.executemany(
            f"DELETE FROM {table} WHERE {column} = ?", [(name,) for name in there - set(names)]
        )


def _json(reasons: Sequence[Mapping[str, str]]) -> str:
    return json.dumps([dict(one) for one in reasons], ensure_ascii=False)
