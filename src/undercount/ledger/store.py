"""The ledger file: what was read, what was typed, and what people decided."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, replace
from functools import partial
from pathlib import Path

from undercount.ledger.aliases import Aliases
from undercount.ledger.corrections import Changes
from undercount.ledger.entries import (
    Listed,
    as_left,
    day,
    entry_of,
    read_entries,
    read_ids_at,
    read_listed,
    read_within,
)
from undercount.ledger.entry import Entry
from undercount.ledger.ids import figure_rows, hand_rows
from undercount.ledger.judgement import Act, Judgement, versions_of
from undercount.ledger.judging import New, append, read, take_back, words_of
from undercount.ledger.records import Figure, Reading, SourceDocument
from undercount.ledger.schema import FIGURE_FIELDS, from_row, prepare
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
            connection.executemany(_INSERT_FIGURE, figure_rows(reading))
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
            connection.executemany(_INSERT_FIGURE, hand_rows(figures))

    def judge(
        self,
        figures: Iterable[str],
        decision: Act,
        *,
        by: str,
        why: str,
        key: str | None = None,
        changes: Changes | None = None,
    ) -> tuple[str, ...]:
        """Append one judgement for each figure; nothing is overwritten, the latest one holds.

        Args:
            figures: their ids.
            decision: "corrected" needs `changes`; "suggested" takes back whatever was decided.
            by: who decides.
            why: in words, or "".
            key: a name for this decision: the same one again appends nothing.
            changes: what the figure should say, by field; None empties a field. Words of the
                document come with their span: {"text", "start", "end"}. A correction says all
                that its author changes of what was read: an earlier one of hers no longer counts.

        Returns:
            The ids that were judged.

        Raises:
            InputError: every problem, as a figure that is not in the ledger or words that the
                document does not say; nothing is appended then.
        """
        new = New(decision, by.strip(), why, key, changes)
        with self._transaction() as connection:
            return append(connection, tuple(figures), new, str(self.path))

    def undo(self, which: str | int, *, by: str, why: str = "", key: str | None = None) -> str:
        """Take back a judgement: what holds then is what held without it.

        Args:
            which: the judgement's key, or its number.
            by: who made it; nobody takes back what another has decided.
            why: in words, or "".
            key: a name for this act: the same one again appends nothing.

        Returns:
            The id of the figure.

        Raises:
            InputError: no such judgement, it is somebody else's, or was taken back before.
        """
        with self._transaction() as connection:
            return take_back(connection, which, New("undone", by.strip(), why, key))

    def history(self, figures: Iterable[str] | None = None) -> tuple[Judgement, ...]:
        """Every judgement of these figures, or of all, oldest first."""
        ids = None if figures is None else tuple(dict.fromkeys(figures))
        with in_words(str(self.path)):
            found = read(self._connection, ids)
            return tuple(sorted(found, key=lambda judgement: judgement.id))

    def versions(self, figure: str) -> dict[str, Judgement]:
        """What each person holds of a figure, her latest judgement if it holds; the latest last."""
        return versions_of(self.history([figure])).get(figure, {})

    def entries(
        self,
        aliases: Aliases | None = None,
        ids: Iterable[str] | None = None,
        *,
        as_read: bool = False,
    ) -> tuple[Entry, ...]:
        """Every figure with its sentence, as the latest judgement that holds has left it.

        Args:
            aliases: canonical names.
            ids: of the figures that are wanted; None for all.
            as_read: True for the figures as they were read, whatever people decided.
        """
        wanted = None if ids is None else tuple(dict.fromkeys(ids))
        with in_words(str(self.path)):
            held = {} if as_read else versions_of(read(self._connection, wanted))
            rows = list(read_entries(self._connection, wanted))
        known = aliases or Aliases()
        return tuple(entry_of(row, known, held.get(row["id"], {})) for row in rows)

    def listed(self) -> tuple[Listed, ...]:
        """Every figure of a document in the order of `entries`, in short: quick for thousands."""
        with in_words(str(self.path)):
            return tuple(read_listed(self._connection))

    def ids_at(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """The ids of figures by their document and first code point, where there is one."""
        with in_words(str(self.path)):
            return read_ids_at(self._connection, places)

    def within(self, document: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """The figures read in a part of a document: id, first and one past the last code point."""
        with in_words(str(self.path)):
            return read_within(self._connection, document, start, end)

    def quantities(self) -> tuple[str, ...]:
        """Names of the quantities that figures typed by hand speak to."""
        rows = self._rows("SELECT DISTINCT quantity FROM figures WHERE quantity IS NOT NULL")
        return tuple(sorted(row[0] for row in rows))

    def words(self, document: str | None) -> Callable[[int, int], str]:
        """The text of a document between two code points; "" where there is no such document."""
        return words_of(self._connection, document)

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
            SELECT path, sha256, encoding, language, published, outlet, title, cautions, pages,
              (SELECT count(*) FROM figures WHERE document = path) AS figures,
              (SELECT count(*) FROM rejected WHERE document = path) AS rejected
            FROM documents ORDER BY path
            """
        )
        return tuple(_source_document(row) for row in rows)

    def readings(self, aliases: Aliases | None = None) -> Iterator[Reading]:
        """Each document's text with the figures in it as they stand, by path, one at a time."""
        known = aliases or Aliases()
        held = versions_of(self.history())
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
                row["path"], row["sha256"], text, published=day(row["published"]),
                figures=tuple(
                    as_left(from_row(figure), held.get(figure["id"], {}), known)[0]
                    for figure in found
                ),
            )  # fmt: skip

    def judgements(self) -> tuple[dict[str, object], ...]:
        """Every judgement ever made, oldest first."""
        return tuple(dict(row) for row in self._rows("SELECT * FROM judgements ORDER BY id"))

    def lapsed(self) -> tuple[str, ...]:
        """Ids of figures that somebody decided on and whose decision no longer holds.

        The figure is gone, or it now says something else than the person saw and left.
        """
        made = self.history()
        held = versions_of(made)
        once = versions_of(replace(judgement, lapsed=False) for judgement in made)
        return tuple(figure for figure in once if figure not in held)


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


def _source_document(row: sqlite3.Row) -> SourceDocument:
    values = dict(row)
    values["published"] = day(row["published"])
    values["cautions"] = tuple(json.loads(row["cautions"]))
    values["pages"] = tuple(json.loads(row["pages"]))
    return SourceDocument(**values)
