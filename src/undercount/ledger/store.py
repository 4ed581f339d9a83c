"""The ledger file: what was read, what was typed, and what people decided."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from undercount.errors import InputError, Problem
from undercount.ledger.aliases import Aliases
from undercount.ledger.entry import Decision, Entry
from undercount.ledger.records import Figure, Reading, SourceDocument
from undercount.ledger.schema import FIGURE_FIELDS, from_row, prepare, to_row
from undercount.ledger.statements import Statement, statements_of

_INSERT_FIGURE = (
    f"INSERT INTO figures (id, {', '.join(f'{chr(34)}{name}{chr(34)}' for name in FIGURE_FIELDS)}) "
    f"VALUES ({', '.join('?' * (len(FIGURE_FIELDS) + 1))})"
)


class Ledger:
    """One `ledger.db`, opened for as long as the `with` block lasts.

    Every method that writes is one transaction: a kill leaves the state before it or after it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        try:
            prepare(self._connection, str(path))
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def identity(self) -> str:
        """Random name of this file: a step's key holds it, so that a lost ledger is read anew."""
        return str(self._connection.execute("SELECT identity FROM ledger").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        # IMMEDIATE: take the write lock at once, so that two writers wait instead of failing late.
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def put_reading(self, reading: Reading) -> None:
        """Keep what was read in one document in place of what was read in it before."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM documents WHERE path = ?", (reading.document,))
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    reading.document,
                    reading.sha256,
                    reading.text,
                    reading.encoding,
                    reading.language,
                    reading.published and reading.published.isoformat(),
                    reading.outlet,
                    reading.title,
                    json.dumps(reading.cautions, ensure_ascii=False),
                ),
            )
            connection.executemany(_INSERT_FIGURE, _figure_rows(reading))
            connection.executemany(
                "INSERT INTO rejected VALUES (?, ?, ?, ?, ?)",
                [
                    (reading.document, item.start, item.end, item.surface, item.why)
                    for item in reading.rejected
                ],
            )
            connection.executemany(
                "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [statement.to_row() for statement in statements_of(reading)],
            )

    def keep_documents(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Forget documents that are no longer in the project; judgements of them stay.

        Returns:
            The paths that were forgotten.
        """
        known = {row["path"] for row in self._connection.execute("SELECT path FROM documents")}
        gone = sorted(known - set(paths))
        if gone:
            with self._transaction() as connection:
                connection.executemany(
                    "DELETE FROM documents WHERE path = ?", [(path,) for path in gone]
                )
        return tuple(gone)

    def put_hand_figures(self, figures: Iterable[Figure]) -> None:
        """Keep the figures typed by hand in place of those kept before."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM figures WHERE origin = 'hand'")
            rows = [[_hand_id(figure), *to_row(figure)] for figure in figures]
            connection.executemany(_INSERT_FIGURE, rows)

    def judge(
        self, figures: Iterable[str], decision: Decision, *, by: str, why: str
    ) -> tuple[str, ...]:
        """Append one judgement for each figure; nothing is overwritten, the latest one holds.

        Returns:
            The ids that were judged.

        Raises:
            InputError: a figure is not in the ledger (nothing is appended then), or `by` is empty.
        """
        ids = tuple(figures)
        if not by.strip():
            raise InputError("a judgement needs the name of who decided", hint="Give --by NAME")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._transaction() as connection:
            rows, problems = [], []
            for name in ids:
                row = connection.execute("SELECT * FROM figures WHERE id = ?", (name,)).fetchone()
                if row is None:
                    hint = "undercount ledger lists the ids"
                    problems.append(Problem(f'no figure "{name}"', str(self.path), hint=hint))
                    continue
                seen = json.dumps(asdict(from_row(row)), default=str, ensure_ascii=False)
                rows.append((name, decision, by.strip(), why, now, seen))
            if problems:
                raise InputError(problems)
            connection.executemany(
                'INSERT INTO judgements (figure, decision, "by", why, "at", seen) '
                "VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
        return ids

    def entries(self, aliases: Aliases | None = None) -> tuple[Entry, ...]:
        """Every figure with its sentence and its latest judgement, in a stable order."""
        rows = self._connection.execute(
            """
            SELECT figures.*, documents.title AS document_title, documents.published AS published,
              substr(documents.text, sentence_start + 1, sentence_end - sentence_start) AS sentence,
              (SELECT decision FROM judgements WHERE figure = figures.id ORDER BY judgements.id DESC
               LIMIT 1) AS decision
            FROM figures LEFT JOIN documents ON documents.path = figures.document
            ORDER BY figures.document IS NULL, figures.document, figures.start, figures.row
            """
        )
        return tuple(_entry(row, aliases or Aliases()) for row in rows)

    def statements(self) -> tuple[Statement, ...]:
        """Every quote, post and claim, with its words."""
        rows = self._connection.execute(
            """
            SELECT statements.*,
              substr(text, "start" + 1, "end" - "start") AS words
            FROM statements JOIN documents ON documents.path = statements.document
            ORDER BY document, "start", type
            """
        )
        return tuple(Statement.from_row(row) for row in rows)

    def documents(self) -> tuple[SourceDocument, ...]:
        """Every document read, by path."""
        rows = self._connection.execute(
            """
            SELECT path, sha256, encoding, language, published, outlet, title, cautions,
              (SELECT count(*) FROM figures WHERE document = path) AS figures,
              (SELECT count(*) FROM rejected WHERE document = path) AS rejected
            FROM documents ORDER BY path
            """
        )
        return tuple(_source_document(row) for row in rows)

    def judgements(self) -> tuple[dict[str, object], ...]:
        """Every judgement ever made, oldest first."""
        rows = self._connection.execute("SELECT * FROM judgements ORDER BY id")
        return tuple(dict(row) for row in rows)


def _figure_rows(reading: Reading) -> list[list[object]]:
    rows = []
    seen: dict[str, int] = {}
    for figure in reading.figures:
        first, last = figure.sentence_start, figure.sentence_end
        if first is None or last is None or figure.start is None:
            raise ValueError("a figure that was read needs its span and its sentence")
        sentence = reading.text[first:last]
        place = f"{reading.document}\n{sentence}\n{figure.start - first}"
        name = hashlib.sha256(place.encode()).hexdigest()[:10]
        # The same sentence twice in one document: the second keeps its own id.
        seen[name] = seen.get(name, 0) + 1
        rows.append([name if seen[name] == 1 else f"{name}-{seen[name]}", *to_row(figure)])
    return rows


def _hand_id(figure: Figure) -> str:
    """An id that moves with the row when others are put before it, but not when it is edited."""
    words = [
        value for name, value in zip(FIGURE_FIELDS, to_row(figure), strict=True) if name != "row"
    ]
    return "h" + hashlib.sha256(repr(words).encode()).hexdigest()[:9]


def _entry(row: sqlite3.Row, aliases: Aliases) -> Entry:
    figure = from_row(row)
    by_hand = figure.origin == "hand"
    first = figure.sentence_start
    return Entry(
        id=row["id"],
        figure=aliases.apply(figure),
        decision=row["decision"] or ("accepted" if by_hand else "suggested"),
        sentence=row["sentence"],
        offset=None if first is None or figure.start is None else figure.start - first,
        title=figure.title if by_hand else row["document_title"],
        published=_day(row["published"]),
    )


def _source_document(row: sqlite3.Row) -> SourceDocument:
    values = dict(row)
    values["published"] = _day(row["published"])
    values["cautions"] = tuple(json.loads(row["cautions"]))
    return SourceDocument(**values)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
