"""The ledger file: what was read, what was typed, and what people decided."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from undercount.errors import InputError, Problem
from undercount.ledger.aliases import Aliases
from undercount.ledger.entry import Decision, Entry
from undercount.ledger.records import Figure, Reading, SourceDocument
from undercount.ledger.schema import FIGURE_FIELDS, from_row, prepare, to_row
from undercount.ledger.statements import Statement, statements_of
from undercount.project.database import in_words as told
from undercount.project.database import transaction

in_words = partial(told, kind="ledger", writing="writing in the ledger")

_INSERT_FIGURE = (
    f"INSERT INTO figures (id, {', '.join(f'{chr(34)}{name}{chr(34)}' for name in FIGURE_FIELDS)}) "
    f"VALUES ({', '.join('?' * (len(FIGURE_FIELDS) + 1))})"
)


class Ledger:
    """One `ledger.db`, opened for as long as the `with` block lasts.

    Every method that writes is one transaction: a kill leaves the state before it or after it.

    Args:
        path: the file.
        write: False to open what is there and change nothing.

    Raises:
        InputError: the file is no ledger, damaged, or cannot be opened.
        BusyError: another process holds it.

    Attributes:
        fresh: True where the file was made by this opening.
    """

    def __init__(self, path: Path | str, *, write: bool = True) -> None:
        self.path = path = Path(path)
        self.fresh = write and not (path.is_file() and path.stat().st_size)
        # What others work with now, or a killed run has left, is not ours to take away.
        self._tidy = not write and not Path(f"{path}-wal").exists()
        with in_words(str(path)):
            # Read-only where nothing is to change: looking must never leave a trace.
            mode = "rwc" if write else "ro"
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
            )
            self._connection.row_factory = sqlite3.Row
            try:
                prepare(self._connection, str(path), write=write)
            except BaseException:
                self._close()
                raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        self._connection.close()
        if self._tidy and Path(f"{self.path}-wal").exists():
            _take_away_empty_log(self.path)

    @property
    def identity(self) -> str:
        """Random name of this file: a step's key holds it, so that a lost ledger is read anew."""
        return str(self._rows("SELECT identity FROM ledger")[0][0])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with in_words(str(self.path)), transaction(self._connection) as connection:
            yield connection

    def _rows(self, words: str) -> list[sqlite3.Row]:
        with in_words(str(self.path)):
            return self._connection.execute(words).fetchall()

    def put_reading(self, reading: Reading) -> None:
        """Keep what was read in one document in place of what was read in it before."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM documents WHERE path = ?", (reading.document,))
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                    json.dumps(reading.pages),
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
                f"INSERT INTO statements VALUES ({', '.join('?' * 15)})",
                [statement.to_row() for statement in statements_of(reading)],
            )
            connection.executemany(
                "INSERT INTO derived VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(reading.document, *astuple(item)) for item in reading.derived],
            )

    def keep_documents(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Forget documents that are no longer in the project; judgements of them stay.

        Returns:
            The paths that were forgotten.
        """
        known = {row["path"] for row in self._rows("SELECT path FROM documents")}
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
            connection.executemany(_INSERT_FIGURE, _hand_rows(figures))

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
        rows = self._rows(
            """
            SELECT figures.*, documents.title AS document_title,
              documents.published AS document_published,
              substr(documents.text, sentence_start + 1, sentence_end - sentence_start) AS sentence,
              judgements.decision AS decision, judgements.seen AS seen
            FROM figures LEFT JOIN documents ON documents.path = figures.document
            LEFT JOIN judgements ON judgements.id =
              (SELECT max(id) FROM judgements WHERE figure = figures.id)
            ORDER BY figures.document IS NULL, figures.document, figures.start, figures.row
            """
        )
        return tuple(_entry(row, aliases or Aliases()) for row in rows)

    def statements(self) -> tuple[Statement, ...]:
        """Every quote, post and claim, with its words."""
        rows = self._rows(
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
        rows = self._rows(
            """
            SELECT path, sha256, encoding, language, published, outlet, title, cautions,
              (SELECT count(*) FROM figures WHERE document = path) AS figures,
              (SELECT count(*) FROM rejected WHERE document = path) AS rejected
            FROM documents ORDER BY path
            """
        )
        return tuple(_source_document(row) for row in rows)

    def readings(self, aliases: Aliases | None = None) -> Iterator[Reading]:
        """Each document's text with the figures read in it, by path, one at a time."""
        known = aliases or Aliases()
        for row in self._rows("SELECT path, sha256, published FROM documents ORDER BY path"):
            where = (row["path"],)
            with in_words(str(self.path)):
                (text,) = self._connection.execute(
                    "SELECT text FROM documents WHERE path = ?", where
                ).fetchone()
                found = self._connection.execute(
                    'SELECT * FROM figures WHERE document = ? ORDER BY "start"', where
                ).fetchall()
            yield Reading(
                row["path"], row["sha256"], text, published=_day(row["published"]),
                figures=tuple(known.apply(from_row(figure)) for figure in found),
            )  # fmt: skip

    def judgements(self) -> tuple[dict[str, object], ...]:
        """Every judgement ever made, oldest first."""
        return tuple(dict(row) for row in self._rows("SELECT * FROM judgements ORDER BY id"))

    def lapsed(self) -> tuple[str, ...]:
        """Ids of figures whose latest judgement no longer holds.

        The figure is gone, or it now says something else than the person who decided saw.
        """
        rows = self._rows(
            """
            SELECT judgements.figure AS judged, judgements.seen, figures.*
            FROM judgements LEFT JOIN figures ON figures.id = judgements.figure
            WHERE judgements.id IN (SELECT max(id) FROM judgements GROUP BY figure)
              AND judgements.decision <> 'suggested'
            ORDER BY judgements.id
            """
        )
        return tuple(row["judged"] for row in rows if row["id"] is None or not _holds(row))


def _take_away_empty_log(path: Path) -> None:
    """Let SQLite remove the -wal and -shm files that looking at the ledger has made.

    A connection that may not write leaves them; the last one that may takes them away, under
    SQLite's own locks, so that another process's are never touched.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", timeout=0, uri=True)
        ) as last:
            last.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        return  # a place where nothing may be written, or somebody is writing: no harm done


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


# What a typed figure says; who mends a title or a note has not typed another figure.
_SAYS = (
    "quantity",
    "value",
    "low",
    "high",
    "unit",
    "claimant",
    "place",
    "period_start",
    "publisher",
)


def _hand_rows(figures: Iterable[Figure]) -> list[list[object]]:
    rows = []
    seen: dict[str, int] = {}
    for figure in figures:
        values = dict(zip(FIGURE_FIELDS, to_row(figure), strict=True))
        says = repr([values[name] for name in _SAYS])
        name = "h" + hashlib.sha256(says.encode()).hexdigest()[:9]
        seen[name] = seen.get(name, 0) + 1
        rows.append([name if seen[name] == 1 else f"{name}-{seen[name]}", *values.values()])
    return rows


# What a person decides on. If a better reader now reads these otherwise, the decision lapses.
_DECIDED_ON = ("value", "low", "high", "unit", "measure", "status", "claimant")


def _holds(row: sqlite3.Row) -> bool:
    """Whether a figure still says what the person saw who judged it."""
    seen = json.loads(row["seen"])
    return all(seen.get(name) == row[name] for name in _DECIDED_ON)


def _entry(row: sqlite3.Row, aliases: Aliases) -> Entry:
    figure = from_row(row)
    by_hand = figure.origin == "hand"
    first = figure.sentence_start
    # "suggested" takes a decision back: what holds then is what held before anybody decided.
    decided = row["decision"] not in (None, "suggested") and _holds(row)
    default: Decision = "accepted" if by_hand else "suggested"
    return Entry(
        id=row["id"],
        figure=aliases.apply(figure),
        decision=row["decision"] if decided else default,
        sentence=row["sentence"],
        offset=None if first is None or figure.start is None else figure.start - first,
        title=figure.title if by_hand else row["document_title"],
        published=_day(row["document_published"]) or figure.published,
    )


def _source_document(row: sqlite3.Row) -> SourceDocument:
    values = dict(row)
    values["published"] = _day(row["published"])
    values["cautions"] = tuple(json.loads(row["cautions"]))
    return SourceDocument(**values)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
