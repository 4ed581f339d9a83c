"""Figures of the ledger's file as entries: with their sentence and what people made of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from undercount.ledger.aliases import Aliases
from undercount.ledger.corrections import apply
from undercount.ledger.entry import Decision, Entry
from undercount.ledger.judgement import Judgement
from undercount.ledger.records import Figure
from undercount.ledger.schema import from_row

_MANY: Final = 500  # ids asked for in one statement
_ORDER: Final = "ORDER BY figures.document IS NULL, figures.document, figures.start, figures.row"


def read_entries(
    connection: sqlite3.Connection, ids: Sequence[str] | None = None
) -> Iterator[sqlite3.Row]:
    """Rows for `entry_of`: all in a stable order, or those of some ids."""
    if ids is None:
        yield from _read(connection, "", ())
        return
    for first in range(0, len(ids), _MANY):
        some = ids[first : first + _MANY]
        yield from _read(connection, f"WHERE figures.id IN ({', '.join('?' * len(some))})", some)


def _read(
    connection: sqlite3.Connection, where: str, values: Sequence[str]
) -> Iterator[sqlite3.Row]:
    yield from connection.execute(
        f"""
        SELECT figures.*, documents.title AS document_title,
          documents.published AS document_published,
          substr(documents.text, sentence_start + 1, sentence_end - sentence_start) AS sentence
        FROM figures LEFT JOIN documents ON documents.path = figures.document {where}
        {_ORDER}
        """,
        tuple(values),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure of a document as it was read, in short.

    Attributes:
        id: its entry's.
        document: path inside the project.
        confidence: 0 to 1, or None.
        quantity: typed, or None.
        population: verbatim, or None.
        measure: as stock or flow.
        day: first day it speaks of, ISO 8601, or None.
    """

    id: str
    document: str
    confidence: float | None
    quantity: str | None
    population: str | None
    measure: str
    day: str | None


def read_listed(connection: sqlite3.Connection) -> Iterator[Listed]:
    """Every figure that was read in a document, in the order of `read_entries`."""
    rows = connection.execute(
        f"""
        SELECT id, document, confidence, quantity, population, measure, period_start
        FROM figures WHERE origin <> 'hand' {_ORDER}
        """
    )
    return (Listed(*row) for row in rows)


def read_ids_at(
    connection: sqlite3.Connection, places: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], str]:
    """The ids of the figures that begin at these places: document and code point."""
    found = {}
    for place in places:
        for (name,) in connection.execute(
            'SELECT id FROM figures WHERE document = ? AND "start" = ? LIMIT 1', place
        ):
            found[place] = name
    return found


def read_within(
    connection: sqlite3.Connection, document: str, start: int, end: int
) -> list[tuple[str, int, int]]:
    """Id, first and one past the last code point of each figure in a part of a document."""
    rows = connection.execute(
        'SELECT id, "start", "end" FROM figures WHERE document = ? AND "start" >= ? AND "end" <= ? '
        'ORDER BY "start"',
        (document, start, end),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def entry_of(row: sqlite3.Row, aliases: Aliases, versions: Mapping[str, Judgement]) -> Entry:
    """The entry of a row, as the latest of the versions has left it."""
    read = from_row(row)
    by_hand = read.origin == "hand"
    figure, corrected = as_left(read, versions, aliases)
    first = figure.sentence_start
    decision: Decision = "accepted" if by_hand else "suggested"
    if versions:
        decision = _DECISIONS[_latest(versions).decision]
    return Entry(
        id=row["id"],
        figure=figure,
        decision=decision,
        sentence=row["sentence"],
        offset=None if first is None or figure.start is None else figure.start - first,
        title=figure.title if by_hand else row["document_title"],
        published=day(row["document_published"]) or figure.published,
        corrected=corrected,
    )


_DECISIONS: Final[Mapping[str, Decision]] = {
    "accepted": "accepted",
    "corrected": "accepted",
    "rejected": "rejected",
    "unsure": "unsure",
}


def _latest(versions: Mapping[str, Judgement]) -> Judgement:
    return list(versions.values())[-1]


def as_left(
    figure: Figure, versions: Mapping[str, Judgement], aliases: Aliases
) -> tuple[Figure, tuple[str, ...]]:
    """A figure as the latest version has it, with canonical names; and the fields it changed."""
    changes = _latest(versions).changes if versions else {}
    if not changes:
        return aliases.apply(figure), ()
    left = aliases.apply(apply(figure, changes))
    if "quantity" in changes:
        # Who says that it speaks to no question is not overruled by the words of the population.
        left = replace(left, quantity=changes["quantity"])
    return left, tuple(sorted(changes))


def day(text: str | None) -> date | None:
    """A day as the file keeps it."""
    return None if text is None else date.fromisoformat(text)
